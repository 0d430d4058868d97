"""The terminals an acquirer has registered, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.acquirer.ciphers import Suite
from sim.acquirer.keys import MASTER_KEYS, WorkingKeys

_LAST_BATCH = 999_999


@dataclass(slots=True)
class RegisteredTerminal:
    """A terminal under contract. ``keys`` are those of its last sign-in; ``batch`` is the one open
    now; ``asks`` is what the header of answers asks of it (processing request, one nibble)."""

    terminal_id: str
    merchant_id: str
    suite: Suite = Suite.TRIPLE_DES
    master_key: bytes = field(default=b"", repr=False)
    batch: int = 1
    keys: WorkingKeys | None = None
    asks: int = 0

    def __post_init__(self) -> None:
        self.master_key = self.master_key or MASTER_KEYS[self.suite]

    def close_batch(self) -> None:
        """The batch is settled; the next begins."""
        self.batch = self.batch % _LAST_BATCH + 1
