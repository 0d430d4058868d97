from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import ContributionPeriod
from sim.backend import history, payment_lists
from sim.backend.models import VisitScope
from sim.backend.problems import Code, Problem
from sim.backend.wire_history import (
    CountReceiptPrint,
    PaymentsAnswer,
    PaymentStateName,
    SearchPayments,
)
from tests.sim.backend.records import (
    HERE,
    MEDICAL,
    NEXT_DOOR,
    RESIDENT_PENSION,
    WALLET,
    Records,
    lines_of,
    months,
    pdf_of,
)

TIER = Basis(BasisKind.TIER, Money.yuan(300), "300元档")
KEYS = [f"00000000-0000-4000-8000-{place:012d}" for place in range(5)]


@pytest.fixture
def records() -> Iterator[Records]:
    records = Records()
    yield records
    records.close()


def wanted(token: str, **changes: object) -> SearchPayments:
    asked = {
        "person_token": token,
        "group": "1",
        "first_year": 2000,
        "last_year": 2026,
        "insurance": None,
        "state": None,
    }
    return SearchPayments.model_validate(asked | changes)


def search(records: Records, person: int, **changes: object) -> PaymentsAnswer:
    asked = wanted(records.token(person), **changes)
    return history.search(records.collection, HERE, asked)


def numbers(answer: PaymentsAnswer) -> list[str]:
    return [payment.payment_number for payment in answer.payments]


def count(records: Records, person: int, number: str, key: str, before: int = 0) -> int:
    body = CountReceiptPrint(person_token=records.token(person), printed_before=before)
    return history.count_print(records.collection, HERE, number, key, body).reprint


def test_a_payment_made_elsewhere_is_told_with_everything_a_receipt_needs(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202603"), months("202605", "202605"))
    (payment,) = search(records, person).payments
    told = payment.model_dump(mode="json")
    assert re.fullmatch(rf"{WALLET}/check/[0-9A-Z]{{20}}", told.pop("check_url"))
    assert told == {
        "payment_number": number,
        "insurance": "flexible_pension",
        "agency_name": "济南市社会保险事业中心（示例）",
        "periods": [
            {"first_month": "202601", "last_month": "202603"},
            {"first_month": "202605", "last_month": "202605"},
        ],
        "basis": {"kind": "base", "amount_fen": 520_000, "name": ""},
        "amount_fen": 416_000,
        "tender": "微信支付",
        "channel": "微信小程序",
        "state": "posted",
        "paid_at": "2026-03-05T10:00:01+08:00",
        "posting_serial": number,
        "channel_trade_number": told["channel_trade_number"],
        "tax_ticket_number": "337260305000000001",
        "card": None,
        "prints": 0,
        "demonstration": True,
    }
    assert told["channel_trade_number"].startswith("42")


def test_the_latest_comes_first_and_sixty_at_most(records: Records) -> None:
    person = records.person("zhang-san")
    paid = [
        records.paid(person, months(f"{y}{m:02d}", f"{y}{m:02d}"), on=date(y, m, 3))
        for y in range(2021, 2026)
        for m in range(1, 13)
    ]
    answer = search(records, person)
    assert numbers(answer) == paid[::-1]
    assert not answer.more
    paid.append(records.paid(person, months("202601", "202601"), on=date(2026, 1, 3)))
    answer = search(records, person)
    assert numbers(answer) == paid[:0:-1]
    assert answer.more


def test_only_what_belongs_to_the_years_the_group_and_the_insurance_is_found(
    records: Records,
) -> None:
    person = records.person("zhang-san")
    old = records.paid(person, months("202412", "202412"), on=date(2026, 1, 1))
    pension = records.paid(person, months("202501", "202503"), on=date(2026, 1, 2))
    medical = records.paid(
        person, months("202501", "202501"), insurance=MEDICAL, on=date(2026, 1, 3)
    )
    resident = records.paid(
        person,
        ContributionPeriod.whole_year(2025),
        insurance=RESIDENT_PENSION,
        basis=TIER,
        on=date(2026, 1, 4),
    )
    both = records.paid(
        person, months("202411", "202412"), months("202501", "202502"), on=date(2026, 1, 5)
    )
    assert numbers(search(records, person)) == [both, medical, pension, old]
    assert numbers(search(records, person, first_year=2025)) == [both, medical, pension]
    assert numbers(search(records, person, last_year=2024)) == [both, old]
    assert numbers(search(records, person, insurance="flexible_medical")) == [medical]
    assert numbers(search(records, person, group="0")) == [resident]
    assert numbers(search(records, person, group="0", insurance="flexible_medical")) == []
    assert numbers(search(records, person, first_year=2026, last_year=2025)) == []


@pytest.mark.parametrize(
    ("order_state", "state"),
    [
        (OrderState.CREATED, None),
        (OrderState.PAYING, None),
        (OrderState.CLOSED, None),
        (OrderState.PAID, "under_way"),
        (OrderState.POSTING, "under_way"),
        (OrderState.REFUNDING, "under_way"),
        (OrderState.NEEDS_PERSON, "under_way"),
        (OrderState.REFUNDED, "refunded"),
    ],
)
def test_an_order_is_told_from_the_moment_its_payer_was_charged(
    records: Records, order_state: OrderState, state: PaymentStateName | None
) -> None:
    person = records.person("zhang-san")
    number = records.ordered(person, order_state, months("202611", "202611"))
    found = search(records, person).payments
    assert [(p.payment_number, p.state) for p in found] == ([(number, state)] if state else [])
    for payment in found:
        assert (payment.tender, payment.channel) == ("支付宝支付", "自助终端")
        assert (payment.posting_serial, payment.tax_ticket_number) == ("", "")
        assert not payment.demonstration


def test_what_the_treasury_gave_back_is_refunded(records: Records) -> None:
    person = records.person("zhang-san")
    posted = records.paid(person, months("202601", "202601"))
    back = records.paid(person, months("202602", "202602"), refunded=date(2026, 4, 1))
    under_way = records.ordered(person, OrderState.POSTING, months("202603", "202603"))
    assert numbers(search(records, person, state="posted")) == [posted]
    assert numbers(search(records, person, state="refunded")) == [back]
    assert numbers(search(records, person, state="under_way")) == [under_way]


def test_nobody_sees_what_another_paid(records: Records) -> None:
    person, other = records.person("zhang-san"), records.person("li-si")
    records.paid(person, months("202601", "202601"))
    records.ordered(person, OrderState.POSTING, months("202602", "202602"))
    assert search(records, other).payments == []


def test_a_receipt_is_counted_once_for_each_key(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"))
    assert [count(records, person, number, key) for key in KEYS[:3]] == [1, 2, 3]
    assert [count(records, person, number, key) for key in KEYS[:3]] == [1, 2, 3]
    (payment,) = search(records, person).payments
    assert payment.prints == 3


def test_what_the_terminal_printed_unheard_is_counted_in(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"))
    assert count(records, person, number, KEYS[0], before=4) == 5
    assert count(records, person, number, KEYS[1], before=1) == 6
    assert count(records, person, number, KEYS[0], before=9) == 5


def test_a_key_is_good_for_one_receipt_at_one_terminal(records: Records) -> None:
    person = records.person("zhang-san")
    first = records.paid(person, months("202601", "202601"))
    second = records.paid(person, months("202602", "202602"))
    count(records, person, first, KEYS[0])
    with pytest.raises(Problem) as refusal:
        count(records, person, second, KEYS[0])
    assert refusal.value.code is Code.IDEMPOTENCY_CONFLICT
    body = CountReceiptPrint(person_token=records.token(person, NEXT_DOOR), printed_before=0)
    with pytest.raises(Problem) as refusal:
        history.count_print(records.collection, NEXT_DOOR, first, KEYS[0], body)
    assert refusal.value.code is Code.IDEMPOTENCY_CONFLICT
    assert count(records, person, second, KEYS[1]) == 1


def test_only_ones_own_posted_payments_have_receipts(records: Records) -> None:
    person, other = records.person("zhang-san"), records.person("li-si")
    number = records.paid(person, months("202601", "202601"))
    refunded = records.paid(person, months("202602", "202602"), refunded=date(2026, 4, 1))
    order = records.ordered(person, OrderState.POSTING, months("202603", "202603"))
    for whose, what in ((other, number), (person, refunded), (person, order), (person, "0")):
        with pytest.raises(Problem) as refusal:
            count(records, whose, what, KEYS[0])
        assert refusal.value.code is Code.NOT_FOUND


def test_the_list_shows_what_the_search_finds_and_adds_up_what_was_credited(
    records: Records,
) -> None:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202602"), fen=104_001)
    records.paid(person, months("202603", "202603"), refunded=date(2026, 4, 1))
    records.ordered(person, OrderState.POSTING, months("202604", "202604"))
    asked = wanted(records.token(person), first_year=2026)
    text = "".join(lines_of(pdf_of(payment_lists.make(records.collection, HERE, asked))))
    for words in (
        "2026年01月–02月",
        "5,200元/月",
        "缴费成功",
        "已退款",
        "处理中",
        "自助终端",
        "微信小程序",
        "全部险种全部状态",
        "共1笔",
        "2,080.02",
        "人民币贰仟零捌拾元零贰分",
        "本清单不作为完税凭证",
    ):
        assert words in text
    posted = wanted(records.token(person), insurance="flexible_pension", state="posted")
    text = "".join(lines_of(pdf_of(payment_lists.make(records.collection, HERE, posted))))
    assert "灵活就业人员基本养老保险缴费成功" in text
    assert "2000年–2026年" in text
    assert "已退款" not in text


def test_there_is_no_list_of_nothing(records: Records) -> None:
    person = records.person("zhang-san")
    with pytest.raises(Problem) as refusal:
        payment_lists.make(records.collection, HERE, wanted(records.token(person)))
    assert refusal.value.code is Code.NOT_FOUND


def test_who_is_only_paid_for_has_no_history(records: Records) -> None:
    person = records.person("zhang-san")
    number = records.paid(person, months("202601", "202601"))
    token = records.token(person, scope=VisitScope.PROXY)
    body = CountReceiptPrint(person_token=token, printed_before=0)
    asks = (
        lambda: history.search(records.collection, HERE, wanted(token)),
        lambda: payment_lists.make(records.collection, HERE, wanted(token)),
        lambda: history.count_print(records.collection, HERE, number, KEYS[0], body),
    )
    for ask in asks:
        with pytest.raises(Problem) as refusal:
            ask()
        assert refusal.value.code is Code.NOT_AUTHORISED
