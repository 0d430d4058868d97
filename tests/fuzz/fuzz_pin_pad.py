"""PIN pads that say anything: no byte names a figure of a PIN, and no answer ends a driver.

``python tests/fuzz/fuzz_pin_pad.py -atheris_runs=20000`` looks for one that does.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, it finds the tree it stands in, and watches what it tries.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit("no atheris here; hypothesis tries the same in tests/devices")
    import atheris

    with atheris.instrument_imports(include=["kiosk.devices.codecs", "kiosk.devices.pin_pad"]):
        importlib.import_module("kiosk.devices.pin_pad.zt598")
        importlib.import_module("kiosk.devices.pin_pad.xz_f35")

from kiosk.devices.api import DeviceError, KeyCipher, KeyUse, PinBlockForm, WorkingKey
from kiosk.devices.codecs import xz_reply, zt598_reply
from kiosk.devices.codecs.pad_stream import (
    Arrival,
    Damage,
    KeyPress,
    PadFrame,
    PadFrameError,
    PadKey,
    PadSplitter,
)
from kiosk.devices.codecs.xz_command import XZ_PIN_KEYS
from kiosk.devices.codecs.xz_frame import XzSplitter
from kiosk.devices.codecs.zt598_command import ZT598_PIN_KEYS
from kiosk.devices.codecs.zt598_frame import Zt598Splitter, checksum
from kiosk.devices.pin_pad.dialect import KeyPlaces, PadDialect
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.xz_f35 import XzF35
from kiosk.devices.pin_pad.zt598 import Zt598
from kiosk.devices.ports.byte_port import BytePort

_KEYS_INSIDE = bytes((0x2A, 0x0D, 0x08, 0x1B, 0x80))
_KEY = WorkingKey(KeyUse.PIN, KeyCipher.TRIPLE_DES, bytes(16), b"\x08\xd7\xb4\xfb")
_MAC_KEY = WorkingKey(KeyUse.MAC, KeyCipher.SM4, bytes(16), b"\x08\xd7\xb4\xfb")


def _zt_answer(said: bytes) -> bytes:
    covered = b"%03d" % len(said) + said + b"\x03"
    return b"\x02" + covered + checksum(covered)


def _xz_answer(said: bytes) -> bytes:
    return b"\x02" + said[:1] + len(said[1:]).to_bytes(2, "big") + said[1:]


def _fed(splitter: PadSplitter[PadKey], data: bytes, step: int) -> list[Arrival[PadKey]]:
    found: list[Arrival[PadKey]] = []
    for place in range(0, len(data), step):
        found += splitter.feed(data[place : place + step])
    return found


def _never_names_a_figure(events: list[Arrival[PadKey]]) -> None:
    for event in events:
        assert isinstance(event, KeyPress | PadFrame | Damage)
        if isinstance(event, KeyPress):
            assert isinstance(event.key, PadKey)
            assert not any(char.isdigit() for char in repr(event))


def _splits_alike(data: bytes, *, xz: bool) -> None:
    """What comes out does not depend on how the stream is cut."""
    makers = (lambda: XzSplitter(XZ_PIN_KEYS)) if xz else (lambda: Zt598Splitter(ZT598_PIN_KEYS))
    whole = _fed(makers(), data, max(1, len(data)))
    _never_names_a_figure(whole)
    assert _fed(makers(), data, 1) == whole
    assert _fed(makers(), data, 3) == whole


def _keys_inside(data: bytes) -> None:
    """An answer of text, with up to three keys anywhere in it."""
    places, text = data[:6], data[6:].hex().upper().encode()[:200]
    code = 0x60 + (data[0] % 0x40 if data else 0)
    answer = bytearray(_zt_answer(bytes((code,)) + text))
    for at in range(0, len(places) - 1, 2):
        key = _KEYS_INSIDE[places[at + 1] % len(_KEYS_INSIDE)]
        answer.insert(1 + places[at] % (len(answer) - 1), key)
    events = _fed(Zt598Splitter(ZT598_PIN_KEYS), bytes(answer), 1)
    assert [event for event in events if isinstance(event, PadFrame)] == [PadFrame(code, text)]
    assert len(events) == 1 + len(places) // 2


def _parsed(data: bytes) -> None:
    """Every answer is understood, or is a PadFrameError."""
    answer = PadFrame(data[0] if data else 0x60, data[1:])
    zt598_reply.zt_version(answer)
    zt598_reply.is_removed(answer)
    for size in (8, 16):
        for parse in (zt598_reply.pin_block, zt598_reply.mac_value, xz_reply.block):
            with suppress(PadFrameError):
                assert len(parse(answer, size)) == size
    for read in (
        zt598_reply.check_value,
        zt598_reply.challenge,
        xz_reply.check_value,
        xz_reply.failure,
        xz_reply.xz_status,
    ):
        with suppress(PadFrameError):
            read(answer)


class _ToldPort:
    """Brings pieces of the input, each behind its length, and silence when there are no more. A
    piece of odd length is put into a sound answer."""

    def __init__(self, data: bytes, answer: Callable[[bytes], bytes]) -> None:
        self._data = data
        self._answer = answer

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        del at_most
        if timeout_s == 0.0 or not self._data:
            return b""
        size = self._data[0]
        piece, self._data = self._data[1 : 1 + size], self._data[1 + size :]
        return self._answer(piece) if size % 2 else piece

    async def write(self, data: bytes, timeout_s: float) -> None:
        pass

    async def close(self) -> None:
        pass


class _HurryingClock:
    """Every look at it is a tenth of a second later."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        self._now += 0.1
        return self._now

    async def sleep(self, seconds: float) -> None:
        self._now += seconds


async def _day(dialect: PadDialect, port: _ToldPort) -> None:

    async def opener() -> BytePort:
        return port

    heard: list[int] = []
    pad = EncryptingPinPad(opener, dialect, _HurryingClock())
    with suppress(DeviceError):
        await pad.open()
        await pad.condition()
    with suppress(DeviceError):
        await pad.load_working_keys((_KEY, _MAC_KEY))
    with suppress(DeviceError):
        count = await pad.enter_pin(least=4, most=6, seconds=5.0, heard=heard.append)
        assert 4 <= count <= 6
        await pad.pin_block("040256489001", PinBlockForm.ISO0_3DES)
    with suppress(DeviceError):
        await pad.mac(bytes(16), KeyCipher.SM4)
    assert all(0 <= count <= 6 for count in heard)
    await pad.close()


def _finish(day: Coroutine[object, object, None]) -> None:
    """Nothing in it waits, so that one step is all of it."""
    with suppress(StopIteration):
        day.send(None)
        raise AssertionError("a driver waits for something else than its port")


def one_input(data: bytes) -> None:
    """The first byte says what the rest is tried as."""
    kind, rest = (data[0] % 6, data[1:]) if data else (0, data)
    match kind:
        case 0:
            _splits_alike(rest, xz=False)
        case 1:
            _splits_alike(rest, xz=True)
        case 2:
            _keys_inside(rest)
        case 3:
            _parsed(rest)
        case 4:
            _finish(_day(Zt598(KeyPlaces()), _ToldPort(rest, _zt_answer)))
        case _:
            _finish(_day(XzF35(KeyPlaces()), _ToldPort(rest, _xz_answer)))


if __name__ == "__main__":
    import atheris

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
