"""The file of settings on the disk: read, replaced whole, and its earlier versions kept beside it.

``kiosk.toml.1`` is the newest of the earlier versions. A new file has the mode and the owner of the
one in whose place it comes.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from kiosk.ledger.whole_files import replaced, synced

MOST_KEPT = 9
_READ_ONLY_DISK = (
    "配置文件在只读的文件系统上，这里只能看。"
    "请检查 kiosk.service 里有没有 ReadWritePaths=/etc/kiosk。"
)
_NOT_OURS = (
    "终端没有写配置文件的权限，这里只能看。"
    "请安装人员执行：chown kiosk:kiosk {folder} {folder}/{name}"
)
CHANGED_MEANWHILE = "配置文件刚才被别人改过，没有写入。请重新打开“参数设置”，看过再改。"


class NotWritten(Exception):
    """The file stands as it was; the text, in Chinese, says why."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a version, as text, and what stands for them."""

    text: str
    fingerprint: str


class SettingsOnDisk:
    """The file that ``path`` leads to, and what is kept beside it. Every method blocks."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    @property
    def path(self) -> Path:
        """The file itself, wherever a link led to it."""
        return self._path

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self._path.parent

    def read(self) -> Content:
        """The file. Raises OSError, UnicodeDecodeError."""
        return _content(self._path)

    def fingerprint(self) -> str:
        """What stands for the bytes of the file, whether they are text or not. Raises OSError."""
        return hashlib.sha256(self._path.read_bytes()).hexdigest()

    def why_not_writable(self) -> str:
        """Why it cannot be written, in Chinese; empty if it can."""
        try:
            on_disk = os.statvfs(self.folder)
            owner = self._path.stat()
        except OSError:
            return ""
        if on_disk.f_flag & os.ST_RDONLY:
            return _READ_ONLY_DISK
        ours = os.geteuid() in (0, owner.st_uid)
        if not ours or not os.access(self.folder, os.W_OK | os.X_OK) or not owner.st_mode & 0o200:
            return _NOT_OURS.format(folder=self.folder, name=self._path.name)
        return ""

    def kept(self) -> tuple[tuple[str, float], ...]:
        """Names of the earlier versions, newest first, and when each was written (seconds since
        the epoch)."""
        found = [(self._numbered(number), number) for number in range(1, MOST_KEPT + 1)]
        return tuple((path.name, path.stat().st_mtime) for path, _ in found if path.is_file())

    def read_kept(self, name: str) -> Content:
        """An earlier version. Raises OSError, UnicodeDecodeError; FileNotFoundError also for a name
        that is none of them."""
        if name not in {self._numbered(number).name for number in range(1, MOST_KEPT + 1)}:
            raise FileNotFoundError(name)
        return _content(self._path.with_name(name))

    def replace(self, text: str, *, fingerprint: str) -> None:
        """Put the text in place of the file that had this fingerprint, and keep that as the newest
        earlier version. Complete or not at all. Raises NotWritten."""
        try:
            if self.fingerprint() != fingerprint:
                raise NotWritten(CHANGED_MEANWHILE)
            present = self._path.stat()
            with replaced(self._path) as file:
                file.write(text.encode("utf-8"))
                os.fchown(file.fileno(), present.st_uid, present.st_gid)
                os.fchmod(file.fileno(), present.st_mode & 0o7777)
                # Only what will certainly take its place makes an earlier version of the present.
                synced(file)
                self._keep()
        except OSError as error:
            why = self.why_not_writable() or "磁盘写不进去，可能满了或坏了。"
            raise NotWritten(f"没有写入。{why}") from error

    def _keep(self) -> None:
        """The present file becomes the newest of the earlier ones, and stays the present one."""
        for number in range(MOST_KEPT - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.replace(self._numbered(number + 1))
        newest = self._numbered(1)
        try:
            os.link(self._path, newest)
        except OSError:
            # Some file systems have one name for a file and no more.
            shutil.copy2(self._path, newest)

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


def _content(path: Path) -> Content:
    data = path.read_bytes()
    return Content(data.decode("utf-8"), hashlib.sha256(data).hexdigest())
