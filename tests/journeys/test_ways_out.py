"""上一步, 返回首页, 退出: from every screen of the journey they lead where they say."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtWidgets import QAbstractButton

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.paper_steps import Papers
from sim.scenario import Expect, Order, Pay, Touch
from tests.journeys.conftest import Journey
from tests.journeys.partway import only, up_to
from tests.screens.touching import remembered

HOME = Expect(expect="tiles", text=("您想办什么",))
MODULES = Expect(expect="tiles", text=("请选择要办的业务",))
ATTRACT = Expect(expect="attract")


class Screen(NamedTuple):
    """A screen of the journey, and where 上一步 leads from it; None where it is not offered."""

    shot: str
    back: Expect | None


SCREENS = (
    Screen("home", None),
    Screen("modules", HOME),
    Screen("card", MODULES),
    Screen("insurances", MODULES),
    Screen("period", Expect(expect="tiles", text=("您要缴哪一项",))),
    Screen("base", Expect(expect="period", text=("3 个月",))),
    Screen("review", Expect(expect="base", text=("5,200",))),
    Screen("tender", Expect(expect="review", text=("3,120.00",))),
    Screen("qr", Expect(expect="tender", text=("3,120.00",))),
    Screen("success", None),
)


def named(way: str, view: str | None) -> str:
    """The button of that way: once everything is done, 办完了，退出 is the only one to leave by."""
    return "Finished" if (way, view) == ("Leave", "success") else way


def go(journey: Journey, way: str, there: Expect) -> None:
    """Touch it, and wait for what comes: 返回首页 leads from home to home, and what is then touched
    on the old one comes too late."""
    before = journey.citizen.scene
    journey.citizen.play(only(Touch(touch=way), there))
    journey.citizen.wait_until(lambda: journey.citizen.scene > before)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.shot)
def test_every_way_out_leads_where_it_says(journey: Journey, screen: Screen) -> None:
    leading = {"GoBack": screen.back, "GoHome": HOME, "Leave": ATTRACT}
    for way, there in leading.items():
        journey.hall.reset()
        journey.citizen.play(up_to(screen.shot))
        if there is None:
            assert journey.kiosk.window.findChildren(QAbstractButton, way) == []
        else:
            go(journey, named(way, journey.citizen.view), there)
        if journey.citizen.view != "attract":
            leave = named("Leave", journey.citizen.view)
            journey.citizen.play(only(Touch(touch=leave), ATTRACT))
        left_behind = remembered(journey.kiosk.window)
        assert [figures for figures in ("5,200", "3,120.00") if figures in left_behind] == []


@pytest.mark.parametrize("way", ["GoBack", "GoHome", "Leave"])
def test_whoever_turns_from_the_code_closes_its_order(journey: Journey, way: str) -> None:
    journey.citizen.play(up_to("qr"))

    journey.citizen.play(only(Touch(touch=way), Order(order="closed")))

    journey.citizen.wait_until(
        lambda: [order.state for order in journey.ledger_orders()] == [OrderState.CLOSED]
    )
    journey.citizen.play(only(Papers(papers=0)))


def test_another_tender_is_another_order(journey: Journey) -> None:
    journey.citizen.play(up_to("qr", "flexible-pension-wechat"))

    journey.citizen.play(
        only(
            Expect(expect="qr", text=("换个方式付", "取消缴费")),
            Touch(touch="GoBack"),
            Expect(expect="tender", text=("3,120.00",)),
            Touch(touch="TenderChosen.ALIPAY"),
            Expect(expect="qr", text=("3,120.00", "支付宝")),
            Pay(pay="alipay"),
            Expect(expect="success", text=("3,120.00",)),
            Order(order="posted"),
            Papers(papers=1, text=("支付宝",)),
        )
    )

    first, second = journey.hall.state().orders
    assert (first.tender, first.state) == (Tender.WECHAT.value, OrderState.CLOSED)
    assert (second.tender, second.state) == (Tender.ALIPAY.value, OrderState.POSTED)
    assert first.number != second.number


def test_a_payment_given_up_leaves_the_terminal_to_the_next(journey: Journey) -> None:
    journey.citizen.play(up_to("qr"))

    journey.citizen.play(only(Touch(touch="Leave"), ATTRACT))

    journey.hall.lift()
    journey.citizen.play(up_to("qr"))
    journey.citizen.play(only(Pay(pay="alipay"), Expect(expect="success"), Order(order="posted")))
    assert [order.state for order in journey.hall.state().orders] == [
        OrderState.CLOSED,
        OrderState.POSTED,
    ]
