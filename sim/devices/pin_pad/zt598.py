"""A ZT598 (证通): its frames and commands, as devices.md 4.3 has them. Shares nothing with the
driver."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import reduce

from sim.devices.pin_pad.arithmetic import Family, cbc_mac, encipher, pin_block
from sim.devices.pin_pad.faults import Code, Role
from sim.devices.pin_pad.key_store import NoSuchKey, Use, WrongUse
from sim.devices.pin_pad.keypad import Mode, NoPin
from sim.devices.pin_pad.model import Inside

_OK = 0x60
_NO_MASTER, _NO_PLACE, _NO_KEY, _LENGTH, _ILLEGAL, _PARAMETER = 0xE2, 0xE4, 0xE5, 0xE8, 0xE9, 0xEB
_NOT_AUTHENTICATED, _OTHER, _PIN_LENGTH, _LOW_BATTERY = 0xEC, 0xEF, 0xFC, 0xE0
_CODES = {
    Code.TIMED_OUT: 0xEE,
    Code.PIN_LENGTH: _PIN_LENGTH,
    Code.CHECK_VALUE: 0xE7,
    Code.TAMPERED: 0xDD,
    Code.REMOVED: 0xFF,
}
_KEYS = {
    **{figure: figure.encode() for figure in "0123456789"},
    **{f"F{number}": bytes((0x40 + number,)) for number in range(1, 9)},
    "*": b"*",
    "ENTER": b"\r",
    "CLEAR": b"\x08",
    "CANCEL": b"\x1b",
    "00": b'"',
    ".": b".",
}
_GAVE_UP = b"\x80"
_USES = {"3": Use.PIN, "5": Use.MAC, "6": Use.DATA, "2": Use.MASTER}
_LENGTHS = {"1": 8, "2": 16, "3": 24}
_VERSION = ("0" * 118 + "FUNCTION" + "ZT598 " + "H01" + "F12" + "SN000042").encode()
_GUARDED = frozenset("1278")
_CLEARS_ALL, _ERASES_ONE = "2", "1"
_DES_CBC, _TRIPLE_DES_CBC = "2", "A"


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


class Zt598Model:
    """PadModel. With ``identity`` the host must prove that it knows it before it may use keys."""

    def __init__(self, inside: Inside, identity: bytes | None = None) -> None:
        self._inside = inside
        self._identity = identity
        self._known = identity is None
        self._nonce = b""
        self._received = bytearray()
        self._input_time = 0
        self._cancel_timer: Callable[[], None] | None = None

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """See PadModel. What is damaged is not answered."""
        self._received += data
        commands: list[bytes] = []
        while (start := self._received.find(0x02)) >= 0:
            del self._received[:start]
            if len(self._received) < 4:
                break
            said = bytes(self._received[1:4])
            if not said.isdigit():
                del self._received[0]
                continue
            end = 4 + int(said)
            if len(self._received) < end + 3:
                break
            covered = bytes(self._received[1 : end + 1])
            if covered[-1] == 0x03 and bytes(self._received[end + 1 : end + 3]) == _lrc(covered):
                commands.append(covered[3:-1])
                del self._received[: end + 3]
            else:
                del self._received[0]
        return tuple(commands)

    def answer(self, command: bytes) -> bytes:
        """See PadModel."""
        health = self._inside.health
        if health.tampered:
            return self.refuse(Code.TAMPERED)
        if health.removed and command != b"N0":
            return self.refuse(Code.REMOVED)
        if health.battery_low and command == b"3":
            return self.refuse(_LOW_BATTERY)
        if chr(command[0]) in _GUARDED and not self._known:
            return self.refuse(_NOT_AUTHENTICATED)
        try:
            return _frame(_OK, self._carry_out(command))
        except _Refused as refused:
            return self.refuse(refused.code)
        except NoSuchKey:
            return self.refuse(_NO_PLACE)
        except WrongUse:
            return self.refuse(_NO_KEY)
        except NoPin:
            return self.refuse(_OTHER)
        except (ValueError, KeyError, IndexError):
            return self.refuse(_ILLEGAL)

    def refuse(self, code: Code | int) -> bytes:
        """See PadModel."""
        return _frame(_CODES[code] if isinstance(code, Code) else code)

    def code_number(self, code: Code) -> int:
        """See PadModel."""
        return _CODES[code]

    def role(self, command: bytes) -> Role:
        """See PadModel."""
        match chr(command[0]):
            case "3" | "I" | "N":
                return Role.STATUS
            case "6":
                return Role.START
            case "7" | "o":
                return Role.BLOCK
            case "8" | "e":
                return Role.MAC
            case "2" | "c":
                return Role.LOAD
            case "1" | "b":
                return Role.MASTER
            case "5":
                return {b"5032": Role.STOP, b"5033": Role.PLAIN}.get(command, Role.SETTING)
            case _:
                return Role.OTHER

    def key_bytes(self, keys: tuple[str, ...]) -> bytes:
        """See PadModel."""
        return b"".join(_KEYS.get(key, b"") for key in keys)

    def give_up(self) -> bytes:
        """See PadModel."""
        self._inside.keypad.stop()
        return _GAVE_UP

    def _carry_out(self, command: bytes) -> bytes:
        kind, text = chr(command[0]), command[1:].decode("latin-1")
        match kind:
            case "1":
                return self._take_master(text)
            case "2":
                return self._load(text)
            case "3":
                return _VERSION
            case "5":
                return self._control(text)
            case "6":
                return self._start_pin(text)
            case "7":
                return self._block(Family.DES, text[:2], text[3:], 8)
            case "8":
                return self._mac(text[:2], text[2], command[4:])
            case ":":
                return self._authenticate(text)
            case "I":
                return b"PAD00001" + bytes(8) + b"000000"
            case "N":
                return b"001" if self._inside.health.removed else b"000"
            case _:
                return self._carry_out_sm4(kind, text)

    def _carry_out_sm4(self, kind: str, text: str) -> bytes:
        keys = self._inside.keys
        match kind:
            case "b":
                value = _sized(text[2:], 16)
                return _hex(keys.store(Family.SM4, int(text[:2], 16), value, Use.MASTER))
            case "c":
                master, place = int(text[2:4], 16), int(text[4:6], 16)
                if not keys.has(Family.SM4, master):
                    raise _Refused(_NO_MASTER)
                return _hex(keys.load(Family.SM4, master, place, _sized(text[6:], 16), Use.ANY))
            case "e":
                key = keys.use(Family.SM4, int(text[:2], 16), Use.MAC)
                return _hex(cbc_mac(Family.SM4, key, bytes.fromhex(text[36:])))
            case "o":
                return self._block(Family.SM4, text[:2], text[3:], 8 if text[2] == "1" else 16)
            case "n":
                keys.erase(Family.SM4, int(text[2:4], 16))
                return b""
            case _:
                raise _Refused(_PARAMETER)

    def _take_master(self, text: str) -> bytes:
        place, mode = int(text[:2], 16), text[2]
        component = _sized(text[4:], _LENGTHS[text[3]])
        if mode == "0":
            stored = self._inside.keys.store(Family.DES, place, component, Use.MASTER)
        else:
            stored = self._inside.keys.combine(Family.DES, place, component)
        return _hex(stored)

    def _load(self, text: str) -> bytes:
        master, place, use, length = int(text[:2], 16), int(text[2:4], 16), text[4], text[5]
        if use == "0" and length == "0":
            self._inside.keys.erase(Family.DES, place)
            return b""
        if not self._inside.keys.has(Family.DES, master):
            raise _Refused(_NO_MASTER)
        cryptogram = _sized(text[6:], _LENGTHS[length])
        return _hex(self._inside.keys.load(Family.DES, master, place, cryptogram, _USES[use]))

    def _control(self, text: str) -> bytes:
        keypad = self._inside.keypad
        match text[0], text[1:]:
            case "0", "30":
                keypad.stop()
                self._known = self._identity is None
            case "0", "31":
                keypad.stop()
                self._inside.keys.erase_all()
            case "0", "32":
                self._stop()
            case "0", "33":
                keypad.begin(Mode.PLAIN)
            case "0", "3D":
                self._inside.beeps += 1
            case "2", seconds:
                self._input_time = int(seconds, 16)
            case "4", figures:
                keypad.limit(least=int(figures))
            case "5", figures:
                keypad.limit(most=int(figures))
            case ("0", "34" | "35") | ("3" | "6" | "8" | "A" | "D", _):
                pass
            case _:
                raise _Refused(_PARAMETER)
        return b""

    def _start_pin(self, text: str) -> bytes:
        if len(text) != 5 or text[-1] not in (_CLEARS_ALL, _ERASES_ONE):
            raise _Refused(_LENGTH)
        self._stop()
        self._inside.keypad.begin(Mode.PIN)
        if 0 < self._input_time < 0xFF:
            self._cancel_timer = self._inside.schedule(self._input_time, self._time_is_up)
        return b""

    def _stop(self) -> None:
        self._inside.keypad.stop()
        if self._cancel_timer is not None:
            self._cancel_timer()
            self._cancel_timer = None

    def _time_is_up(self) -> None:
        if self._inside.keypad.mode is Mode.PIN:
            self._inside.tell(self.give_up())

    def _block(self, family: Family, place: str, account: str, size: int) -> bytes:
        key = int(place, 16)
        self._inside.keys.use(family, key, Use.PIN)
        pin = self._inside.keypad.take_pin()
        clear = pin_block(pin, account, size).ljust(family.block, b"\x00")
        block = self._inside.keys.encipher(family, key, Use.PIN, clear)
        return b"00%02d" % len(pin) + _hex(block)

    def _mac(self, place: str, kind: str, data: bytes) -> bytes:
        if not data or len(data) % 8:
            raise _Refused(_LENGTH)
        key = self._inside.keys.use(Family.DES, int(place, 16), Use.MAC)
        whole = {_DES_CBC: key[:8], _TRIPLE_DES_CBC: key}[kind]
        return _hex(cbc_mac(Family.DES, whole, data))

    def _authenticate(self, text: str) -> bytes:
        value = bytes.fromhex(text[2:])
        if text[:2] == "A0":
            self._nonce = secrets.token_bytes(16)
            return _hex(self._nonce)
        if text[:2] != "90":
            if not self._nonce or value != self._nonce:
                raise _Refused(_NOT_AUTHENTICATED)
            self._nonce = secrets.token_bytes(16)
            return _hex(self._nonce)
        identity, nonce, self._nonce = self._identity or b"", self._nonce, b""
        if not nonce or value != encipher(Family.DES, identity, nonce):
            raise _Refused(_NOT_AUTHENTICATED)
        self._known = True
        return b""


def _lrc(covered: bytes) -> bytes:
    return f"{reduce(lambda a, b: a ^ b, covered):02X}".encode()


def _frame(code: int, data: bytes = b"") -> bytes:
    covered = f"{1 + len(data):03}".encode() + bytes((code,)) + data + b"\x03"
    return b"\x02" + covered + _lrc(covered)


def _hex(value: bytes) -> bytes:
    return value.hex().upper().encode()


def _sized(text: str, size: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != size:
        raise _Refused(_LENGTH)
    return value
