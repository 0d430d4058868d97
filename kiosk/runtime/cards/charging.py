"""One purchase: first half at the card, the acquirer, second half at the card; the ledger between.

Whatever happens after the ledger has the purchase, the outcome is known, or it is reversed until it
is: a citizen is told that no money has moved only where that is certain.
"""

from __future__ import annotations

import contextlib
import secrets
from dataclasses import dataclass
from typing import NoReturn

from kiosk.devices.api import ChipCard, DeviceError, PinBlockForm, PinPad
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.terminal import DeviceKind
from kiosk.ledger import NewAttempt, NewOrder
from kiosk.observe import Event, EventLog
from kiosk.payments.acquirer.answer import Answer
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.acquirer.purchase import Purchase
from kiosk.payments.acquirer.reversal import (
    CARD_DISAGREED,
    NO_ANSWER,
    UNREADABLE,
    WRONG_MAC,
    Reversal,
)
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.emv.opening import open_card
from kiosk.payments.emv.terminal import EmvPurchase, TerminalData
from kiosk.payments.emv.transaction import FirstHalf, IssuerAnswer, OpenCard
from kiosk.payments.emv.trouble import ChipTrouble
from kiosk.payments.iso8583.fields import EntryMode
from kiosk.payments.iso8583.responses import ResponseAction
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.acquirer_desk import AcquirerDesk
from kiosk.runtime.cards.faults import BANK_FAULTS, CHIP_FAULTS
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import LONGEST_CHARGE_S
from kiosk.session.faults import Fault, FaultCode

_REASONS = {AcquirerCause.UNAUTHENTIC: WRONG_MAC, AcquirerCause.GARBLED: UNREADABLE}
"""F39 of a reversal, by why the answer to a purchase is not believed; else NO_ANSWER."""

_FINISH_S = 10.0
_APPROVED = "00"
"""What the card is told of any of the codes that approve."""


@dataclass(slots=True)
class _Underway:
    """A purchase that has begun. While it is ``open`` nobody may say that no money has moved."""

    number: OrderNumber
    trace: int = 0
    ordinal: int = -1
    open: bool = False
    approved: bool = False


class Charging:
    """Charges cards for one merchant at one acquirer."""

    def __init__(
        self,
        *,
        acquirer: Acquirer,
        desk: AcquirerDesk,
        orders: OrderDesk,
        pad: Watched[PinPad],
        pin_form: PinBlockForm,
        terminal: TerminalData,
        profile: AcquirerProfile,
        books: Bookkeeping,
        clock: Clock,
        log: EventLog,
    ) -> None:
        self._acquirer = acquirer
        self._desk = desk
        self._orders = orders
        self._pad = pad
        self._pin_form = pin_form
        self._terminal = terminal
        self._profile = profile
        self._books = books
        self._clock = clock
        self._log = log

    async def open(self, chip: ChipCard, terms: NewOrder) -> OpenCard:
        """Read a card for one purchase of an order. Raises ChipTrouble, DeviceError."""
        purchase = EmvPurchase(
            amount=terms.amount,
            at=self._clock.now(),
            unpredictable=secrets.token_bytes(4),
            terminal=self._terminal,
        )
        return await open_card(chip, purchase)

    async def charge(self, terms: NewOrder, card: OpenCard) -> OrderStatus:
        """Charge within LONGEST_CHARGE_S. Raises RequestFailed only where it is certain that no
        money has moved or that it has been given back; if nobody can say, the reply is UNKNOWN."""
        underway = _Underway(terms.number)
        try:
            async with no_longer_than(self._clock, LONGEST_CHARGE_S), self._desk.held():
                await self._purchase(terms, card, underway)
        except Exception as error:  # whatever it is, money may have moved
            if underway.open:
                return self._in_doubt(terms, underway)
            if isinstance(error, RequestFailed):
                raise
            if not underway.approved:
                # Nothing has left, or it was refused for certain.
                raise RequestFailed(Fault(FaultCode.ACQUIRER_LOST)) from error
        await self._finish(card)
        return await self._reported(terms)

    async def _finish(self, card: OpenCard) -> None:
        """The bank's last commands to the card. They change nothing about the purchase."""
        with contextlib.suppress(Exception):  # whatever the card says, it is paid
            async with no_longer_than(self._clock, _FINISH_S):
                await card.finish()

    async def _reported(self, terms: NewOrder) -> OrderStatus:
        """What the service says to an approved payment; it is paid, whatever becomes of that."""
        try:
            return await self._orders.report_card(terms.number)
        except Exception:  # told again until it has heard
            return OrderStatus(terms.number, OrderState.PAID, terms.amount, terms.tender)

    async def _purchase(self, terms: NewOrder, card: OpenCard, underway: _Underway) -> None:
        """Returns once acquirer, card and ledger have all agreed to the purchase."""
        underway.trace = await self._books(self._books.ledger.next_trace)
        pin_block, first = await self._first_half(card, underway.trace)
        purchase = await self._drawn_up(terms, card, underway.trace, pin_block, first)
        attempt = self._attempt(terms, card, purchase, first)
        # Until this is done nothing has left, whatever goes wrong with it.
        underway.ordinal = await self._desk.begin(terms.number, attempt)
        underway.open = True
        answer = await self._answer(purchase, underway)
        match answer.action:
            case ResponseAction.APPROVED:
                await self._second_half(purchase, card, underway, answer)
            case ResponseAction.REVERSE:
                await self._give_back(underway, NO_ANSWER)
            case action:
                await self._tell_card(card, answer)
                await self._desk.declined(
                    terms.number, underway.ordinal, underway.trace, answer.code
                )
                underway.open = False
                if action is ResponseAction.SIGN_IN:
                    self._desk.sign_in_anew()
                raise RequestFailed(Fault(BANK_FAULTS[action]))

    async def _first_half(self, card: OpenCard, trace: int) -> tuple[bytes | None, FirstHalf]:
        """PIN block and cryptogram; nothing has been asked of the bank yet."""
        try:
            pin_block = None
            if card.needs_pin:
                account = card.data.pin_account
                pin_block = await self._pad.device.pin_block(account, self._pin_form)
        except DeviceError as error:
            raise self._pad_failed(error) from error
        try:
            with_pin = pin_block is not None
            return pin_block, await card.authorise(trace=trace, pin_entered=with_pin)
        except ChipTrouble as trouble:
            raise RequestFailed(Fault(CHIP_FAULTS[trouble.cause])) from trouble
        except DeviceError as error:
            raise RequestFailed(device_fault(DeviceKind.BANK_CARD_READER, error)) from error

    async def _drawn_up(
        self, terms: NewOrder, card: OpenCard, trace: int, pin_block: bytes | None, first: FirstHalf
    ) -> Purchase:
        batch = await self._books(self._books.ledger.batch)
        if batch is None:
            raise RequestFailed(Fault(FaultCode.ACQUIRER_LOST))
        return Purchase(
            amount=terms.amount,
            trace=trace,
            batch=batch,
            card=card.data,
            entry=EntryMode.CHIP,
            pin_block=pin_block,
            field_55=first.field_55,
        )

    def _attempt(
        self, terms: NewOrder, card: OpenCard, purchase: Purchase, first: FirstHalf
    ) -> NewAttempt:
        reversal = Reversal.of(purchase, self._profile, first.reversal_55)
        return NewAttempt(
            trace=purchase.trace,
            batch=purchase.batch,
            terminal_id=self._profile.terminal_id,
            merchant_id=self._profile.merchant_id,
            card_masked=card.data.shown.masked,
            secret=reversal.to_bytes(),
        )

    async def _answer(self, purchase: Purchase, underway: _Underway) -> Answer:
        try:
            return await self._acquirer.purchase(purchase)
        except AcquirerTrouble as trouble:
            if trouble.cause is AcquirerCause.UNAUTHENTIC:
                # Keys that no longer agree would spoil the reversal as well.
                self._desk.sign_in_anew()
            if trouble.sent:
                await self._give_back(underway, _REASONS.get(trouble.cause, NO_ANSWER))
            await self._never_sent(underway)
            self._desk.lost(trouble.cause.value)
            raise RequestFailed(Fault(FaultCode.ACQUIRER_LOST)) from trouble
        except DeviceError as error:
            # The pad makes the MAC before anything leaves.
            await self._never_sent(underway)
            raise self._pad_failed(error) from error

    async def _never_sent(self, underway: _Underway) -> None:
        await self._desk.never_sent(underway.number, underway.ordinal, underway.trace)
        underway.open = False

    async def _second_half(
        self, purchase: Purchase, card: OpenCard, underway: _Underway, answer: Answer
    ) -> None:
        """The card has its say about an approval; where it cannot, the purchase is reversed."""
        try:
            agreed = await card.conclude(IssuerAnswer(_APPROVED, answer.field_55))
        except (ChipTrouble, DeviceError):
            agreed = False
        if not agreed:
            await self._give_back(underway, CARD_DISAGREED)
        payment = CardPayment(
            card_masked=card.data.shown.masked,
            terminal_id=self._profile.terminal_id,
            merchant_id=self._profile.merchant_id,
            batch=purchase.batch,
            trace=purchase.trace,
            reference=answer.reference,
            authorisation=answer.authorisation,
            # The service keeps whole seconds.
            approved_at=answer.at.replace(microsecond=0),
        )
        await self._desk.approved(underway.number, underway.ordinal, payment)
        underway.approved, underway.open = True, False

    async def _give_back(self, underway: _Underway, reason: str) -> NoReturn:
        """Reverse it. Raises RequestFailed(BANK_REVERSED) once the acquirer has confirmed."""
        reversed_ = await self._desk.reverse_now(
            underway.number, underway.ordinal, underway.trace, reason
        )
        underway.open = not reversed_
        raise RequestFailed(Fault(FaultCode.BANK_REVERSED))

    async def _tell_card(self, card: OpenCard, answer: Answer) -> None:
        """A card hears of a refusal too; what it makes of it changes nothing."""
        with contextlib.suppress(ChipTrouble, DeviceError):
            await card.conclude(IssuerAnswer(answer.code, answer.field_55))

    def _pad_failed(self, error: DeviceError) -> RequestFailed:
        self._desk.pad_failed(error)
        return RequestFailed(device_fault(self._pad.device.kind, error))

    def _in_doubt(self, terms: NewOrder, underway: _Underway) -> OrderStatus:
        self._log.record(Event.CHARGE_IN_DOUBT, order=underway.number, error="card")
        return OrderStatus(terms.number, OrderState.UNKNOWN, terms.amount, terms.tender)
