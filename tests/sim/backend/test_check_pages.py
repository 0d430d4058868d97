"""What whoever holds a paper is told of it, and what they are not."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from datetime import date
from functools import partial
from uuid import uuid4

import httpx2
import pytest

from kiosk.domain.order import OrderState
from sim.backend import (
    contribution_certificates,
    history,
    issued_certificates,
    payment_lists,
    tax_certificates,
)
from sim.backend.check_codes import payment_url
from sim.backend.check_pages import add_check_pages
from sim.backend.confirming import confirm
from sim.backend.documents import Titled, shelf
from sim.backend.wallet import create_wallet
from sim.backend.wire_history import (
    CountReceiptPrint,
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
    SearchCertificates,
    SearchPayments,
)
from sim.people import find_person
from tests.sim.backend.desk import Desk
from tests.sim.backend.records import HERE, WALLET, Records, months

EVERYTHING: dict[str, object] = {"group": "1", "first_year": 2000, "last_year": 2026}


@pytest.fixture
def records() -> Iterator[Records]:
    records = Records()
    yield records
    records.close()


@pytest.fixture
async def phone(records: Records) -> AsyncIterator[httpx2.AsyncClient]:
    """Anybody's browser."""
    app = create_wallet(records.collection.platforms, shelf(records.collection))
    add_check_pages(app, partial(confirm, records.collection))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=WALLET) as client:
        yield client


def tax_certificate(records: Records, person: int) -> Titled:
    wanted = SearchCertificates.model_validate(
        {"person_token": records.token(person), **EVERYTHING, "refunds": False}
    )
    rows = tax_certificates.certifiable(records.collection, HERE, wanted).rows
    issue = IssueTaxCertificate(
        person_token=records.token(person), row_keys=[row.key for row in rows]
    )
    return tax_certificates.issue(records.collection, HERE, "k" * 36, issue)


def contribution_certificate(records: Records, person: int, form: str) -> Titled:
    wanted = MakeContributionCertificate.model_validate(
        {"person_token": records.token(person), **EVERYTHING, "insurance": None, "form": form}
    )
    return contribution_certificates.make(records.collection, HERE, str(uuid4()), wanted)


def everything_paid(records: Records, person: int) -> SearchPayments:
    return SearchPayments.model_validate(
        {"person_token": records.token(person), **EVERYTHING, "insurance": None, "state": None}
    )


def reprint(records: Records, person: int, number: str, key: str) -> Titled:
    wanted = ReprintCertificate(person_token=records.token(person))
    return issued_certificates.reprint(records.collection, HERE, number, key, wanted)


def address_on(titled: Titled) -> str:
    found = re.search(r'"check_url": "([^"]+)"', titled.manuscript.content)
    assert found is not None
    return found[1]


async def text_of(phone: httpx2.AsyncClient, url: str) -> str:
    page = await phone.get(url)
    assert page.status_code == 200
    assert 'data-result="confirmed"' in page.text
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == (
        "no-store",
        "no-referrer",
    )
    assert "default-src 'none'" in page.headers["content-security-policy"]
    return page.text


async def test_a_tax_certificate_is_confirmed_with_what_is_on_it(
    records: Records, phone: httpx2.AsyncClient
) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"), fen=104_006)
    certificate = tax_certificate(records, person)
    address = address_on(certificate)
    assert re.fullmatch(rf"{WALLET}/check/[0-9A-HJKMNP-TV-Z]{{20}}", address)
    text = await text_of(phone, address)
    for words in (
        "可以确认",
        "税收完税证明",
        certificate.number,
        "张*",
        "¥3,120.18",
        "人民币叁仟壹佰贰拾元壹角捌分",
        "国家税务总局济南市示例区税务局",
        "2026年11月23日",
        "首次开具 1 次，补打 0 次",
        "2026-01-01 至 2026-03-31",
        "样例",
        "不具有法律效力",
    ):
        assert words in text
    zhang_san = find_person("zhang-san")
    assert zhang_san.called not in text
    assert zhang_san.number not in text


@pytest.mark.parametrize("form", ["summary", "detail"])
async def test_a_contribution_certificate_is_confirmed_and_its_prints_are_counted(
    records: Records, phone: httpx2.AsyncClient, form: str
) -> None:
    person = records.person("zhang-san")
    for month in ("202601", "202602"):
        records.paid(person, months(month, month))
    certificate = contribution_certificate(records, person, form)
    again = [reprint(records, person, certificate.number, f"{key:036d}") for key in (1, 2, 2)]
    assert [one.manuscript.reprint for one in again] == [1, 2, 2]
    assert {one.number for one in again} == {certificate.number}
    assert {address_on(one) for one in again} == {address_on(certificate)}
    text = await text_of(phone, address_on(certificate))
    for words in (certificate.title, certificate.number, "2000年 – 2026年", "补打 2 次", "¥2,080"):
        assert words in text


async def test_a_code_may_be_typed_in_any_case_and_with_gaps(
    records: Records, phone: httpx2.AsyncClient
) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    code = address_on(tax_certificate(records, person)).rpartition("/")[2]
    typed = f" {code[:5].lower()}-{code[5:10]} {code[10:].replace('0', 'o').replace('1', 'l')} "
    sent = await phone.get("/check", params={"code": typed})
    assert sent.status_code == 303
    await text_of(phone, sent.headers["location"])
    form = await phone.get("/check")
    assert 'name="code"' in form.text


@pytest.mark.parametrize(
    "code", ["0" * 20, "0", "%00", "张三", "' OR 1=1", "<b>x</b>", "9" * 4000, "%2e%2e%2fwallet"]
)
async def test_what_nobody_was_given_cannot_be_confirmed(
    phone: httpx2.AsyncClient, code: str
) -> None:
    page = await phone.get(f"/check/{code}")
    assert page.status_code == 404
    if "Not Found" not in page.text:
        assert "不能确认" in page.text
        assert 'data-result="unknown"' in page.text
    assert "<b>x" not in page.text


@pytest.mark.parametrize(
    ("state", "words", "mood"),
    [
        (OrderState.PAYING, "尚未支付", "waiting"),
        (OrderState.UNKNOWN, "支付结果确认中", "waiting"),
        (OrderState.CLOSED, "已关闭", "bad"),
        (OrderState.POSTING, "已支付，正在入库", "waiting"),
        (OrderState.REFUNDING, "退款处理中", "waiting"),
        (OrderState.REFUNDED, "已退款", "bad"),
        (OrderState.NEEDS_PERSON, "人工处理中", "waiting"),
    ],
)
async def test_paper_about_an_order_tells_how_it_stands_by_now(
    records: Records, phone: httpx2.AsyncClient, state: OrderState, words: str, mood: str
) -> None:
    person = records.person("zhang-san")
    number = records.ordered(person, state, months("202601", "202603"))
    address = records.store.run(lambda it: payment_url(it, records.collection, number))
    text = await text_of(phone, address)
    assert f"<h2>{words}</h2>" in text
    assert f'class="verdict {mood}"' in text
    for shown in (number, "张*", "灵活就业人员基本养老保险", "2026年01月 – 03月", "¥1,040.00"):
        assert shown in text


async def test_a_receipt_of_what_was_credited_and_given_back_says_so(
    records: Records, phone: httpx2.AsyncClient
) -> None:
    person = records.person("zhang-san")
    kept = records.paid(person, months("202601", "202601"))
    records.paid(person, months("202602", "202602"), refunded=date(2026, 4, 1))
    wanted = everything_paid(records, person)
    told = history.search(records.collection, HERE, wanted).payments
    body = CountReceiptPrint(person_token=records.token(person), printed_before=0)
    history.count_print(records.collection, HERE, kept, "k" * 36, body)
    texts = {one.state: await text_of(phone, one.check_url) for one in told}
    assert "<h2>已入库</h2>" in texts["posted"]
    assert "1 次" in texts["posted"]
    assert "<h2>已退库</h2>" in texts["refunded"]
    again = history.search(records.collection, HERE, wanted).payments
    assert [one.check_url for one in again] == [one.check_url for one in told]


def test_a_list_of_payments_has_no_code(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202601"))
    wanted = everything_paid(records, person)
    content = payment_lists.make(records.collection, HERE, wanted).manuscript.content
    assert "check" not in content


def test_an_order_has_its_address_from_the_first_answer_to_the_last(desk: Desk) -> None:
    number = desk.order()
    first = desk.look(number).check_url
    assert first is not None
    assert first.startswith(f"{WALLET}/check/")
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.look(number).check_url == first
    other = desk.number()
    assert desk.give_up(other).check_url is None
