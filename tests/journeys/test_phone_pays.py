"""A phone reads the code from the glass, opens what it says, and pays there."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import presence_of_element_located
from selenium.webdriver.support.wait import WebDriverWait

from kiosk.domain.order import OrderState
from kiosk.settings import ScreenSettings, Settings
from sim.backend.channels.platform import WalletResult
from sim.paper_steps import Papers
from sim.scenario import Expect, Order, Touch
from tests.journeys.conftest import Journey
from tests.journeys.partway import only, up_to
from tests.support.camera import codes, photograph

PORTRAIT = ScreenSettings(width_px=1080, height_px=1920, width_mm=268, full_screen=False)
WIDE = ScreenSettings(width_px=1920, height_px=1080, width_mm=476, full_screen=False)
SQUARE = ScreenSettings(width_px=1280, height_px=1024, width_mm=376, full_screen=False)
_AMOUNT = "3,120.00"
_DARK = 128


@pytest.fixture
def screen() -> ScreenSettings:
    return PORTRAIT


@pytest.fixture
def settings(settings: Settings, screen: ScreenSettings) -> Settings:
    return settings.model_copy(update={"screen": screen})


def scanned(journey: Journey, *, scale: float = 1.0) -> str:
    """What the one code on the glass says."""
    (text,) = codes(photograph(journey.kiosk.window, scale=scale))
    return text


def touch(browser: Chrome, button: str) -> str:
    """Touch a button of the wallet; returns what the wallet then says, as a word."""
    browser.find_element(By.ID, button).click()
    return result(browser)


def result(browser: Chrome) -> str:
    told = WebDriverWait(browser, 10).until(presence_of_element_located((By.ID, "result")))
    return told.get_attribute("data-result") or ""


def inked(paper: bytes) -> float:
    """The share of a paper that is dark."""
    with Image.open(io.BytesIO(paper)) as picture:
        tones = picture.convert("L").histogram()
    return sum(tones[:_DARK]) / sum(tones)


@pytest.mark.parametrize(
    ("wallet", "name"),
    [("alipay", "支付宝"), ("wechat", "微信支付")],
    ids=["alipay", "wechat"],
)
def test_a_phone_pays_and_the_kiosk_prints(
    journey: Journey, browser: Chrome, wallet: str, name: str
) -> None:
    journey.citizen.play(up_to("qr", f"flexible-pension-{wallet}"))

    browser.get(scanned(journey))
    assert name in browser.title
    assert _AMOUNT in browser.find_element(By.ID, "amount").text
    number = browser.find_element(By.ID, "order-number").text
    assert touch(browser, "pay") == WalletResult.PAID.value

    journey.citizen.play(
        only(
            Expect(expect="success", text=("缴费成功", _AMOUNT)),
            Papers(papers=1, text=(number, _AMOUNT)),
            Order(order="posted"),
            Expect(expect="success", text=("请取走缴费小票",)),
        )
    )
    (paper,) = journey.hall.state().printer.papers
    assert paper.complete
    assert 0.02 < inked(journey.hall.paper_picture(paper.number)) < 0.5
    assert number in journey.hall.paper_text(paper.number)
    (kept,) = journey.ledger_orders()
    assert (kept.number, kept.state) == (number, OrderState.POSTED)


def test_a_phone_that_changes_its_mind_can_still_pay(journey: Journey, browser: Chrome) -> None:
    journey.citizen.play(up_to("qr"))
    address = scanned(journey)

    browser.get(address)
    assert touch(browser, "cancel") == "cancelled"
    journey.citizen.play(only(Expect(expect="qr", text=(_AMOUNT,)), Order(order="paying")))
    browser.get(address)
    assert touch(browser, "pay") == WalletResult.PAID.value
    journey.citizen.play(only(Expect(expect="success", text=(_AMOUNT,))))

    browser.get(address)
    assert result(browser) == WalletResult.ALREADY_PAID.value
    (order,) = journey.hall.state().orders
    assert order.amount_fen == 312_000


def test_a_code_given_up_at_the_kiosk_cannot_be_paid_any_more(
    journey: Journey, browser: Chrome
) -> None:
    journey.citizen.play(up_to("qr"))
    browser.get(scanned(journey))

    journey.citizen.play(only(Touch(touch="Leave"), Order(order="closed")))

    assert touch(browser, "pay") == WalletResult.CLOSED.value
    (order,) = journey.hall.state().orders
    assert order.state is OrderState.CLOSED


@pytest.mark.parametrize("screen", [PORTRAIT, WIDE, SQUARE], ids=["portrait", "wide", "square"])
def test_a_phone_reads_the_code_from_any_panel_even_half_as_sharp(
    journey: Journey, screen: ScreenSettings
) -> None:
    journey.citizen.play(up_to("qr"))

    window = journey.kiosk.window
    assert (window.width(), window.height()) == (screen.width_px, screen.height_px)
    (order,) = journey.hall.state().orders
    assert scanned(journey) == order.wallet_url
    assert scanned(journey, scale=0.5) == order.wallet_url
