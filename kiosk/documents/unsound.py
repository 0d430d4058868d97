"""Why a document of the service is not believed."""

from __future__ import annotations

from enum import Enum


class Unsound(Enum):
    """Why a document is not believed; a code for logs."""

    NOT_WHOLE = "not_whole"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    ADDED_TO = "added_to"
    """There is more than its one signature covers."""
    CHANGED = "changed"
    STRANGER = "stranger"
    """Its signer is nobody whom the terminal's authorities vouch for at this time."""
    FROM_THE_FUTURE = "from_the_future"
    OTHER_TITLE = "other_title"
    """It is not the kind of document that was asked for."""
    OTHER_LAYOUT = "other_layout"
    """A label of its kind is missing or there twice: its form is not the one of ``FORMS``."""
    OTHER_PRINT = "other_print"
    """It says that it is another 补打 than it should be, or none, or one where it should not be."""
    OTHER_NUMBER = "other_number"
    OTHER_PERSON = "other_person"
    TOO_MUCH = "too_much"
    """Too many pages, or pages out of all proportion."""


class UnsoundDocument(Exception):
    """The document is not believed. Says why and nothing of its content."""

    def __init__(self, reason: Unsound) -> None:
        super().__init__(reason)
        self.reason = reason
