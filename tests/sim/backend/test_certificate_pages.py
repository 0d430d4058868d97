"""Every page of every certificate: how it looks, what is copied from it, whether it can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from urllib.parse import urlsplit

import httpx2
import pytest
import zxingcpp

from sim.backend import (
    contribution_certificates,
    issued_certificates,
    payment_lists,
    tax_certificates,
)
from sim.backend.check_pages import add_check_pages
from sim.backend.confirming import Confirmation, confirm
from sim.backend.documents import Titled, make_pdf
from sim.backend.mint import Mint
from sim.backend.wallet import create_wallet
from sim.backend.wire_history import (
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
    SearchCertificates,
    SearchPayments,
)
from sim.people import find_person
from tests.sim.backend.issuing import counted
from tests.sim.backend.records import HERE, MEDICAL, WALLET, Records, months, page_texts
from tests.support.archival import complaints
from tests.support.page_golden import check_pages, pages_of

EVERYTHING: dict[str, object] = {"group": "1", "first_year": 2000, "last_year": 2026}
LONG_NAME = "EXAMPLE, CHRISTOPHER ALEXANDER BENEDICT MAXIMILIAN"


@cache
def records() -> Records:
    return Records(mint=Mint(counted()))


@pytest.fixture(scope="module", autouse=True)
def books() -> Iterator[None]:
    yield
    records().close()
    for kept in (records, issued, pdf):
        kept.cache_clear()


@cache
def issued() -> dict[str, Titled]:
    """All of them, in the one order that gives each the same number and code in every run."""
    return {name: make() for name, make in DOCUMENTS.items()}


@cache
def pdf(name: str) -> bytes:
    """The document of this name as a terminal gets it, set once for all tests."""
    return make_pdf(records().collection, issued()[name].manuscript)


def paid_often(key: str, many: int, name: str = "") -> int:
    """Somebody who has paid a pension for so many months, and medical insurance once."""
    person = records().person(key, name)
    for place in range(many):
        year, month = 2023 + place // 12, 1 + place % 12
        paid = months(f"{year}{month:02d}", f"{year}{month:02d}")
        records().paid(person, paid, on=date(year, month, 9))
    records().paid(person, months("202602", "202602"), insurance=MEDICAL, fen=45_000)
    return person


def tax(person: int, *, refunds: bool = False) -> Titled:
    it = records()
    wanted = SearchCertificates.model_validate(
        {"person_token": it.token(person), **EVERYTHING, "refunds": refunds}
    )
    rows = tax_certificates.certifiable(it.collection, HERE, wanted).rows
    issue = IssueTaxCertificate(person_token=it.token(person), row_keys=[row.key for row in rows])
    return tax_certificates.issue(it.collection, HERE, f"{person:036d}", issue)


def contribution(person: int, form: str) -> Titled:
    wanted = MakeContributionCertificate.model_validate(
        {"person_token": records().token(person), **EVERYTHING, "insurance": None, "form": form}
    )
    return contribution_certificates.make(records().collection, HERE, f"{person:036d}", wanted)


def again(person: int, titled: Titled) -> Titled:
    wanted = ReprintCertificate(person_token=records().token(person))
    return issued_certificates.reprint(records().collection, HERE, titled.number, "r" * 36, wanted)


def listed(person: int) -> Titled:
    wanted = SearchPayments.model_validate(
        {"person_token": records().token(person), **EVERYTHING, "insurance": None, "state": None}
    )
    return payment_lists.make(records().collection, HERE, wanted)


def tax_of_yang_yan_again() -> Titled:
    person = paid_often("yang-yan", 1)
    return again(person, tax(person))


def tax_of_a_refund() -> Titled:
    person = records().person("zhang-san")
    records().paid(person, months("202602", "202603"), refunded=date(2026, 4, 1))
    return tax(person, refunds=True)


DOCUMENTS: dict[str, Callable[[], Titled]] = {
    "tax-zhu-wei": lambda: tax(paid_often("zhu-wei", 30)),
    "tax-reprinted-yang-yan": tax_of_yang_yan_again,
    "summary-guli-yangben": lambda: contribution(paid_often("guli-yangben", 38), "summary"),
    "detail-long-name": lambda: contribution(
        paid_often("christopher-example", 25, LONG_NAME), "detail"
    ),
    "list-wang-wu": lambda: listed(paid_often("wang-wu", 2)),
    "refund-zhang-san": tax_of_a_refund,
}
NAMES = {
    "tax-zhu-wei": find_person("zhu-wei").called,
    "tax-reprinted-yang-yan": find_person("yang-yan").called,
    "summary-guli-yangben": find_person("guli-yangben").called,
    "detail-long-name": LONG_NAME,
    "refund-zhang-san": find_person("zhang-san").called,
}
PAGES = {
    "tax-zhu-wei": 2,
    "tax-reprinted-yang-yan": 1,
    "summary-guli-yangben": 1,
    "detail-long-name": 3,
    "list-wang-wu": 1,
    "refund-zhang-san": 1,
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_page_looks_as_it_was_last_agreed_upon(name: str) -> None:
    check_pages(pdf(name), name)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_signed_document_is_fit_for_archives(name: str) -> None:
    assert complaints(pdf(name)) == []


def test_what_is_not_fit_for_archives_is_noticed() -> None:
    sound = pdf("tax-reprinted-yang-yan")
    for spoilt in (
        sound.replace(b"/F 132", b"/F 130"),
        sound.replace(b"<pdfaid:part>2", b"<pdfaid:part>3"),
        sound.replace(b"/FontFile3", b"/FontFile4"),
        sound.replace(b"/ToUnicode", b"/ToUnicodf"),
        sound.replace(b"/GTS_PDFA1", b"/GTS_PDFX1"),
        sound.replace(b"/SigFlags 3", b"/XFA      3"),
        sound + b"more",
    ):
        assert spoilt != sound
        assert complaints(spoilt) != []


@pytest.mark.parametrize("name", NAMES)
def test_the_holder_is_copied_from_every_page_as_registered(name: str) -> None:
    texts = page_texts(pdf(name))
    assert len(texts) == PAGES[name]
    assert all(NAMES[name] in " ".join(text.split()) for text in texts)


@pytest.mark.parametrize("name", NAMES)
async def test_the_code_on_the_first_page_leads_to_its_confirmation(name: str) -> None:
    (first, *_) = pages_of(pdf(name), dpi=200)
    (seen,) = zxingcpp.read_barcodes(first)
    address = urlsplit(seen.text)
    assert f"{address.scheme}://{address.netloc}" == WALLET
    code = address.path.rpartition("/")[2]
    text = " ".join(page_texts(pdf(name))[0].split())
    assert code[:5] in text
    assert code[15:] in text

    def asked(typed: str) -> Confirmation | None:
        return confirm(records().collection, typed)

    app = create_wallet(records().collection.platforms, lambda token: None)
    add_check_pages(app, asked)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=WALLET) as phone:
        page = await phone.get(seen.text)
    assert 'data-result="confirmed"' in page.text
    confirmed = asked(code)
    assert confirmed is not None
    number = dict(confirmed.facts)["凭证号码"]
    assert number in text
    assert confirmed.amount in " ".join(
        line for one in page_texts(pdf(name)) for line in one.split()
    )
