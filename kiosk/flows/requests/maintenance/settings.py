"""Looking at the settings of the terminal, changing them, and going back to earlier ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kiosk.session.requests import Request


class SettingForm(Enum):
    """How a value is given: typed as words, as a whole number or as any number, or chosen."""

    WORDS = "words"
    WHOLE = "whole"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """A value to choose, as it is written, and what it is called."""

    written: str
    label: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the file has it.

    ``note`` is what it means, ``allowed`` its bounds with its unit, ``shown`` its value for people,
    ``written`` the value as it would be typed. ``usual`` says what it is when it is left out, empty
    where it cannot be left out. ``fixed`` is why it is not changed on the screen, empty if it is.
    """

    section: str
    name: str
    title: str
    note: str
    allowed: str
    shown: str
    written: str
    form: SettingForm
    choices: tuple[SettingChoice, ...] = ()
    usual: str = ""
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """A section of the file. One that is not ``fitted`` is not in it; an ``optional`` one need not
    be."""

    name: str
    title: str
    note: str
    settings: tuple[Setting, ...]
    fitted: bool = True
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The file as it is now: what will hold after the next start.

    ``fingerprint`` stands for its bytes. ``read_only`` says why it cannot be written,
    ``unreadable`` why nothing can be read out of it; both are usually empty. ``newer`` if it says
    something else than what the running terminal was started with.
    """

    path: str
    fingerprint: str
    sections: tuple[SettingsSection, ...]
    read_only: str = ""
    unreadable: str = ""
    newer: bool = False


@dataclass(frozen=True, slots=True)
class ReadSettings(Request[SettingsFile]):
    """Read the file and say what everything in it means."""


@dataclass(frozen=True, slots=True)
class Change:
    """A wish: the setting to have this value, its usual one if nothing is written. Without a name
    the whole section is to go."""

    section: str
    name: str
    written: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a setting is now and will be after the next start, for people."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What changes would do. ``refused`` says why the newest cannot be, whatever the others are;
    ``complaints``, a line each, why all of them together cannot be written yet. Both are empty if
    they can."""

    refused: str = ""
    effects: tuple[Effect, ...] = ()
    complaints: str = ""


@dataclass(frozen=True, slots=True)
class TryChanges(Request[Trial]):
    """Try changes out on a copy, the ``newest`` among them."""

    changes: frozenset[Change]
    newest: Change


@dataclass(frozen=True, slots=True)
class Written:
    """The file is written, or ``refused`` says why it was left as it is."""

    refused: str = ""


@dataclass(frozen=True, slots=True)
class WriteChanges(Request[Written]):
    """Write the changes into the file that had this fingerprint, keeping the present version."""

    fingerprint: str
    changes: frozenset[Change]


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """An earlier version beside the file, and when it was written."""

    name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class KeptVersions:
    """All of them, newest first."""

    versions: tuple[KeptVersion, ...]


@dataclass(frozen=True, slots=True)
class AskVersions(Request[KeptVersions]):
    """Which earlier versions there are."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What going back to a version would change, and in ``refused`` why it cannot be done.
    ``fingerprint`` stands for the file that it was compared with, ``version`` for the version."""

    effects: tuple[Effect, ...]
    fingerprint: str
    version: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class CompareVersion(Request[Comparison]):
    """Compare a version with the file."""

    name: str


@dataclass(frozen=True, slots=True)
class RestoreVersion(Request[Written]):
    """Put a version in place of the file, keeping the present one; both as they were compared."""

    name: str
    fingerprint: str
    version: str
