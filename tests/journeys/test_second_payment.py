"""The same contribution twice: at two terminals, or again while nobody knows about the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from kiosk.settings import Settings
from sim.announcement import Announcement
from sim.client import HallClient
from sim.hall_process import HallProcess
from sim.paper_steps import Papers
from sim.scenario import Expect, Order, Pick, Scenario, Shot, Touch, find
from tests.journeys.conftest import Journey, kiosk_settings, started
from tests.journeys.partway import only

OTHER_TERMINAL = "JN-04"
PAYEE = "shen-yang"
REFUSED = ("这一次没有扣款",)
TO_REVIEW = (Pick(pick="500元档"), Expect(expect="review", text=("500.00",)))
TO_TENDER = (Touch(touch="Confirmed"), Expect(expect="tender"))
OUT = (Touch(touch="Leave"), Expect(expect="attract"))


def beginning(scenario: str) -> Scenario:
    """The scenario as far as its choice of a tier for this payee."""
    steps = find(scenario).steps
    return only(*steps[: steps.index(Shot(shot="tiers"))], person=PAYEE)


@pytest.fixture
def other_settings(
    settings: Settings, hall_process: Announcement, tmp_path: Path
) -> Iterator[tuple[Settings, str]]:
    """A second terminal of the same service with devices of its own, and where they are played."""
    with HallProcess(tmp_path / "hall") as process:
        folder = tmp_path / "other"
        folder.mkdir()
        own = kiosk_settings(process.announcement, folder)
        certificates = hall_process.certificate.parent
        service = settings.service.model_copy(
            update={
                "certificate": certificates / f"terminal-{OTHER_TERMINAL}.pem",
                "key": certificates / f"terminal-{OTHER_TERMINAL}.key",
            }
        )
        terminal = own.terminal.model_copy(update={"number": OTHER_TERMINAL})
        changed = own.model_copy(update={"service": service, "terminal": terminal})
        yield changed, process.announcement.control_url


def test_of_two_terminals_one_is_paid_at(
    journey: Journey, other_settings: tuple[Settings, str], qapp: QApplication
) -> None:
    """Somebody pays for themselves; a relative pays for them elsewhere at the same time."""
    settings, control_url = other_settings
    with HallClient(control_url) as devices, started(qapp, devices, settings) as other:
        journey.citizen.play(beginning("resident-pension"))
        other.citizen.play(beginning("proxy-several"))
        for one in (journey, other):
            one.citizen.play(only(*TO_REVIEW, *TO_TENDER))

        alipay = Touch(touch="TenderChosen.ALIPAY")
        journey.citizen.play(only(alipay, Expect(expect="qr", text=("500.00",))))
        refused = Expect(expect="notice", text=("上一笔缴费还没有结果", *REFUSED))
        other.citizen.play(only(alipay, refused))
        journey.hall.pay("alipay")
        journey.citizen.play(
            only(
                Expect(expect="success", text=("500.00",)), Papers(papers=1), Order(order="posted")
            )
        )

        other.citizen.play(only(*OUT))
        steps = beginning("proxy-several").steps
        again = steps[: steps.index(Touch(touch="InsuranceChosen.RESIDENT_PENSION")) + 1]
        paid = Expect(expect="notice", text=("已经缴过了", *REFUSED))
        other.citizen.play(only(*again, paid, Papers(papers=0), *OUT))

        states = [order.state for order in journey.hall.state().orders]
        assert states.count(OrderState.POSTED) == 1
        assert set(states) <= {OrderState.POSTED, OrderState.CLOSED}
        assert [order.state for order in journey.ledger_orders()] == [OrderState.POSTED]
        assert OrderState.POSTED not in {order.state for order in other.ledger_orders()}


def test_who_comes_again_while_the_first_is_unknown_pays_once(journey: Journey) -> None:
    hall = journey.play("unknown-still-open")

    assert [order.state for order in hall.orders] == [OrderState.POSTED]
    (slip,) = hall.printer.papers
    assert "请勿重复缴费" in slip.text
    journey.citizen.wait_until(
        lambda: [order.state for order in journey.ledger_orders()] == [OrderState.POSTED]
    )
