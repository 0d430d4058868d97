from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from sim.backend import contribution_certificates, issued_certificates, tax_certificates
from sim.backend.columns import Line
from sim.backend.contribution_certificates import runs_of
from sim.backend.contributions import share_out
from sim.backend.documents import Titled
from sim.backend.models import VisitScope
from sim.backend.problems import Code, Problem
from sim.backend.wire_history import (
    CertifiableRowAnswer,
    IssuedAnswer,
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
    SearchCertificates,
)
from tests.sim.backend.records import (
    HERE,
    MEDICAL,
    NEXT_DOOR,
    RESIDENT_PENSION,
    Records,
    lines_of,
    months,
    page_texts,
    pdf_of,
)

KEYS = [f"00000000-0000-4000-8000-{place:012d}" for place in range(9)]
SPECIAL = Basis(BasisKind.BILLS, Money(0), "特殊缴费")
TIER = Basis(BasisKind.TIER, Money.yuan(300), "300元档")


@pytest.fixture
def records() -> Iterator[Records]:
    records = Records()
    yield records
    records.close()


def asked(token: str, **changes: object) -> SearchCertificates:
    body = {"person_token": token, "group": "1", "first_year": 2000, "last_year": 2026}
    return SearchCertificates.model_validate(body | {"refunds": False} | changes)


def certifiable(records: Records, person: int, **changes: object) -> list[CertifiableRowAnswer]:
    search = asked(records.token(person), **changes)
    return tax_certificates.certifiable(records.collection, HERE, search).rows


def issued(records: Records, person: int, **changes: object) -> list[IssuedAnswer]:
    search = asked(records.token(person), **changes)
    return issued_certificates.search(records.collection, HERE, search).certificates


def issue(
    records: Records, person: int, keys: list[str], issue_key: str = KEYS[0], terminal: str = HERE
) -> Titled:
    body = IssueTaxCertificate(person_token=records.token(person, terminal), row_keys=keys)
    return tax_certificates.issue(records.collection, terminal, issue_key, body)


def reprint(records: Records, person: int, number: str, key: str, terminal: str = HERE) -> Titled:
    body = ReprintCertificate(person_token=records.token(person, terminal))
    return issued_certificates.reprint(records.collection, terminal, number, key, body)


def contribution(records: Records, person: int, **changes: object) -> Titled:
    """Under a key of its own."""
    body = {
        "person_token": records.token(person),
        "group": "1",
        "first_year": 2000,
        "last_year": 2026,
        "insurance": None,
        "form": "summary",
    }
    wanted = MakeContributionCertificate.model_validate(body | changes)
    return contribution_certificates.make(records.collection, HERE, str(uuid4()), wanted)


def code_of(refusal: pytest.ExceptionInfo[Problem]) -> Code:
    return refusal.value.code


def test_every_period_of_a_payment_can_be_certified_by_itself(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202412", "202412"), months("202501", "202503"))
    told = [row.model_dump(mode="json") for row in certifiable(records, person)]
    common = {"insurance": "flexible_pension", "posted_on": "2026-03-06", "refund": False}
    assert told == [
        {"key": f"{number}-1", "first_month": "202412", "last_month": "202412",
         "amount_fen": 104_000, **common},
        {"key": f"{number}-2", "first_month": "202501", "last_month": "202503",
         "amount_fen": 312_000, **common},
    ]  # fmt: skip
    assert [row.key for row in certifiable(records, person, first_year=2025)] == [f"{number}-2"]


def test_what_has_no_tax_ticket_yet_cannot_be_certified(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"), ticket=False)
    assert certifiable(records, person) == []
    with pytest.raises(Problem) as refusal:
        issue(records, person, [f"{number}-1"])
    assert code_of(refusal) is Code.NOT_FOUND


def test_refunds_are_certified_apart_and_say_that_they_are(records: Records) -> None:
    person = records.person("zhang-san")
    paid = records.paid(person, months("202601", "202601"))
    records.paid(person, months("202602", "202602"), refunded=date(2026, 4, 1))
    (row,) = certifiable(records, person, refunds=True)
    assert (row.refund, row.posted_on) == (True, date(2026, 4, 1))
    with pytest.raises(Problem) as refusal:
        issue(records, person, [row.key, f"{paid}-1"])
    assert code_of(refusal) is Code.NOT_FOUND
    answer = issue(records, person, [row.key])
    text = "".join(lines_of(pdf_of(answer)))
    for words in ("-1,040.00", "（退）人民币壹仟零肆拾元整", "¥-1,040.00", "电子收入退还书", "TK"):
        assert words in text
    assert certifiable(records, person, refunds=True) == []
    assert issued(records, person) == []
    (certificate,) = issued(records, person, refunds=True)
    assert (certificate.number, certificate.amount_fen) == (answer.number, 104_000)


def test_issuing_takes_the_rows_out_for_good_and_lists_the_certificate(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202602"))
    records.paid(person, months("202603", "202603"), insurance=MEDICAL, fen=45_000)
    left = records.paid(person, months("202604", "202604"), on=date(2026, 4, 9))
    rows = certifiable(records, person)
    answer = issue(records, person, [row.key for row in rows if row.key != f"{left}-1"])
    assert [row.key for row in certifiable(records, person)] == [f"{left}-1"]
    (certificate,) = issued(records, person)
    assert certificate.model_dump(mode="json") == {
        "number": answer.number,
        "kind": "tax",
        "amount_fen": 253_000,
        "rows": 2,
        "issued_on": "2026-11-23",
        "prints": 1,
    }
    assert issued(records, person, group="0") == []
    assert issued(records, person, last_year=2025) == []
    assert issued(records, records.person("li-si")) == []


def test_the_same_key_gives_the_same_certificate_to_the_byte(records: Records) -> None:
    person = records.person("zhu-wei")
    number = records.paid(person, months("202601", "202602"), months("202604", "202604"))
    keys = [f"{number}-1", f"{number}-2"]
    first = issue(records, person, keys)
    records.clock.advance(600)
    assert issue(records, person, keys[::-1]) == first
    assert len(issued(records, person)) == 1


def test_a_key_is_good_for_one_person_one_terminal_and_the_same_rows(records: Records) -> None:
    person, other = records.person("zhang-san"), records.person("li-si")
    one = records.paid(person, months("202601", "202601"))
    two = records.paid(person, months("202602", "202602"))
    issue(records, person, [f"{one}-1"])
    for whose, rows, terminal in (
        (person, [f"{two}-1"], HERE),
        (person, [f"{one}-1", f"{two}-1"], HERE),
        (other, [f"{one}-1"], HERE),
        (person, [f"{one}-1"], NEXT_DOOR),
    ):
        with pytest.raises(Problem) as refusal:
            issue(records, whose, rows, terminal=terminal)
        assert code_of(refusal) is Code.IDEMPOTENCY_CONFLICT
    assert len(issued(records, person)) == 1


def test_a_row_is_never_in_two_certificates(records: Records) -> None:
    person = records.person("zhang-san")
    one = records.paid(person, months("202601", "202601"))
    two = records.paid(person, months("202602", "202602"))
    issue(records, person, [f"{one}-1"])
    for rows in ([f"{one}-1"], [f"{two}-1", f"{one}-1"]):
        with pytest.raises(Problem) as refusal:
            issue(records, person, rows, KEYS[1])
        assert code_of(refusal) is Code.ALREADY_CERTIFIED
    assert [row.key for row in certifiable(records, person)] == [f"{two}-1"]


def test_nobody_can_certify_what_another_paid_or_what_does_not_exist(records: Records) -> None:
    person, other = records.person("zhang-san"), records.person("li-si")
    number = records.paid(person, months("202601", "202601"))
    for whose, rows in ((other, [f"{number}-1"]), (person, [f"{number}-1", "nothing-1"])):
        with pytest.raises(Problem) as refusal:
            issue(records, whose, rows)
        assert code_of(refusal) is Code.NOT_FOUND
    assert issued(records, person) == []
    assert len(certifiable(records, person)) == 1


def test_the_groups_are_certified_apart(records: Records) -> None:
    person = records.person("chu-yang")
    own = records.paid(person, months("202601", "202601"))
    resident = records.paid(
        person,
        ContributionPeriod.whole_year(2026),
        insurance=RESIDENT_PENSION,
        basis=TIER,
        fen=30_000,
    )
    with pytest.raises(Problem) as refusal:
        issue(records, person, [f"{own}-1", f"{resident}-1"])
    assert code_of(refusal) is Code.NOT_FOUND
    text = "".join(lines_of(pdf_of(issue(records, person, [f"{resident}-1"]))))
    assert "城乡居民基本养老保险费" in text
    assert "2026-01-01至2026-12-31" in text
    assert len(issued(records, person, group="0")) == 1


def test_numbers_are_counted_day_by_day(records: Records) -> None:
    person = records.person("zhang-san")
    paid = [records.paid(person, months(f"20260{m}", f"20260{m}")) for m in range(1, 5)]
    given = []
    for place, number in enumerate(paid):
        if place == 2:
            records.clock.advance(86_400)
        given.append(issue(records, person, [f"{number}-1"], KEYS[place]).number)
    assert given == [
        "337261123000000001",
        "337261123000000002",
        "337261124000000001",
        "337261124000000002",
    ]
    assert contribution(records, person).number == "437261124000000001"


def test_a_reprint_is_the_same_certificate_marked_and_counted(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"))
    first = issue(records, person, [f"{number}-1"])
    assert "补打" not in page_texts(pdf_of(first))[0]
    records.clock.advance(60)
    again = [reprint(records, person, first.number, key, NEXT_DOOR) for key in KEYS[1:3]]
    assert [answer.manuscript.reprint for answer in again] == [1, 2]
    for answer in again:
        text = page_texts(pdf_of(answer))[0]
        assert answer.number == first.number
        assert f"补打　第 {answer.manuscript.reprint} 次" in text
        assert "打印终端：JN-04　2026-11-23 09:31:00" in text
        assert "自助终端 JN-03" in text
        assert "填发日期：2026年11月23日" in text
    records.clock.advance(60)
    assert reprint(records, person, first.number, KEYS[1], NEXT_DOOR) == again[0]
    (certificate,) = issued(records, person)
    assert certificate.prints == 3


def test_a_reprint_key_is_good_for_one_certificate_of_ones_own(records: Records) -> None:
    person, other = records.person("zhang-san"), records.person("li-si")
    paid = [records.paid(person, months(f"20260{m}", f"20260{m}")) for m in (1, 2)]
    one, two = (
        issue(records, person, [f"{number}-1"], key).number
        for number, key in zip(paid, KEYS, strict=False)
    )
    reprint(records, person, one, KEYS[2])
    for number, terminal in ((two, HERE), (one, NEXT_DOOR)):
        with pytest.raises(Problem) as refusal:
            reprint(records, person, number, KEYS[2], terminal)
        assert code_of(refusal) is Code.IDEMPOTENCY_CONFLICT
    for whose, number in ((other, one), (person, "337261123999999999")):
        with pytest.raises(Problem) as refusal:
            reprint(records, whose, number, KEYS[3])
        assert code_of(refusal) is Code.NOT_FOUND


def test_a_certificate_says_for_ever_what_it_said_when_it_was_issued(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"))
    first = issue(records, person, [f"{number}-1"])
    with records.store._engine.begin() as connection:  # noqa: SLF001 - behind the service's back
        connection.exec_driver_sql("UPDATE persons SET name = '别人'")
    text = page_texts(pdf_of(reprint(records, person, first.number, KEYS[1])))[0]
    assert "张三" in text
    assert "别人" not in text


def test_a_summary_has_a_row_for_each_year_and_counts_months_once(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, ContributionPeriod.whole_year(2024), on=date(2024, 12, 1))
    records.paid(person, months("202501", "202503"), on=date(2025, 3, 1))
    records.paid(person, months("202505", "202505"), on=date(2025, 5, 1))
    records.paid(person, months("202501", "202502"), basis=SPECIAL, fen=1_000, on=date(2025, 6, 1))
    records.paid(person, months("202507", "202507"), refunded=date(2025, 8, 1))
    records.paid(person, months("202501", "202501"), insurance=MEDICAL, fen=45_000)
    answer = contribution(records, person, last_year=2025)
    assert (answer.title, answer.manuscript.reprint) == ("社会保险费缴费证明（汇总）", 0)
    text = "\n".join(lines_of(pdf_of(answer)))
    joined = text.replace("\n", "")
    assert "2024年度1212,480.00" in joined
    assert "2025年01月–03月、2025年05月44,170.00" in joined
    assert "2025年01月1450.00" in joined
    assert "17,100.00" in joined
    assert "人民币壹万柒仟壹佰元整" in joined
    assert "本证明不作为完税凭证" in joined
    assert "2000年–2025年" in joined


def test_details_have_a_row_for_each_payment_and_a_sum_for_each_insurance(
    records: Records,
) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202602"), on=date(2026, 3, 1))
    records.paid(person, months("202403", "202404"), basis=SPECIAL, on=date(2026, 3, 2))
    records.paid(person, months("202601", "202601"), insurance=MEDICAL, fen=45_000)
    answer = contribution(records, person, form="detail")
    assert answer.title == "社会保险费缴费证明（明细）"
    joined = "".join(lines_of(pdf_of(answer)))
    for words in (
        "2026年01月–02月5,200元/月2,080.002026-03-02337260301000000001",
        "2024年03月–04月特殊缴费1,040.00",
        "小计灵活就业人员基本养老保险3,120.00共2笔",
        "小计灵活就业人员基本医疗保险450.00共1笔",
        "合计3,570.00共3笔",
        "人民币叁仟伍佰柒拾元整",
    ):
        assert words in joined
    only = contribution(records, person, form="detail", insurance="flexible_medical")
    joined = "".join(lines_of(pdf_of(only)))
    assert "小计" not in joined
    assert "养老" not in joined


def test_each_contribution_certificate_has_its_own_number_and_can_be_reprinted(
    records: Records,
) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202601"))
    first, second = contribution(records, person), contribution(records, person)
    assert first.number != second.number
    again = reprint(records, person, first.number, KEYS[0])
    assert (again.title, again.number, again.manuscript.reprint) == (first.title, first.number, 1)
    assert issued(records, person) == []


def test_nothing_paid_is_nothing_to_certify(records: Records) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202601"), refunded=date(2026, 4, 1))
    for changes in ({}, {"group": "0"}, {"first_year": 2026, "last_year": 2025}):
        with pytest.raises(Problem) as refusal:
            contribution(records, person, **changes)
        assert code_of(refusal) is Code.NOT_FOUND


def test_who_is_only_paid_for_has_no_certificates(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"))
    certificate = issue(records, person, [f"{number}-1"]).number
    collection = records.collection
    token = records.token(person, scope=VisitScope.PROXY)
    wanted = IssueTaxCertificate(person_token=token, row_keys=[f"{number}-1"])
    make = MakeContributionCertificate(
        person_token=token, group="1", first_year=2026, last_year=2026, insurance=None,
        form="detail",
    )  # fmt: skip
    once_more = ReprintCertificate(person_token=token)
    asks = (
        lambda: tax_certificates.certifiable(collection, HERE, asked(token)),
        lambda: issued_certificates.search(collection, HERE, asked(token)),
        lambda: tax_certificates.issue(collection, HERE, KEYS[0], wanted),
        lambda: issued_certificates.reprint(collection, HERE, certificate, KEYS[1], once_more),
        lambda: contribution_certificates.make(collection, HERE, KEYS[2], make),
    )
    for ask in asks:
        with pytest.raises(Problem) as refusal:
            ask()
        assert code_of(refusal) is Code.NOT_AUTHORISED


@pytest.mark.parametrize("database", ["memory", "file", "postgresql"])
def test_of_two_terminals_with_the_same_rows_exactly_one_gets_the_certificate(
    database: str, tmp_path: Path
) -> None:
    url = {
        "memory": "sqlite://",
        "file": f"sqlite:///{tmp_path / 'service.sqlite'}",
        "postgresql": os.environ.get("KIOSK_TEST_POSTGRES", ""),
    }[database]
    if not url:
        pytest.skip("KIOSK_TEST_POSTGRES gives no database")
    records = Records(url)
    person = records.person("zhang-san")
    rows = [f"{records.paid(person, months(f'20260{m}', f'20260{m}'))}-1" for m in range(1, 4)]
    start = Barrier(4)

    def begin(place: int) -> Titled | Code:
        terminal = (HERE, NEXT_DOOR)[place % 2]
        body = IssueTaxCertificate(
            person_token=records.token(person, terminal), row_keys=rows[place % 2 :]
        )
        start.wait()
        try:
            return tax_certificates.issue(records.collection, terminal, KEYS[place], body)
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(begin, range(4)))
    assert outcomes.count(Code.ALREADY_CERTIFIED) == 3
    (certificate,) = issued(records, person)
    (answer,) = (outcome for outcome in outcomes if isinstance(outcome, Titled))
    assert answer.number == certificate.number
    records.close()


def test_every_fen_of_a_payment_belongs_to_one_of_its_periods() -> None:
    periods = (months("202411", "202412"), months("202501", "202502"), months("202501", "202502"))
    lines = tuple(
        Line(months(month, month), fen)
        for month, fen in (("202412", 1), ("202501", 2), ("202411", 4), ("202502", 8))
    )
    assert share_out(lines, periods) == (5, 10, 0)
    with pytest.raises(ValueError, match="none of its periods"):
        share_out((Line(months("202410", "202411"), 1),), periods)


def test_months_that_follow_one_another_are_put_together() -> None:
    found = runs_of([Month(2026, month) for month in (1, 2, 3, 5, 7, 8)])
    assert found == (months("202601", "202603"), months("202605", "202605"),
                     months("202607", "202608"))  # fmt: skip
    assert runs_of([]) == ()
