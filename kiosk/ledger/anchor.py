"""The head of the chain kept a second time, in a small file beside the database.

A database put back from an older copy is whole in itself; only something outside it can tell. The
file is replaced after every commit, and before the next one is begun, so it is never more than one
entry behind. It is never ahead: then entries that were once on the disk are gone.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from kiosk.ledger.database import errno_name
from kiosk.ledger.entry import Head
from kiosk.ledger.errors import LedgerUnavailable


def anchor_path(path: Path) -> Path:
    """Where the anchor of a ledger is."""
    return path.with_name(f"{path.name}.head")


def read_anchor(path: Path) -> Head | None:
    """The anchor of a ledger, None when there is none. Raises ValueError for a spoilt one."""
    try:
        loaded: object = json.loads(anchor_path(path).read_bytes())
    except FileNotFoundError:
        return None
    match loaded:
        case {"seq": int(seq), "hash": str(entry_hash), "seal": str(seal)}:
            return Head(seq, entry_hash, seal)
        case _:
            raise ValueError("not an anchor")


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, on the disk before it returns. Raises OSError."""
    draft = path.with_name(f"{path.name}.new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def sync_directory(directory: Path) -> None:
    """Make names given, changed or removed in a directory durable. Raises OSError."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Anchor:
    """The anchor of an open ledger."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._owed: Head | None = None

    def follow(self, head: Head) -> None:
        """Take over the head after a commit. A failure is owed, for the commit itself stands."""
        self._owed = head
        try:
            self._settle()
        except OSError:
            return

    def settle(self) -> None:
        """Before the next commit: write what is owed. Raises LedgerUnavailable."""
        try:
            self._settle()
        except OSError as error:
            raise LedgerUnavailable(errno_name(error)) from error

    def _settle(self) -> None:
        if self._owed is None:
            return
        head = self._owed
        content = json.dumps({"seq": head.seq, "hash": head.hash, "seal": head.seal})
        replace_file(anchor_path(self._path), content.encode())
        self._owed = None
