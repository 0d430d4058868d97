"""Putting a file in place whole or not at all, readable by its owner alone."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_WHY = {
    errno.ENOSPC: "空间不够。请换一个 U 盘或清出空间后再试。",
    errno.EDQUOT: "空间不够。请换一个 U 盘或清出空间后再试。",
    errno.EFBIG: "文件太大，放不下。请换一个 U 盘后再试。",
    errno.EROFS: "是只读的。请打开 U 盘的写保护开关，或换一个 U 盘。",
    errno.EACCES: "没有写入的权限。请换一个位置或 U 盘。",
    errno.EPERM: "没有写入的权限。请换一个位置或 U 盘。",
    errno.ENOENT: "找不到。请检查 U 盘是否插好。",
    errno.ENOTDIR: "找不到。请检查 U 盘是否插好。",
    errno.ENODEV: "读写出错。U 盘可能被拔出或已损坏。",
    errno.ENXIO: "读写出错。U 盘可能被拔出或已损坏。",
    errno.EIO: "读写出错。U 盘可能被拔出或已损坏。",
}


class NotPlaced(Exception):
    """The file was not written, and nothing of it is left behind; the text, in Chinese, says where
    and why."""


@contextmanager
def placed(path: Path) -> Iterator[BinaryIO]:
    """What is written is on the disk under that name, with mode 600, once the block is left without
    an error; otherwise nothing is, and what stood there before still does. Raises NotPlaced."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with _drafted(draft) as file:
            yield file
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        why = _WHY.get(error.errno or 0, "写不进去。请换一个位置或 U 盘。")
        raise NotPlaced(f"没有保存：{path.parent} {why}") from error
    finally:
        with suppress(OSError):
            draft.unlink()


@contextmanager
def _drafted(draft: Path) -> Iterator[BinaryIO]:
    flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(draft, flags, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        # A draft that a crash left behind keeps the mode it had.
        with suppress(OSError):
            os.fchmod(descriptor, 0o600)
        yield file
        file.flush()
        os.fsync(descriptor)


def _sync(folder: Path) -> None:
    """Make the name durable as well, where the file system can."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some drivers of exFAT and NTFS do not know folders to be synchronised.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
