"""The power fails, or the process is killed, at any moment of a purchase: what the next start does
leaves account, service and ledger of one mind."""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.runtime.cards import bench
from tests.runtime.cards.bench import Bank
from tests.runtime.cards.doomed import ORDERS

ROOT = Path(__file__).parents[3]
MOST_MOMENTS = 80
"""More than there are; a test says how many there are."""


@dataclass(slots=True)
class Doom:
    """The process that forks doomed terminals."""

    process: asyncio.subprocess.Process

    async def at(self, folder: Path, port: int, moment: int) -> int | None:
        """Let a terminal live until that moment; the number of moments if it outlived them all."""
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{folder} {port} {moment}\n".encode())
        await stdin.drain()
        said = (await stdout.readline()).decode().strip()
        return None if said == "killed" else int(said)


@pytest.fixture
async def doom() -> AsyncIterator[Doom]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.runtime.cards.doomed",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    yield Doom(process)
    assert process.stdin is not None
    process.stdin.close()
    await process.wait()


async def killed_and_recovered(doom: Doom, folder: Path, moment: int) -> int | None:
    """Kill a terminal and start it anew; the number of moments if there was nothing to kill."""
    async with bench.bank() as bank:
        outlived = await doom.at(folder, bank.host.port, moment)
        await recover(bank, folder)
    return outlived


def fresh(folder: Path, moment: int) -> Path:
    own = folder / str(moment)
    own.mkdir()
    return own


async def recover(bank: Bank, folder: Path) -> None:
    kept = folder / ORDERS
    if kept.exists():
        # What the doomed terminal had told the service, the service still knows.
        bank.service.orders = pickle.loads(kept.read_bytes())  # noqa: S301
    async with bench.counter(bank, folder) as counter:
        await counter.quiet()
        for order in counter.ledger.open_orders():
            await counter.orders.see_through(order.number, order.state)
        for number in bank.service.orders:
            if counter.ledger.order(number).terms.amount == bank.service.orders[number].amount:
                counter.agree(number)
        assert bank.spent_fen("zhang-san-debit") == sum(
            order.amount.fen for order in bank.service.orders.values() if order.paid_at
        )
        assert counter.ledger.verify().sound


async def test_a_terminal_may_be_killed_at_every_moment_of_a_purchase(
    doom: Doom, tmp_path: Path
) -> None:
    moment, outlived = 1, None
    while outlived is None:
        assert moment < MOST_MOMENTS
        outlived = await killed_and_recovered(doom, fresh(tmp_path, moment), moment)
        moment += 1
    # Writes, messages, cryptograms and calls, each before and after.
    assert outlived == moment - 2
    assert outlived > 20
