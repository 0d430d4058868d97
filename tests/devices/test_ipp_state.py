"""What printers say of themselves, suffix or not, and what it means."""

from __future__ import annotations

import pytest

from kiosk.devices.api import DeviceCause, Supply
from kiosk.devices.codecs.ipp_reply import NOTHING_SAID, IppAttributes
from kiosk.devices.codecs.ipp_state import (
    concerns_of,
    obstacle_of,
    reading_of,
    sheets_of,
    supplies_of,
)
from kiosk.domain.terminal import ONLINE, Condition, DeviceStatus, Remedy

IDLE, PROCESSING, STOPPED = 3, 4, 5
C = DeviceCause


def printer(*reasons: str, state: int = IDLE, **more: object) -> IppAttributes:
    told: dict[str, tuple[object, ...]] = {
        "printer-state": (state,),
        "printer-state-reasons": reasons or ("none",),
    }
    for name, value in more.items():
        told[name.replace("_", "-")] = value if isinstance(value, tuple) else (value,)
    return IppAttributes(told)


def counting(told: dict[str, object]) -> IppAttributes:
    values = {name.replace("_", "-"): told[name] for name in told}
    sets = {name: one if isinstance(one, tuple) else (one,) for name, one in values.items()}
    return IppAttributes({**printer().values, **sets})


def cause_of(told: IppAttributes, tray: str = "") -> DeviceCause | None:
    obstacle = obstacle_of(told, tray)
    return None if obstacle is None else obstacle.cause


@pytest.mark.parametrize("suffix", ["", "-error", "-warning", "-report"])
@pytest.mark.parametrize(
    ("keyword", "cause", "remedy"),
    [
        ("media-empty", C.PAPER_OUT, Remedy.CLEAR),
        ("media-needed", C.PAPER_OUT, Remedy.CLEAR),
        ("media-jam", C.PAPER_JAM, Remedy.CLEAR),
        ("cover-open", C.COVER_OPEN, Remedy.CLEAR),
        ("door-open", C.COVER_OPEN, Remedy.CLEAR),
        ("interlock-open", C.COVER_OPEN, Remedy.CLEAR),
        ("input-tray-missing", C.TRAY_MISSING, Remedy.CLEAR),
        ("output-area-full", C.PRINTER_ERROR, Remedy.CLEAR),
        ("toner-empty", C.TONER_EMPTY, Remedy.MAINTENANCE),
        ("marker-supply-empty", C.TONER_EMPTY, Remedy.MAINTENANCE),
        ("marker-waste-full", C.PRINTER_ERROR, Remedy.MAINTENANCE),
        ("spool-area-full", C.PRINTER_ERROR, Remedy.SUSPEND),
        ("paused", C.PAUSED, Remedy.MAINTENANCE),
        ("offline", C.DISCONNECTED, Remedy.MAINTENANCE),
        ("cups-missing-filter", C.CONFIGURATION, Remedy.CONFIGURATION),
    ],
)
def test_what_makes_a_page_impossible_counts_whatever_its_suffix(
    keyword: str, cause: DeviceCause, remedy: Remedy, suffix: str
) -> None:
    obstacle = obstacle_of(printer(keyword + suffix))
    assert obstacle is not None
    assert (obstacle.cause, obstacle.remedy) == (cause, remedy)


@pytest.mark.parametrize(
    ("reasons", "state", "cause"),
    [
        (("none",), IDLE, None),
        (("",), IDLE, None),
        (("none",), PROCESSING, None),
        (("none",), STOPPED, C.PRINTER_ERROR),
        (("laser-at-ease",), IDLE, None),
        (("laser-at-ease-report",), IDLE, None),
        (("laser-at-ease-warning",), PROCESSING, None),
        (("laser-at-ease-warning",), STOPPED, C.PRINTER_ERROR),
        (("laser-on-fire-error",), IDLE, C.PRINTER_ERROR),
        (("other-error", "other-warning"), PROCESSING, C.PRINTER_ERROR),
        (("connecting-to-device",), PROCESSING, None),
        (("media-low-error",), PROCESSING, None),
        (("media-empty-error", "door-open-error"), STOPPED, C.COVER_OPEN),
    ],
)
def test_what_nobody_knows_counts_where_it_stops_the_printer(
    reasons: tuple[str, ...], state: int, cause: DeviceCause | None
) -> None:
    assert cause_of(printer(*reasons, state=state)) is cause


def tray(name: str, level: object) -> str:
    return f"type=sheetFeedAutoRemovableTray;level={level};status=0;name={name};"


@pytest.mark.parametrize(
    ("reason", "trays", "ours", "cause"),
    [
        ("media-empty-warning", (tray("main", 250), tray("by-pass", 0)), "main", None),
        ("media-empty-report", (tray("main", -3), tray("by-pass", 0)), "", None),
        ("media-empty-warning", (tray("main", 0), tray("by-pass", 9)), "main", C.PAPER_OUT),
        ("media-empty-error", (tray("main", 250), tray("by-pass", 0)), "main", C.PAPER_OUT),
        ("media-empty-warning", (tray("main", 250), tray("by-pass", -2)), "", C.PAPER_OUT),
        ("media-empty-warning", (tray("main", "?"), "nonsense"), "main", C.PAPER_OUT),
        ("media-needed-warning", (tray("main", 250), tray("by-pass", 0)), "main", C.PAPER_OUT),
    ],
)
def test_another_tray_may_be_empty(
    reason: str, trays: tuple[str, ...], ours: str, cause: DeviceCause | None
) -> None:
    assert cause_of(printer(reason, printer_input_tray=trays), ours) is cause


def test_a_printer_that_takes_no_jobs_is_paused() -> None:
    assert cause_of(printer(printer_is_accepting_jobs=False)) is C.PAUSED
    assert cause_of(printer(printer_is_accepting_jobs=True)) is None


@pytest.mark.parametrize(
    ("reasons", "state", "cause"),
    [
        (("media-empty-error",), IDLE, None),
        (("who-knows-error",), IDLE, None),
        (("media-empty-warning",), PROCESSING, C.PAPER_OUT),
        (("paused", "media-empty-warning"), STOPPED, C.PAUSED),
        (("none",), STOPPED, C.PRINTER_ERROR),
        (("cups-missing-filter-warning",), IDLE, C.CONFIGURATION),
    ],
)
def test_a_queue_that_prints_nothing_repeats_what_it_heard_last(
    reasons: tuple[str, ...], state: int, cause: DeviceCause | None
) -> None:
    assert cause_of(printer(*reasons, state=state, printer_type=4)) is cause


def test_what_a_queue_heard_last_is_a_concern() -> None:
    told = printer("media-empty-warning", "door-open-report", "toner-low", printer_type=4)
    assert concerns_of(told) == (C.TONER_EMPTY, C.PAPER_OUT)
    assert reading_of(told).condition.usable


@pytest.mark.parametrize(
    ("reasons", "concerns", "condition"),
    [
        ((), (), ONLINE),
        (
            ("media-low-warning", "toner-low-report"),
            (C.PAPER_OUT, C.TONER_EMPTY),
            Condition(DeviceStatus.ONLINE, Remedy.CLEAR, "paper_near_end"),
        ),
        (
            ("marker-supply-low-report", "toner-low"),
            (C.TONER_EMPTY,),
            Condition(DeviceStatus.ONLINE, Remedy.MAINTENANCE, "toner_low"),
        ),
        (
            ("media-low-warning", "media-jam-error"),
            (C.PAPER_OUT,),
            Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "paper_jam"),
        ),
        (
            ("who-knows-error",),
            (),
            Condition(DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "printer_error"),
        ),
        (("paused",), (), Condition(DeviceStatus.OFFLINE, Remedy.MAINTENANCE, "paused")),
    ],
)
def test_a_reading_says_who_can_put_it_right(
    reasons: tuple[str, ...], concerns: tuple[DeviceCause, ...], condition: Condition
) -> None:
    reading = reading_of(printer(*reasons))
    assert (reading.concerns, reading.condition) == (concerns, condition)


@pytest.mark.parametrize(
    ("told", "supplies"),
    [
        (
            {
                "marker_names": ("Black", "Waste", "Drum"),
                "marker_levels": (55, 10, -1),
                "marker_types": ("toner", "waste-toner", "opc"),
            },
            (Supply("Black", 55), Supply("Drum", None)),
        ),
        ({"marker_names": ("Black",), "marker_levels": (101,)}, (Supply("Black", 100),)),
        (
            {
                "printer_supply": (
                    "index=1;class=receptacleThatIsFilled;type=wasteToner;maxcapacity=100;level=25;",
                    "index=2;class=supplyThatIsConsumed;type=toner;maxcapacity=200;level=50;",
                ),
                "printer_supply_description": ("Waste", "Black Toner"),
            },
            (Supply("Black Toner", 25),),
        ),
        (
            {"printer_supply": ("type=toner;level=-3;maxcapacity=100", "type=opc;level=x", "junk")},
            (Supply("toner", None), Supply("opc", None), Supply("", None)),
        ),
        ({"printer_supply": ("type=toner;level=5;maxcapacity=0",)}, (Supply("toner", None),)),
        ({"marker_names": ("Black", "Cyan"), "marker_levels": (55,)}, ()),
        ({}, ()),
    ],
)
def test_supplies_as_queues_and_as_printers_tell_them(
    told: dict[str, object], supplies: tuple[Supply, ...]
) -> None:
    assert supplies_of(counting(told)) == supplies


@pytest.mark.parametrize(
    ("told", "sheets"),
    [
        ({"printer_impressions_completed": 7, "printer_pages_completed": 9}, 7),
        ({"printer_impressions_completed": -2, "printer_pages_completed": 9}, 9),
        ({"printer_impressions_completed": "", "printer_media_sheets_completed": 0}, 0),
        ({}, None),
    ],
)
def test_the_counter_of_all_its_life(told: dict[str, object], sheets: int | None) -> None:
    assert sheets_of(counting(told)) == sheets
    assert reading_of(counting(told)).sheets_out == sheets


def test_what_is_not_said_has_no_value() -> None:
    assert not NOTHING_SAID.has("printer-state")
    assert NOTHING_SAID.number("printer-state") is None
    assert NOTHING_SAID.flag("printer-is-accepting-jobs") is None
    assert printer().flag("printer-state") is None
    assert IppAttributes({"a": (True, "b", 2)}).numbers("a") == (2,)
