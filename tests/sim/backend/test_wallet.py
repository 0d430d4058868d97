from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2
import pytest

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend.channels.alipay import TradeStatus
from sim.backend.wallet import create_wallet
from sim.backend.wire import TenderName
from tests.sim.backend.desk import WALLET, Desk


@pytest.fixture
async def phone(desk: Desk) -> AsyncIterator[httpx2.AsyncClient]:
    """A phone's browser."""
    transport = httpx2.ASGITransport(create_wallet(desk.collection.platforms, lambda token: None))
    async with httpx2.AsyncClient(transport=transport, base_url=WALLET) as client:
        yield client


def _code(desk: Desk, number: str) -> str:
    url = desk.admin.order(number).wallet_url
    assert url is not None
    return url


@pytest.mark.parametrize(
    ("tender", "name"),
    [("alipay", "支付宝"), ("wechat", "微信支付"), ("unionpay_qr", "云闪付")],
)
async def test_the_page_says_who_gets_how_much_for_what(
    desk: Desk, phone: httpx2.AsyncClient, tender: TenderName, name: str
) -> None:
    number = desk.order(tender=tender)
    page = await phone.get(_code(desk, number))
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"
    for words in (
        name,
        "待报解社会保险费",
        "灵活就业人员基本养老保险 2026年01月 – 03月",
        "3,000.00",
        number,
        'id="pay"',
        "确认付款",
        "取消",
        f'class="{tender}"',
    ):
        assert words in page.text
    assert "张三" not in page.text


async def test_opening_the_page_creates_the_alipay_trade(
    desk: Desk, phone: httpx2.AsyncClient
) -> None:
    number = desk.order(tender="alipay")
    assert desk.collection.alipay.state(number) is TradeStatus.TRADE_NOT_EXIST
    await phone.get(_code(desk, number))
    assert desk.collection.alipay.state(number) is TradeStatus.WAIT_BUYER_PAY
    assert desk.look(number).state is OrderState.PAYING


async def test_confirming_pays_once(desk: Desk, phone: httpx2.AsyncClient) -> None:
    number = desk.order()
    page = await phone.post(f"{_code(desk, number)}/pay")
    assert 'data-result="paid"' in page.text
    assert "支付成功" in page.text
    assert desk.state(number) is OrderState.PAID
    for again in (
        await phone.get(_code(desk, number)),
        await phone.post(_code(desk, number) + "/pay"),
    ):
        assert 'data-result="already_paid"' in again.text
        assert 'id="pay"' not in again.text


async def test_cancelling_leaves_the_order_payable(desk: Desk, phone: httpx2.AsyncClient) -> None:
    number = desk.order()
    page = await phone.post(f"{_code(desk, number)}/cancel")
    assert 'data-result="cancelled"' in page.text
    assert desk.look(number).state is OrderState.PAYING
    assert 'id="pay"' in (await phone.get(_code(desk, number))).text


async def test_a_code_whose_time_is_up_says_so(desk: Desk, phone: httpx2.AsyncClient) -> None:
    number = desk.order()
    desk.clock.advance(180)
    for page in (
        await phone.get(_code(desk, number)),
        await phone.post(_code(desk, number) + "/pay"),
    ):
        assert 'data-result="expired"' in page.text
        assert "二维码已过期" in page.text


async def test_a_closed_order_says_so(desk: Desk, phone: httpx2.AsyncClient) -> None:
    number = desk.order()
    desk.give_up(number)
    page = await phone.get(_code(desk, number))
    assert 'data-result="closed"' in page.text
    assert "未发生扣款" in page.text


async def test_an_unknown_code_is_not_found(phone: httpx2.AsyncClient) -> None:
    for page in (
        await phone.get("/w/0123"),
        await phone.post("/w/0123/pay"),
        await phone.post("/w/0123/cancel"),
    ):
        assert page.status_code == 404
        assert 'data-result="no_such_code"' in page.text


@pytest.mark.parametrize("tender", ["alipay", "wechat"])
async def test_a_script_pays_by_order_number(
    desk: Desk, phone: httpx2.AsyncClient, tender: TenderName
) -> None:
    number = desk.order(tender=tender)
    first = await phone.post("/api/pay", json={"order_number": number})
    second = await phone.post("/api/pay", json={"order_number": number})
    assert (first.json(), second.json()) == ({"result": "paid"}, {"result": "already_paid"})
    unknown = await phone.post("/api/pay", json={"order_number": desk.number()})
    assert unknown.status_code == 404
    by_code = await phone.post(f"{_code(desk, number)}/pay", headers={"Accept": "application/json"})
    assert by_code.json() == {"result": "already_paid"}


async def test_the_phone_works_while_the_service_cannot_reach_the_channel(
    desk: Desk, phone: httpx2.AsyncClient
) -> None:
    number = desk.order()
    desk.admin.set_channel(Tender.WECHAT, reachable=False)
    page = await phone.post(f"{_code(desk, number)}/pay")
    assert 'data-result="paid"' in page.text
    assert desk.look(number).state is OrderState.PAYING


async def test_the_page_needs_nothing_from_elsewhere(desk: Desk, phone: httpx2.AsyncClient) -> None:
    page = (await phone.get(_code(desk, desk.order()))).text
    assert "http" not in page
    style = await phone.get("/wallet.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
