"""The ledger as the settings describe it, and its key."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.equipment.misconfigured import Misconfigured
from kiosk.ledger import Ledger
from kiosk.ledger.whole_files import replaced
from kiosk.settings import Settings

_KEY_BYTES = 32


def document_authorities_of(settings: Settings) -> bytes:
    """Who issues the signers of documents, as PEM; empty where nobody is named, and then no
    document is believed. Raises Misconfigured for a file that cannot be read."""
    if settings.documents is None:
        return b""
    try:
        return settings.documents.trusted.read_bytes()
    except OSError as error:
        raise Misconfigured(f"authorities of documents: {error.strerror}") from error


def ledger_of(settings: Settings, now: Callable[[], datetime]) -> Ledger:
    """The ledger, opened; a terminal that has none yet begins one, and its key with it.

    Raises LedgerError, Misconfigured.
    """
    ledger = settings.ledger
    if not ledger.key_file.exists() and not ledger.path.exists():
        _make_key(ledger.key_file)
    return Ledger.open(ledger.path, now=now, key=ledger_key(settings))


def ledger_key(settings: Settings) -> bytes:
    """The ledger's key; made once, together with the ledger, and never replaced.

    Raises Misconfigured when it is not there or cannot be read.
    """
    path = settings.ledger.key_file
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise Misconfigured(f"{path}: the ledger's key is missing") from None
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from error
    if len(key) < _KEY_BYTES:
        raise Misconfigured(f"{path}: a ledger's key has at least {_KEY_BYTES} bytes")
    return key


def _make_key(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replaced(path) as file:
            file.write(os.urandom(_KEY_BYTES))
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from error
