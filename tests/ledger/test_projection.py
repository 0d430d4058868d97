"""The fold believes no entry that contradicts the ones before it, whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest

from kiosk.domain.order import OrderNumber
from kiosk.ledger import (
    Ledger,
    LedgerError,
    OrderExists,
    OrderUnknown,
    PurchaseAtRisk,
    RatchetViolation,
)
from kiosk.ledger.attempt_codec import write_begun
from kiosk.ledger.counting import Counting
from kiosk.ledger.entry import Seals, write_payload
from kiosk.ledger.moments import read_moment, write_moment
from kiosk.ledger.projection import Projection
from tests.ledger.cards import PAN, attempt, begun, payable
from tests.ledger.given import BEIJING, KEY, created, posted

SEALS = Seals(KEY)
AT = "2026-01-31T09:30:00.000000+08:00"


def folded(ledger: Ledger) -> Projection:
    projection = Projection()
    for entry in ledger.entries():
        projection.take(entry)
    return projection


def take(
    projection: Projection, kind: str, number: str | None, facts: Mapping[str, str | int]
) -> None:
    take_at(projection, AT, kind, number, facts)


def take_at(
    projection: Projection, at: str, kind: str, number: str | None, facts: Mapping[str, str | int]
) -> None:
    projection.take(
        SEALS.entry(
            seq=99,
            at=at,
            kind=kind,
            order_number=number,
            payload=write_payload(facts),
            prev_hash="0" * 64,
        )
    )


def test_the_fold_of_the_entries_is_the_tables(ledger: Ledger) -> None:
    number = posted(ledger)
    ledger.receipt_failed(number, ledger.receipt_started(number), "paper_out")
    ledger.note("left", number, {})
    projection = folded(ledger)
    assert projection.orders == {number: ledger.order(number)}
    assert projection.minted == 1


def test_an_order_is_created_once_and_under_its_own_number(ledger: Ledger) -> None:
    number = created(ledger)
    creation = next(entry for entry in ledger.entries() if entry.kind == "order_created")
    projection = folded(ledger)
    with pytest.raises(OrderExists):
        projection.take(creation)
    with pytest.raises(ValueError, match="another number"):
        take(projection, "order_created", "JN0320260131090000009999Z", creation.facts)
    assert projection.orders == {number: ledger.order(number)}


@pytest.mark.parametrize("number", ["JN0320260131090000009999Z", None])
@pytest.mark.parametrize(
    "kind", ["order_advanced", "receipt_started", "receipt_failed", "purchase_begun"]
)
def test_nothing_happens_to_an_order_that_is_not_there(
    ledger: Ledger, kind: str, number: OrderNumber | None
) -> None:
    with pytest.raises(OrderUnknown):
        take(folded(ledger), kind, number, {"state": "paid", "ordinal": 0, "cause": ""})


def test_the_counter_counts_one_by_one(ledger: Ledger) -> None:
    ledger.mint_order_number("JN-03")
    projection = folded(ledger)
    for counter in (1, 3):
        with pytest.raises(ValueError, match="astray"):
            take(projection, "number_minted", None, {"counter": counter})
    take(projection, "number_minted", None, {"counter": 2})


def test_traces_and_batches_count_one_by_one(ledger: Ledger) -> None:
    ledger.adopt_batch(7)
    ledger.next_trace()
    projection = folded(ledger)
    for kind, facts in (
        ("trace_taken", {"trace": 1}),
        ("trace_taken", {"trace": 3}),
        ("batch_adopted", {"batch": 7}),
        ("batch_adopted", {"batch": 0}),
    ):
        with pytest.raises(ValueError, match=r"astray|another batch"):
            take(projection, kind, None, facts)
    take(projection, "trace_taken", None, {"trace": 2})
    assert projection.counting == Counting(7, 2, 2)


def test_no_purchase_begins_beside_another(ledger: Ledger) -> None:
    number = payable(ledger)
    begun(ledger, number)
    following = payable(ledger, payer="37010219900101001X")
    beginning = next(entry for entry in ledger.entries() if entry.kind == "purchase_begun")
    projection = folded(ledger)
    with pytest.raises(PurchaseAtRisk):
        take(projection, "purchase_begun", following, beginning.facts)
    take(projection, "purchase_reversed", number, {"ordinal": 0, "response_code": "00"})
    take(projection, "purchase_begun", following, beginning.facts)
    with pytest.raises(PurchaseAtRisk):
        take(projection, "purchase_begun", number, {**beginning.facts, "ordinal": 1})


@pytest.mark.parametrize("ordinal", [-1, 1, 2])
def test_attempts_begin_in_their_order(ledger: Ledger, ordinal: int) -> None:
    number = payable(ledger)
    begun(ledger, number)
    beginning = next(entry for entry in ledger.entries() if entry.kind == "purchase_begun")
    ledger.purchase_declined(number, 0, "51")
    projection = folded(ledger)
    facts = {**beginning.facts, "ordinal": ordinal * 2}
    with pytest.raises(RatchetViolation):
        take(projection, "purchase_begun", number, facts)
    with pytest.raises(RatchetViolation):
        take(projection, "reversal_due", number, {"ordinal": ordinal, "reason": "98"})


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("purchase_begun", {"ordinal": 1}),
        ("purchase_begun", {"sealed_sha256": "0"}),
        ("purchase_begun", {"card_masked": PAN}),
        ("purchase_approved", {}),
        ("purchase_approved", {"reference": 1}),
        ("purchase_declined", {}),
        ("purchase_declined", {"response_code": "not a code"}),
        ("reversal_due", {}),
        ("purchase_reversed", {"response_code": 0}),
    ],
)
def test_a_purchase_that_makes_no_sense_is_refused(
    ledger: Ledger, kind: str, facts: dict[str, str | int]
) -> None:
    number = payable(ledger)
    if kind != "purchase_begun":
        begun(ledger, number)
        facts = {"ordinal": 0, **facts}
    else:
        facts = {**write_begun(attempt(9), 0, "0" * 64), **facts}
    projection = folded(ledger)
    with pytest.raises((ValueError, LedgerError)):
        take(projection, kind, number, facts)
    assert projection.orders[number] == ledger.order(number)


def test_a_reason_to_reverse_is_written_once(ledger: Ledger) -> None:
    number = payable(ledger)
    begun(ledger, number)
    ledger.reversal_due(number, 0, "98")
    projection = folded(ledger)
    with pytest.raises(RatchetViolation):
        take(projection, "reversal_due", number, {"ordinal": 0, "reason": "96"})


@pytest.mark.parametrize("ordinal", [-1, 0, 2])
def test_prints_begin_and_end_in_their_order(ledger: Ledger, ordinal: int) -> None:
    number = posted(ledger)
    ledger.receipt_finished(number, ledger.receipt_started(number))
    projection = folded(ledger)
    with pytest.raises(RatchetViolation):
        take(projection, "receipt_started", number, {"ordinal": ordinal})
    with pytest.raises(RatchetViolation):
        take(projection, "receipt_failed", number, {"ordinal": ordinal, "cause": "cutter"})


@pytest.mark.parametrize(
    ("kind", "at", "facts"),
    [
        ("order_advanced", AT, {}),
        ("order_advanced", AT, {"state": 1}),
        ("order_advanced", AT, {"state": "lost"}),
        ("order_advanced", "yesterday", {"state": "paying"}),
        ("order_advanced", "2026-01-31T09:30:00+08:00", {"state": "paying"}),
        ("order_advanced", AT, {"state": "paying", "paid_at": 5}),
        ("receipt_started", AT, {"ordinal": "0"}),
        ("order_forgotten", AT, {}),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    ledger: Ledger, kind: str, at: str, facts: dict[str, str | int]
) -> None:
    number = created(ledger)
    projection = folded(ledger)
    with pytest.raises((ValueError, LedgerError)):
        take_at(projection, at, kind, number, facts)
    assert projection.orders[number] == ledger.order(number)


def test_moments_have_one_spelling() -> None:
    assert write_moment(datetime.fromisoformat("2026-01-31T01:30:00+00:00")) == AT
    assert read_moment(AT) == datetime(2026, 1, 31, 9, 30, tzinfo=BEIJING)
    with pytest.raises(ValueError, match="offset"):
        write_moment(datetime(2026, 1, 31))
