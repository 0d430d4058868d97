"""The one place where a sentence becomes letters on the glass."""

from __future__ import annotations

from kiosk.domain.text import Text


def words(text: Text) -> str:
    """The sentence in the language of the screen."""
    return str(text)
