"""The board of key switch, contacts and lights."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kiosk.settings.section import Section

Number = Annotated[int, Field(ge=0, le=255)]
"""An input or a coil of the board, counted from 0."""
Reads = Literal[0, 1]


class AuxiliariesSettings(Section):
    """``port`` is a serial device or ``socket://host:port``, ``unit`` the board's MODBUS address.

    Each input is None where nothing is wired; ``…_reads`` says what it reads while the key is
    turned, the door closed, the cabinet untampered. Each light is a coil, None where there is none.
    """

    port: str = Field(min_length=1)
    baud: Literal[9600, 19200, 38400, 57600, 115200] = 9600
    unit: int = Field(default=1, ge=1, le=247)
    operator_switch_input: Number | None = None
    operator_switch_reads: Reads = 1
    cabinet_door_input: Number | None = None
    cabinet_door_reads: Reads = 1
    tamper_input: Number | None = None
    tamper_reads: Reads = 1
    contactless_light: Number | None = None
    social_card_light: Number | None = None
    card_light: Number | None = None
    pin_pad_light: Number | None = None
    scanner_light: Number | None = None
    receipt_light: Number | None = None
    document_light: Number | None = None
    good_light: Number | None = None
    bad_light: Number | None = None
    supervisor_light: Number | None = None

    @model_validator(mode="after")
    def _wires_make_sense(self) -> AuxiliariesSettings:
        inputs = [self.operator_switch_input, self.cabinet_door_input, self.tamper_input]
        wired = [number for number in inputs if number is not None]
        if not wired:
            raise ValueError("a board has one input at least that is wired")
        if len(set(wired)) != len(wired):
            raise ValueError("each contact has an input of its own")
        lights = self.model_dump(
            include={name for name in type(self).model_fields if "light" in name}
        )
        coils = [number for number in lights.values() if number is not None]
        if len(set(coils)) != len(coils):
            raise ValueError("each light has a coil of its own")
        return self
