"""News of a request under way, on their way to the session."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Tell: TypeAlias = Callable[[object], None]
"""Is given news of a request under way, in the words of the request."""


def tell_nobody(_news: object) -> None:
    """For whoever asks and only wants to know how it ends."""
