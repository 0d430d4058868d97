"""Replacing a file whole: written beside it, synchronised, renamed over it.

Whenever the power goes, what stands under the name is all of the old file or all of the new one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def draft_of(path: Path) -> Path:
    """Where this process writes what is to stand under that name."""
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


@contextmanager
def replaced(path: Path, *, name_synced: bool = True) -> Iterator[BinaryIO]:
    """What is written to the file, which its owner alone may read, stands under that name and is on
    the disk once the block is left without an error. Otherwise nothing of it is left, and what
    stood there still does.

    Without ``name_synced`` a power cut may still bring back the file before it. Raises OSError.
    """
    draft = draft_of(path)
    try:
        with suppress(FileNotFoundError):
            # What an earlier process of this number left behind when the power went.
            draft.unlink()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        with os.fdopen(os.open(draft, flags, 0o600), "w+b") as file:
            yield file
            synced(file)
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink()
    if name_synced:
        sync_directory(path.parent)


def synced(file: BinaryIO) -> None:
    """What was written so far is on the disk. Raises OSError."""
    file.flush()
    os.fsync(file.fileno())


def sync_directory(directory: Path) -> None:
    """Make names given, changed or removed in a directory durable, where the file system can.
    Raises OSError."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some drivers of exFAT and NTFS do not know directories to be synchronised.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)
