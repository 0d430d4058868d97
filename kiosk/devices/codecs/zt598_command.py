"""Commands of the SZZT pads ZT598, ZT588 and ZT599, and their keys; sans-I/O.

Sources: devices.md 4.3, and the public drivers named there. There is no command here that lets the
pad name the figures that are pressed; that one is in ``plain_keys``, for the technician's key test.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kiosk.devices.codecs.pad_stream import NAMED_FIGURES, PadCommand, PadFrameError, PadKey
from kiosk.devices.codecs.zt598_frame import encode_frame

ZT598_PIN_KEYS: Mapping[int, PadKey] = {
    0x2A: PadKey.FIGURE,
    0x0D: PadKey.ENTER,
    0x08: PadKey.CLEAR,
    0x1B: PadKey.CANCEL,
    0x80: PadKey.GAVE_UP,
    **NAMED_FIGURES,
}
"""What the bytes outside answers mean while a PIN is entered."""

MOST_MAC_BYTES = 512
"""Data of one MAC command; the public driver splits what is longer."""

_LENGTHS = {8: b"1", 16: b"2", 24: b"3"}
_NO_LIMIT = 0xFF
_ZERO_VECTOR = b"0" * 32
_ISO_FORMAT_0 = b"\x20"
_PLAIN_CBC = b"40"


class ZtKeyUse(Enum):
    """What a working key under a 3DES master key is for; the value is what the pad calls it."""

    PIN = b"3"
    MAC = b"5"
    DATA = b"6"


class ZtMacKind(Enum):
    """How command 8 chains blocks, without padding and with a zero vector."""

    DES_CBC = b"\x32"
    """Single DES: X9.9."""
    TRIPLE_DES_CBC = b"\x41"
    """Double-length 3DES (ISO 16609)."""


class ZtSm4Form(Enum):
    """How command o forms the block before SM4. The public driver knows only the first; the second
    is an assumption (docs/hardware/pin-pad.md)."""

    ISO0 = b"0"
    ISO0_PADDED = b"1"


class ZtComponent(Enum):
    """What command 1 does with the key it brings. That 1 combines is an assumption; the check value
    of the whole key decides whether it was right (docs/hardware/pin-pad.md)."""

    STORED = b"0"
    COMBINED = b"1"


def _again(body: bytes) -> PadCommand:
    return PadCommand(encode_frame(body), repeatable=True)


def _once(body: bytes) -> PadCommand:
    return PadCommand(encode_frame(body), repeatable=False)


# Questions, and settings that are the same after the second time.
VERSION = _again(b"3")
INSTALLED = _again(b"N0")
RESET = _again(b"5030")
STOP_INPUT = _again(b"5032")
KEY_SOUND_ON = _again(b"5035")
ANSWER_IN_HEX = _again(b"5637")
CLEAR_KEY_CLEARS_ALL = _again(b"5A22")

# Would sound twice.
BEEP = _once(b"503D")

# Would throw away the figures pressed since the first time, unseen by the citizen. Whoever gets no
# answer stops the input and begins anew. The last 2: CLEAR clears all.
START_PIN = _once(b"600012")


def shortest_pin(figures: int) -> PadCommand:
    """PINs with fewer are not taken. Two decimal figures, as the ZT598's own driver sends them;
    for a ZT588 they are hexadecimal, which is the same up to 9."""
    return _again(b"54%02d" % figures)


def longest_pin(figures: int) -> PadCommand:
    """Further figures are not taken."""
    return _again(b"55%02d" % figures)


def input_time(seconds: int) -> PadCommand:
    """After so many seconds the pad ends an input by itself; 255 is taken to be never."""
    return _again(b"52%02X" % max(1, min(seconds, _NO_LIMIT - 1)))


def read_pin_block(key: int, account: str) -> PadCommand:
    """The PIN under a 3DES key, ISO format 0. ``account``: twelve figures.

    Not repeatable: the pad keeps a PIN for one block, so the second time would say that there is
    none, and pads limit how often a block may be asked for.
    """
    return _once(b"7" + _place(key) + _ISO_FORMAT_0 + _figures(account))


def read_sm4_pin_block(key: int, form: ZtSm4Form, account: str) -> PadCommand:
    """The PIN under an SM4 key. Not repeatable, as ``read_pin_block``."""
    return _once(b"o" + _place(key) + form.value + _figures(account))


def mac(key: int, kind: ZtMacKind, data: bytes) -> PadCommand:
    """MAC over whole blocks of 8 bytes; computing it twice gives the same. Raises PadFrameError
    when there are more than 512 bytes."""
    return _again(b"8" + _place(key) + kind.value + _not_too_much(data))


def sm4_mac(key: int, data: bytes) -> PadCommand:
    """MAC over whole blocks of 16 bytes; computing it twice gives the same. Raises PadFrameError
    when there are more than 480 bytes, which is what fits a frame in hexadecimal."""
    return _again(b"e" + _place(key) + _ZERO_VECTOR + _PLAIN_CBC + _hex(data))


def load_key(master: int, key: int, use: ZtKeyUse, cryptogram: bytes) -> PadCommand:
    """A working key under a 3DES master key: 8, 16 or 24 bytes. The same key in the same place
    twice is that key."""
    length = _LENGTHS.get(len(cryptogram))
    if length is None:
        raise PadFrameError("a key under 3DES has 8, 16 or 24 bytes")
    return _again(b"2" + _place(master) + _place(key) + use.value + length + _hex(cryptogram))


def load_sm4_key(master: int, key: int, cryptogram: bytes) -> PadCommand:
    """A working key under an SM4 master key: 16 bytes. The pad is not told what it is for."""
    if len(cryptogram) != 16:
        raise PadFrameError("an SM4 key has 16 bytes")
    return _again(b"c30" + _place(master) + _place(key) + _hex(cryptogram))


def erase_key(key: int) -> PadCommand:
    """Forget a key under 3DES: a key without use and length, as smartware does it."""
    return _again(b"200" + _place(key) + b"00")


def erase_sm4_key(key: int) -> PadCommand:
    """Forget an SM4 key."""
    return _again(b"n33" + _place(key))


def master_component(key: int, kind: ZtComponent, component: bytes | bytearray) -> PadCommand:
    """One component of a 3DES master key, in clear.

    Not repeatable: a component combined twice cancels itself out.
    """
    length = _LENGTHS.get(len(component))
    if length is None:
        raise PadFrameError("a component of a master key has 8, 16 or 24 bytes")
    return _once(b"1" + _place(key) + kind.value + length + _hex(component))


def sm4_master(key: int, value: bytes | bytearray) -> PadCommand:
    """An SM4 master key in clear. The protocol has no components for it. Not repeatable out of
    caution: no key in clear goes over the wire more often than it must."""
    if len(value) != 16:
        raise PadFrameError("an SM4 master key has 16 bytes")
    return _once(b"b" + _place(key) + _hex(value))


def ask_challenge(identity: bytes) -> PadCommand:
    """Begin the authentication of the host with its 16-byte identity (UID)."""
    return _again(b":A0" + _hex(identity))


def present_challenge(key: int, challenge: bytes) -> PadCommand:
    """Say for which key the host wants to be known. Not repeatable: a second one may spend the
    challenge, and a failed authentication counts towards the lock."""
    return _once(b":" + _place(key) + _hex(challenge))


def answer_challenge(response: bytes) -> PadCommand:
    """Prove the identity. Not repeatable: a failed authentication counts towards the lock."""
    return _once(b":90" + _hex(response))


def _place(key: int) -> bytes:
    if not 0 <= key <= 0x7F:
        raise PadFrameError("the pad has places 00 to 7F")
    return b"%02X" % key


def _figures(account: str) -> bytes:
    if len(account) != 12 or not account.isascii() or not account.isdigit():
        raise PadFrameError("an account is twelve figures")
    return account.encode("ascii")


def _not_too_much(data: bytes) -> bytes:
    if len(data) > MOST_MAC_BYTES:
        raise PadFrameError("too much for one MAC command")
    return data


def _hex(data: bytes | bytearray) -> bytes:
    return data.hex().upper().encode("ascii")
