"""What happens when something is asked of the hall that cannot be done."""

from __future__ import annotations


class Impossible(Exception):
    """It cannot be done; the message says why, without personal data."""
