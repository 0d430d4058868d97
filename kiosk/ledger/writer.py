"""Writing a ledger: one transaction at a time, on the disk when it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from kiosk.ledger.anchor import Anchor
from kiosk.ledger.database import empty_log, failures, reading_engine
from kiosk.ledger.entry import Seals
from kiosk.ledger.journal import Journal
from kiosk.ledger.reader import LedgerReader
from kiosk.ledger.sealing import Sealing


class LedgerWriter(LedgerReader):
    """A ledger that is written to; the rooms of the ledger build on it, nobody else."""

    def __init__(
        self,
        path: Path,
        writer: Engine,
        seals: Seals,
        sealing: Sealing,
        *,
        anchor: Anchor,
        now: Callable[[], datetime],
        held: ExitStack,
    ) -> None:
        # Reading has a connection of its own: it goes on where nothing can be written any more.
        super().__init__(path, reading_engine(path), seals)
        self._writer = writer
        self._sealing = sealing
        self._anchor = anchor
        self._now = now
        self._held = held
        self._log_holds_erased = not empty_log(writer)

    def close(self) -> None:
        """Let go of the file and of the lock, once a call in another thread has ended. May be
        called twice."""
        with self._turn:
            super().close()
            self._held.close()

    @contextmanager
    def _writing(self) -> Iterator[Journal]:
        with self._turn, failures(self._path):
            self._refuse_when_closed()
            self._anchor.settle()
            with self._writer.begin() as connection:
                journal = Journal(connection, self._seals, self._now())
                yield journal
            if journal.head is not None:
                self._anchor.follow(journal.head)
            self._log_holds_erased |= journal.erased
            if self._log_holds_erased:
                # Somebody who reads at this moment may be in the way; then after the next write.
                self._log_holds_erased = not empty_log(self._writer)
