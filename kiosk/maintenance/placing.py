"""Putting a file in place whole, or telling in Chinese why it was not."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.ledger.whole_files import replaced

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
    try:
        with replaced(path) as file:
            yield file
    except OSError as error:
        why = _WHY.get(error.errno or 0, "写不进去。请换一个位置或 U 盘。")
        raise NotPlaced(f"没有保存：{path.parent} {why}") from error
