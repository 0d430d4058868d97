"""Commands and answers of chip cards (ISO/IEC 7816-3 and -4, short form), sans-I/O.

Over T=0 a card cannot answer what it was not told the length of: it says ``61xx`` (so many bytes
are waiting) or ``6Cxx`` (ask again for so many). A Dialogue follows both, so that whoever talks to
a card sees one command and one answer whatever the protocol.
"""

from __future__ import annotations

from kiosk.devices.api import CardReply

WELL = 0x9000
"""Both status bytes of a command that was carried out."""

_HEADER = 4
_MOST_ANSWER = 256
_MOST_FOLLOW_UPS = 16
_MORE = 0x61
_ASK_AGAIN = 0x6C


class ApduError(ValueError):
    """What came is no answer of a card. Says why, never what came."""


def select_by_name(name: bytes) -> bytes:
    """SELECT an application by its name (AID), 1 to 16 bytes; no Le, as T=0 wants it."""
    if not 1 <= len(name) <= 16:
        raise ValueError("a name has 1 to 16 bytes")
    return bytes((0x00, 0xA4, 0x04, 0x00, len(name))) + name


def select_file(identifier: int, place: int = 0x02) -> bytes:
    """SELECT an elementary file by its two-byte identifier; ``place`` is P1: 02 under the current
    application, 00 wherever the card thinks best."""
    return bytes((0x00, 0xA4, place, 0x00, 0x02)) + identifier.to_bytes(2, "big")


def read_record(number_or_identifier: int, reference: int, length: int) -> bytes:
    """READ RECORD: P1, P2 and the expected length (0 stands for 256), all as they are sent."""
    return bytes((0x00, 0xB2, number_or_identifier, reference, length))


def check_command(command: bytes) -> bytes:
    """The command itself. Raises ValueError when it is no short command APDU (cases 1 to 4)."""
    if len(command) < _HEADER:
        raise ValueError("a command has at least four bytes")
    if len(command) > _HEADER + 1:
        data = command[_HEADER]
        if data == 0 or len(command) not in (_HEADER + 1 + data, _HEADER + 2 + data):
            raise ValueError("a command's length disagrees with its Lc")
    return command


def over_t0(command: bytes) -> bytes:
    """A command APDU as T=0 carries it: P3 always there (0 where nothing goes either way), Le left
    out where data is sent. Raises ValueError as ``check_command``."""
    check_command(command)
    if len(command) == _HEADER:
        return command + b"\x00"
    if len(command) > _HEADER + 1:
        return command[: _HEADER + 1 + command[_HEADER]]
    return command


class Dialogue:
    """One command and everything that has to be said until it is answered.

    Send ``to_send``, give what comes to ``take``, and repeat until it returns the answer. It ends
    after sixteen follow-ups at most, whatever the card says.
    """

    def __init__(self, command: bytes, *, t0: bool) -> None:
        """Raises ValueError when ``command`` is no short command APDU."""
        self._to_send = over_t0(command) if t0 else check_command(command)
        self._gathered = b""
        self._follow_ups = 0
        self._asked_again = False

    @property
    def to_send(self) -> bytes:
        """What goes to the card next."""
        return self._to_send

    def take(self, answer: bytes) -> CardReply | None:
        """The whole answer, or None when there is more to send. Raises ApduError."""
        data, sw = _parted(answer)
        match sw >> 8:
            case first if first == _MORE:
                self._gathered += data
                self._follow_up(bytes((0x00, 0xC0, 0x00, 0x00, sw & 0xFF)))
                self._asked_again = False
                return None
            case first if first == _ASK_AGAIN and self._expects:
                if self._asked_again:
                    raise ApduError("a length was corrected twice")
                self._follow_up(self._to_send[:-1] + bytes((sw & 0xFF,)))
                self._asked_again = True
                return None
            case _:
                return CardReply(self._gathered + data, sw)

    @property
    def _expects(self) -> bool:
        """Whether what was sent ends with the length it expects."""
        sent = self._to_send
        return len(sent) == _HEADER + 1 or len(sent) == _HEADER + 2 + sent[_HEADER]

    def _follow_up(self, command: bytes) -> None:
        self._follow_ups += 1
        if self._follow_ups > _MOST_FOLLOW_UPS:
            raise ApduError("an answer without an end")
        self._to_send = command


def _parted(answer: bytes) -> tuple[bytes, int]:
    """Data and status of one answer."""
    if not 2 <= len(answer) <= _MOST_ANSWER + 2:
        raise ApduError(f"an answer of {len(answer)} bytes")
    data, sw = answer[:-2], int.from_bytes(answer[-2:], "big")
    # ISO/IEC 7816-3: SW1 is 6x or 9x; 60 is not a status but a request for more time.
    if sw >> 12 not in (0x6, 0x9) or sw >> 8 == 0x60:
        raise ApduError("an answer without a status")
    return data, sw
