"""缴款: the one part of every service that is a graph and not a walk.

The order is closed or seen through on every path; its outcome is known, or the screen says plainly
that it is not (支付结果确认中) and a slip says so on paper.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import say
from kiosk.flows import payment_views as views
from kiosk.flows.parts.party import Party
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    ReadPaymentCode,
    WatchOrder,
)
from kiosk.flows.requests.receipt import Printed, PrintSlip
from kiosk.session.answers import Again, Chosen, Confirmed, Finished, TenderChosen
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.notices import HOME_BUTTON, fault_notice
from kiosk.session.outcomes import Case, Depart, Finish, Goto, Outcome, Taken, Way
from kiosk.session.steps import GLANCE, Ask, Do, Flow, Stake
from kiosk.session.views import Place, View


@dataclass(frozen=True, slots=True)
class PaymentCase(Case):
    """What is paid, how, and what became of the order: None at the end if the quote no longer held.

    ``code`` is a wallet's payment code that was scanned. ``way`` remembers a wish to leave while
    the order is being closed, ``fault`` why the quote must be renewed or the code was not taken,
    ``slip_printed`` whether the citizen has something in hand.
    """

    party: Party
    quote: Quote
    tender: Tender | None = None
    code: PaymentCode | None = None
    order: OrderStatus | None = None
    way: Way | None = None
    fault: Fault | None = None
    slip_printed: bool = False

    @property
    def chosen(self) -> Tender:
        """The tender; only steps after the choice ask."""
        assert self.tender is not None  # noqa: S101
        return self.tender

    @property
    def opened(self) -> OrderStatus:
        """The order; only steps after its opening ask."""
        assert self.order is not None  # noqa: S101
        return self.order


_MONEY_IN = frozenset({OrderState.PAID, OrderState.POSTING, OrderState.POSTED})
_MONEY_BACK = frozenset({OrderState.REFUNDING, OrderState.REFUNDED, OrderState.NEEDS_PERSON})
_STALE = frozenset({FaultCode.QUOTE_EXPIRED, FaultCode.AMOUNT_CHANGED})


def _no_paper(_case: PaymentCase, situation: Situation) -> bool:
    return not situation.health.usable(DeviceKind.RECEIPT_PRINTER)


def _choose(case: PaymentCase, situation: Situation) -> View:
    health = situation.health
    scans = health.usable(DeviceKind.CODE_SCANNER)
    return views.tender_view(case.quote.total, health.tenders, scans_codes=scans)


def _chosen(case: PaymentCase, answer: TenderChosen | Chosen) -> Taken[PaymentCase]:
    fresh = replace(case, tender=None, code=None, order=None, way=None, fault=None)
    if isinstance(answer, Chosen):
        return Goto("present", fresh)
    return Goto("open", replace(fresh, tender=answer.tender))


def _presented(case: PaymentCase, code: PaymentCode) -> Outcome[PaymentCase]:
    return replace(case, code=code, tender=code.tender)


def _charge(case: PaymentCase, _situation: Situation) -> ChargeCode:
    assert case.code is not None  # noqa: S101  (the step before took it)
    return ChargeCode(case.party.payee, case.quote, case.code, case.party.proxy)


def _charged(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """The code is spent, whatever became of it."""
    known = replace(case, order=order, code=None)
    if order.state is OrderState.PAYING:
        return Goto("scan", known)
    if order.state is OrderState.CLOSED:
        return Goto("not_charged", known)
    return _by_state(known, order)


def _not_charged(case: PaymentCase, fault: Fault) -> Outcome[PaymentCase]:
    """Only where it is certain that nothing was charged is this a fault."""
    failed = replace(case, code=None, fault=fault)
    return Goto("stale" if fault.code in _STALE else "not_charged", failed)


def _why_not_charged(case: PaymentCase, _situation: Situation) -> View:
    notice = fault_notice(case.fault or Fault(FaultCode.CODE_REFUSED))
    helps = any(isinstance(button.answer, Again) for button in notice.actions)
    return replace(notice, actions=(views.SCAN_AGAIN if helps else HOME_BUTTON,))


def _open(case: PaymentCase, _situation: Situation) -> OpenOrder:
    return OpenOrder(case.party.payee, case.quote, case.chosen, case.party.proxy)


def _by_state(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    """Where an order that is no longer waiting for the phone leads."""
    known = replace(case, order=order)
    match order.state:
        case OrderState.POSTED:
            return Finish(known)
        case OrderState.PAID | OrderState.POSTING:
            return Goto("post", known)
        case OrderState.REFUNDING | OrderState.REFUNDED | OrderState.NEEDS_PERSON:
            return Goto("slip", known)
        case OrderState.CLOSED:
            return _closed(known)
        case OrderState.CREATED | OrderState.PAYING | OrderState.UNKNOWN:
            return Goto("slip", known)
        case _:
            assert_never(order.state)


def _closed(case: PaymentCase) -> Outcome[PaymentCase]:
    match case.way:
        case None:
            return Goto("expired", replace(case, code=None))
        case Way.BACK:
            return Goto("tender", case)
        case way:
            return Depart(way)


def _opened(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    known = replace(case, order=order)
    if order.state is OrderState.PAYING and order.qr_payload and order.expires_in:
        return known
    if order.state in _MONEY_IN | _MONEY_BACK | {OrderState.CLOSED}:
        return _by_state(known, order)
    return Goto("close", known)


def _not_opened(case: PaymentCase, fault: Fault) -> Outcome[PaymentCase] | None:
    """No QR code was shown, so nothing can have been paid."""
    return Goto("stale", replace(case, fault=fault)) if fault.code in _STALE else None


def _stale(case: PaymentCase, _situation: Situation) -> View:
    assert case.fault is not None  # noqa: S101  (only a fault leads here)
    return fault_notice(case.fault)


def _scan(case: PaymentCase, _situation: Situation) -> View:
    """The code to scan; or, when the terminal scanned one, that the phone asks for a password."""
    if case.opened.qr_payload is None:
        return views.PASSWORD
    return views.qr_view(case.opened, case.chosen)


def _watch(case: PaymentCase, _situation: Situation) -> WatchOrder:
    return WatchOrder(case.opened.number, case.opened.expires_in or 0)


def _watched(case: PaymentCase, order: OrderStatus) -> Outcome[PaymentCase]:
    if order.state in _MONEY_IN | _MONEY_BACK:
        return _by_state(case, order)
    return Goto("close", case)


def _abandon_scan(case: PaymentCase, way: Way) -> Outcome[PaymentCase]:
    return Goto("close", replace(case, way=way))


def _to_slip(case: PaymentCase, _fault: Fault) -> Outcome[PaymentCase]:
    """Nobody can say what became of the order; the last thing known of it stands."""
    return Goto("slip", case)


def _unseen(case: PaymentCase, _fault: Fault) -> Outcome[PaymentCase]:
    return Goto("close", case)


def _slip(case: PaymentCase, _situation: Situation) -> PrintSlip:
    heading, lines = views.slip_words(case.opened)
    return PrintSlip(case.opened.number, heading, lines)


def _outcome(case: PaymentCase, _situation: Situation) -> View:
    return views.outcome_notice(case.opened, slip_printed=case.slip_printed)


def _outcome_seen(_case: PaymentCase, _answer: Finished) -> Taken[PaymentCase]:
    return Depart(Way.LEAVE)


def _renew(case: PaymentCase, _answer: Again) -> Taken[PaymentCase]:
    return Goto("tender", replace(case, order=None, way=None))


def _no_way_out(_case: PaymentCase) -> Stake:
    return Stake()


_TENDER_ANSWERS: tuple[type[TenderChosen | Chosen], ...] = (TenderChosen, Chosen)

PAYMENT: Flow[PaymentCase] = Flow(
    "payment",
    "缴款",
    (
        Ask(
            name="no_paper",
            view=lambda _case, _situation: views.NO_PAPER,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            when=_no_paper,
            place=Place.PAY,
        ),
        Ask(
            name="tender",
            view=_choose,
            answers=_TENDER_ANSWERS,
            take=_chosen,
            place=Place.PAY,
            leads=("open", "present"),
        ),
        Do(
            name="present",
            request=lambda _case, _situation: ReadPaymentCode(),
            reply=PaymentCode,
            take=_presented,
            view=lambda _case, _situation: views.PRESENT,
            place=Place.PAY,
            patience=GLANCE,
        ),
        Do(
            name="charge",
            request=_charge,
            reply=OrderStatus,
            take=_charged,
            view=lambda _case, _situation: views.CHARGING,
            place=Place.PAY,
            failed=_not_charged,
            stake=_no_way_out,
            leads=("scan", "not_charged", "post", "slip", "stale", "end"),
        ),
        Ask(
            name="not_charged",
            view=_why_not_charged,
            answers=(Again,),
            take=lambda case, _answer: Goto("present", replace(case, order=None, fault=None)),
            place=Place.PAY,
            patience=GLANCE,
            leads=("present",),
        ),
        Do(
            name="open",
            request=_open,
            reply=OrderStatus,
            take=_opened,
            view=lambda _case, _situation: views.OPENING,
            place=Place.PAY,
            failed=_not_opened,
            stake=_no_way_out,
            leads=("post", "slip", "expired", "stale", "close", "end"),
        ),
        Do(
            name="scan",
            request=_watch,
            reply=OrderStatus,
            take=_watched,
            view=_scan,
            place=Place.PAY,
            failed=_unseen,
            stake=lambda case: Stake(
                countdown=case.opened.expires_in, back=say("换个方式付"), leave=say("取消缴费")
            ),
            abandon=_abandon_scan,
            leads=("close", "post", "slip", "end"),
        ),
        Do(
            name="close",
            request=lambda case, _situation: CloseOrder(case.opened.number),
            reply=OrderStatus,
            take=_by_state,
            view=lambda _case, _situation: views.CONFIRMING,
            place=Place.PAY,
            failed=_to_slip,
            stake=_no_way_out,
            leads=("post", "slip", "expired", "tender", "end", "depart"),
        ),
        Do(
            name="post",
            request=lambda case, _situation: AwaitPosting(case.opened.number),
            reply=OrderStatus,
            take=lambda case, order: (
                Finish(replace(case, order=order))
                if order.state is OrderState.POSTED
                else Goto("slip", replace(case, order=order))
            ),
            view=lambda _case, _situation: views.POSTING,
            place=Place.PAY,
            failed=_to_slip,
            stake=_no_way_out,
            leads=("slip", "end"),
        ),
        Ask(
            name="expired",
            view=lambda _case, _situation: views.EXPIRED,
            answers=(Again,),
            take=_renew,
            place=Place.PAY,
            patience=GLANCE,
            leads=("tender",),
        ),
        Ask(
            name="stale",
            view=_stale,
            answers=(Again,),
            take=lambda case, _answer: Finish(replace(case, order=None)),
            place=Place.PAY,
            leads=("end",),
        ),
        Do(
            name="slip",
            request=_slip,
            reply=Printed,
            take=lambda case, _printed: replace(case, slip_printed=True),
            view=lambda _case, _situation: views.SLIP,
            place=Place.PAY,
            failed=lambda case, _fault: case,
            stake=_no_way_out,
            seals=True,
        ),
        Ask(
            name="outcome",
            view=_outcome,
            answers=(Finished,),
            take=_outcome_seen,
            place=Place.PAY,
            patience=GLANCE,
            keeps_back=False,
            leads=("depart",),
        ),
    ),
)
