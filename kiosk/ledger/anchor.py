"""The head of the chain kept a second time, in a small file beside the database.

A database put back from an older copy is whole in itself; only something outside it can tell. The
file is replaced after every commit, and before the next one is begun, so it is never more than one
entry behind. It is never ahead: then entries that were once on the disk are gone.
"""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.ledger.database import errno_name
from kiosk.ledger.entry import Head
from kiosk.ledger.errors import LedgerUnavailable
from kiosk.ledger.whole_files import replaced


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
        # An older anchor is sound too: it is not worth another wait for the disk at each entry.
        with replaced(anchor_path(self._path), name_synced=False) as file:
            file.write(content.encode())
        self._owed = None
