from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.payment_code import PaymentCode, parse_payment_code
from kiosk.domain.tender import Tender


def figures(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most)


WALLETS = {
    Tender.WECHAT: st.tuples(st.sampled_from("012345").map("1{}".format), figures(16, 16)),
    Tender.ALIPAY: st.tuples(
        st.sampled_from(["25", "26", "27", "28", "29", "30"]), figures(14, 22)
    ),
    Tender.UNIONPAY_QR: st.tuples(st.just("62"), figures(16, 18)),
}


@given(st.data(), st.sampled_from(sorted(WALLETS, key=lambda tender: tender.value)))
def test_a_code_is_known_by_its_first_figures_and_its_length(
    data: st.DataObject, tender: Tender
) -> None:
    digits = "".join(data.draw(WALLETS[tender]))
    padding = data.draw(st.sampled_from(("", " ", "\r\n", "\t")))

    assert parse_payment_code(digits + padding) == PaymentCode(digits, tender)


@given(st.text(max_size=30))
def test_whatever_is_scanned_is_a_code_of_one_wallet_or_refused(scanned: str) -> None:
    with contextlib.suppress(ValueError):
        code = parse_payment_code(scanned)
        assert code.digits == scanned.strip()
        assert code.digits.isascii()
        assert 16 <= len(code.digits) <= 24


@given(figures(0, 26))
def test_figures_that_no_wallet_uses_are_refused(digits: str) -> None:
    known = {10, 11, 12, 13, 14, 15, 25, 26, 27, 28, 29, 30, 62}
    head = int(digits[:2] or 0)
    if head in known and 16 <= len(digits) <= 24:
        return
    with pytest.raises(ValueError, match="not a payment code"):
        parse_payment_code(digits)


@pytest.mark.parametrize(
    "scanned",
    [
        "",
        "1" * 18 + "1",
        "16" + "0" * 16,
        "24" + "0" * 16,
        "31" + "0" * 16,
        "28" + "0" * 13,
        "28" + "0" * 23,
        "62" + "0" * 15,
        "62" + "0" * 19,
        "13456789012345678\u0661",
        "１３４５６７８９０１２３４５６７８９",
        "https://qr.example/134567890123456789",
        "13456 7890123456789",
    ],
)
def test_near_misses_are_refused(scanned: str) -> None:
    with pytest.raises(ValueError, match="not a payment code"):
        parse_payment_code(scanned)


def test_a_code_is_money_and_left_out_of_its_representation() -> None:
    assert "4567" not in repr(parse_payment_code("134567890123456789"))
