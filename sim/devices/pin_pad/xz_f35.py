"""An XZ-F35 (旭子): its frames and commands, as devices.md 4.4 has them. Shares nothing with the
driver."""

from __future__ import annotations

from functools import reduce

from sim.devices.pin_pad.arithmetic import Family, cbc_mac, pin_block
from sim.devices.pin_pad.faults import Code, Role
from sim.devices.pin_pad.key_store import NoSuchKey, Use, WrongUse
from sim.devices.pin_pad.keypad import Mode, NoPin
from sim.devices.pin_pad.model import Inside

PASSWORD_A = "135790"  # noqa: S105
PASSWORD_B = "246801"  # noqa: S105
"""What the two key officers of this pad type before their components."""

_FORMAT, _WRONG_PASSWORD, _NO_KEY, _KEY_EXISTS, _ATTRIBUTE = 0x03, 0x0D, 0x0E, 0x0F, 0x10
_LOAD_FAILED, _NO_PIN, _SEQUENCE, _NO_PASSWORD_GIVEN = 0x12, 0x19, 0x1F, 0x29
_CODES = {
    Code.TIMED_OUT: 0x26,
    Code.PIN_LENGTH: 0x1C,
    Code.CHECK_VALUE: _LOAD_FAILED,
    Code.TAMPERED: 0x01,
    Code.REMOVED: 0x34,
}
_KEYS = {
    **{figure: figure.encode() for figure in "0123456789"},
    **{f"F{number}": bytes((0x40 + number,)) for number in range(1, 9)},
    "*": b"*",
    "ENTER": b"\r",
    "CLEAR": b"\x08",
    "CANCEL": b"\x1b",
    "00": b"T",
    ".": b".",
    "HELP": b"#",
}
_USES = ((0x02, Use.PIN), (0x04, Use.MAC), (0x01, Use.DATA), (0x20, Use.MASTER))
_X99, _X99_LONG = 0x0020, 0x0021
_X98 = 0x0002


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        self.code = code


class XzF35Model:
    """PadModel."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside
        self._received = bytearray()
        self._family = Family.DES
        self._vector_is_zero = True
        self._password_of: int | None = None
        self._components = 0

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """See PadModel. Only lengths tell where a command ends: 1B may be in its data."""
        self._received += data
        commands: list[bytes] = []
        while (start := self._received.find(0x1B)) >= 0:
            del self._received[:start]
            if len(self._received) < 5:
                break
            end = 5 + int.from_bytes(self._received[3:5], "big")
            if end < 6 or end > 3300:
                del self._received[0]
                continue
            if len(self._received) < end + 2:
                break
            sound = reduce(lambda a, b: a ^ b, self._received[:end]) == 0
            if sound and self._received[end : end + 2] == b"\r\n":
                commands.append(bytes(self._received[1:3] + self._received[5 : end - 1]))
                del self._received[: end + 2]
            else:
                del self._received[0]
        return tuple(commands)

    def answer(self, command: bytes) -> bytes:
        """See PadModel."""
        health, kind = self._inside.health, command[:2].decode("latin-1")
        if kind == "EW":
            return _frame(b"S", self._status())
        if health.tampered:
            return self.refuse(Code.TAMPERED)
        if health.removed:
            return self.refuse(Code.REMOVED)
        try:
            return _frame(b"S", self._carry_out(kind, command[2:]))
        except _Refused as refused:
            return self.refuse(refused.code)
        except NoSuchKey:
            return self.refuse(_NO_KEY)
        except WrongUse:
            return self.refuse(_ATTRIBUTE)
        except NoPin:
            return self.refuse(_NO_PIN)
        except (ValueError, IndexError):
            return self.refuse(_FORMAT)

    def refuse(self, code: Code | int) -> bytes:
        """See PadModel."""
        return _frame(b"E", bytes((_CODES[code] if isinstance(code, Code) else code,)))

    def code_number(self, code: Code) -> int:
        """See PadModel."""
        return _CODES[code]

    def role(self, command: bytes) -> Role:
        """See PadModel."""
        return {
            b"EW": Role.STATUS,
            b"RS": Role.STATUS,
            b"RP": Role.START,
            b"CK": Role.STOP,
            b"PB": Role.BLOCK,
            b"MC": Role.MAC,
            b"LK": Role.LOAD,
            b"LG": Role.LOAD,
            b"IK": Role.MASTER,
            b"OK": Role.PLAIN,
            b"SW": Role.SETTING,
            b"SZ": Role.SETTING,
            b"DV": Role.SETTING,
        }.get(command[:2], Role.OTHER)

    def key_bytes(self, keys: tuple[str, ...]) -> bytes:
        """See PadModel."""
        return b"".join(_KEYS.get(key, b"") for key in keys)

    def give_up(self) -> bytes:
        """See PadModel."""
        self._inside.keypad.stop()
        return self.refuse(Code.TIMED_OUT)

    def _status(self) -> bytes:
        health, places = self._inside.health, self._inside.keys.places
        has_master = any(place.endswith("master") for place in places)
        return bytes(
            (
                not health.battery_low,
                health.tampered,
                True,
                has_master,
                len(places) > has_master,
                not health.removed,
                True,
                0,
            )
        )

    def _carry_out(self, kind: str, data: bytes) -> bytes:
        keypad = self._inside.keypad
        match kind:
            case "RS":
                return b"XZ-F35-000042"
            case "SF" | "CK":
                keypad.stop()
                self._password_of = None
            case "SW":
                self._family = {0x00: Family.DES, 0x02: Family.SM4}.get(data[0], self._family)
            case "SZ":
                self._inside.beeps += data[0] == 0x30
            case "RP":
                keypad.limit(least=data[0], most=data[1])
                keypad.begin(Mode.PIN)
            case "OK":
                keypad.begin(Mode.PLAIN)
            case "DV":
                self._vector_is_zero = not any(data)
            case "DD":
                self._inside.keys.erase(self._family, int.from_bytes(data[:2], "big"))
                self._components = 0
            case "DA":
                self._inside.keys.erase_all()
            case _:
                return self._carry_out_with_keys(kind, data)
        return b""

    def _carry_out_with_keys(self, kind: str, data: bytes) -> bytes:
        match kind:
            case "LK" | "LG":
                self._load(Family.SM4 if kind == "LG" else Family.DES, data)
                return b""
            case "RC":
                place = (int.from_bytes(data[:2], "big") >> 4) - 1
                return self._inside.keys.check(self._family, place)
            case "PB":
                return self._block(data)
            case "MC":
                return self._mac(data)
            case "CP":
                self._inside.keypad.begin(Mode.SECRET, lambda typed: self._login(data[0], typed))
                return b""
            case "IK":
                return self._ask_component(data)
            case _:
                raise _Refused(_FORMAT)

    def _load(self, family: Family, data: bytes) -> None:
        if family is not self._family:
            raise _Refused(_SEQUENCE)
        place, master = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
        attributes = int.from_bytes(data[4:8], "big")
        use = next(use for bit, use in _USES if attributes & bit)
        if self._inside.keys.has(family, place):
            raise _Refused(_KEY_EXISTS)
        self._inside.keys.load(family, master, place, data[8:], use)

    def _block(self, data: bytes) -> bytes:
        place, form = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
        account = data[6 : 6 + data[5]].decode("ascii")
        self._inside.keys.use(self._family, place, Use.PIN)
        pin = self._inside.keypad.take_pin()
        wide = self._family is Family.SM4 and form != _X98
        clear = pin_block(pin, account, 16 if wide else 8).ljust(self._family.block, b"\x00")
        return self._inside.keys.encipher(self._family, place, Use.PIN, clear)

    def _mac(self, data: bytes) -> bytes:
        place, kind = int.from_bytes(data[:2], "big"), int.from_bytes(data[2:4], "big")
        value = data[6 : 6 + int.from_bytes(data[4:6], "big")]
        if not self._vector_is_zero or not value or len(value) % self._family.block:
            raise _Refused(_FORMAT)
        key = self._inside.keys.use(self._family, place, Use.MAC)
        if kind not in (_X99, _X99_LONG):
            raise _Refused(_FORMAT)
        return cbc_mac(self._family, key[:8] if kind == _X99 else key, value)

    def _login(self, officer: int, typed: str) -> None:
        right = {0x30: PASSWORD_A, 0x31: PASSWORD_B}.get(officer)
        self._password_of = officer if typed == right else None
        if self._password_of is None:
            self._inside.tell(self.refuse(_WRONG_PASSWORD))

    def _ask_component(self, data: bytes) -> bytes:
        if self._password_of != data[0]:
            raise _Refused(_NO_PASSWORD_GIVEN)
        place = int.from_bytes(data[1:3], "big")
        self._inside.keypad.begin(Mode.SECRET, lambda typed: self._take_component(place, typed))
        return b""

    def _take_component(self, place: int, typed: str) -> None:
        self._password_of = None
        component = bytes.fromhex(typed.ljust(32, "0"))
        keys = self._inside.keys
        if self._components == 0:
            keys.store(self._family, place, component, Use.MASTER)
        else:
            keys.combine(self._family, place, component)
        self._components += 1


def _frame(result: bytes, data: bytes) -> bytes:
    return b"\x02" + result + len(data).to_bytes(2, "big") + data
