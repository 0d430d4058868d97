"""What is confirmed of a paper to whoever holds it: enough to tell a forged one, names masked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.capital import capital_amount
from kiosk.domain.certificate import CertificateKind
from kiosk.domain.masking import mask_name
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import periods_label
from sim.backend.check_codes import find
from sim.backend.collection import Collection
from sim.backend.models import Contribution, Order, Person
from sim.backend.models_documents import Certificate, CertificatePrint, ReceiptPrint


class Mood(Enum):
    """Whether a holder may rest: ``WAITING`` is neither good nor bad."""

    GOOD = "good"
    WAITING = "waiting"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a certificate: what for, when, how much."""

    name: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The page about a paper. ``state`` is where the payment stands by now, empty for a
    certificate; ``amount`` is in figures as on the paper, and less than nothing where money went
    back; ``facts`` are pairs of a label and a value."""

    title: str
    state: str
    mood: Mood
    sentence: str
    amount: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...] = ()


def confirm(collection: Collection, code: str) -> Confirmation | None:
    """What stands behind a code, as it is typed; None for one that nobody was given."""

    def work(session: Session) -> Confirmation | None:
        found = find(session, code)
        if found is None:
            return None
        if found.certificate_number is not None:
            return _certificate(session, session.get_one(Certificate, found.certificate_number))
        return _payment(session, found.payment_number or "")

    return collection.store.run(work)


_TITLES = {CertificateKind.TAX: "纳税人名称", CertificateKind.CONTRIBUTION: "缴费人姓名"}
_STATES = {
    OrderState.CREATED: ("尚未支付", Mood.WAITING, "这笔订单还没有付款。"),
    OrderState.PAYING: ("尚未支付", Mood.WAITING, "这笔订单还没有付款。"),
    OrderState.UNKNOWN: (
        "支付结果确认中",
        Mood.WAITING,
        "请勿重复缴费。系统正在向支付渠道核实，结果会在这里更新。",
    ),
    OrderState.CLOSED: ("已关闭", Mood.BAD, "这笔订单没有付款。如果后来付了款，会原路退回。"),
    OrderState.PAID: ("已支付，正在入库", Mood.WAITING, "请勿重复缴费。入库后会在这里更新。"),
    OrderState.POSTING: ("已支付，正在入库", Mood.WAITING, "请勿重复缴费。入库后会在这里更新。"),
    OrderState.POSTED: ("已入库", Mood.GOOD, "这笔费款已经入库。"),
    OrderState.REFUNDING: ("退款处理中", Mood.WAITING, "费款没有入库，正在原路退回。"),
    OrderState.REFUNDED: ("已退款", Mood.BAD, "费款没有入库，已经原路退回。"),
    OrderState.NEEDS_PERSON: (
        "人工处理中",
        Mood.WAITING,
        "请勿重复缴费。工作人员正在处理这笔费款。",
    ),
}


def _certificate(session: Session, certificate: Certificate) -> Confirmation:
    content = json.loads(certificate.content)
    reprints = session.scalar(
        select(func.max(CertificatePrint.reprint)).where(
            CertificatePrint.certificate_number == certificate.number
        )
    )
    rows = tuple(_row(row) for row in content["rows"])
    span = (("费款所属期", content["span"]),) if "span" in content else ()
    return Confirmation(
        title=certificate.title,
        state="",
        mood=Mood.GOOD,
        sentence="这份凭证由本系统开具。请核对下面的内容与纸上是否一致。",
        amount=content["total"],
        facts=(
            ("凭证号码", certificate.number),
            (_TITLES[certificate.kind], _masked(session, certificate.person_id)),
            *span,
            ("金额大写", content["capital"]),
            ("税务机关", content["authority"]),
            ("填发日期", content["issued_on"]),
            ("打印次数", f"首次开具 1 次，补打 {reprints or 0} 次"),
        ),
        rows=rows,
    )


def _row(row: dict[str, str]) -> Row:
    if "first_day" in row:
        detail = f"{row['first_day']} 至 {row['last_day']}"
        return Row(row["item"], detail, row["amount"])
    return Row(row["insurance"], row["period"], row["amount"])


def _payment(session: Session, number: str) -> Confirmation | None:
    paid = session.scalar(select(Contribution).where(Contribution.number == number))
    order = session.get(Order, number)
    owed = paid or order
    if owed is None:
        return None
    returned = paid is not None and paid.refunded_at is not None
    if returned:
        state, mood, sentence = "已退库", Mood.BAD, "这笔费款入库以后已经退回。"
    else:
        known = OrderState.POSTED if paid is not None or order is None else order.state
        state, mood, sentence = _STATES[known]
    amount = Money(owed.amount_fen)
    paid_at = owed.paid_at
    serial = owed.posting_serial
    return Confirmation(
        title="社会保险费缴费小票",
        state=state,
        mood=mood,
        sentence=sentence,
        amount=amount.figures,
        facts=(
            ("订单号", owed.number),
            ("缴费人姓名", _masked(session, owed.person_id)),
            ("险种", owed.insurance.label),
            ("费款所属期", periods_label(owed.periods)),
            ("金额大写", capital_amount(amount)),
            *((("支付时间", f"{paid_at:%Y-%m-%d %H:%M:%S}"),) if paid_at else ()),
            *((("缴费流水号", serial),) if serial else ()),
            *((("小票补打", f"{_reprints(session, paid)} 次"),) if paid is not None else ()),
        ),
    )


def _reprints(session: Session, paid: Contribution) -> int:
    last = select(func.max(ReceiptPrint.reprint)).where(ReceiptPrint.contribution_id == paid.id)
    return session.scalar(last) or 0


def _masked(session: Session, person_id: int) -> str:
    return mask_name(session.get_one(Person, person_id).name)
