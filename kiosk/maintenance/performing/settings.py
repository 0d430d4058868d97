"""Looking at the settings, changing them, and going back to earlier ones.

The disk is left to a worker thread. Each change is in the audit trail before it is made, and how it
went afterwards.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime

from kiosk.domain.staff import Task
from kiosk.flows.requests.maintenance.settings import (
    AskVersions,
    CompareVersion,
    Comparison,
    KeptVersion,
    KeptVersions,
    ReadSettings,
    RestoreVersion,
    SettingsFile,
    Trial,
    TryChanges,
    WriteChanges,
    Written,
)
from kiosk.maintenance.configuration.file import ConfigurationFile, NextText
from kiosk.maintenance.configuration.versions import (
    CHANGED_MEANWHILE,
    NotWritten,
    SettingsOnDisk,
)
from kiosk.maintenance.duty import Duty
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performing.repertoire import Repertoire

_NO_FILE = "终端不是从配置文件启动的，这里没有可以改的参数。"
_LONG_NUMBER = re.compile(r"[0-9]{8,}")
_LONGEST_IN_TRAIL = 160
_SHOWN_OF_A_NUMBER = 3


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Reading, trying, writing, and the earlier versions."""
    file = None
    if toolbox.source is not None:
        disk = SettingsOnDisk(toolbox.source)
        file = ConfigurationFile(disk, toolbox.settings, toolbox.rehearse)
    desk = SettingsDesk(toolbox.duty, file)
    repertoire.add(ReadSettings, desk.read)
    repertoire.add(TryChanges, desk.try_changes)
    repertoire.add(WriteChanges, desk.write)
    repertoire.add(AskVersions, desk.versions)
    repertoire.add(CompareVersion, desk.compare)
    repertoire.add(RestoreVersion, desk.restore)


class SettingsDesk:
    """Whoever is on duty is asked about before anything is told."""

    def __init__(self, duty: Duty, file: ConfigurationFile | None) -> None:
        self._duty = duty
        self._file = file

    async def read(self, _request: ReadSettings) -> SettingsFile:
        """Everything in the file."""
        self._duty.allowed(Task.SETTINGS)
        if self._file is None:
            return SettingsFile("", "", (), unreadable=_NO_FILE)
        return await asyncio.to_thread(self._file.tell)

    async def try_changes(self, request: TryChanges) -> Trial:
        """On a copy."""
        self._duty.allowed(Task.SETTINGS)
        if self._file is None:
            return Trial(refused=_NO_FILE)
        return await asyncio.to_thread(self._file.try_out, request.changes, request.newest)

    async def write(self, request: WriteChanges) -> Written:
        """Changes that a start would take."""
        self._duty.allowed(Task.SETTINGS)
        file = self._file
        if file is None:
            return Written(_NO_FILE)
        return await self._replace(
            file, "settings.write", request.fingerprint, lambda: file.after(request.changes)
        )

    async def versions(self, _request: AskVersions) -> KeptVersions:
        """Those beside the file."""
        self._duty.allowed(Task.SETTINGS)
        if self._file is None:
            return KeptVersions(())
        kept = await asyncio.to_thread(self._file.disk.kept)
        return KeptVersions(
            tuple(
                KeptVersion(name, datetime.fromtimestamp(written).astimezone())
                for name, written in kept
            )
        )

    async def compare(self, request: CompareVersion) -> Comparison:
        """With the file as it is."""
        self._duty.allowed(Task.SETTINGS)
        if self._file is None:
            return Comparison((), "", "", refused=_NO_FILE)
        return await asyncio.to_thread(self._file.compare, request.name)

    async def restore(self, request: RestoreVersion) -> Written:
        """As it was compared, or not at all."""
        self._duty.allowed(Task.SETTINGS)
        file = self._file
        if file is None:
            return Written(_NO_FILE)

        def version() -> NextText:
            compared = file.compare(request.name)
            if compared.refused:
                raise NotWritten(compared.refused)
            if compared.version != request.version:
                raise NotWritten(CHANGED_MEANWHILE)
            return file.back_to(request.name)

        return await self._replace(file, "settings.restore", request.fingerprint, version)

    async def _replace(
        self,
        file: ConfigurationFile,
        what: str,
        fingerprint: str,
        make: Callable[[], NextText],
    ) -> Written:
        try:
            if await asyncio.to_thread(file.disk.fingerprint) != fingerprint:
                return Written(CHANGED_MEANWHILE)
            after = await asyncio.to_thread(make)
        except NotWritten as error:
            return Written(str(error))
        except OSError:
            return Written(CHANGED_MEANWHILE)
        for one in after.differences:
            await self._duty.did(
                Task.SETTINGS,
                f"settings.{one.section}.{one.name}",
                before=for_the_trail(one.before),
                after=for_the_trail(one.after),
                outcome="begun",
            )
        try:
            await asyncio.to_thread(file.disk.replace, after.text, fingerprint=fingerprint)
        except NotWritten as error:
            await self._duty.did(Task.SETTINGS, what, outcome="failed")
            return Written(str(error))
        await self._duty.did(Task.SETTINGS, what)
        return Written()


def for_the_trail(value: str) -> str:
    """A value without the middle of long numbers, which the trail refuses: they might be those of a
    person. The ends are enough to tell two merchants apart."""
    return _LONG_NUMBER.sub(_masked, value)[:_LONGEST_IN_TRAIL]


def _masked(found: re.Match[str]) -> str:
    number, ends = found[0], _SHOWN_OF_A_NUMBER
    return f"{number[:ends]}{'*' * (len(number) - 2 * ends)}{number[-ends:]}"
