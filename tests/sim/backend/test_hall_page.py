"""The hall on a page: who serves, who does not and why, who has not been heard of."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from functools import partial

import httpx2
import pytest

from sim.backend.documents import shelf
from sim.backend.hall_page import add_hall_page
from sim.backend.hall_sight import LOST_AFTER, Sight, look
from sim.backend.wallet import create_wallet
from tests.sim.backend.desk import ELSEWHERE, HERE, WALLET, Desk
from tests.sim.backend.reported import PAPER_OUT, event, state, tell

ORDER = "JN0320261123093000000001"


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx2.AsyncClient]:
    app = create_wallet(desk.collection.platforms, shelf(desk.collection))
    add_hall_page(app, partial(look, desk.collection), desk.admin.instruct)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=WALLET) as client:
        yield client


async def card(browser: httpx2.AsyncClient, terminal: str = HERE) -> str:
    """What the page says of one terminal."""
    page = await browser.get("/hall")
    assert page.status_code == 200
    found = re.search(
        rf'<article [^>]*data-terminal="{terminal}".*?</article>', page.text, re.DOTALL
    )
    assert found is not None
    return found[0]


def sight(desk: Desk, terminal: str = HERE) -> Sight:
    (found,) = (one for one in look(desk.collection) if one.number == terminal)
    return found.sight


async def test_a_terminal_that_was_never_heard_of_is_lost(browser: httpx2.AsyncClient) -> None:
    shown = await card(browser)
    assert "失联" in shown
    assert "从未上报" in shown


async def test_a_terminal_that_serves_is_shown_with_what_is_left(
    desk: Desk, browser: httpx2.AsyncClient
) -> None:
    tell(desk, 1, state())
    shown = await card(browser)
    assert 'data-mood="good"' in shown
    for words in ("可以办理", "小票纸 63%", "小票 12", "A4 5 张", "9.8.7", "11-23 09:30:00", ">2<"):
        assert words in shown
    assert "失联" in await card(browser, ELSEWHERE)


async def test_why_it_does_not_serve_and_since_when(
    desk: Desk, browser: httpx2.AsyncClient
) -> None:
    tell(desk, 1, state(standing="out_of_service", obstacle="service", devices=[PAPER_OUT]))
    shown = await card(browser)
    assert 'data-mood="bad"' in shown
    assert "暂停服务" in shown
    assert "暂时连不上税务系统。" in shown
    assert "小票打印机：缺纸，由大厅工作人员处理（11-23 09:29起）" in shown


def test_what_serves_with_something_missing_is_neither_well_nor_down(desk: Desk) -> None:
    tell(desk, 1, state(devices=[PAPER_OUT]))
    assert sight(desk) is Sight.IMPAIRED
    tell(desk, 2, state(acquirer="unreachable"))
    assert sight(desk) is Sight.IMPAIRED
    assert "刷卡支付：连不上收单机构" in look(desk.collection)[0].causes
    tell(desk, 3, state(standing="staff"))
    assert sight(desk) is Sight.IMPAIRED
    tell(desk, 4, state(acquirer="absent"))
    assert sight(desk) is Sight.WELL


async def test_a_late_sign_of_life_makes_it_lost_and_the_next_one_found(
    desk: Desk, browser: httpx2.AsyncClient
) -> None:
    tell(desk, 1, state())
    desk.clock.advance(LOST_AFTER.total_seconds())
    assert sight(desk) is Sight.WELL
    desk.clock.advance(1)
    shown = await card(browser)
    assert "失联" in shown
    assert "11-23 09:30:00" in shown
    tell(desk, 2, state())
    assert sight(desk) is Sight.WELL


async def test_what_happened_is_shown_in_codes_without_numbers_of_orders(
    desk: Desk, browser: httpx2.AsyncClient
) -> None:
    tell(desk, 1, state())
    tell(desk, 2, event("VISIT_FAULT", where="visit/pay_own/login/card", why="reader_lost"))
    tell(desk, 3, event("CARD_REVERSAL_DUE", order=ORDER, trace=17, reason="98"))
    shown = await card(browser)
    assert "visit/pay_own/login/card · reader_lost" in shown
    assert shown.index("CARD_REVERSAL_DUE") < shown.index("VISIT_FAULT")
    assert ORDER not in shown


async def test_words_it_does_not_know_are_shown_as_they_came(
    desk: Desk, browser: httpx2.AsyncClient
) -> None:
    strange = PAPER_OUT | {
        "device": "coffee_machine",
        "cause": "beans_out",
        "remedy": "barista",
        "since": "2026-02-31T09:30:15+08:00",
    }
    tell(desk, 1, state(devices=[strange], obstacle="mood", supplies=[]))
    shown = await card(browser)
    assert "coffee_machine：beans_out（2026-02-31T09:30:15+08:00起）" in shown
    assert "mood" in shown
    assert "不详" in shown


async def test_the_page_runs_nothing_and_comes_anew_by_itself(browser: httpx2.AsyncClient) -> None:
    page = await browser.get("/hall")
    assert "<script" not in page.text
    assert page.headers["refresh"] == "15"
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_a_restart_is_asked_for_with_one_touch_and_followed(
    desk: Desk, browser: httpx2.AsyncClient
) -> None:
    tell(desk, 1, state())
    assert "没有人办理时重启" in await card(browser)
    answer = await browser.post(f"/hall/{HERE}/restart")
    assert (answer.status_code, answer.headers["location"]) == (303, "/hall")
    (given,) = desk.admin.instructions()
    shown = await card(browser)
    assert "重启（11-23 09:30）　等终端来取" in shown
    assert "<button" not in shown
    assert "<button" in await card(browser, ELSEWHERE)
    for sequence, outcome, words in (
        (2, "taken", "终端已接到，没有人办理时执行"),
        (3, "done", "已完成"),
    ):
        told = {"number": given.number, "outcome": outcome, "why": ""}
        tell(desk, sequence, state(instruction=told))
        assert words in await card(browser)
    assert "没有人办理时重启" in await card(browser)


async def test_why_a_terminal_refused_is_shown(desk: Desk, browser: httpx2.AsyncClient) -> None:
    given = desk.admin.instruct(HERE, "make_coffee")
    told = {"number": given.number, "outcome": "refused", "why": "unknown"}
    tell(desk, 1, state(instruction=told))
    assert "make_coffee（11-23 09:30）　终端没有接受：不认识这条指令" in await card(browser)


async def test_a_terminal_that_is_none_cannot_be_restarted(browser: httpx2.AsyncClient) -> None:
    assert (await browser.post("/hall/XX-99/restart")).status_code == 404
