"""Whatever JSON comes back, the client gives words of the trade or a ServiceError."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TypeVar

from hypothesis import example, given
from hypothesis import strategies as st

from kiosk.backend.client import CollectionService, TerminalStatus
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import Transport
from kiosk.domain.citizen import Citizen
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.masking import STAR, mask_name
from kiosk.domain.order import OrderStatus
from kiosk.domain.quote import Quote
from tests.backend.answers import CALLS, SECRETS, Answer, Call

T = TypeVar("T")

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


class Canned(Transport):
    """A transport that has its answer already."""

    def __init__(self, answer: object) -> None:
        self._canned = answer

    async def once(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> object:
        return self._canned

    repeatedly = once


def places(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a JSON value."""
    found = [here]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*here, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*here, index))
    return found


@st.composite
def spoilt(draw: st.DrawFn, call: Call) -> Answer:
    """A good answer with one to three of its values replaced."""
    answer: Answer = call.answer
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([place for place in places(answer) if place]))
        answer = Call(call.name, call.make, answer).spoilt(*path, by=draw(json_values))
    return answer


def is_of_the_trade(found: object) -> bool:
    if isinstance(found, tuple):
        return all(isinstance(one, Enrolment) for one in found)
    if isinstance(found, Citizen):
        return STAR in mask_name(found.name)
    if isinstance(found, Quote):
        return sum(line.amount.fen for line in found.lines) == found.total.fen
    if isinstance(found, OrderStatus):
        # Whatever got through can be kept by the ledger, in Chinese standard time.
        return found.paid_at is None or found.paid_at.year >= 2000
    return isinstance(found, TerminalStatus)


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
    assert complaint.kind is ServiceErrorKind.MALFORMED
    assert not any(secret in str(complaint) for secret in SECRETS)


@given(st.sampled_from(CALLS), json_values)
def test_arbitrary_json_never_raises_anything_else(call: Call, answer: object) -> None:
    judge(call, answer)


@given(st.sampled_from(CALLS).flatmap(lambda call: st.tuples(st.just(call), spoilt(call))))
@example((CALLS[2], CALLS[2].spoilt("enrolments", 0, "base", "lower_fen", by=10**12)))
@example((CALLS[3], CALLS[3].spoilt("first_month", by="999912")))
def test_a_good_answer_spoilt_never_raises_anything_else(case: tuple[Call, Answer]) -> None:
    judge(*case)
