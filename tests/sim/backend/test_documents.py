"""What the documents look like to whoever reads or copies them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import httpx2
import pypdfium2
import pytest
from sqlalchemy import select

from kiosk.documents.preview import draw_pages
from kiosk.domain.identity import parse_identity_number
from sim.backend import contribution_certificates, payment_lists, tax_certificates
from sim.backend.documents import Titled, hand_out, hand_out_with_link, make_pdf, shelf
from sim.backend.models_documents import DocumentLink
from sim.backend.typesetting import Manuscript, TypesettingFailed, typeset
from sim.backend.wallet import create_wallet
from sim.backend.wire_history import (
    DocumentAnswer,
    IssueTaxCertificate,
    MakeContributionCertificate,
    SearchCertificates,
    SearchPayments,
)
from sim.people import find_person
from tests.sim.backend.records import (
    HERE,
    MEDICAL,
    NOW,
    PENSION,
    WALLET,
    Records,
    lines_of,
    months,
    page_texts,
    pdf_of,
)

SPECIMEN = "样例　演示数据"


@pytest.fixture
def records() -> Iterator[Records]:
    records = Records()
    yield records
    records.close()


def tax_certificate(records: Records, person: int, key: str = "k" * 36) -> Titled:
    token = records.token(person)
    wanted = SearchCertificates(
        person_token=token, group="1", first_year=2000, last_year=2026, refunds=False
    )
    rows = tax_certificates.certifiable(records.collection, HERE, wanted).rows
    issue = IssueTaxCertificate(person_token=token, row_keys=[row.key for row in rows][:40])
    return tax_certificates.issue(records.collection, HERE, key, issue)


def payment_list(records: Records, person: int, first_year: int = 2000) -> Titled:
    wanted = SearchPayments(
        person_token=records.token(person),
        group="1",
        first_year=first_year,
        last_year=2026,
        insurance=None,
        state=None,
    )
    return payment_lists.make(records.collection, HERE, wanted)


def fetched_list(records: Records, person: int) -> DocumentAnswer:
    return hand_out_with_link(records.collection, payment_list(records, person))


def contribution_certificate(
    records: Records, person: int, form: str, first_year: int = 2000
) -> Titled:
    wanted = MakeContributionCertificate.model_validate(
        {
            "person_token": records.token(person),
            "group": "1",
            "first_year": first_year,
            "last_year": 2026,
            "insurance": None,
            "form": form,
        }
    )
    return contribution_certificates.make(records.collection, HERE, str(uuid4()), wanted)


@pytest.mark.parametrize(
    "key", ["yang-yan", "zhu-wei", "guli-yangben", "john-sample", "christopher-example", "wang-wu"]
)
def test_name_and_number_are_copied_exactly_as_they_are_registered(
    records: Records, key: str
) -> None:
    person = find_person(key)
    row = records.person(key)
    records.paid(row, months("202601", "202603"))
    tax = " ".join(page_texts(pdf_of(tax_certificate(records, row)))[0].split())
    assert person.called in tax
    assert person.number in tax
    answer = contribution_certificate(records, row, "detail")
    text = " ".join(page_texts(pdf_of(answer))[0].split())
    assert person.called in text
    assert person.number in text
    assert parse_identity_number(person.number).kind.label in text


def test_a_long_foreign_name_has_room_on_every_page(records: Records) -> None:
    name = "EXAMPLE, CHRISTOPHER ALEXANDER BENEDICT MAXIMILIAN"
    person = records.person("christopher-example", name)
    for month in range(1, 31):
        paid = months(f"{2023 + month // 12}{1 + month % 12:02d}", f"{2023 + month // 12}12")
        records.paid(person, paid)
    for answer in (
        tax_certificate(records, person),
        contribution_certificate(records, person, "detail"),
    ):
        texts = page_texts(pdf_of(answer))
        assert len(texts) > 1
        assert all(name in " ".join(text.split()) for text in texts)


def test_the_sum_never_stands_on_a_page_alone(records: Records) -> None:
    person = records.person("zhang-san")
    for place in range(1, 33):
        year, month = 2023 + (place - 1) // 12, 1 + (place - 1) % 12
        paid = months(f"{year}{month:02d}", f"{year}{month:02d}")
        records.paid(person, paid, on=date(year, month, 5))
        if place not in (9, 10, 11, 12, 21, 32):
            continue
        texts = page_texts(pdf_of(contribution_certificate(records, person, "detail")))
        last = "".join(texts[-1].split())
        assert f"共{place}笔" in last
        assert "人民币" in last
        assert f"{year}年{month:02d}月" in last
        assert f"{2023 + (place - 2) // 12}年{1 + (place - 2) % 12:02d}月" in last


def test_a_tax_certificate_says_what_was_paid_when_for_what(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"), fen=104_006)
    records.paid(person, months("202602", "202602"), insurance=MEDICAL, fen=45_000)
    answer = tax_certificate(records, person)
    assert (answer.title, answer.number) == ("税收完税证明", "337261123000000001")
    text = "".join(lines_of(pdf_of(answer)))
    for words in (
        "税收完税证明",
        f"No.{answer.number}",
        "填发日期：2026年11月23日",
        "税务机关：国家税务总局济南市示例区税务局",
        "灵活就业人员基本养老保险费",
        "2026-01-01至2026-03-31",
        "2026-02-01至2026-02-28",
        "2026-03-06",
        "3,120.18",
        "450.00",
        "人民币叁仟伍佰柒拾元壹角捌分",
        "¥3,570.18",
        "税务机关（盖章）",
        "自助终端JN-03",
        "妥善保管",
        "本凭证交纳税人作完税证明",
        "第1页共1页",
    ):
        assert words in text


def test_each_page_of_each_document_is_marked_as_a_specimen_and_numbered(records: Records) -> None:
    person = records.person("christopher-example")
    for year in range(2019, 2026):
        for month in range(1, 13):
            month_paid = months(f"{year}{month:02d}", f"{year}{month:02d}")
            records.paid(person, month_paid, on=date(year, month, 5))
    documents = [
        tax_certificate(records, person),
        payment_list(records, person),
        contribution_certificate(records, person, "summary"),
        contribution_certificate(records, person, "detail"),
    ]
    counts = []
    for answer in documents:
        texts = page_texts(pdf_of(answer))
        counts.append(len(texts))
        for place, text in enumerate(texts, 1):
            assert text.count(SPECIMEN) > 8
            assert "不具有法律效力" in text
            assert f"第 {place} 页　共 {len(texts)} 页" in text
            assert f"打印终端：{HERE}　2026-11-23 09:30:00" in text
        for text in texts[1:]:
            assert "（续）" in text
            assert answer.number in text
    assert counts[0] == 2
    assert counts[2] == 1
    assert min(counts[1], counts[3]) > 4


def test_a_long_table_has_its_headings_on_each_page_and_no_row_twice(records: Records) -> None:
    person = records.person("zhang-san")
    numbers = [
        records.paid(person, months(f"{year}{m:02d}", f"{year}{m:02d}"), on=date(year, m, 9))
        for year in range(2023, 2026)
        for m in range(1, 13)
    ]
    texts = page_texts(pdf_of(payment_list(records, person)))
    assert all("缴费流水号" in text for text in texts)
    places = [line for text in texts for line in text.split() if re.fullmatch("[0-9]{1,2}", line)]
    assert all(places.count(str(place)) >= 1 for place in range(1, len(numbers) + 1))
    joined = "".join("".join(text.split()) for text in texts)
    assert all(joined.count(number) == 1 for number in numbers)


def test_the_same_manuscript_is_the_same_document_to_the_byte(records: Records) -> None:
    person = records.person("zhu-wei")
    records.paid(person, months("202601", "202603"))
    manuscript = payment_list(records, person).manuscript
    first = make_pdf(records.collection, manuscript)
    assert make_pdf(records.collection, manuscript) == first
    later = replace(manuscript, printed_at=manuscript.printed_at + timedelta(seconds=1))
    assert make_pdf(records.collection, later) != first


def test_a_certificate_is_handed_to_the_terminal_alone(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    certificate = tax_certificate(records, person)
    answer = hand_out(records.collection, certificate)
    assert pdf_of(answer).startswith(pdf_of(certificate))
    (copy,) = records.collection.copies.all()
    assert (copy.title, copy.number, copy.reprint) == ("税收完税证明", certificate.number, 0)
    assert copy.pdf == pdf_of(answer)
    told = (answer.number, answer.title, answer.reprint, answer.link, answer.valid_seconds)
    assert told == (certificate.number, "税收完税证明", 0, "", 0)


def test_a_document_is_made_at_any_fraction_of_a_second(records: Records) -> None:
    person = records.person("zhu-wei")
    records.paid(person, months("202601", "202603"))
    records.clock.advance(0.25)
    assert pdf_of(payment_list(records, person)).startswith(b"%PDF-")


def test_a_document_is_for_archives_and_says_when_it_was_made(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    pdf = pdf_of(tax_certificate(records, person))
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    with pypdfium2.PdfDocument(pdf) as document:
        facts = document.get_metadata_dict()
    assert facts["Title"] == "税收完税证明"
    assert facts["Author"] == "国家税务总局济南市示例区税务局"
    assert facts["CreationDate"] == "D:20261123013000Z"


def test_no_character_is_the_box_of_a_missing_one(records: Records) -> None:
    person = records.person("zhang-san")
    agency = "杨䶮例、朱𬱖样、古丽样本·示例江"
    records.paid(person, months("202601", "202601"), agency=agency)
    assert pdf_of(contribution_certificate(records, person, "detail"))
    # What no font has is not set at all: a document for archives may have no empty boxes.
    records.paid(person, months("202602", "202602"), agency="\ue000")
    with pytest.raises(TypesettingFailed):
        pdf_of(contribution_certificate(records, person, "detail"))


def test_a_list_is_masked_and_a_phone_can_fetch_it_for_a_while(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    answer = fetched_list(records, person)
    pdf = pdf_of(answer)
    text = "".join(lines_of(pdf))
    zhang_san = find_person("zhang-san")
    assert "张*" in text
    assert zhang_san.name not in text
    assert zhang_san.number not in text
    assert f"{zhang_san.number[:4]}**********{zhang_san.number[-4:]}" in text
    assert (answer.number, answer.title, answer.valid_seconds) == ("", "社会保险费缴费清单", 300)
    assert re.fullmatch(rf"{WALLET}/d/[0-9a-f]{{48}}", answer.link)
    fetch = shelf(records.collection)
    token = answer.link.rpartition("/")[2]
    assert fetch(token) == pdf
    assert fetch("0" * 48) is None
    records.clock.advance(299)
    assert fetch(token) == pdf
    records.clock.advance(1)
    assert fetch(token) is None


def test_a_document_whose_link_is_over_is_thrown_away_with_the_next_one(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    for _ in range(2):
        fetched_list(records, person)
    records.clock.advance(300)
    fetched_list(records, person)
    kept = records.store.run(lambda session: len(session.scalars(select(DocumentLink)).all()))
    assert kept == 1


def test_every_link_is_another_one(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    assert len({fetched_list(records, person).link for _ in range(2)}) == 2


async def test_a_phone_opens_the_document_or_is_told_kindly_why_not(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    answer = await asyncio.to_thread(fetched_list, records, person)
    app = create_wallet(records.collection.platforms, shelf(records.collection))
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url=WALLET) as phone:
        opened = await phone.get(answer.link)
        assert opened.status_code == 200
        assert opened.headers["content-type"] == "application/pdf"
        assert opened.headers["cache-control"] == "no-store"
        assert opened.headers["referrer-policy"] == "no-referrer"
        assert opened.content == pdf_of(answer)
        records.clock.advance(300)
        for link in (answer.link, f"{WALLET}/d/nothing"):
            missing = await phone.get(link)
            assert missing.status_code == 404
            assert missing.headers["content-type"].startswith("text/html")
            assert 'data-result="no_such_document"' in missing.text
            assert "链接已失效" in missing.text
            assert "自助终端" in missing.text


def test_text_that_looks_like_markup_stands_as_it_is(records: Records) -> None:
    words = "#panic() *粗* $x$ `y` \\ <标签> @引用 //注 ==题 [方] {花}"
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202601"), agency=words)
    text = "".join(lines_of(pdf_of(contribution_certificate(records, person, "detail"))))
    assert words.replace(" ", "") in text


def test_what_cannot_be_set_says_so_without_the_content(records: Records) -> None:
    broken = Manuscript("payment_list", '{"holder": "张三"}', HERE, NOW)
    for manuscript in (broken, replace(broken, template="nothing"), replace(broken, content="{")):
        with pytest.raises(TypesettingFailed) as failure:
            typeset(manuscript)
        assert "张三" not in str(failure.value)
        assert "张三" not in repr(manuscript)


def test_a_terminal_can_draw_each_document(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    for answer in (
        tax_certificate(records, person),
        payment_list(records, person),
        contribution_certificate(records, person, "summary"),
    ):
        assert len(draw_pages(pdf_of(answer), width_px=300)) == 1


def test_the_longest_list_is_one_that_a_terminal_will_show(records: Records) -> None:
    person = records.person("zhang-san")
    for place in range(185):
        year, month = 2010 + place // 12, 1 + place % 12
        paid = months(f"{year}{month:02d}", f"{year}{month:02d}")
        for insurance in (PENSION, MEDICAL):
            records.paid(person, paid, insurance=insurance, on=date(year, month, 5))
    pdf = pdf_of(payment_list(records, person))
    texts = page_texts(pdf)
    assert len(draw_pages(pdf, width_px=200)) == len(texts)
    assert "仅列出最近 360 笔" in texts[-1]
    assert "2010-06-05" in "".join(texts)
    assert "2010-05-05" not in "".join(texts)
