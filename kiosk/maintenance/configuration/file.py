"""The file of settings as a whole: told, tried, compared. Everything here blocks on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.flows.requests.maintenance.settings import (
    Change,
    Comparison,
    Effect,
    SettingsFile,
    Trial,
)
from kiosk.maintenance.configuration.catalogue import meaning_of, sections_of
from kiosk.maintenance.configuration.differences import Difference, Told, differences
from kiosk.maintenance.configuration.document import tables
from kiosk.maintenance.configuration.trial import (
    NotAllowed,
    Rehearse,
    refusal_of,
    tried,
    with_changes,
)
from kiosk.maintenance.configuration.versions import NotWritten, SettingsOnDisk
from kiosk.settings import Settings
from kiosk.settings.meaning import BY_HAND_ALONE

_UNREADABLE = "配置文件读不出来：可能被删除、没有权限，或写坏了。"
_GONE = "这个版本读不出来，可能被删除了。"


@dataclass(frozen=True, slots=True)
class NextText:
    """What the file is to say, and what will be different."""

    text: str
    differences: tuple[Difference, ...]


class ConfigurationFile:
    """The file on the disk beside what the terminal was started with."""

    def __init__(self, disk: SettingsOnDisk, running: Settings, rehearse: Rehearse) -> None:
        self.disk = disk
        self._running = running
        self._rehearse = rehearse

    def tell(self) -> SettingsFile:
        """Everything in it."""
        disk = self.disk
        path, read_only = str(disk.path), disk.why_not_writable()
        try:
            content = disk.read()
            sections = sections_of(tables(content.text))
        except (OSError, ValueError):
            return SettingsFile(path, "", (), read_only, unreadable=_UNREADABLE)
        newer = self._is_newer(content.text)
        return SettingsFile(path, content.fingerprint, sections, read_only, newer=newer)

    def try_out(self, changes: frozenset[Change], newest: Change) -> Trial:
        """What changes would do."""
        folder = self.disk.folder
        try:
            present = self.disk.read().text
            # Whether the newest is a value at all does not depend on the others.
            refused = refusal_of(with_changes(present, {newest}), folder, newest)
            text = with_changes(present, changes)
        except NotAllowed as error:
            return Trial(refused=str(error))
        except (OSError, ValueError):
            return Trial(refused=_UNREADABLE)
        if refused:
            return Trial(refused=refused)
        effects = _effects(differences(tables(present), tables(text)))
        complaints = tried(text, folder, self._rehearse).complaints
        return Trial(effects=effects, complaints="\n".join(complaints))

    def after(self, changes: frozenset[Change]) -> NextText:
        """What is to be written. Raises NotWritten for what a start would not take."""
        try:
            present = self.disk.read().text
            text = with_changes(present, changes)
        except NotAllowed as error:
            raise NotWritten(str(error)) from error
        except (OSError, ValueError) as error:
            raise NotWritten(_UNREADABLE) from error
        complaints = tried(text, self.disk.folder, self._rehearse).complaints
        if complaints:
            raise NotWritten("\n".join(complaints))
        return NextText(text, differences(tables(present), tables(text)))

    def compare(self, name: str) -> Comparison:
        """What going back to an earlier version would change, also from a file that is spoilt."""
        try:
            version = self.disk.read_kept(name)
            fingerprint = self.disk.fingerprint()
        except (OSError, ValueError):
            return Comparison((), "", "", refused=_GONE)
        would_be = tried(version.text, self.disk.folder, self._rehearse)
        refused = "\n".join(would_be.complaints)
        if not refused and would_be.settings is not None:
            refused = self._what_stays(would_be.settings) or self.disk.why_not_writable()
        effects = _effects(self._going_back(version.text))
        return Comparison(effects, fingerprint, version.fingerprint, refused)

    def back_to(self, name: str) -> NextText:
        """The text of an earlier version. Raises NotWritten."""
        try:
            text = self.disk.read_kept(name).text
        except (OSError, ValueError) as error:
            raise NotWritten(_GONE) from error
        return NextText(text, self._going_back(text))

    def _going_back(self, text: str) -> tuple[Difference, ...]:
        try:
            return differences(self._present(), tables(text))
        except ValueError:
            return ()

    def _present(self) -> Told:
        try:
            return tables(self.disk.read().text)
        except OSError as error:
            raise ValueError(_UNREADABLE) from error

    def _is_newer(self, text: str) -> bool:
        try:
            return Settings.read(text, folder=self.disk.folder) != self._running
        except ValueError:
            return True

    def _what_stays(self, would_be: Settings) -> str:
        """What is not changed on the screen is not changed by going back either."""
        for section, name in self._by_hand():
            if _value(would_be, section, name) != _value(self._running, section, name):
                title = meaning_of(section, name).title
                return f"这个版本的“{title}”与现在不同，只能由安装人员在文件里改。"
        return ""

    def _by_hand(self) -> Iterator[tuple[str, str]]:
        for place in BY_HAND_ALONE:
            section, _, name = place.partition(".")
            yield section, name


def _value(settings: Settings, section: str, name: str) -> object:
    found = getattr(settings, section)
    value = None if found is None else getattr(found, name)
    return value.absolute() if isinstance(value, Path) else value


def _effects(found: tuple[Difference, ...]) -> tuple[Effect, ...]:
    return tuple(Effect(one.title, one.before, one.after) for one in found)
