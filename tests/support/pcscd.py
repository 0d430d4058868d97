"""Tests see no card reader of the machine, only those of a pcscd of their own.

libpcsclite reads where pcscd is once in a process, so that is settled before any test begins. Where
nothing listens there is no pcscd.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cards.pcscd import PcscdUnavailable, PrivatePcscd, environment_of

_DIRECTORY = Path(tempfile.gettempdir()) / f"kiosk-tests-pcscd-{os.getpid()}"
os.environ.update(environment_of(_DIRECTORY))


@pytest.fixture
def private_pcscd() -> Iterator[PrivatePcscd]:
    """A pcscd with two virtual slots, for this test alone; it is skipped where none can run.

    A new one takes less time than the 0.4 s it takes an old one to notice that the last card left.
    """
    try:
        daemon = PrivatePcscd(directory=_DIRECTORY)
    except PcscdUnavailable as unavailable:
        pytest.skip(str(unavailable))
    with daemon:
        yield daemon
