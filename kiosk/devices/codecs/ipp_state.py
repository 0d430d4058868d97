"""What an IPP printer says of itself (RFC 8011 5.4, PWG 5100.9), in the words of the devices.

``printer-state-reasons`` are keywords with or without a suffix: ``-error`` has stopped the printer,
``-warning`` may do so soon, ``-report`` is for the record. Printers disagree about which to use, so
what makes a good page impossible (no paper, an open cover, no toner) counts whatever its suffix;
what nobody knows counts where it ends in ``-error``, or where the printer has stopped.

A queue of CUPS learns what its printer says only while it prints, and keeps what it heard last: of
a queue that prints nothing now, an obstacle of the printer is a concern at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, DocumentPrinterReading, Supply
from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.domain.terminal import ONLINE, Condition, DeviceStatus, Remedy

STATE_ATTRIBUTES = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "printer-input-tray",
    "printer-type",
)
_COUNTERS = (
    "printer-impressions-completed",
    "printer-pages-completed",
    "printer-media-sheets-completed",
)
ODOMETER_ATTRIBUTES = ("printer-uuid", "printer-up-time", *_COUNTERS)
SUPPLY_ATTRIBUTES = (
    "marker-names",
    "marker-levels",
    "marker-types",
    "printer-supply",
    "printer-supply-description",
    *ODOMETER_ATTRIBUTES,
)
_PROCESSING = 4
_STOPPED = 5
_SUFFIXES = ("-error", "-warning", "-report")
_PAPER_LEFT_UNCOUNTED = -3


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a printer prints nothing now, and who can put it right."""

    cause: DeviceCause
    remedy: Remedy


_STAFF = Remedy.CLEAR
_TECHNICIAN = Remedy.MAINTENANCE
_PAPER_OUT = Obstacle(DeviceCause.PAPER_OUT, _STAFF)
_COVER_OPEN = Obstacle(DeviceCause.COVER_OPEN, _STAFF)
_TONER_EMPTY = Obstacle(DeviceCause.TONER_EMPTY, _TECHNICIAN)
_PAUSED = Obstacle(DeviceCause.PAUSED, _TECHNICIAN)
_OFFLINE = Obstacle(DeviceCause.DISCONNECTED, _TECHNICIAN)
_BROKEN = Obstacle(DeviceCause.PRINTER_ERROR, _TECHNICIAN)
# In the order in which people should put them right.
_OBSTACLES = {
    "cover-open": _COVER_OPEN,
    "door-open": _COVER_OPEN,
    "interlock-open": _COVER_OPEN,
    "media-jam": Obstacle(DeviceCause.PAPER_JAM, _STAFF),
    "input-tray-missing": Obstacle(DeviceCause.TRAY_MISSING, _STAFF),
    "media-needed": _PAPER_OUT,
    "media-empty": _PAPER_OUT,
    "output-area-full": Obstacle(DeviceCause.PRINTER_ERROR, _STAFF),
    "output-tray-missing": Obstacle(DeviceCause.PRINTER_ERROR, _STAFF),
    "toner-empty": _TONER_EMPTY,
    "marker-supply-empty": _TONER_EMPTY,
    "marker-supply-missing": _TONER_EMPTY,
    "developer-empty": _BROKEN,
    "opc-life-over": _BROKEN,
    "marker-waste-full": _BROKEN,
    "fuser-over-temp": _BROKEN,
    "fuser-under-temp": _BROKEN,
    "spool-area-full": Obstacle(DeviceCause.PRINTER_ERROR, Remedy.SUSPEND),
    "cups-missing-filter": Obstacle(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION),
    "paused": _PAUSED,
    "moving-to-paused": _PAUSED,
    "deactivated": _PAUSED,
    "offline": _OFFLINE,
    "shutdown": _OFFLINE,
    "timed-out": _OFFLINE,
}
_OF_THE_QUEUE = frozenset({"paused", "moving-to-paused", "deactivated", "cups-missing-filter"})
_CONCERNS = {
    "media-low": DeviceCause.PAPER_OUT,
    "toner-low": DeviceCause.TONER_EMPTY,
    "marker-supply-low": DeviceCause.TONER_EMPTY,
}
_STATUS = {
    DeviceCause.PAPER_OUT: DeviceStatus.USER_ERROR,
    DeviceCause.COVER_OPEN: DeviceStatus.USER_ERROR,
    DeviceCause.PAPER_JAM: DeviceStatus.USER_ERROR,
    DeviceCause.TRAY_MISSING: DeviceStatus.USER_ERROR,
    DeviceCause.DISCONNECTED: DeviceStatus.OFFLINE,
    DeviceCause.PAUSED: DeviceStatus.OFFLINE,
}
PAPER_LOW = "paper_near_end"
TONER_LOW = "toner_low"


def obstacle_of(printer: IppAttributes, tray: str = "") -> Obstacle | None:
    """What keeps the printer from printing, the first to be put right; None while it can.

    ``tray`` is the one paper is taken from, ``""`` for any.
    """
    reasons = dict(_reasons(printer))
    for keyword, obstacle in _OBSTACLES.items():
        if keyword not in reasons or (_is_hearsay(printer) and keyword not in _OF_THE_QUEUE):
            continue
        if keyword == "media-empty" and reasons[keyword] and _other_tray_is_empty(printer, tray):
            continue
        return obstacle
    known = _OBSTACLES.keys() | _CONCERNS.keys()
    severe = [keyword for keyword, is_light in reasons.items() if not is_light]
    if not known.issuperset(severe) and not _is_hearsay(printer):
        return _BROKEN
    if printer.number("printer-state") == _STOPPED:
        return _BROKEN
    if printer.flag("printer-is-accepting-jobs") is False:
        return _PAUSED
    return None


def is_queue(printer: IppAttributes) -> bool:
    """Whether this is a queue of CUPS, which alone says printer-type, and not a printer."""
    return printer.has("printer-type")


def concerns_of(printer: IppAttributes) -> tuple[DeviceCause, ...]:
    """What will stop the printer before long."""
    reasons = dict(_reasons(printer))
    found = [cause for keyword, cause in _CONCERNS.items() if keyword in reasons]
    if _is_hearsay(printer):
        last_heard = [one.cause for keyword, one in _OBSTACLES.items() if keyword in reasons]
        found += [cause for cause in last_heard if cause in _CONCERNS.values()]
    return tuple(dict.fromkeys(found))


def reading_of(printer: IppAttributes, tray: str = "") -> DocumentPrinterReading:
    """Everything it says of itself at this moment."""
    obstacle = obstacle_of(printer, tray)
    concerns = concerns_of(printer)
    return DocumentPrinterReading(
        _calm(concerns) if obstacle is None else condition_of(obstacle),
        concerns,
        supplies_of(printer),
        sheets_of(printer),
    )


def condition_of(obstacle: Obstacle) -> Condition:
    """The condition of a printer that has an obstacle."""
    status = _STATUS.get(obstacle.cause, DeviceStatus.HARDWARE_ERROR)
    return Condition(status, obstacle.remedy, obstacle.cause.value)


def supplies_of(printer: IppAttributes) -> tuple[Supply, ...]:
    """What it uses up, as CUPS says it (marker-…) or as printers do (printer-supply)."""
    names, levels = printer.words("marker-names"), printer.numbers("marker-levels")
    if names and len(names) == len(levels):
        kinds = printer.words("marker-types")
        if len(kinds) != len(names):
            kinds = ("",) * len(names)
        return tuple(
            Supply(name, _percent(level, 100))
            for name, level, kind in zip(names, levels, kinds, strict=True)
            if "waste" not in kind.lower()
        )
    told = [_pairs(supply) for supply in printer.words("printer-supply")]
    names = printer.words("printer-supply-description")
    if len(names) != len(told):
        names = tuple(supply.get("type", "") for supply in told)
    return tuple(
        Supply(name, _percent(_whole(supply, "level"), _whole(supply, "maxcapacity")))
        for name, supply in zip(names, told, strict=True)
        if supply.get("class") != "receptacleThatIsFilled"
    )


def sheets_of(printer: IppAttributes) -> int | None:
    """Its counter of pages in all its life."""
    for name in _COUNTERS:
        count = printer.number(name)
        if count is not None and count >= 0:
            return count
    return None


def _calm(concerns: tuple[DeviceCause, ...]) -> Condition:
    if DeviceCause.PAPER_OUT in concerns:
        return Condition(DeviceStatus.ONLINE, Remedy.CLEAR, PAPER_LOW)
    if DeviceCause.TONER_EMPTY in concerns:
        return Condition(DeviceStatus.ONLINE, Remedy.MAINTENANCE, TONER_LOW)
    return ONLINE


def _reasons(printer: IppAttributes) -> Iterator[tuple[str, bool]]:
    """The reasons without suffix, and whether the printer takes them lightly. Without suffix a
    reason is an error by RFC 8011; but queues tell so of what goes on (connecting-to-device), and
    what nobody knows then counts only where the printer has stopped."""
    severe: set[str] = set()
    light: set[str] = set()
    for reason in printer.words("printer-state-reasons"):
        if reason in ("", "none"):
            continue
        suffix = next((one for one in _SUFFIXES if reason.endswith(one)), "")
        keyword = reason.removesuffix(suffix)
        is_severe = suffix == "-error" or (not suffix and keyword in _OBSTACLES)
        (severe if is_severe else light).add(keyword)
    yield from ((keyword, False) for keyword in sorted(severe))
    yield from ((keyword, True) for keyword in sorted(light - severe))


def _is_hearsay(printer: IppAttributes) -> bool:
    """Whether this is a queue that talks to no printer just now."""
    return is_queue(printer) and printer.number("printer-state") != _PROCESSING


def _other_tray_is_empty(printer: IppAttributes, tray: str) -> bool:
    """Whether the paper that is out is that of another tray than is printed from: one says that it
    is empty, and ours (any of several) that it is not."""
    levels = [
        (told.get("name"), _whole(told, "level"))
        for told in map(_pairs, printer.words("printer-input-tray"))
    ]
    ours = [level for name, level in levels if level is not None and tray in ("", name)]
    has_paper = any(level > 0 or level == _PAPER_LEFT_UNCOUNTED for level in ours)
    return has_paper and any(level == 0 for _, level in levels)


def _pairs(told: str) -> dict[str, str]:
    """``key=value;key=value;`` (PWG 5100.13)."""
    fields = (field.partition("=") for field in told.split(";"))
    return {key.strip(): value.strip() for key, equals, value in fields if equals}


def _whole(told: dict[str, str], key: str) -> int | None:
    try:
        return int(told.get(key, ""))
    except ValueError:
        return None


def _percent(level: int | None, most: int | None) -> int | None:
    if level is None or most is None or level < 0 or most <= 0:
        return None
    return min(100, level * 100 // most)
