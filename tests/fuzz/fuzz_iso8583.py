"""Acquirers that say anything: every answer is understood, or is a MalformedMessage.

``python tests/fuzz/fuzz_iso8583.py -atheris_runs=100000`` looks for one that is neither.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, it finds the tree it stands in, and watches what it tries.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit("no atheris here; hypothesis tries the same in tests/payments")
    import atheris

    with atheris.instrument_imports(include=["iso8583", "kiosk.payments"]):
        importlib.import_module("kiosk.payments.acquirer.reversal")
        importlib.import_module("kiosk.payments.acquirer.answer")

from kiosk.payments.acquirer.answer import is_answer_to, read_answer, read_batch
from kiosk.payments.acquirer.reversal import Reversal
from kiosk.payments.iso8583.codec import (
    MalformedMessage,
    Message,
    decode_message,
    encode_message,
)
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.frame import HostAsk, decode_frame, encode_frame, frame_length
from kiosk.payments.iso8583.keys import read_keys
from kiosk.payments.iso8583.mac import mac_input, what_is_sealed
from kiosk.payments.iso8583.totals import read_reconciliation
from tests.payments import vectors

_WHOLE = (
    vectors.SIGN_IN,
    vectors.SIGNED_IN,
    vectors.PURCHASE,
    vectors.APPROVED,
    vectors.REVERSAL,
)
_PREFIX = 2
# The reversal as it is kept: a version, and the message without F64 and its bit.
_UNSEALED = bytearray(vectors.REVERSAL[13:-8])
_UNSEALED[9] &= 0xFE
_KEPT = b"\x01" + bytes(_UNSEALED)
_NOW = datetime(2026, 6, 1, 9, 31, tzinfo=UTC)


def _asked(said: Message) -> Message:
    """What a message would answer, if it is an answer."""
    return Message(f"{said.kind[:2]}0{said.kind[3]}", said.fields)


def _message(octets: bytes) -> None:
    """What is read is written again as it came, and each part of it has a meaning or none."""
    message = decode_message(octets)
    assert encode_message(message) == octets
    for dialect in Dialect:
        assert len(mac_input(what_is_sealed(octets), dialect)) == 2 * dialect.block
        with suppress(MalformedMessage):
            read_keys(message.octets(62), dialect)
    with suppress(MalformedMessage):
        if is_answer_to(_asked(message), message):
            read_answer(message, HostAsk.NOTHING, _NOW)
    with suppress(MalformedMessage):
        assert 1 <= read_batch(message) <= 999_999
    with suppress(MalformedMessage):
        read_reconciliation(message.get(48))


def _frame(octets: bytes) -> None:
    frame = decode_frame(octets)
    written = encode_frame(frame)
    assert written[_PREFIX:] == octets
    assert frame_length(written[:_PREFIX]) == len(octets)
    assert isinstance(frame.asks, HostAsk)
    _message(frame.message)


def _changed(original: bytes, data: bytes) -> bytes:
    """The same, bytes of which are others: threes of two bytes for the place and one for the value.
    A place beyond the end cuts it off at the value."""
    whole = bytearray(original)
    for at in range(0, len(data) - 2, 3):
        place = int.from_bytes(data[at : at + 2], "big") % (len(whole) + 8)
        if place < len(whole):
            whole[place] = data[at + 2]
        else:
            del whole[data[at + 2] :]
    return bytes(whole)


def _reversal(kept: bytes) -> None:
    with suppress(ValueError):
        found = Reversal.from_bytes(kept)
        assert found.to_bytes() == kept
        assert found.account not in repr(found)


def one_input(data: bytes) -> None:
    """The first byte says what the rest is tried as."""
    kind, rest = (data[0] % 5, data[1:]) if data else (0, data)
    with suppress(MalformedMessage):
        match kind:
            case 0:
                _message(rest)
            case 1:
                _frame(rest)
            case 2:
                whole = _WHOLE[rest[0] % len(_WHOLE)] if rest else _WHOLE[0]
                _frame(_changed(whole[_PREFIX:], rest[1:]))
            case 3:
                _reversal(b"\x01" + rest)
            case _:
                _reversal(_changed(_KEPT, rest))


if __name__ == "__main__":
    import atheris

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
