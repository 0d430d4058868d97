"""Settings that cannot be carried out."""

from __future__ import annotations


class Misconfigured(Exception):
    """The settings ask for something that does not exist; the message says what."""
