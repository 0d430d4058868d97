"""The master key in the PIN pad, by two key officers together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """The pad and what it was last given. ``typed_at_pad`` where components are typed on its own
    keys; ``check_value`` is that of the key loaded last, empty where none was, or nobody knows
    whether it is still there."""

    fitted: bool
    typed_at_pad: bool = False
    how: str = ""
    check_value: str = ""
    loaded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskKeys(Request[KeyPlace]):
    """Look what the pad has."""


class KeysRefused(Enum):
    """Why a key was not loaded or wiped."""

    NOT_TWO = "not_two"
    """Two different key officers have to be here."""
    MALFORMED = "malformed"
    CHECK_VALUE = "check_value"
    """The key is not the one of the letter; it has been erased."""
    MONEY_OPEN = "money_open"
    """A purchase waits to be reversed, which needs the key in the pad. Nothing was changed."""
    BUSY = "busy"
    """Somebody else uses the pad. Nothing was changed."""
    PAD = "pad"
    """The pad did not do it; a new key is of no use, and one to be wiped may still be there."""


@dataclass(frozen=True, slots=True)
class KeysChanged:
    """``check_value`` of the key that is in the pad now, empty after wiping; or why it was not
    done. ``shown`` are the check values after each component, as far as the pad tells them."""

    check_value: str = ""
    refused: KeysRefused | None = None
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypeAtPad:
    """News: this key officer (1, 2) is to type password and component at the pad now."""

    officer: int


@dataclass(frozen=True, slots=True)
class LoadKey(Request[KeysChanged]):
    """Load a master key. ``components`` in hexadecimal, none where they are typed at the pad; the
    check value of the whole key is ``expected``, six hexadecimal digits at least. Tells
    ``TypeAtPad``."""

    components: tuple[str, ...] = field(repr=False)
    expected: str


@dataclass(frozen=True, slots=True)
class WipeKey(Request[KeysChanged]):
    """Have the pad forget its master key: no card can be paid with until another is loaded."""


@dataclass(frozen=True, slots=True)
class SecondLeft:
    """The second key officer has logged out."""


@dataclass(frozen=True, slots=True)
class LeaveKeys(Request[SecondLeft]):
    """Whoever joined for the keys leaves; the first one stays."""
