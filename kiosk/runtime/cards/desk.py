"""A bank card from being pushed in to being taken: read, its PIN asked, charged, given back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.devices.api import BankCardReader, ChipCard, DeviceError, PinPad
from kiosk.domain.order import OrderNumber, OrderStatus
from kiosk.flows.requests.card import (
    CardInserted,
    CardReturned,
    CardSeen,
    PinEntered,
    PinProgress,
)
from kiosk.ledger import NewOrder
from kiosk.observe import Event, EventLog
from kiosk.payments.emv.transaction import OpenCard
from kiosk.payments.emv.trouble import ChipTrouble
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.charging import Charging
from kiosk.runtime.cards.faults import CHIP_FAULTS
from kiosk.runtime.cards.leftover import Leftover
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import Timing
from kiosk.session.faults import Fault, FaultCode

Tell = Callable[[object], None]


@dataclass(frozen=True, slots=True)
class CardManner:
    """What differs from hall to hall: figures of a PIN, whether a forgotten card is kept, and for
    how many seconds one waits to be taken once its holder has left the screen."""

    least_pin: int = 6
    most_pin: int = 6
    captures: bool = True
    grace_s: float = 30.0


USUAL = CardManner()


class CardDesk:
    """One card at a time, and never one that somebody else has left behind."""

    def __init__(
        self,
        *,
        reader: Watched[BankCardReader],
        pad: Watched[PinPad],
        charging: Charging,
        books: Bookkeeping,
        clock: Clock,
        timing: Timing,
        log: EventLog,
        manner: CardManner,
    ) -> None:
        self._reader = reader
        self._pad = pad
        self._charging = charging
        self._books = books
        self._clock = clock
        self._timing = timing
        self._log = log
        self._manner = manner
        self._chip: ChipCard | None = None
        self._opened: OpenCard | None = None
        self._own = False
        self._leaving: asyncio.Task[CardReturned] | None = None
        self._leftover = Leftover(reader=reader, pad=pad, clock=clock, timing=timing)

    async def insert(self, number: OrderNumber, seconds: float, tell: Tell) -> CardInserted:
        """A card is let in within ``seconds`` and read. Raises RequestFailed."""
        terms = await self._terms(number)
        self._forget()
        try:
            async with no_longer_than(self._clock, seconds):
                await self._leftover.gone()
                self._own = True
                self._chip = await self._reader.device.insert()
        except TimeoutError:
            raise RequestFailed(Fault(FaultCode.NO_CARD_INSERTED)) from None
        except DeviceError as error:
            raise self._reader_failed(error) from error
        tell(CardSeen())
        opened = await self._open(self._chip, terms)
        self._log.record(Event.CARD_READ, device=self._reader.device.kind.value)
        return CardInserted(opened.data.shown, opened.needs_pin)

    async def enter_pin(self, seconds: float, tell: Tell) -> PinEntered:
        """The PIN is entered at the pad while the card stays in. Raises RequestFailed."""
        entering = asyncio.create_task(
            self._pad.device.enter_pin(
                least=self._manner.least_pin,
                most=self._manner.most_pin,
                seconds=seconds,
                heard=lambda figures: tell(PinProgress(figures)),
            )
        )
        pulled = asyncio.create_task(self._reader.device.taken())
        try:
            await asyncio.wait({entering, pulled}, return_when=asyncio.FIRST_COMPLETED)
            if not entering.done():
                raise self._gone_while_asked(pulled)
            entering.result()
        except DeviceError as error:
            raise self._pin_failed(error) from error
        finally:
            for task in (entering, pulled):
                task.cancel()
            await asyncio.gather(entering, pulled, return_exceptions=True)
        return PinEntered()

    async def charge(self, number: OrderNumber) -> OrderStatus:
        """Charge the card that is in. See ``ChargeCard``."""
        terms = await self._terms(number)
        chip, opened = self._chip, self._opened
        # A card answers for one purchase only; another attempt begins anew with it.
        self._opened = None
        if chip is None:
            raise RequestFailed(Fault(FaultCode.BANK_CARD_REMOVED))
        if opened is None:
            opened = await self._open(chip, terms)
            self._opened = None
        return await self._charging.charge(terms, opened)

    async def give_back(self, seconds: float, *, keep: bool) -> CardReturned:
        """Give the card back, or keep it. Never fails; see ``ReturnCard``."""
        own, self._own = self._own, False
        self._forget()
        if not own:
            # What may be in there was somebody else's before.
            return CardReturned()
        self._leftover.begin()
        # The screen counts from now on, also while the card is still on its way out.
        end = self._clock.monotonic() + seconds
        try:
            if keep and await self._keep("bank"):
                return CardReturned(kept=True)
            await self._reader.device.eject()
            if await self._leftover.gone_within(max(0.0, end - self._clock.monotonic())):
                return CardReturned()
            if await self._keep("forgotten"):
                return CardReturned(kept=True)
        except DeviceError as error:
            self._reader.keeper.report(error)
        self._log.record(Event.BANK_CARD_FORGOTTEN)
        return CardReturned(forgotten=True)

    def citizen_left(self) -> None:
        """The visit is over: whatever is still in comes out, and nothing of it is remembered."""
        if self._own:
            self._forget()
            self._leaving = asyncio.create_task(self.give_back(self._manner.grace_s, keep=False))

    async def rest(self) -> None:
        """Return once no card of a citizen is in the reader, or none that will be taken."""
        if self._leaving is not None:
            await asyncio.wait({self._leaving})

    async def close(self) -> None:
        """Stop looking after cards."""
        if self._leaving is not None:
            self._leaving.cancel()
            await asyncio.gather(self._leaving, return_exceptions=True)
        await self._leftover.close()

    async def _keep(self, why: str) -> bool:
        """Whether the reader keeps the card. Raises DeviceError."""
        kept = self._manner.captures and await self._reader.device.capture()
        if kept:
            self._log.record(Event.BANK_CARD_KEPT, why=why)
        return kept

    async def _open(self, chip: ChipCard, terms: NewOrder) -> OpenCard:
        try:
            self._opened = await self._charging.open(chip, terms)
        except ChipTrouble as trouble:
            raise RequestFailed(Fault(CHIP_FAULTS[trouble.cause])) from trouble
        except DeviceError as error:
            raise self._reader_failed(error) from error
        return self._opened

    async def _terms(self, number: OrderNumber) -> NewOrder:
        return (await self._books(self._books.ledger.order, number)).terms

    def _forget(self) -> None:
        self._chip = self._opened = None

    def _gone_while_asked(self, pulled: asyncio.Task[None]) -> RequestFailed:
        """The card was pulled out while its PIN was asked, or the reader is lost."""
        error = pulled.exception()
        if isinstance(error, DeviceError):
            return self._reader_failed(error)
        return RequestFailed(Fault(FaultCode.BANK_CARD_REMOVED))

    def _reader_failed(self, error: DeviceError) -> RequestFailed:
        fault = device_fault(self._reader.device.kind, error)
        if fault.code is FaultCode.BANK_CARD_READER_LOST:
            self._reader.keeper.report(error)
        return RequestFailed(fault)

    def _pin_failed(self, error: DeviceError) -> RequestFailed:
        fault = device_fault(self._pad.device.kind, error)
        if fault.code is FaultCode.PIN_PAD_LOST:
            self._pad.keeper.report(error)
        return RequestFailed(fault)
