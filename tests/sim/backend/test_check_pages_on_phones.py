"""The pages that confirm papers, on a small phone held upright, in a real browser."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path

import httpx2
from selenium.webdriver import Chrome

from kiosk.domain.order import OrderState
from sim.backend.check_codes import payment_url
from sim.backend.check_pages import add_check_pages
from sim.backend.confirming import confirm
from sim.backend.documents import shelf
from sim.backend.wallet import create_wallet
from tests.sim.backend.records import WALLET, Records, months
from tests.sim.backend.test_check_pages import address_on, contribution_certificate

SMALL_PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
LONG_NAME = "EXAMPLE, CHRISTOPHER ALEXANDER BENEDICT MAXIMILIAN"
MEASURE = """
const seen = [...document.querySelectorAll('body *')].filter(one => one.getClientRects().length);
const texts = seen.filter(one => [...one.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
return {
  wide: document.documentElement.scrollWidth - innerWidth,
  cut: texts.filter(one => one.scrollWidth > one.clientWidth + 1 && one.clientWidth).length,
  least: Math.min(...texts.filter(one => !one.matches('.sample')).map(
    one => parseFloat(getComputedStyle(one).fontSize))),
  low: Math.min(999, ...[...document.querySelectorAll('button, input, summary')].map(
    one => one.getBoundingClientRect().height)),
  language: document.documentElement.lang,
  labelled: [...document.querySelectorAll('input')].every(one => one.labels.length),
};
"""


async def pages(records: Records) -> dict[str, str]:
    """What a phone is shown, with the style in the page itself."""
    person = records.person("christopher-example", LONG_NAME)
    for month in ("202601", "202602", "202603"):
        records.paid(person, months(month, month))
    number = records.ordered(person, OrderState.UNKNOWN, months("202604", "202606"))
    addresses = {
        "certificate": address_on(contribution_certificate(records, person, "detail")),
        "payment": records.store.run(lambda it: payment_url(it, records.collection, number)),
        "unknown": f"{WALLET}/check/{'0' * 20}",
    }
    app = create_wallet(records.collection.platforms, shelf(records.collection))
    add_check_pages(app, partial(confirm, records.collection))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=WALLET) as phone:
        style = (await phone.get("/wallet.css")).text
        link = '<link rel="stylesheet" href="/wallet.css">'
        return {
            name: (await phone.get(address)).text.replace(link, f"<style>{style}</style>")
            for name, address in addresses.items()
        }


def test_everything_fits_and_can_be_read_and_touched(browser: Chrome, tmp_path: Path) -> None:
    records = Records()
    shown = asyncio.run(pages(records))
    records.close()
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SMALL_PHONE)
    for name, text in shown.items():
        page = tmp_path / f"{name}.html"
        page.write_text(text, encoding="utf-8")
        browser.get(page.as_uri())
        measured = browser.execute_script(MEASURE)
        assert (measured["wide"], measured["cut"]) == (0, 0), name
        assert measured["least"] >= 14, name
        assert measured["low"] >= 44, name
        assert (measured["language"], measured["labelled"]) == ("zh-CN", True), name
