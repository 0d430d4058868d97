"""``kiosk acquirer``: sign in, ask whether it is there, and close the day's batch (批结算)."""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.devices.api import DeviceError, PinPad
from kiosk.equipment import Misconfigured, acquirer_of, ledger_of
from kiosk.ledger import Ledger, LedgerError
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.trouble import AcquirerTrouble
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.end_of_day import NotSettled, WhyNot, close_batch
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.failures import RequestFailed
from kiosk.settings import Settings

EXIT_FAILED = 1
EXIT_UNBALANCED = 3
_NOT_SETTLED = {
    WhyNot.NO_BATCH: "no batch: the terminal has never signed in",
    WhyNot.PURCHASES_WAIT: "a purchase waits to be reversed: start the terminal, which does it, "
    "and settle afterwards",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "acquirer", help="talk with the acquirer of card payments while the terminal is stopped"
    )
    add_config(parser)
    parser.add_argument(
        "what",
        choices=("echo", "sign-in", "settle"),
        help="ask whether it is there; have it send working keys into the PIN pad; or close the "
        "batch and compare its totals",
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Returns 0 when it went well, and EXIT_UNBALANCED when the totals differ."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    try:
        return asyncio.run(_talk(settings, options.what))
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return BAD_CONFIGURATION
    except LedgerError as error:
        sys.stderr.write(f"{settings.ledger.path}: {error}\n")
    except RequestFailed as failure:
        sys.stderr.write(f"{settings.ledger.path}: {failure.__cause__ or failure}\n")
    except AcquirerTrouble as trouble:
        sys.stderr.write(f"the acquirer: {trouble}\n")
    except DeviceError as error:
        sys.stderr.write(f"the PIN pad: {error}\n")
    return EXIT_FAILED


@dataclass(frozen=True, slots=True)
class _Counter:
    acquirer: Acquirer
    pad: PinPad
    ledger: Ledger
    books: Bookkeeping

    async def echo(self) -> int:
        await self.acquirer.echo(self.ledger.next_trace())
        sys.stdout.write("the acquirer is there\n")
        return 0

    async def sign_in(self) -> int:
        await self.pad.open()
        signed_in = await self.acquirer.sign_in(self.ledger.next_trace())
        self.ledger.adopt_batch(signed_in.batch)
        sys.stdout.write(f"signed in, batch {signed_in.batch:06d}\n")
        return 0

    async def settle(self) -> int:
        await self.pad.open()
        try:
            closed = await close_batch(self.acquirer, self.books)
        except NotSettled as refused:
            sys.stderr.write(_NOT_SETTLED[refused.why] + "\n")
            return EXIT_FAILED
        verdict = "balanced" if closed.balanced else closed.reconciliation.name.lower()
        sys.stdout.write(
            f"batch {closed.batch:06d}: {closed.count} purchases, {closed.amount.figures}: "
            f"{verdict}\n"
        )
        # The host opens the next batch; the terminal learns its number with new keys, now or when
        # it is started.
        try:
            await self.sign_in()
        except (AcquirerTrouble, DeviceError) as error:
            sys.stderr.write(f"the batch is closed, but signing in failed: {error}\n")
        return 0 if closed.balanced else EXIT_UNBALANCED


def _unavailable() -> None:
    """The error itself is told."""


async def _talk(settings: Settings, what: str) -> int:
    clock = SystemClock()
    found = acquirer_of(settings, clock)
    if found is None:
        raise Misconfigured("this terminal takes no cards: there is no [acquirer]")
    ledger = ledger_of(settings, clock.now)
    counter = _Counter(*found, ledger, Bookkeeping(ledger, _unavailable))
    try:
        match what:
            case "echo":
                return await counter.echo()
            case "sign-in":
                return await counter.sign_in()
            case _:
                return await counter.settle()
    finally:
        await counter.pad.close()
        counter.books.close()
