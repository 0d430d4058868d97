"""USB sticks as the system has mounted them. Nothing is mounted here."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from kiosk.maintenance.placing import NotPlaced

MOUNTS = Path("/proc/self/mountinfo")
BLOCK_DEVICES = Path("/sys/block")

NO_STICK = "没有找到 U 盘。请插好 U 盘，等几秒钟后再试。"
READ_ONLY = "U 盘是只读的，写不进去。请打开写保护开关，或换一个 U 盘。"

_ESCAPED = re.compile(r"\\([0-7]{3})")
_OPTICAL = "sr"


@dataclass(frozen=True, slots=True)
class UsbStick:
    """A removable file system and where it is; ``free_bytes`` are left on it."""

    folder: Path
    read_only: bool
    free_bytes: int


def usb_sticks(mounts: Path = MOUNTS, block_devices: Path = BLOCK_DEVICES) -> tuple[UsbStick, ...]:
    """Every mounted file system on a removable medium, each once, in the order of mounting; discs
    left out. Empty where the system does not say what is mounted."""
    removable = _removable(block_devices)
    found: dict[str, UsbStick] = {}
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ()
    for line in lines:
        mount = _mount(line)
        if mount is None or mount.device not in removable or mount.device in found:
            continue
        try:
            told = os.statvfs(mount.folder)
        except OSError:
            # Pulled out, and not unmounted yet.
            continue
        read_only = mount.read_only or not os.access(mount.folder, os.W_OK)
        found[mount.device] = UsbStick(mount.folder, read_only, told.f_bavail * told.f_frsize)
    return tuple(found.values())


def stick_to_write_to(sticks: tuple[UsbStick, ...]) -> UsbStick:
    """The stick with most room. Raises NotPlaced, saying what to do, where none can be written."""
    if not sticks:
        raise NotPlaced(NO_STICK)
    writable = [stick for stick in sticks if not stick.read_only]
    if not writable:
        raise NotPlaced(READ_ONLY)
    return max(writable, key=lambda stick: stick.free_bytes)


@dataclass(frozen=True, slots=True)
class _Mount:
    """``device`` is major:minor."""

    device: str
    folder: Path
    read_only: bool


def _mount(line: str) -> _Mount | None:
    """A line of mountinfo (proc(5)): id, parent, device, root, folder, options, tags, a hyphen,
    kind, source, options of the file system."""
    before, _, after = line.partition(" - ")
    match before.split(" "), after.split(" "):
        case [_, _, device, _, folder, options, *_], [_, _, of_the_file_system, *_]:
            ro = "ro" in options.split(",") or "ro" in of_the_file_system.split(",")
            return _Mount(device, Path(_unescaped(folder)), ro)
        case _:
            return None


def _unescaped(path: str) -> str:
    """Spaces and line feeds are written as octal numbers."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), path)


def _removable(block_devices: Path) -> frozenset[str]:
    """The numbers of every removable disk and its partitions."""
    disks = (
        disk
        for disk in block_devices.glob("*")
        if not disk.name.startswith(_OPTICAL) and _read(disk / "removable") == "1"
    )
    numbers = (_read(dev) for disk in disks for dev in (disk / "dev", *disk.glob("*/dev")))
    return frozenset(number for number in numbers if number)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
