"""缴款: the one part of every service that is a graph and not a walk.

The order is closed or seen through on every path; its outcome is known, or the screen says plainly
that it is not (支付结果确认中) and a slip says so on paper.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.order import OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import say
from kiosk.flows import card_views, payment_routes
from kiosk.flows import payment_views as views
from kiosk.flows.card_payment import CARD_PAYMENT, CardCase
from kiosk.flows.payment_case import PaymentCase
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
from kiosk.session.fault_texts import ANOTHER_WAY, FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.notices import HOME_BUTTON, fault_notice
from kiosk.session.outcomes import Depart, Finish, Goto, Outcome, Taken, Way
from kiosk.session.steps import GLANCE, Ask, Do, Flow, Run, Stake
from kiosk.session.views import Place, View


def _no_paper(_case: PaymentCase, situation: Situation) -> bool:
    return not situation.health.usable(DeviceKind.RECEIPT_PRINTER)


def _choose(case: PaymentCase, situation: Situation) -> View:
    return views.tender_view(case.quote.total, situation.health)


def _fresh(case: PaymentCase) -> PaymentCase:
    """The same payment, not yet begun."""
    return PaymentCase(case.party, case.quote)


def _chosen(case: PaymentCase, answer: TenderChosen | Chosen) -> Taken[PaymentCase]:
    if isinstance(answer, Chosen):
        return Goto("present", _fresh(case))
    return Goto("open", replace(_fresh(case), tender=answer.tender))


def _presented(case: PaymentCase, code: PaymentCode) -> Outcome[PaymentCase]:
    return replace(case, code=code, tender=code.tender)


def _charge(case: PaymentCase, _situation: Situation) -> ChargeCode:
    assert case.code is not None  # noqa: S101  (the step before took it)
    return ChargeCode(case.party.payee, case.quote, case.code, case.party.proxy)


def _why_not_charged(case: PaymentCase, _situation: Situation) -> View:
    notice = fault_notice(case.fault or Fault(FaultCode.CODE_REFUSED))
    helps = any(isinstance(button.answer, Again) for button in notice.actions)
    return replace(notice, actions=(views.SCAN_AGAIN if helps else HOME_BUTTON,))


def _open(case: PaymentCase, _situation: Situation) -> OpenOrder:
    return OpenOrder(case.party.payee, case.quote, case.chosen, case.party.proxy)


def _opening(case: PaymentCase, _situation: Situation) -> View:
    return card_views.OPENING if case.by_card else views.OPENING


def _card(case: PaymentCase, _situation: Situation) -> CardCase:
    return CardCase(case.opened)


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


def _abandon_scan(case: PaymentCase, way: Way) -> Outcome[PaymentCase]:
    return Goto("close", replace(case, way=way))


def _closing(case: PaymentCase, _situation: Situation) -> View:
    return card_views.CANCELLING if case.by_card else views.CONFIRMING


def _declined(case: PaymentCase, _situation: Situation) -> View:
    return card_views.declined_notice(case.fault)


def _after_declined(case: PaymentCase, _answer: Again) -> Taken[PaymentCase]:
    """The card once more, for an order of its own, or another way of paying, as the button says."""
    assert case.fault is not None  # noqa: S101  (without one there is no such button)
    if FAULT_TEXTS[case.fault.code].again == ANOTHER_WAY:
        return Goto("tender", _fresh(case))
    return Goto("open", replace(_fresh(case), tender=case.tender))


def _without_card(case: PaymentCase, _situation: Situation) -> View:
    assert case.lost_card is not None  # noqa: S101  (only a lost card leads here)
    return card_views.without_card(case.lost_card, case.fault)


def _after_lost_card(case: PaymentCase, answer: Again | Finished) -> Taken[PaymentCase]:
    return Goto("tender", _fresh(case)) if isinstance(answer, Again) else Depart(Way.LEAVE)


def _paid_without_card(case: PaymentCase, _situation: Situation) -> View:
    assert case.lost_card is not None  # noqa: S101  (only a lost card leads here)
    return card_views.paid_without_card(case.lost_card, case.opened)


def _slip(case: PaymentCase, _situation: Situation) -> PrintSlip:
    heading, lines = views.slip_words(case.opened, case.lost_card)
    return PrintSlip(case.opened.number, heading, lines)


def _outcome(case: PaymentCase, _situation: Situation) -> View:
    return views.outcome_notice(
        case.opened, slip_printed=case.slip_printed, lost_card=case.lost_card
    )


def _outcome_seen(_case: PaymentCase, _answer: Finished) -> Taken[PaymentCase]:
    return Depart(Way.LEAVE)


def _no_way_out(_case: PaymentCase) -> Stake:
    return Stake()


_TENDER_ANSWERS: tuple[type[TenderChosen | Chosen], ...] = (TenderChosen, Chosen)
_LOST_CARD_ANSWERS: tuple[type[Again | Finished], ...] = (Again, Finished)

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
            take=payment_routes.charged,
            view=lambda _case, _situation: views.CHARGING,
            place=Place.PAY,
            failed=payment_routes.not_charged,
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
            take=payment_routes.opened,
            view=_opening,
            place=Place.PAY,
            failed=payment_routes.not_opened,
            stake=_no_way_out,
            leads=("post", "slip", "expired", "declined", "stale", "close", "end"),
        ),
        Run(
            name="card",
            flow=CARD_PAYMENT,
            enter=_card,
            leave=payment_routes.after_card,
            when=lambda case, _situation: case.by_card,
            leads=("close", "post", "slip", "declined", "without_card", "paid_without_card", "end"),
        ),
        Do(
            name="scan",
            request=_watch,
            reply=OrderStatus,
            take=payment_routes.watched,
            view=_scan,
            place=Place.PAY,
            failed=lambda case, _fault: Goto("close", case),
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
            take=payment_routes.closed,
            view=_closing,
            place=Place.PAY,
            failed=payment_routes.not_closed,
            stake=_no_way_out,
            leads=(
                *("post", "slip", "expired", "declined", "tender", "end", "depart"),
                *("without_card", "paid_without_card"),
            ),
        ),
        Do(
            name="post",
            request=lambda case, _situation: AwaitPosting(case.opened.number),
            reply=OrderStatus,
            take=payment_routes.posted,
            view=lambda _case, _situation: views.POSTING,
            place=Place.PAY,
            failed=payment_routes.to_slip,
            stake=_no_way_out,
            leads=("slip", "paid_without_card", "end"),
        ),
        Ask(
            name="paid_without_card",
            view=_paid_without_card,
            answers=(Confirmed,),
            take=lambda case, _answer: Finish(case),
            place=Place.PAY,
            patience=GLANCE,
            keeps_back=False,
            leads=("end",),
        ),
        Ask(
            name="expired",
            view=lambda _case, _situation: views.EXPIRED,
            answers=(Again,),
            take=lambda case, _answer: Goto("tender", _fresh(case)),
            place=Place.PAY,
            patience=GLANCE,
            leads=("tender",),
        ),
        Ask(
            name="declined",
            view=_declined,
            answers=(Again,),
            take=_after_declined,
            place=Place.PAY,
            patience=GLANCE,
            leads=("tender", "open"),
        ),
        Ask(
            name="without_card",
            view=_without_card,
            answers=_LOST_CARD_ANSWERS,
            take=_after_lost_card,
            place=Place.PAY,
            patience=GLANCE,
            leads=("tender", "depart"),
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
