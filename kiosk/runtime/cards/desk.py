"""A bank card from being pushed in to being taken: read, its PIN asked, charged, given back."""

from __future__ import annotations

import asyncio
import contextlib
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
        self._leaving: asyncio.Task[None] | None = None
        self._left_behind: asyncio.Task[None] | None = None

    async def insert(self, number: OrderNumber, seconds: float, tell: Tell) -> CardInserted:
        """A card is let in within ``seconds`` and read. Raises RequestFailed."""
        terms = await self._terms(number)
        self._forget()
        try:
            async with no_longer_than(self._clock, seconds):
                await self._previous_is_gone()
                self._chip = await self._reader.device.insert()
        except TimeoutError:
            raise RequestFailed(Fault(FaultCode.NO_CARD_INSERTED)) from None
        except DeviceError as error:
            raise self._reader_failed(error) from error
        tell(CardSeen())
        opened = await self._open(self._chip, terms)
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
                await pulled
                raise RequestFailed(Fault(FaultCode.BANK_CARD_REMOVED))
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
        self._forget()
        try:
            if keep and self._manner.captures and await self._reader.device.capture():
                self._log.record(Event.BANK_CARD_KEPT, why="bank")
                return CardReturned(kept=True)
            await self._reader.device.eject()
            if await self._is_taken(seconds):
                return CardReturned()
            if self._manner.captures and await self._reader.device.capture():
                self._log.record(Event.BANK_CARD_KEPT, why="forgotten")
                return CardReturned(kept=True)
        except DeviceError as error:
            self._reader.keeper.report(error)
        self._log.record(Event.BANK_CARD_FORGOTTEN)
        self._left_behind = asyncio.create_task(self._remind())
        return CardReturned(forgotten=True)

    def citizen_left(self) -> None:
        """The visit is over: whatever is still in comes out, and nothing of it is remembered."""
        if self._chip is not None:
            self._forget()
            self._leaving = asyncio.create_task(self._let_go())

    async def close(self) -> None:
        """Stop reminding of cards."""
        tasks = [task for task in (self._leaving, self._left_behind) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

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

    async def _let_go(self) -> None:
        with contextlib.suppress(DeviceError):
            await self._reader.device.eject()
            if not await self._is_taken(self._manner.grace_s):
                self._log.record(Event.BANK_CARD_FORGOTTEN)
                self._left_behind = asyncio.create_task(self._remind())

    async def _previous_is_gone(self) -> None:
        """Whatever was left in the reader is not this citizen's."""
        for task in (self._leaving, self._left_behind):
            if task is not None:
                await asyncio.shield(task)

    async def _is_taken(self, seconds: float) -> bool:
        """Whether the card is taken in time, with a beep now and then. Raises DeviceError."""
        taking = asyncio.create_task(self._reader.device.taken())
        end = self._clock.monotonic() + seconds
        try:
            while not taking.done() and self._clock.monotonic() < end:
                await self._beep_unless(taking)
            if not taking.done():
                return False
            taking.result()
            return True
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def _remind(self) -> None:
        """Beep until somebody takes the card that was left."""
        taking = asyncio.create_task(self._reader.device.taken())
        try:
            while not taking.done():
                await self._beep_unless(taking)
        finally:
            taking.cancel()
            await asyncio.gather(taking, return_exceptions=True)

    async def _beep_unless(self, taking: asyncio.Task[None]) -> None:
        pause = asyncio.create_task(self._clock.sleep(self._timing.card_reminder))
        try:
            await asyncio.wait({taking, pause}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            pause.cancel()
        if not taking.done():
            # A beep is a courtesy; a pad that cannot is watched by its keeper.
            with contextlib.suppress(DeviceError):
                await self._pad.device.beep()

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
