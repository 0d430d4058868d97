from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS, Ledger, OrderUnknown, PrintState, RatchetViolation, ReceiptPrint
from tests.ledger.given import Clock, created, opened, posted


def test_the_first_print_is_the_original_and_later_ones_are_reprints(ledger: Ledger) -> None:
    number = posted(ledger)
    assert ledger.receipt_started(number) == 0
    ledger.receipt_finished(number, 0)
    assert ledger.receipt_started(number) == 1
    assert ledger.receipt_started(number) == 2
    assert ledger.order(number).receipt_confirmed


def test_a_print_begun_before_a_crash_may_be_on_paper_so_the_next_is_a_reprint(
    path: Path, clock: Clock
) -> None:
    with opened(path, clock) as ledger:
        number = posted(ledger)
        assert ledger.receipt_started(number) == 0
    with opened(path, clock) as ledger:
        assert [order.number for order in ledger.unreceipted(clock.moment - timedelta(days=1))] == [
            number
        ]
        assert ledger.receipt_started(number) == 1
        ledger.receipt_finished(number, 1)
        assert ledger.order(number).prints == (
            ReceiptPrint(0, PrintState.STARTED),
            ReceiptPrint(1, PrintState.FINISHED),
        )


def test_a_failed_print_changes_nothing_of_the_payment(ledger: Ledger) -> None:
    number = posted(ledger)
    before = ledger.order(number)
    ordinal = ledger.receipt_started(number)
    ledger.receipt_failed(number, ordinal, "paper_out")
    after = ledger.order(number)
    assert (after.terms, after.state, after.facts) == (before.terms, before.state, before.facts)
    assert after.prints == (ReceiptPrint(0, PrintState.FAILED, "paper_out"),)
    assert not after.receipt_confirmed


def test_unreceipted_are_posted_orders_without_a_confirmed_print(
    ledger: Ledger, clock: Clock
) -> None:
    payers = ["37010219900101001X", "370102199002020017", "370102199003030014"]
    start = clock.moment
    old, failed, done = (posted(ledger, payer=payer) for payer in payers)
    not_posted = created(ledger, payer="370102199004040011")
    ledger.receipt_failed(failed, ledger.receipt_started(failed), "cutter")
    ledger.receipt_finished(done, ledger.receipt_started(done))
    assert [order.number for order in ledger.unreceipted(start)] == [old, failed]
    assert [o.number for o in ledger.unreceipted(ledger.order(failed).state_since)] == [failed]
    assert not_posted not in [order.number for order in ledger.unreceipted(start)]


def test_only_a_posted_order_is_receipted(ledger: Ledger) -> None:
    number = created(ledger)
    for state in (OrderState.PAYING, OrderState.PAID, OrderState.POSTING):
        ledger.advance(number, state, NO_FACTS)
        with pytest.raises(RatchetViolation) as refusal:
            ledger.receipt_started(number)
        assert refusal.value.field == "prints"
    ledger.advance(number, OrderState.POSTED, NO_FACTS)
    assert ledger.receipt_started(number) == 0


def test_a_print_ends_once_but_may_be_told_so_twice(ledger: Ledger) -> None:
    number = posted(ledger)
    ledger.receipt_started(number)
    ledger.receipt_finished(number, 0)
    entries = len(ledger.entries())
    ledger.receipt_finished(number, 0)
    assert len(ledger.entries()) == entries
    with pytest.raises(RatchetViolation):
        ledger.receipt_failed(number, 0, "paper_out")
    ledger.receipt_started(number)
    ledger.receipt_failed(number, 1, "paper_out")
    with pytest.raises(RatchetViolation):
        ledger.receipt_finished(number, 1)
    assert ledger.verify().sound


@pytest.mark.parametrize("ordinal", [-1, 0, 7])
def test_a_print_that_never_began_cannot_end(ledger: Ledger, ordinal: int) -> None:
    number = posted(ledger)
    with pytest.raises(RatchetViolation):
        ledger.receipt_finished(number, ordinal)
    with pytest.raises(RatchetViolation):
        ledger.receipt_failed(number, ordinal, "silent")


def test_a_cause_is_a_code_and_not_a_sentence(ledger: Ledger) -> None:
    number = posted(ledger)
    ledger.receipt_started(number)
    with pytest.raises(ValueError, match="cause") as refusal:
        ledger.receipt_failed(number, 0, "欧阳测试的小票没有纸")
    assert "欧阳" not in str(refusal.value)


def test_an_unknown_order_has_no_prints(ledger: Ledger) -> None:
    nowhere = ledger.mint_order_number("JN-03")
    with pytest.raises(OrderUnknown):
        ledger.receipt_started(nowhere)
    with pytest.raises(OrderUnknown):
        ledger.receipt_finished(nowhere, 0)
