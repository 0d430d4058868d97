"""Whatever the ledger has confirmed is there after the process was killed, wherever it was."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from kiosk.domain.order import OrderNumber, OrderState
from kiosk.ledger import AttemptState, Ledger, LedgerDamaged, OrderFacts, PurchaseAtRisk
from tests.ledger.cards import PAN, SECRET, approval, attempt, begun, payable
from tests.ledger.dying import Say, die_at, in_child
from tests.ledger.given import Clock, created, new_order, opened


def journey(ledger: Ledger, say: Say) -> None:
    """One payment, each step confirmed aloud once the ledger has confirmed it."""
    number = ledger.mint_order_number("JN-03")
    say(f"minted {number}")
    ledger.create_order(new_order(ledger, number))
    say("created")
    ledger.advance(number, OrderState.PAYING, OrderFacts())
    say("paying")
    ledger.advance(number, OrderState.POSTED, OrderFacts(posting_serial="3701"))
    say("posted")
    ordinal = ledger.receipt_started(number)
    say(f"printing {ordinal}")
    ledger.receipt_finished(number, ordinal)
    say("printed")
    ledger.note("left", number, {"reason": "finished"})
    say("left")


def check(path: Path, lines: tuple[str, ...]) -> None:
    """Everything that was said before the death holds after it."""
    with opened(path, Clock(Clock().moment + timedelta(hours=1))) as ledger:
        assert ledger.verify().sound
        minted = [OrderNumber(line.split()[1]) for line in lines if line.startswith("minted")]
        taken = {entry.order_number for entry in ledger.entries()}
        fresh = ledger.mint_order_number("JN-03")
        assert fresh not in taken
        assert fresh not in minted
        if not minted:
            return
        (number,) = minted
        assert number in taken
        if "created" not in lines:
            return
        order = ledger.order(number)
        if "posted" in lines:
            assert order.state is OrderState.POSTED
            assert order.facts.posting_serial == "3701"
        elif "paying" in lines:
            assert order.state in (OrderState.PAYING, OrderState.POSTED)
            assert (order in ledger.open_orders()) == (order.state is OrderState.PAYING)
        if "printed" in lines:
            assert order.receipt_confirmed
        if "printing 0" in lines:
            assert ledger.receipt_started(number) == 1
        if "left" in lines:
            assert "note.left" in [entry.kind for entry in ledger.entries()]


def at_risk(ledger: Ledger) -> None:
    """A purchase has been sent, and nobody answered."""
    begun(ledger, payable(ledger))


def card_journey(ledger: Ledger, say: Say) -> None:
    """The purchase that nobody answered is reversed, and the next one approved."""
    number = ledger.open_orders()[0].number
    ledger.reversal_due(number, 0, "98")
    say("due")
    ledger.purchase_reversed(number, 0, "00")
    say("reversed")
    new = attempt(ledger.next_trace())
    say("counted")
    ledger.begin_purchase(number, new)
    say("sent")
    ledger.purchase_approved(number, 1, approval(ledger, number))
    say("approved")


def check_card(path: Path, lines: tuple[str, ...]) -> None:
    """What was sent can be reversed until it has ended, and then nothing is left of its secret."""
    with opened(path, Clock(Clock().moment + timedelta(hours=1))) as ledger:
        assert PAN.encode() not in b"".join(file.read_bytes() for file in path.parent.iterdir())
        fresh = ledger.next_trace()
        assert fresh > (2 if "counted" in lines else 1)
        (order,) = ledger.orders()
        kept = [one.order_number for one, secret in ledger.at_risk() if secret == SECRET]
        assert kept == [order.number] * order.at_risk
        with closing(sqlite3.connect(path)) as connection:
            ((sealed,),) = connection.execute("SELECT count(*) FROM reversals").fetchall()
        assert sealed == len(kept)
        if "due" in lines:
            assert order.attempts[0].reason == "98"
        if "reversed" in lines:
            assert order.attempts[0].state is AttemptState.REVERSED
        if "sent" in lines:
            assert len(order.attempts) == 2
        if "approved" in lines:
            assert (order.state, order.card) == (OrderState.PAID, approval(ledger, order.number))
        if order.at_risk:
            with pytest.raises(PurchaseAtRisk):
                ledger.begin_purchase(order.number, attempt(fresh))
        assert ledger.verify().sound


def killed_everywhere(
    tmp_path: Path,
    journey: Callable[[Ledger, Say], None],
    check: Callable[[Path, tuple[str, ...]], None],
    prepare: Callable[[Ledger], object],
) -> tuple[int, set[tuple[str, ...]]]:
    """How many points there were to die at, and what had been said at the different deaths."""
    template = tmp_path / "template" / "ledger.sqlite"
    with opened(template) as ledger:
        prepare(ledger)
    seen = set()
    for point in count(1):
        home = tmp_path / str(point)
        shutil.copytree(template.parent, home)
        path = home / "ledger.sqlite"

        def dies(say: Say, path: Path = path, point: int = point) -> None:
            with opened(path) as ledger:
                die_at(point, path.parent)
                journey(ledger, say)

        ending = in_child(dies)
        check(path, ending.lines)
        seen.add(ending.lines)
        shutil.rmtree(home)
        if not ending.was_killed:
            assert ending.ended_well
            break
    return point, seen


def test_a_payment_killed_at_every_point_loses_nothing_it_had_confirmed(tmp_path: Path) -> None:
    points, seen = killed_everywhere(tmp_path, journey, check, Ledger.verify)
    # It died between each two confirmations, at least once, and there were many places to die.
    assert len(seen) == 8
    assert points > 40


def test_a_purchase_killed_at_every_point_can_be_reversed_until_it_has_ended(
    tmp_path: Path,
) -> None:
    points, seen = killed_everywhere(tmp_path, card_journey, check_card, at_risk)
    assert len(seen) == 6
    assert points > 30


def test_a_ledger_killed_while_it_is_begun_can_be_begun_again(tmp_path: Path) -> None:
    for point in count(1):
        path = tmp_path / str(point) / "ledger.sqlite"

        def dies(_: Say, path: Path = path, point: int = point) -> None:
            path.parent.mkdir()
            die_at(point, path.parent)
            with opened(path):
                pass

        ending = in_child(dies)
        check(path, ())
        if not ending.was_killed:
            assert ending.ended_well
            break
    assert point > 20


def test_damage_is_still_refused_when_putting_it_aside_was_killed(tmp_path: Path) -> None:
    for point in count(1):
        path = tmp_path / str(point) / "ledger.sqlite"
        with opened(path) as ledger:
            created(ledger)
        path.write_bytes(path.read_bytes()[:5000])
        before = path.read_bytes()

        def dies(_: Say, path: Path = path, point: int = point) -> None:
            die_at(point, path.parent)
            try:
                with opened(path):
                    pass
            except LedgerDamaged:
                return
            raise AssertionError("a damaged ledger was opened")

        ending = in_child(dies)
        for _ in range(2):
            try:
                with opened(path):
                    pass
            except LedgerDamaged as damage:
                evidence = damage.evidence
            else:
                raise AssertionError("a damaged ledger was opened")
            assert evidence[0].read_bytes() == before
            assert not path.exists()
        if not ending.was_killed:
            assert ending.ended_well
            break
    assert point > 5


def test_a_busy_kiosk_killed_at_any_moment_keeps_every_order(path: Path) -> None:
    draw = random.Random(20260131)
    confirmed: dict[OrderNumber, str] = {}

    def busy(say: Say) -> None:
        with opened(path, Clock()) as ledger:
            while True:
                number = ledger.mint_order_number("JN-03")
                say(f"{number} minted")
                payer = ledger.digest(number)
                ledger.create_order(replace(new_order(ledger, number), payer_digest=payer))
                say(f"{number} created")
                ledger.advance(number, OrderState.POSTED, OrderFacts())
                say(f"{number} posted")

    for _ in range(6):
        ending = in_child(busy, kill_after_lines=draw.randint(1, 40))
        assert ending.was_killed
        for line in ending.lines:
            number, state = line.split()
            if state == "minted":
                assert number not in confirmed
            confirmed[OrderNumber(number)] = state
    with opened(path) as ledger:
        assert ledger.verify().sound
        kept = {order.number: order.state for order in ledger.open_orders()}
        for number, state in confirmed.items():
            if state == "posted":
                assert ledger.order(number).state is OrderState.POSTED
            if state == "created":
                assert kept.get(number, OrderState.POSTED) in (
                    OrderState.CREATED,
                    OrderState.POSTED,
                )
        numbers = [
            entry.order_number for entry in ledger.entries() if entry.kind == "number_minted"
        ]
        assert len(numbers) == len(set(numbers))
        assert set(confirmed) <= set(numbers)
