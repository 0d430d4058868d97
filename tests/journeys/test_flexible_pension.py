"""灵活就业 → 社保费缴费 → 养老, from the attract screen to the paper and back."""

from __future__ import annotations

import pytest

from kiosk.domain.order import OrderState
from sim.people import find_person
from tests.journeys.conftest import Journey


@pytest.mark.parametrize("wallet", ["alipay", "wechat"])
def test_a_citizen_pays_and_takes_the_receipt(journey: Journey, wallet: str) -> None:
    hall = journey.play(f"flexible-pension-{wallet}")

    (order,) = hall.orders
    assert order.state is OrderState.POSTED
    assert order.amount_fen == 312_000
    (paper,) = hall.printer.papers
    assert paper.complete
    (kept,) = journey.ledger_orders()
    assert (kept.number, kept.state) == (order.number, OrderState.POSTED)
    assert kept.receipt_confirmed
    assert journey.ledger_is_sound()


def test_nothing_personal_is_left_behind(journey: Journey) -> None:
    hall = journey.play("flexible-pension-alipay")

    person = find_person("zhang-san")
    ledger = journey.settings.ledger.path
    files = [ledger, ledger.with_name(ledger.name + "-wal"), journey.settings.log.path]
    kept = b"".join(file.read_bytes() for file in files if file.exists())
    for secret in (person.name, person.number):
        assert secret.encode() not in kept
        assert secret not in journey.citizen.words()
        assert all(secret not in paper.text for paper in hall.printer.papers)
