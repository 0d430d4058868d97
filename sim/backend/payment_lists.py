"""社会保险费缴费清单: the payments of a search on paper, for the citizen's own use."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kiosk.domain.capital import capital_amount
from kiosk.domain.money import total
from kiosk.domain.payment_record import PaymentState
from kiosk.domain.period import periods_label
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.contributions import Scope
from sim.backend.documents import Titled
from sim.backend.history import PastPayment, payments_of, scope_of, state_of
from sim.backend.papers import content_of, head_of
from sim.backend.problems import Code, Problem
from sim.backend.typesetting import Manuscript
from sim.backend.wire_history import SearchPayments

_MOST_ROWS = 360
"""As many as fit on the pages a terminal is willing to show."""

_TITLE = "社会保险费缴费清单"
_REMARK = "退款和处理中的缴费不计入合计。本清单不作为完税凭证。"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A payment, as printed."""

    place: str
    paid_on: str
    paid_at: str
    insurance: str
    period: str
    basis: str
    amount: str
    tender: str
    channel: str
    state: str
    serial: str


@dataclass(frozen=True, slots=True)
class ListPaper:
    """The list, as printed. ``total`` and ``capital`` are of what was credited."""

    span: str
    criteria: str
    rows: tuple[ListRow, ...]
    count: str
    total: str
    capital: str
    remark: str


def make(collection: Collection, terminal: str, wanted: SearchPayments) -> Titled:
    """The list. Name and number are masked, as on receipts. Problems:
    visit_expired, not_authorised, not_found when there is nothing to list."""
    scope, state, now = scope_of(wanted), state_of(wanted), collection.clock.now()

    def work(session: Session) -> str:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        payments = payments_of(session, person_id, scope, state)
        if not payments:
            raise Problem(Code.NOT_FOUND)
        head = head_of(session, person_id, terminal, now.date())
        return content_of(head.masked, _paper(scope, state, payments))

    content = collection.store.run(work)
    return Titled(_TITLE, "", Manuscript("payment_list", content, terminal, now))


def _paper(
    scope: Scope, state: PaymentState | None, payments: tuple[PastPayment, ...]
) -> ListPaper:
    listed = payments[:_MOST_ROWS]
    posted = tuple(payment for payment in listed if payment.state is PaymentState.POSTED)
    amount = total(tuple(payment.amount for payment in posted))
    insurance = "全部险种" if scope.insurance is None else scope.insurance.label
    cut = f"仅列出最近 {_MOST_ROWS} 笔。" if len(listed) < len(payments) else ""
    return ListPaper(
        span=scope.years_label,
        criteria=f"{insurance}　{'全部状态' if state is None else state.label}",
        rows=tuple(_row(place, payment) for place, payment in enumerate(listed, 1)),
        count=f"{len(posted)} 笔",
        total=amount.figures,
        capital=capital_amount(amount),
        remark=cut + _REMARK,
    )


def _row(place: int, payment: PastPayment) -> ListRow:
    return ListRow(
        place=str(place),
        paid_on=f"{payment.paid_at:%Y-%m-%d}",
        paid_at=f"{payment.paid_at:%H:%M:%S}",
        insurance=payment.insurance.label,
        period=periods_label(payment.periods),
        basis=payment.basis.shown,
        amount=payment.amount.figures,
        tender=payment.tender,
        channel=payment.channel,
        state=payment.state.label,
        serial=payment.posting_serial,
    )
