"""Whatever JSON comes back, the client gives words of the trade or a ServiceError."""

from __future__ import annotations

import asyncio

from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.backend.client import CollectionService, TerminalStatus
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.bill import Bill
from kiosk.domain.certificate import CertifiableRow, IssuedCertificate, ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.declaration import Declaration
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.masking import STAR
from kiosk.domain.medical import MedicalOffer
from kiosk.domain.order import OrderStatus
from kiosk.domain.payment_record import PaymentRecord
from kiosk.domain.quote import Quote
from kiosk.domain.tier import YearOffer
from kiosk.flows.requests.login import PayeeQuestion
from tests.backend.all_calls import CALLS
from tests.backend.answers import ENROLMENTS
from tests.backend.call import SECRETS, Answer, Call, Canned, places
from tests.backend.payable_answers import ASK_QUOTE
from tests.backend.record_answers import DOCUMENTS

atoms = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(10**11, 10**40),
    st.floats(),
    st.text(),
    st.text(st.characters(categories=["Cs", "Nd", "Zs", "Cf"])),
    st.from_regex(r"\A[0-9]{6}\Z"),
    st.datetimes().map(lambda at: at.isoformat() + "+08:00"),
    st.sampled_from(
        ["created", "paid", "posted", "closed", "alipay", "wechat", "flexible_pension", "202601"]
    ),
)
json_values = st.recursive(
    atoms, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@st.composite
def spoilt(draw: st.DrawFn, call: Call) -> Answer:
    """A good answer with one to three of its values replaced."""
    answer: Answer = call.answer
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([place for place in places(answer) if place]))
        answer = Call(call.name, call.make, answer).spoilt(*path, by=draw(json_values))
    return answer


OF_THE_TRADE = (
    PayeeQuestion,
    Enrolment,
    YearOffer,
    MedicalOffer,
    Bill,
    Declaration,
    PaymentRecord,
    CertifiableRow,
    IssuedCertificate,
    TerminalStatus,
)


def is_of_the_trade(found: object) -> bool:
    match found:
        case tuple():
            return all(is_of_the_trade(one) for one in found)
        case Citizen():
            return STAR in found.shown_name
        case Quote():
            return sum(line.amount.fen for line in found.lines) == found.total.fen
        case OrderStatus():
            # Whatever got through can be kept by the ledger, in Chinese standard time.
            return found.paid_at is None or found.paid_at.year >= 2000
        case ServiceDocument():
            return found.pdf.startswith(b"%PDF-")
        case int():
            return found >= 0
        case _:
            return isinstance(found, OF_THE_TRADE)


def judge(call: Call, answer: object) -> None:
    async def ask() -> object:
        return await call.make(CollectionService(Canned(answer)))

    try:
        found = asyncio.run(ask())
    except ServiceError as error:
        complaint = error
    else:
        assert is_of_the_trade(found)
        return
    assert complaint.kind in (
        {ServiceErrorKind.MALFORMED, ServiceErrorKind.UNSOUND}
        if call in DOCUMENTS
        else {ServiceErrorKind.MALFORMED}
    )
    assert not any(secret in str(complaint) for secret in SECRETS)


@given(st.sampled_from(CALLS), json_values)
def test_arbitrary_json_never_raises_anything_else(call: Call, answer: object) -> None:
    judge(call, answer)


@given(st.sampled_from(CALLS).flatmap(lambda call: st.tuples(st.just(call), spoilt(call))))
@example((ENROLMENTS, ENROLMENTS.spoilt("enrolments", 0, "base", "lower_fen", by=10**12)))
@example((ASK_QUOTE, ASK_QUOTE.spoilt("periods", 0, "first_month", by="999912")))
def test_a_good_answer_spoilt_never_raises_anything_else(case: tuple[Call, Answer]) -> None:
    judge(*case)
