"""One contribution certificate for each key, and none for what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kiosk.documents.preview import MOST_PAGES, draw_pages
from kiosk.domain.basis import monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from sim.backend import contribution_certificates, tax_certificates
from sim.backend.contribution_certificates import MOST_ROWS
from sim.backend.documents import Titled, make_pdf
from sim.backend.problems import Code, Problem
from sim.backend.wire_history import IssueTaxCertificate, MakeContributionCertificate
from tests.sim.backend.records import HERE, MEDICAL, NEXT_DOOR, PENSION, Records, months, pdf_of

KEYS = [f"00000000-0000-4000-8000-{place:012d}" for place in range(3)]
FIRST = "437261123000000001"
LONG_AGENCY = "新疆维吾尔自治区伊犁哈萨克自治州示例县社会保险事业管理中心（示例）"
LONG_PLAN = "单建统筹（含大额医疗补助）"


@pytest.fixture
def records() -> Iterator[Records]:
    records = Records()
    yield records
    records.close()


@pytest.fixture
def person(records: Records) -> int:
    """Somebody who has paid for a month."""
    row = records.person("zhang-san")
    records.paid(row, months("202601", "202601"))
    return row


def make(
    records: Records, person: int, key: str = KEYS[0], terminal: str = HERE, **changes: object
) -> Titled:
    body = {
        "person_token": records.token(person, terminal),
        "group": "1",
        "first_year": 2000,
        "last_year": 2026,
        "insurance": None,
        "form": "detail",
    }
    wanted = MakeContributionCertificate.model_validate(body | changes)
    return contribution_certificates.make(records.collection, terminal, key, wanted)


def refusal_of(
    records: Records, person: int, key: str = KEYS[0], terminal: str = HERE, **changes: object
) -> Code:
    with pytest.raises(Problem) as refusal:
        make(records, person, key, terminal, **changes)
    return refusal.value.code


def pay_often(records: Records, person: int, many: int, agency: str, plan: str = "") -> None:
    for place in range(many):
        year = 2001 + place // 24
        paid = months(f"{year}01", f"{year}12")
        insurance = (PENSION, MEDICAL)[place % 2]
        basis = monthly_base(Money.yuan(25_200), plan)
        on = date(year, 1 + place % 12, 5)
        records.paid(person, paid, insurance=insurance, basis=basis, agency=agency, on=on)


def test_the_same_key_gives_the_same_bytes_whatever_was_paid_since(
    records: Records, person: int
) -> None:
    first = make(records, person)
    records.clock.advance(600)
    records.paid(person, months("202602", "202602"))
    again = make(records, person)
    assert (first.number, again) == (FIRST, first)
    signed = [make_pdf(records.collection, one.manuscript) for one in (first, again)]
    assert signed[0] == signed[1]
    later = make(records, person, KEYS[1])
    assert int(later.number) == int(FIRST) + 1
    assert later.manuscript.content != first.manuscript.content


@pytest.mark.parametrize(
    "changes",
    [{"form": "summary"}, {"first_year": 2025}, {"last_year": 2027},
     {"insurance": "flexible_pension"}, {"group": "0"}],
    ids=lambda changes: next(iter(changes)),
)  # fmt: skip
def test_a_key_is_good_for_one_request(
    records: Records, person: int, changes: dict[str, str | int]
) -> None:
    make(records, person)
    assert refusal_of(records, person, KEYS[0], HERE, **changes) is Code.IDEMPOTENCY_CONFLICT
    assert make(records, person).number == FIRST


def test_a_key_is_good_for_one_person_and_one_terminal(records: Records, person: int) -> None:
    other = records.person("li-si")
    records.paid(other, months("202601", "202601"))
    make(records, person)
    assert refusal_of(records, other) is Code.IDEMPOTENCY_CONFLICT
    assert refusal_of(records, person, terminal=NEXT_DOOR) is Code.IDEMPOTENCY_CONFLICT
    assert int(make(records, other, KEYS[1]).number) == int(FIRST) + 1


def test_the_key_of_a_certificate_of_one_kind_is_not_good_for_the_other(
    records: Records, person: int
) -> None:
    number = records.paid(person, months("202602", "202602"))

    def issue(key: str) -> Titled:
        token = records.token(person)
        wanted = IssueTaxCertificate(person_token=token, row_keys=[f"{number}-1"])
        return tax_certificates.issue(records.collection, HERE, key, wanted)

    make(records, person)
    with pytest.raises(Problem) as refusal:
        issue(KEYS[0])
    assert refusal.value.code is Code.IDEMPOTENCY_CONFLICT
    issue(KEYS[1])
    assert refusal_of(records, person, KEYS[1]) is Code.IDEMPOTENCY_CONFLICT


def test_what_is_refused_takes_no_number(records: Records, person: int) -> None:
    assert refusal_of(records, person, last_year=2025) is Code.NOT_FOUND
    pay_often(records, person, MOST_ROWS, "示例区社会保险事业中心")
    assert refusal_of(records, person) is Code.CERTIFICATE_TOO_LONG
    # The key is not used up either.
    assert make(records, person, first_year=2026).number == FIRST


def test_the_longest_certificate_is_one_that_a_terminal_takes(
    records: Records, person: int
) -> None:
    pay_often(records, person, MOST_ROWS - 1, LONG_AGENCY, LONG_PLAN)
    pages = draw_pages(pdf_of(make(records, person)), width_px=100)
    assert len(pages) <= MOST_PAGES * 3 // 4
    records.paid(person, months("202602", "202602"), insurance=InsuranceKind.FLEXIBLE_MEDICAL)
    assert refusal_of(records, person, KEYS[1]) is Code.CERTIFICATE_TOO_LONG
    summary = make(records, person, KEYS[1], form="summary")
    assert len(draw_pages(pdf_of(summary), width_px=100)) < 10
