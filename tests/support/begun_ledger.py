"""A ledger that was begun before: the same file, as it would be begun here, without the migrations.

Beginning one costs more than most tests do with it. That it is begun as it should be is for the
tests of opening, of dying and of the schema, which begin theirs themselves.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path

from kiosk.ledger.entry import Seals
from kiosk.ledger.opening import begin_if_absent


def lay_begun_ledger(path: Path, *, at: datetime, key: bytes) -> None:
    """Put a ledger begun at that moment where there is none yet, to be opened like any other."""
    if any(path.parent.glob(f"{path.name}*")):
        raise FileExistsError(path.name)
    path.write_bytes(_begun(at, key))
    path.chmod(0o600)


@cache
def _begun(at: datetime, key: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        begin_if_absent(path, Seals(key), at)
        (only,) = path.parent.iterdir()
        return only.read_bytes()
