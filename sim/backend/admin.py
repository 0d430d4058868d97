"""What the hall and the tests may do to the service from inside the process."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend.channels.bank_card import BankCard
from sim.backend.channels.platform import CodeHabit, Platform, WalletResult
from sim.backend.channels.unionpay import RespCode
from sim.backend.collection import Collection, Conditions, Plan
from sim.backend.copies import Copy
from sim.backend.document_flaws import DocumentFlaw
from sim.backend.elsewhere import Payer, change_bill, deduct, enrolment_of, pay_elsewhere
from sim.backend.faults import FaultTable
from sim.backend.instructions import VALID_FOR, InstructionRecord, all_of, give
from sim.backend.models import Enrolment, Order, PaymentChannel, Person, Transition
from sim.backend.order_book import read
from sim.backend.policy import bounds_row
from sim.backend.policy_tables import BaseBounds, Duration, Publication, TenderRule, Term
from sim.backend.policy_windows import enter_window
from sim.backend.seed import TerminalSeed, sow
from sim.backend.settlement import reconcile, settle, settle_by_hand

ALWAYS = -1
"""For counts of things that go wrong: from now on, every time."""


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """An order with everything an onlooker may want to see. ``wallet_url`` is what its QR code
    says, also after it can no longer be paid; an order ``by_code`` was charged to a payment code
    and has none."""

    number: str
    terminal_number: str
    person_name: str
    insurance: InsuranceKind
    period: str
    amount_fen: int
    tender: Tender
    state: OrderState
    created_at: datetime
    expires_at: datetime | None
    paid_at: datetime | None
    by_code: bool
    wallet_url: str | None
    posting_serial: str | None
    channel_trade_number: str | None
    tax_ticket_number: str | None


class Admin:
    """Plays everybody behind the counter: the payer's phone, the channels, the tax side."""

    def __init__(
        self, collection: Collection, faults: FaultTable, terminals: tuple[TerminalSeed, ...]
    ) -> None:
        self._collection = collection
        self._terminals = terminals
        self._round = threading.Lock()
        self.faults = faults

    def orders(self) -> tuple[OrderRecord, ...]:
        """Every order, the oldest first."""

        def work(session: Session) -> tuple[OrderRecord, ...]:
            rows = session.execute(
                select(Order, Person.name)
                .join(Person, Person.id == Order.person_id)
                .order_by(Order.created_at, Order.number)
            )
            return tuple(_record(order, name) for order, name in rows)

        return self._collection.store.run(work)

    def documents(self) -> tuple[Copy, ...]:
        """Every document that a terminal was given since the last reset, the oldest first."""
        return self._collection.copies.all()

    def order(self, number: str) -> OrderRecord:
        """One order. Raises KeyError."""
        for record in self.orders():
            if record.number == number:
                return record
        raise KeyError(number)

    def history(self, number: str) -> tuple[OrderState, ...]:
        """Every state an order has been in, in order."""
        steps = select(Transition.after).where(Transition.order_number == number)
        return self._collection.store.run(
            lambda session: tuple(session.scalars(steps.order_by(Transition.id)))
        )

    def pay(self, number: str) -> WalletResult:
        """Scan the order's code with a phone and pay, or enter the password that a payment code
        asks for. Raises KeyError for an order that no phone has seen."""
        for platform in self._collection.platforms:
            token = platform.token_of(number)
            if token is not None:
                platform.open(token)
                return platform.pay(token)
        raise KeyError(number)

    def scan(self, number: str) -> None:
        """Scan the order's code with a phone and do nothing more. Raises KeyError."""
        for platform in self._collection.platforms:
            token = platform.token_of(number)
            if token is not None:
                platform.open(token)
                return
        raise KeyError(number)

    def pay_late(self, number: str) -> WalletResult:
        """A payment begun in time arrives now, even if the order is closed or has expired."""
        tender = read(self._collection, number).tender
        return self._collection.platform(tender).complete_late(number)

    def show_payment_code(self, tender: Tender) -> str:
        """A phone shows a fresh payment code (付款码). Raises KeyError for a tender without."""
        return self._collection.payment_codes.show(tender)

    def refuse_posting(self, number: str) -> None:
        """The tax side will turn this order's payment down, so it is refunded."""
        self._collection.conditions.orders_refused.add(number)

    def refuse_next_postings(self, count: int = 1) -> None:
        """The tax side turns down so many postings, or ``ALWAYS``."""
        self._collection.conditions.postings_refused = count

    def delay_posting(self, seconds: float) -> None:
        """Postings from now on take so long."""
        self._collection.conditions.posting_seconds = seconds

    def delay_tickets(self, seconds: float) -> None:
        """The tax ticket number follows the posting so much later."""
        self._collection.conditions.ticket_seconds = seconds

    def delay_refunds(self, seconds: float) -> None:
        """WeChat and UnionPay refunds from now on take so long; Alipay's are immediate."""
        self._collection.wechat.refund_seconds = seconds
        self._collection.unionpay.refund_seconds = seconds

    def delay_unionpay(self, seconds: float, code: RespCode = RespCode.ACCEPTED) -> None:
        """UnionPay works so long on what a payer has confirmed, and says ``code`` meanwhile."""
        self._collection.unionpay.undecided_seconds = seconds
        self._collection.unionpay.undecided_code = code

    def set_code_habit(self, tender: Tender, habit: CodeHabit) -> None:
        """What a wallet does from now on when its payment code is charged."""
        self._collection.platform(tender).code_habit = habit

    def refuse_refunds(self, tender: Tender, *, refused: bool = True) -> None:
        """The channel turns refunds down, so that orders come to need a person."""
        self._channel(tender).refunds_refused = refused

    def lose_notifications(self, count: int = 1) -> None:
        """So many of the channels' notifications never arrive, or ``ALWAYS``."""
        self._collection.conditions.notifications_lost = count

    def spoil_documents(self, flaw: DocumentFlaw, count: int = 1) -> None:
        """The next documents have this flaw; -1 means all of them."""
        conditions = self._collection.conditions
        conditions.document_flaw, conditions.documents_flawed = flaw, count

    def set_channel(self, tender: Tender, *, reachable: bool) -> None:
        """Whether the service can reach the channel; the phones always can."""
        self._channel(tender).reachable = reachable

    def set_maintenance(self, *, on: bool) -> None:
        """Whether every request is refused with ``maintenance``."""
        self._collection.conditions.maintenance = on

    def plan_maintenance(self, in_seconds: float, seconds: float, reason: str = "") -> None:
        """Announce to terminals that nobody will be served for a while; replaces what was."""
        begins = self._collection.clock.now() + timedelta(seconds=in_seconds)
        plan = Plan(begins, begins + timedelta(seconds=seconds), reason)
        self._collection.conditions.planned = (plan,)

    def instruct(
        self, terminal: str, kind: str = "restart", valid_for: timedelta = VALID_FOR
    ) -> InstructionRecord:
        """Have a terminal do something once it asks; also what no terminal knows how to do. Raises
        KeyError for a terminal that is not registered."""
        return give(self._collection, terminal, kind, valid_for)

    def instructions(self) -> tuple[InstructionRecord, ...]:
        """What terminals were to do since the last reset, the oldest first."""
        return all_of(self._collection)

    def set_clock(self, ahead_seconds: float) -> None:
        """Whatever time it is, the service says so many seconds more."""
        self._collection.conditions.clock_ahead = timedelta(seconds=ahead_seconds)

    def strike_off(self, *, off: bool) -> None:
        """Whether every terminal is refused with ``terminal_unknown``."""
        self._collection.conditions.strikes_off = off

    def set_tender(self, tender: Tender, *, available: bool, reason: str | None = None) -> None:
        """Enter a rule from today on."""
        today = self._collection.clock.today()
        rule = TenderRule(tender=tender, effective_from=today, available=available, reason=reason)
        self._collection.store.run(lambda session: session.add(rule))

    def set_duration(self, term: Term, seconds: int) -> None:
        """Enter a duration from today on, such as how long a QR code is valid."""
        today = self._collection.clock.today()
        row = Duration(term=term, effective_from=today, seconds=seconds)
        self._collection.store.run(lambda session: session.add(row))

    def publish_bounds(
        self,
        insurance: InsuranceKind,
        *,
        lower_fen: int,
        upper_fen: int,
        publication: Publication = Publication.PUBLISHED,
    ) -> None:
        """Enter bounds for the current year, in force from today on."""
        today = self._collection.clock.today()
        row = BaseBounds(
            insurance=insurance,
            year=today.year,
            effective_from=today,
            publication=publication,
            lower_fen=lower_fen,
            upper_fen=upper_fen,
            source="Entered by hand",
            demonstration=True,
        )
        self._collection.store.run(lambda session: session.add(row))

    def withdraw_bounds(self, insurance: InsuranceKind) -> None:
        """The current year's bounds are unpublished from today on, so it cannot be paid."""
        today = self._collection.clock.today()
        row = self._collection.store.run(
            lambda session: bounds_row(session, insurance, today.year, today)
        )
        self.publish_bounds(
            insurance,
            lower_fen=row.lower_fen if row else 0,
            upper_fen=row.upper_fen if row else 0,
            publication=Publication.UNPUBLISHED,
        )

    def set_deduction(self, personal_number: str, *, running: bool) -> None:
        """Whether a batch deduction of the enrolment is under way. Raises NoResultFound."""

        def work(session: Session) -> None:
            wanted = select(Enrolment).where(Enrolment.personal_number == personal_number)
            session.scalars(wanted).one().deduction_running = running

        self._collection.store.run(work)

    def begin_deduction(self, identity_number: str, insurance: InsuranceKind) -> None:
        """The bank's batch deduction of a person's enrolment begins. Raises NothingToPay."""
        self._set_running(identity_number, insurance, running=True)

    def stop_deduction(self, identity_number: str, insurance: InsuranceKind) -> None:
        """The batch deduction ends without having taken anything. Raises NothingToPay."""
        self._set_running(identity_number, insurance, running=False)

    def finish_deduction(self, identity_number: str, insurance: InsuranceKind) -> bool:
        """The batch deduction succeeds; False when it was paid already. Raises NothingToPay."""
        payer = Payer(identity_number, insurance, PaymentChannel.BATCH_DEDUCTION, "银行代扣")
        serial = self._serial()
        return self._collection.store.run(
            lambda session: deduct(session, self._collection, payer, serial)
        )

    def pay_elsewhere(self, identity_number: str, insurance: InsuranceKind) -> bool:
        """A phone pays, in the tax authority's mini program, what the person's newest order is
        for, or else what can be paid first. False when it was paid already. Raises NothingToPay."""
        payer = Payer(identity_number, insurance, PaymentChannel.WECHAT_MINI_PROGRAM, "微信支付")
        serial = self._serial()
        return self._collection.store.run(
            lambda session: pay_elsewhere(session, self._collection, payer, serial)
        )

    def change_bill(
        self, identity_number: str, insurance: InsuranceKind, *, more_fen: int = 100
    ) -> str:
        """The agency determines the oldest open bill anew. Raises NothingToPay."""
        return self._collection.store.run(
            lambda session: change_bill(session, identity_number, insurance, more_fen)
        )

    def set_window(self, insurance: InsuranceKind, *, is_open: bool) -> None:
        """Months or years of the insurance can be collected from today on, everywhere, or not."""
        collection = self._collection
        collection.store.run(
            lambda session: enter_window(
                session, insurance, collection.clock.today(), is_open=is_open
            )
        )

    def settle_by_hand(
        self, number: str, outcome: Literal[OrderState.POSTED, OrderState.REFUNDED]
    ) -> None:
        """A person settles an order that needs one: credits its months, or gives the money back
        outside the channel. Raises RatchetViolation for any other order."""
        settle_by_hand(self._collection, number, outcome)

    def settle(self) -> None:
        """Let the service do one round of its own work now."""
        with self._round:
            settle(self._collection)

    def reconcile(self) -> None:
        """Compare the channels' bills of the last day with the orders now."""
        with self._round:
            reconcile(self._collection, self._collection.clock.now() - timedelta(days=1))

    def advance_clock(self, seconds: float) -> None:
        """Move the world's time."""
        self._collection.clock.advance(seconds)

    def _channel(self, tender: Tender) -> Platform | BankCard:
        collection = self._collection
        return collection.bank_card if tender is Tender.BANK_CARD else collection.platform(tender)

    def _serial(self) -> str:
        return f"EX{self._collection.clock.today():%Y%m%d}{self._collection.mint.digits(14)}"

    def _set_running(
        self, identity_number: str, insurance: InsuranceKind, *, running: bool
    ) -> None:
        def work(session: Session) -> None:
            enrolment_of(session, identity_number, insurance).deduction_running = running

        self._collection.store.run(work)

    def reset(self) -> None:
        """Forget every order and fault, and start from the seed again, at the world's time."""
        collection = self._collection
        self.faults.clear()
        collection.conditions = Conditions()
        collection.payment_codes.forget()
        collection.copies.forget()
        for platform in collection.platforms:
            platform.restore()
        collection.bank_card.restore()
        # A round of settlement would look for orders that are no more.
        with self._round:
            today = collection.clock.today()
            collection.store.renew(
                lambda session: sow(session, today, self._terminals),
                collection.numbering.leave_behind,
            )


def _record(order: Order, person_name: str) -> OrderRecord:
    return OrderRecord(
        number=order.number,
        terminal_number=order.terminal_number,
        person_name=person_name,
        insurance=order.insurance,
        period=",".join(f"{p.first.code}-{p.last.code}" for p in order.periods),
        amount_fen=order.amount_fen,
        tender=order.tender,
        state=order.state,
        created_at=order.created_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        by_code=order.by_code,
        wallet_url=order.qr_payload,
        posting_serial=order.posting_serial,
        channel_trade_number=order.channel_trade_number,
        tax_ticket_number=order.tax_ticket_number,
    )
