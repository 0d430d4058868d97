"""The keys on top of a pad, and what is typed with them."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

_FIGURES = frozenset("0123456789")
_HEXADECIMAL = frozenset("0123456789ABCDEF")


class Mode(Enum):
    """What the keys are for at the moment."""

    OFF = "off"
    PIN = "pin"
    PLAIN = "plain"
    SECRET = "secret"  # noqa: S105
    """A key officer types a password or a component."""


class NoPin(Exception):
    """No PIN has been typed to the end, or it has been used."""


class Keypad:
    """Keys and the PIN typed with them. ``press`` says which keys are to be told, and how.

    ``began`` is called whenever something may be typed. ``names_figures`` is a pad that has been
    tampered with, or a forged one: it names the figures of a PIN.
    """

    def __init__(self, began: Callable[[], None]) -> None:
        self._began = began
        self._typed = ""
        self._pin: str | None = None
        self._least = 4
        self._most = 12
        self._secret_done: Callable[[str], None] = lambda _: None
        self.mode = Mode.OFF
        self.names_figures = False
        self.doubles_enter = False

    @property
    def count(self) -> int:
        """Figures typed so far."""
        return len(self._typed)

    def limit(self, *, least: int | None = None, most: int | None = None) -> None:
        """How many figures a PIN has."""
        self._least = self._least if least is None else least
        self._most = self._most if most is None else most

    def begin(self, mode: Mode, secret_done: Callable[[str], None] | None = None) -> None:
        """Let something be typed; whatever was typed before is gone."""
        self.stop()
        self.mode = mode
        if secret_done is not None:
            self._secret_done = secret_done
        self._began()

    def stop(self) -> None:
        """Take no more keys and forget what was typed."""
        self.mode = Mode.OFF
        self._typed = ""
        self._pin = None

    def take_pin(self) -> str:
        """The PIN, once. Raises NoPin."""
        pin, self._pin = self._pin, None
        if pin is None:
            raise NoPin
        return pin

    def press(self, key: str) -> tuple[str, ...]:
        """Press a key: ``7``, ``ENTER``, ``F3``. The keys the pad tells of; ``*`` for a figure."""
        match self.mode:
            case Mode.OFF:
                return ()
            case Mode.PLAIN:
                return (key,)
            case Mode.PIN:
                return self._press_for_pin(key)
            case Mode.SECRET:
                return self._press_for_secret(key)

    def _press_for_pin(self, key: str) -> tuple[str, ...]:
        if key in _FIGURES:
            if len(self._typed) == self._most:
                return ()
            self._typed += key
            return (key if self.names_figures else "*",)
        if key == "CLEAR":
            self._typed = ""
            return (key,)
        if key == "CANCEL":
            self.stop()
            return (key,)
        if key == "ENTER":
            if len(self._typed) >= self._least:
                self._pin, self._typed, self.mode = self._typed, "", Mode.OFF
            twice, self.doubles_enter = self.doubles_enter, False
            return (key, key) if twice else (key,)
        return ()

    def _press_for_secret(self, key: str) -> tuple[str, ...]:
        if key in _HEXADECIMAL:
            self._typed += key
            return ("*",)
        if key == "CLEAR":
            self._typed = ""
            return (key,)
        if key == "CANCEL":
            self.stop()
            return (key,)
        if key == "ENTER":
            secret, done = self._typed, self._secret_done
            self.stop()
            done(secret)
            return (key,)
        return ()
