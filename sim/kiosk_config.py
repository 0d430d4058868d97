"""The configuration file of the kiosk that stands in a simulated hall."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.auxiliary_hall.wiring import CABINET_DOOR, LIGHTS, OPERATOR_SWITCH, TAMPER
from sim.card_hall.acquirer import MERCHANT_ID, TERMINAL_ID
from sim.card_hall.ports import CardPorts
from sim.settings import HallSettings
from sim.staff import write_staff

Values = dict[str, str | int | float]
PROFILE = "simulated-hall"
"""The profile that allows loopback addresses and pseudo-terminals."""


@dataclass(frozen=True, slots=True)
class Connections:
    """Where the kiosk finds what it is connected to."""

    id_card_reader: Path
    printer_host: str
    printer_port: int
    printer_device: Path
    code_scanner: Path
    cards: CardPorts
    document_printer: str | None
    auxiliaries: Path | None
    service_url: str
    ca: Path
    documents: Path
    certificate: Path
    key: Path


def write_kiosk_config(run_dir: Path, settings: HallSettings, ends: Connections) -> Path:
    """Write ``kiosk.toml`` into the run directory and return its path."""
    terminal, screen, printer = settings.terminal, settings.screen, settings.receipt_printer
    sections: dict[str, Values] = {
        "terminal": {
            "number": terminal.number,
            "name": terminal.name,
            "hall_name": terminal.hall_name,
            "profile": PROFILE,
        },
        "screen": {
            "width_px": screen.width_px,
            "height_px": screen.height_px,
            "width_mm": screen.width_mm,
            "full_screen": screen.full_screen,
        },
        "id_card_reader": {
            "port": str(ends.id_card_reader),
            "baud": settings.id_card_reader.baud,
            "poll_seconds": settings.id_card_reader.poll_seconds,
        },
        "receipt_printer": {
            "transport": printer.transport,
            "host": ends.printer_host,
            "port": ends.printer_port,
            "device": str(ends.printer_device) if printer.transport == "serial" else "",
            "profile": f"generic-{printer.paper_mm}",
        },
        "service": {
            "url": ends.service_url,
            "ca": str(ends.ca),
            "certificate": str(ends.certificate),
            "key": str(ends.key),
        },
        "documents": {"trusted": str(ends.documents)},
        "ledger": {
            "path": str(run_dir / "ledger.db"),
            "key_file": str(run_dir / "ledger.key"),
        },
        "log": {"path": str(run_dir / "kiosk.jsonl")},
        "maintenance": _maintenance(run_dir, ends),
        "timing": dict(settings.timing),
    }
    if settings.code_scanner.fitted:
        sections["code_scanner"] = {
            "port": str(ends.code_scanner),
            "baud": settings.code_scanner.baud,
            "profile": settings.code_scanner.profile,
        }
    if settings.hours.weekly:
        sections["hours"] = {"weekly": settings.hours.weekly}
    if ends.document_printer is not None:
        sections["document_printer"] = {"uri": ends.document_printer}
    if ends.auxiliaries is not None:
        sections["auxiliaries"] = _auxiliaries(ends.auxiliaries, settings.auxiliaries.baud)
    sections |= _card_sections(settings, ends)
    return _write(run_dir / "kiosk.toml", sections)


def _maintenance(run_dir: Path, ends: Connections) -> Values:
    authority = ends.cards.staff_authority
    cards: Values = {} if authority is None else {"card_authority": str(authority)}
    return {"staff": str(write_staff(run_dir / "staff.toml")), **cards}


def _write(path: Path, sections: Mapping[str, Values]) -> Path:
    path.write_text(
        "\n".join(_section(name, values) for name, values in sections.items()), encoding="utf-8"
    )
    return path


def with_own_books(config: Path, folder: Path, timing: Mapping[str, float] | None = None) -> Path:
    """Write the configuration of another terminal at the same connections: ledger and log are new
    ones in that folder, and so is the file, which may be changed; ``timing`` for other waits.
    Returns its path. Raises OSError."""
    sections: dict[str, Values] = tomllib.loads(config.read_text(encoding="utf-8"))
    for section, name in (("ledger", "path"), ("ledger", "key_file"), ("log", "path")):
        sections[section][name] = str(folder / Path(str(sections[section][name])).name)
    if timing is not None:
        sections["timing"] = dict(timing)
    return _write(folder / config.name, sections)


_LIGHTS = {
    "contactless": "contactless_light",
    "socialCardReader": "social_card_light",
    "cardReader": "card_light",
    "pinPad": "pin_pad_light",
    "scanner": "scanner_light",
    "receiptPrinter": "receipt_light",
    "documentPrinter": "document_light",
    "statusGood": "good_light",
    "statusBad": "bad_light",
    "statusSupervisor": "supervisor_light",
}


def _auxiliaries(port: Path, baud: int) -> Values:
    return {
        "port": str(port),
        "baud": baud,
        "operator_switch_input": OPERATOR_SWITCH,
        "cabinet_door_input": CABINET_DOOR,
        "tamper_input": TAMPER,
        **{_LIGHTS[name]: coil for coil, name in enumerate(LIGHTS)},
    }


def _card_sections(settings: HallSettings, ends: Connections) -> dict[str, Values]:
    """A terminal pays by card with reader, pad and acquirer together, or not at all."""
    ports = ends.cards
    sections: dict[str, Values] = {}
    if ports.social is not None:
        sections["social_card_reader"] = {"port": ports.social}
    if ports.bank is None or ports.pad is None:
        return sections
    motorised = settings.bank_card_reader.model == "crt-571"
    sections["bank_card_reader"] = {
        "driver": "crt-571" if motorised else "pcsc",
        "port": ports.bank,
        "capture": motorised,
    }
    sections["pin_pad"] = {"driver": settings.pin_pad.model, "port": str(ports.pad)}
    sections["acquirer"] = {
        "host": "127.0.0.1",
        "port": ports.acquirer,
        "terminal_id": TERMINAL_ID,
        "merchant_id": MERCHANT_ID,
        "dialect": settings.acquirer.dialect,
        "answer_seconds": settings.acquirer.answer_seconds,
    }
    if settings.acquirer.tls:
        sections["acquirer"] |= {
            "ca": str(ends.ca),
            "certificate": str(ends.certificate),
            "key": str(ends.key),
        }
    return sections


def _section(name: str, values: Values) -> str:
    # A TOML basic string and a JSON string are written alike, and so are numbers and truth values.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join((f"[{name}]", *lines)) + "\n"
