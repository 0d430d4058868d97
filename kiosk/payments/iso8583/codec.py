"""Messages as bytes and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import iso8583

from kiosk.payments.iso8583.spec import FIGURES, LONG_PIN_BLOCK, SPEC, SPEC_LONG_PIN, Spec

MAC_BYTES = 8
NO_MAC = "00" * MAC_BYTES
"""F64 of a message that is about to be sealed."""
_TRACK = re.compile(r"[0-9]{1,19}D[0-9]*", re.ASCII)
_RESPONSE = re.compile(r"[0-9A-Z]{2}", re.ASCII)
_HEX = 2


class MalformedMessage(ValueError):
    """Bytes that are no message, or a message that cannot be written.

    ``where`` says what was wrong, as ``F4``, ``bitmap`` or ``frame``; never what was there.
    """

    def __init__(self, where: str) -> None:
        super().__init__(f"malformed: {where}")
        self.where = where


@dataclass(frozen=True, slots=True)
class Message:
    """A message: ``kind`` is its type (MTI) as four figures, ``fields`` the texts of its fields by
    number – figures as they are, bytes as upper-case hexadecimal."""

    kind: str
    fields: Mapping[int, str] = field(repr=False)

    def get(self, number: int) -> str:
        """The text of a field, empty where the message has none."""
        return self.fields.get(number, "")

    def octets(self, number: int) -> bytes:
        """The content of a field of bytes, empty where the message has none."""
        return bytes.fromhex(self.get(number))


def encode_message(message: Message) -> bytes:
    """Type, bitmap and fields. Raises MalformedMessage for what fits no field."""
    written = {str(number): text for number, text in message.fields.items()}
    for number in message.fields:
        _check(number, message.get(number))
    try:
        encoded, _ = iso8583.encode({"t": message.kind, **written}, _spec(message))
        return bytes(encoded)
    except iso8583.EncodeError as error:
        trouble = MalformedMessage(_place(error.field))
    # Outside the handler: the library's error holds the whole message, and so the card's number.
    raise trouble


def decode_message(octets: bytes) -> Message:
    """The message that all of these bytes are. Raises MalformedMessage."""
    known = _known_fields(octets)
    try:
        decoded, _ = iso8583.decode(octets, SPEC)
    except iso8583.DecodeError as error:
        trouble = MalformedMessage(_place(error.field))
    else:
        fields = {number: decoded[str(number)] for number in known}
        for number, text in fields.items():
            _check(number, text)
        return Message(decoded["t"], fields)
    raise trouble


def _spec(message: Message) -> Spec:
    is_long = len(message.get(52)) == _HEX * LONG_PIN_BLOCK
    return SPEC_LONG_PIN if is_long else SPEC


def _known_fields(octets: bytes) -> list[int]:
    bitmap = octets[2:10]
    numbers = [bit + 1 for bit in range(8 * len(bitmap)) if bitmap[bit // 8] << bit % 8 & 0x80]
    for number in numbers:
        if number == 1 or str(number) not in SPEC:
            raise MalformedMessage("bitmap")
    return numbers


def _check(number: int, text: str) -> None:
    if str(number) not in SPEC or number == 1:
        raise MalformedMessage("bitmap")
    is_sound = True
    if number in FIGURES:
        is_sound = text.isascii() and text.isdigit()
    elif number == 35:
        is_sound = _TRACK.fullmatch(text) is not None
    elif number == 39:
        is_sound = _RESPONSE.fullmatch(text) is not None
    if not is_sound:
        raise MalformedMessage(f"F{number}")


def _place(name: str) -> str:
    return {"t": "type", "p": "bitmap", "1": "bitmap"}.get(name, f"F{name}")
