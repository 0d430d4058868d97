"""The service with a past: people who paid here and elsewhere, written into its books directly."""

from __future__ import annotations

import base64
import hashlib
import itertools
from datetime import date, datetime, timedelta
from functools import cache

import pypdfium2
from sqlalchemy.orm import Session

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from sim.backend.collection import Collection
from sim.backend.columns import Line
from sim.backend.documents import Titled
from sim.backend.mint import Mint
from sim.backend.models import (
    Contribution,
    Enrolment,
    Order,
    OrderClaim,
    PaymentChannel,
    Person,
    PersonType,
    Quote,
    Terminal,
    Visit,
    VisitScope,
)
from sim.backend.numbering import Numbering
from sim.backend.policy_rows import starting_policy
from sim.backend.seed import TERMINALS
from sim.backend.store import Store
from sim.backend.typesetting import Manuscript, typeset
from sim.backend.wire_history import DocumentAnswer
from sim.clock import CHINA, WorldClock
from sim.people import find_person
from tests.support.signed_documents import authority

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
WALLET = "http://wallet.example"
HERE = "JN-03"
NEXT_DOOR = "JN-04"
PENSION = InsuranceKind.FLEXIBLE_PENSION
MEDICAL = InsuranceKind.FLEXIBLE_MEDICAL
RESIDENT_PENSION = InsuranceKind.RESIDENT_PENSION
AGENCY = "济南市社会保险事业中心（示例）"
BASE = monthly_base(Money.yuan(5200))


def months(first: str, last: str) -> ContributionPeriod:
    return ContributionPeriod(Month.parse(first), Month.parse(last))


class Records:
    """Books that are filled by hand, under a clock that stands still; certificates are counted
    from one."""

    def __init__(self, database: str = "sqlite://", mint: Mint | None = None) -> None:
        self.clock = WorldClock.frozen(NOW)
        self.store = Store(database)
        self.collection = Collection(
            self.store, self.clock, WALLET, mint, authority=authority(), numbering=Numbering(0)
        )
        self._count = itertools.count(1)
        self.store.renew(self._begin)

    def _begin(self, session: Session) -> None:
        session.add_all(starting_policy())
        for seed in TERMINALS:
            session.add(
                Terminal(
                    number=seed.number,
                    name=seed.name,
                    hall_name=seed.hall_name,
                    tax_authority=seed.tax_authority,
                    window=seed.window,
                    hotline=seed.hotline,
                )
            )

    def close(self) -> None:
        self.store.close()

    def person(self, key: str, name: str = "") -> int:
        """Enter somebody of the cast, under their name or another one; returns their row."""
        someone = find_person(key)
        row = Person(
            identity_kind=someone.identity.kind,
            identity_number=someone.number,
            name=name or someone.called,
            person_type=PersonType.ORDINARY,
        )

        def work(session: Session) -> int:
            session.add(row)
            session.flush()
            return row.id

        return self.store.run(work)

    def token(self, person: int, terminal: str = HERE, scope: VisitScope = VisitScope.OWN) -> str:
        token = f"{next(self._count):048x}"
        visit = Visit(
            token=token,
            person_id=person,
            terminal_number=terminal,
            scope=scope,
            expires_at=self.clock.now() + timedelta(minutes=30),
        )
        self.store.run(lambda session: session.add(visit))
        return token

    def paid(
        self,
        person: int,
        *periods: ContributionPeriod,
        insurance: InsuranceKind = PENSION,
        basis: Basis = BASE,
        fen: int = 104_000,
        on: date = date(2026, 3, 5),
        ticket: bool = True,
        refunded: date | None = None,
        agency: str = AGENCY,
    ) -> str:
        """A payment made elsewhere, ``fen`` for each month; returns its number."""
        count = next(self._count)
        number = f"JF{on:%Y%m%d}{count:014d}"
        at = datetime(on.year, on.month, on.day, 10, 0, count % 60, tzinfo=CHINA)
        yearly = basis.kind is not BasisKind.BASE
        lines = tuple(
            Line(part, fen)
            for period in periods
            for part in ([period] if yearly else [months(m.code, m.code) for m in period.months])
        )
        row = Contribution(
            number=number,
            person_id=person,
            insurance=insurance,
            personal_number="3701202600000001",
            agency_name=agency,
            periods=periods,
            basis_kind=basis.kind,
            basis_fen=basis.amount.fen,
            basis_name=basis.name,
            lines=lines,
            amount_fen=sum(line.amount_fen for line in lines),
            tender=Tender.WECHAT.label,
            channel=PaymentChannel.WECHAT_MINI_PROGRAM,
            paid_at=at,
            posted_at=at + timedelta(days=1),
            posting_serial=number,
            channel_trade_number=f"42{count:026d}",
            tax_ticket_number=f"337{on:%y%m%d}{count:09d}" if ticket else None,
            demonstration=True,
            refunded_at=None
            if refunded is None
            else datetime(refunded.year, refunded.month, refunded.day, 15, tzinfo=CHINA),
            refund_serial=None if refunded is None else f"TK{count:016d}",
        )
        self.store.run(lambda session: session.add(row))
        return number

    def ordered(
        self, person: int, state: OrderState, period: ContributionPeriod, fen: int = 104_000
    ) -> str:
        """An order of this terminal that is not credited; returns its number."""
        count = next(self._count)
        number = f"JN03{count:020d}"
        charged = state not in (OrderState.CREATED, OrderState.PAYING, OrderState.CLOSED)
        reckoned = {
            "periods": (period,),
            "basis_kind": BASE.kind,
            "basis_fen": BASE.amount.fen,
            "basis_name": BASE.name,
        }

        def work(session: Session) -> None:
            enrolment = Enrolment(
                personal_number=f"37012026{count:08d}",
                person_id=person,
                insurance=PENSION,
                agency_code="3701000000000001",
                agency_name=AGENCY,
                status="active",
                since=Month(2018, 7),
                deduction_running=False,
            )
            session.add(enrolment)
            session.flush()
            quote = Quote(
                number=f"HD{count:014d}",
                terminal_number=HERE,
                enrolment_id=enrolment.id,
                selection="{}",
                lines=(Line(period, fen),),
                total_fen=fen,
                demonstration=False,
                proxied=False,
                expires_at=NOW,
                **reckoned,
            )
            claim = OrderClaim(order_number=number, terminal_number=HERE, claimed_at=NOW)
            session.add_all((quote, claim))
            session.flush()
            session.add(
                Order(
                    number=number,
                    quote_number=quote.number,
                    terminal_number=HERE,
                    person_id=person,
                    insurance=PENSION,
                    personal_number=enrolment.personal_number,
                    agency_name=AGENCY,
                    amount_fen=fen,
                    tender=Tender.ALIPAY,
                    by_code=False,
                    created_at=NOW,
                    expires_at=NOW,
                    state=state,
                    paid_at=NOW + timedelta(seconds=count) if charged else None,
                    channel_trade_number="2026112322001" if charged else None,
                    **reckoned,
                )
            )

        self.store.run(work)
        return number


@cache
def set_once(manuscript: Manuscript) -> bytes:
    """As ``typeset``, which takes long."""
    return typeset(manuscript)


def pdf_of(document: Titled | DocumentAnswer) -> bytes:
    """The PDF of a document as it was set, unsigned; that of an answer is the one it announces."""
    if isinstance(document, Titled):
        return set_once(document.manuscript)
    pdf = base64.b64decode(document.pdf_base64, validate=True)
    assert hashlib.sha256(pdf).hexdigest() == document.sha256
    assert len(pdf) < 2 * 2**20
    return pdf


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as a reader of the PDF would copy it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def lines_of(pdf: bytes) -> list[str]:
    """Every line of the text, the spaces taken away that only spread the words."""
    return ["".join(line.split()) for text in page_texts(pdf) for line in text.splitlines()]
