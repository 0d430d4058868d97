"""The codes phones show: of the right wallet, good once, for a minute."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.domain.payment_code import parse_payment_code
from kiosk.domain.tender import Tender
from sim.backend.channels.payment_codes import PaymentCodes
from sim.backend.mint import Mint
from sim.clock import WorldClock

WALLETS = (Tender.ALIPAY, Tender.WECHAT, Tender.UNIONPAY_QR)


@pytest.fixture
def clock() -> WorldClock:
    return WorldClock.frozen(datetime(2026, 11, 23, 9, 30))


@pytest.fixture
def codes(clock: WorldClock) -> PaymentCodes:
    return PaymentCodes(clock, Mint())


@pytest.mark.parametrize("tender", WALLETS)
def test_a_code_is_told_to_be_of_its_own_wallet(codes: PaymentCodes, tender: Tender) -> None:
    for _ in range(50):
        code = codes.show(tender)
        assert parse_payment_code(code).tender is tender


def test_no_two_phones_show_the_same_code(clock: WorldClock) -> None:
    numbers = iter([7, 7, 8])
    codes = PaymentCodes(clock, Mint(lambda size: next(numbers).to_bytes(size)))
    assert codes.show(Tender.WECHAT) != codes.show(Tender.WECHAT)


def test_a_card_has_no_code(codes: PaymentCodes) -> None:
    with pytest.raises(KeyError):
        codes.show(Tender.BANK_CARD)


def test_a_code_is_good_for_one_order_and_the_same_answer_is_given_again(
    codes: PaymentCodes, clock: WorldClock
) -> None:
    code = codes.show(Tender.ALIPAY)
    assert codes.spend(code, Tender.ALIPAY, "ONE")
    assert not codes.spend(code, Tender.ALIPAY, "TWO")
    clock.advance(600)
    assert codes.spend(code, Tender.ALIPAY, "ONE")


def test_a_code_is_good_for_less_than_a_minute(codes: PaymentCodes, clock: WorldClock) -> None:
    late, in_time = codes.show(Tender.WECHAT), codes.show(Tender.WECHAT)
    clock.advance(59)
    assert codes.spend(in_time, Tender.WECHAT, "ONE")
    clock.advance(1)
    assert not codes.spend(late, Tender.WECHAT, "TWO")


def test_only_its_own_wallet_takes_a_code(codes: PaymentCodes) -> None:
    code = codes.show(Tender.WECHAT)
    assert not codes.spend(code, Tender.ALIPAY, "ONE")
    assert not codes.spend("130000000000000000", Tender.WECHAT, "ONE")
    assert codes.spend(code, Tender.WECHAT, "ONE")


def test_a_code_forgotten_is_worth_nothing(codes: PaymentCodes) -> None:
    code = codes.show(Tender.WECHAT)
    codes.forget()
    assert not codes.spend(code, Tender.WECHAT, "ONE")
