"""The books: nothing is counted twice, nothing comes back twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sim.acquirer.books import Books, HostPurchase, HostTotals, PurchaseState
from sim.clock import CHINA

TERMINAL, ACCOUNT = "12345678", "6228480402564890018"
BOUGHT = HostPurchase(
    terminal_id=TERMINAL,
    merchant_id="102440000000001",
    batch=1,
    trace=2,
    account=ACCOUNT,
    card_masked="622848*********0018",
    amount_fen=12345,
    reference="093100000002",
    authorisation="123456",
    at=datetime(2026, 6, 1, 9, 31, tzinfo=CHINA),
    state=PurchaseState.APPROVED,
    code="00",
)


@pytest.fixture
def books() -> Books:
    books = Books()
    books.write(BOUGHT)
    return books


def test_a_purchase_is_found_again(books: Books) -> None:
    assert books.purchase_of(TERMINAL, 1, 2) == BOUGHT
    assert books.purchase_by_reference("093100000002") == BOUGHT
    assert books.purchases == (BOUGHT,)
    assert books.purchase_of(TERMINAL, 1, 3) is None
    assert books.purchase_by_reference("0") is None
    assert books.spent_fen(ACCOUNT) == 12345
    assert books.totals(TERMINAL, 1) == HostTotals(12345, 1)
    assert books.totals(TERMINAL, 2) == HostTotals(0, 0)
    assert ACCOUNT not in repr(BOUGHT)


def test_the_same_numbers_are_not_written_twice(books: Books) -> None:
    assert books.is_used(TERMINAL, 1, 2)
    with pytest.raises(ValueError, match="in the books"):
        books.write(BOUGHT)


def test_what_was_declined_is_not_debited_nor_referred_to() -> None:
    books = Books()
    books.write(replace(BOUGHT, state=PurchaseState.DECLINED, code="51"))

    assert books.spent_fen(ACCOUNT) == 0
    assert books.purchase_by_reference(BOUGHT.reference) is None
    assert books.reverse(TERMINAL, 1, 2, ACCOUNT, 12345) == "12"


def test_a_reversal_may_be_repeated(books: Books) -> None:
    answers = [books.reverse(TERMINAL, 1, 2, ACCOUNT, 12345) for _ in range(3)]

    assert answers == ["00", "00", "00"]
    assert books.spent_fen(ACCOUNT) == 0
    assert books.totals(TERMINAL, 1) == HostTotals(0, 0)
    assert not books.refund(BOUGHT.reference, 1)


def test_a_reversal_that_does_not_match(books: Books) -> None:
    assert books.reverse(TERMINAL, 1, 2, ACCOUNT, 12344) == "64"
    assert books.reverse(TERMINAL, 1, 2, "6228480402564890026", 12345) == "14"
    assert books.spent_fen(ACCOUNT) == 12345


def test_what_is_reversed_before_it_comes_is_refused_when_it_does(books: Books) -> None:
    assert not books.is_used(TERMINAL, 1, 3)
    assert books.reverse(TERMINAL, 1, 3, ACCOUNT, 1) == "25"
    assert books.is_used(TERMINAL, 1, 3)


def test_refunds_end_at_the_amount(books: Books) -> None:
    assert not books.refund("0", 1)
    assert not books.refund(BOUGHT.reference, 0)
    assert books.refund(BOUGHT.reference, 12000)
    assert not books.refund(BOUGHT.reference, 346)
    assert books.refund(BOUGHT.reference, 345)
    assert books.spent_fen(ACCOUNT) == 0
    assert books.reverse(TERMINAL, 1, 2, ACCOUNT, 12345) == "12"


def test_three_wrong_pins(books: Books) -> None:
    books.note_pin(ACCOUNT, right=False)
    books.note_pin(ACCOUNT, right=False)
    assert books.tries_left(ACCOUNT) == 1
    books.note_pin(ACCOUNT, right=True)
    assert books.tries_left(ACCOUNT) == 3


def test_new_books_know_nothing(books: Books) -> None:
    books.reverse(TERMINAL, 1, 3, ACCOUNT, 1)
    books.note_pin(ACCOUNT, right=False)

    books.forget()

    assert books.purchases == ()
    assert books.spent_fen(ACCOUNT) == 0
    assert books.tries_left(ACCOUNT) == 3
    assert not books.is_used(TERMINAL, 1, 3)


class Accounts(RuleBasedStateMachine):
    """Whatever happens, an account has spent what its purchases came to, less what came back."""

    def __init__(self) -> None:
        super().__init__()
        self.books = Books()
        self.trace = 0

    @rule(fen=st.integers(1, 10**6), approved=st.booleans())
    def buy(self, fen: int, approved: bool) -> None:
        self.trace += 1
        self.books.write(
            replace(
                BOUGHT,
                trace=self.trace,
                amount_fen=fen,
                reference=f"{self.trace:012d}",
                state=PurchaseState.APPROVED if approved else PurchaseState.DECLINED,
            )
        )

    @precondition(lambda self: self.trace > 0)
    @rule(data=st.data(), wrong=st.booleans())
    def reverse(self, data: st.DataObject, wrong: bool) -> None:
        purchase = data.draw(st.sampled_from(self.books.purchases))
        fen = purchase.amount_fen + wrong
        self.books.reverse(TERMINAL, 1, purchase.trace, ACCOUNT, fen)

    @precondition(lambda self: self.trace > 0)
    @rule(data=st.data(), fen=st.integers(0, 10**6))
    def refund(self, data: st.DataObject, fen: int) -> None:
        purchase = data.draw(st.sampled_from(self.books.purchases))
        self.books.refund(purchase.reference, fen)

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = [
            purchase.amount_fen - purchase.refunded_fen
            for purchase in self.books.purchases
            if purchase.state is PurchaseState.APPROVED
        ]
        assert self.books.spent_fen(ACCOUNT) == sum(kept)
        assert all(left >= 0 for left in kept)


TestAccounts = Accounts.TestCase
TestAccounts.settings = settings(stateful_step_count=15)
