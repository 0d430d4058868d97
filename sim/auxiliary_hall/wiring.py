"""What is wired to where on the board of the hall's terminal."""

from __future__ import annotations

OPERATOR_SWITCH, CABINET_DOOR, TAMPER = 0, 1, 2
"""Inputs. Key switch: closed while turned. Door and loop: closed while all is well, so that a cut
wire looks like an open door."""

LIGHTS = (
    "contactless",
    "socialCardReader",
    "cardReader",
    "pinPad",
    "scanner",
    "receiptPrinter",
    "documentPrinter",
    "statusGood",
    "statusBad",
    "statusSupervisor",
)
"""Coils, from 0 on."""
