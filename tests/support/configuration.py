"""A configuration file to begin with, and ways to change it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

Section = Mapping[str, str | int | float | bool]
Sections = Mapping[str, Section]

GOOD: Sections = {
    "terminal": {
        "number": "JN-03",
        "name": "社保费自助缴费终端",
        "hall_name": "市民服务大厅",
        "profile": "production",
    },
    "screen": {"width_px": 1080, "height_px": 1920, "width_mm": 336.0},
    "id_card_reader": {"port": "/dev/ttyS1"},
    "receipt_printer": {
        "transport": "serial",
        "device": "/dev/ttyS2",
        "profile": "generic-80",
    },
    "service": {
        "url": "https://service.example/",
        "ca": "certificates/ca.pem",
        "certificate": "certificates/terminal.pem",
        "key": "certificates/terminal.key",
    },
    "ledger": {"path": "var/ledger.sqlite", "key_file": "secret/ledger.key"},
    "log": {"path": "var/kiosk.jsonl"},
}


def changed(changes: Mapping[str, Section]) -> Sections:
    """The good configuration with some values replaced or added."""
    names = [*GOOD, *(name for name in changes if name not in GOOD)]
    return {name: {**GOOD.get(name, {}), **changes.get(name, {})} for name in names}


def write(path: Path, sections: Mapping[str, Section]) -> Path:
    """As TOML."""
    lines: list[str] = []
    for name, values in sections.items():
        lines += [f"[{name}]", *(f"{key} = {_value(value)}" for key, value in values.items()), ""]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _value(value: str | float) -> str:
    return json.dumps(value, ensure_ascii=False).replace("Infinity", "inf").replace("NaN", "nan")
