"""A chip card: an answer to reset, applications, and the manners of T=0.

Over T=0 the fifth byte of a command is either the length of what is sent or of what is expected, so
a card has to say ``6Cxx`` when it was asked for another length than there is, and ``61xx`` when it
was sent something and has something to say in return.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.cards.application import (
    FILE_NOT_FOUND,
    OK,
    UNKNOWN_INSTRUCTION,
    WRONG_LENGTH,
    Application,
)

_HEADER = 4
_MOST = 256
_SELECT_BY_NAME = bytes.fromhex("00A404")
_NEXT = 0x02
_GET_RESPONSE = 0xC0


class SmartCard:
    """A card that speaks T=0, or T=1 when ``t0`` is False. It keeps what was selected until it is
    reset."""

    def __init__(
        self, applications: Sequence[Application], answer_to_reset: bytes, *, t0: bool = True
    ) -> None:
        self._applications = tuple(applications)
        self._answer_to_reset = answer_to_reset
        self._t0 = t0
        self._current: Application | None = None
        self._waiting: bytes | None = None

    @property
    def answer_to_reset(self) -> bytes:
        """What it says when it gets power."""
        return self._answer_to_reset

    def reset(self) -> None:
        """Power, or a warm reset: nothing is selected any more."""
        self._current = None
        self._waiting = None

    def transmit(self, command: bytes) -> bytes:
        """Data and status for one command as the reader sent it."""
        if len(command) < _HEADER:
            return WRONG_LENGTH
        waiting, self._waiting = self._waiting, None
        if self._t0 and command[1] == _GET_RESPONSE and waiting is not None:
            return self._expected(command, waiting)
        answer = self._answer(command)
        if not self._t0 or len(answer) == len(OK):
            return answer
        if len(command) > _HEADER + 1:
            self._waiting = answer
            return bytes((0x61, (len(answer) - 2) % _MOST))
        return self._expected(command, answer)

    def _expected(self, command: bytes, answer: bytes) -> bytes:
        """An answer as far as the fifth byte of the command asks for it."""
        data, status = answer[:-2], answer[-2:]
        expected = (command[_HEADER] if len(command) > _HEADER else 0) or _MOST
        if command[1] == _GET_RESPONSE and expected < len(data):
            self._waiting = data[expected:] + status
            return data[:expected] + bytes((0x61, (len(data) - expected) % _MOST))
        if expected != len(data):
            if command[1] == _GET_RESPONSE:
                self._waiting = answer
            return bytes((0x6C, len(data) % _MOST))
        return answer

    def _answer(self, command: bytes) -> bytes:
        if command.startswith(_SELECT_BY_NAME):
            return self._select(command)
        if self._current is None:
            return FILE_NOT_FOUND if command[1] == _SELECT_BY_NAME[1] else UNKNOWN_INSTRUCTION
        return self._current.process(command)

    def _select(self, command: bytes) -> bytes:
        if len(command) <= _HEADER + 1 or len(command) < _HEADER + 1 + command[_HEADER]:
            return WRONG_LENGTH
        name = command[_HEADER + 1 : _HEADER + 1 + command[_HEADER]]
        fitting = [one for one in self._applications if one.aid.startswith(name)]
        if command[3] & 0x03 == _NEXT and self._current in fitting:
            fitting = fitting[fitting.index(self._current) + 1 :]
        if not fitting:
            return FILE_NOT_FOUND
        self._current = fitting[0]
        return self._current.select()
