"""Commands that a bank sends to its card with its answer: objects 71 and 72 (EMV Book 3, 10.10)."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.payments.card import Card
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import MalformedTlv, Tlv, decode

_LONGEST = 128
_HEADER = 4
_WELL = frozenset({0x90, 0x62, 0x63})
_FAILED = 0x10
_SUCCESSFUL = 0x20
_MOST_NUMBERED = 0x0F
_NO_ID = bytes(4)
NOT_CARRIED_OUT = b"\x00" + _NO_ID
"""The result of a script that makes no sense."""


@dataclass(frozen=True, slots=True)
class Script:
    """One script: the bank's name for it, and its commands. They are between bank and card."""

    identifier: bytes
    commands: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScriptResult:
    """What became of a script: five bytes as the bank is told (9F5B, DF31), and whether all went
    well."""

    data: bytes
    well: bool


def scripts(answer: tuple[Tlv, ...], template: Tag) -> tuple[Script, ...]:
    """The scripts of one kind in the bank's answer, in their order. Raises MalformedTlv, also for
    more than the 128 bytes that a terminal has to take."""
    found = [item.value for item in answer if item.tag == template]
    if sum(map(len, found)) > _LONGEST:
        raise MalformedTlv("the scripts are too long")
    return tuple(_script(value) for value in found)


def _script(value: bytes) -> Script:
    items = decode(value)
    named = DataObjects.of(item for item in items if item.tag != Tag.SCRIPT_COMMAND)
    identifier = named.sized(Tag.SCRIPT_ID, 4) or _NO_ID
    commands = tuple(item.value for item in items if item.tag == Tag.SCRIPT_COMMAND)
    if not all(map(_is_command, commands)):
        raise MalformedTlv("a script holds something else than commands")
    return Script(identifier, commands)


def _is_command(data: bytes) -> bool:
    """Whether it is a short command APDU: header, length and data, expected length."""
    if len(data) <= _HEADER + 1:
        return len(data) >= _HEADER
    size = data[_HEADER]
    return size > 0 and len(data) in (_HEADER + 1 + size, _HEADER + 2 + size)


async def run_script(card: Card, script: Script) -> ScriptResult:
    """Send the commands one by one until the card refuses one."""
    for number, command in enumerate(script.commands, start=1):
        answer = await card.exchange(command)
        if answer.sw >> 8 not in _WELL:
            outcome = _FAILED | min(number, _MOST_NUMBERED)
            return ScriptResult(bytes([outcome]) + script.identifier, well=False)
    return ScriptResult(bytes([_SUCCESSFUL]) + script.identifier, well=True)
