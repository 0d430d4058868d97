"""What response codes mean. Wrong here means money lost, so every choice is written twice."""

from __future__ import annotations

import pytest

from kiosk.payments.iso8583.responses import REVERSAL_ENDS, ResponseAction, response_for

KNOWN = {
    ResponseAction.APPROVED: "00 11 16",
    ResponseAction.PIN_AGAIN: "55",
    ResponseAction.PIN_TRIES_USED: "75",
    ResponseAction.FUNDS: "51",
    ResponseAction.LIMIT: "61 65",
    ResponseAction.KEEP_CARD: "04 07 33 34 35 36 37 38 41 43 67",
    ResponseAction.SIGN_IN: "22 77 99 A0",
    ResponseAction.REVERSE: "09 10 20 25 68 94 98 A2 A4 A5 A6",
    ResponseAction.BUSY: "03 30 40 58 90 91 92 96 97 A7",
    ResponseAction.DECLINED: "01 02 05 06 12 13 14 15 17 19 21 31 39 42 45 52 53 54 56 57 59 60"
    " 62 63 64 66 79 93 95 A1",
}


@pytest.mark.parametrize(
    ("code", "action"),
    [(code, action) for action, codes in KNOWN.items() for code in codes.split()],
)
def test_what_a_code_asks_for(code: str, action: ResponseAction) -> None:
    response = response_for(code)

    assert response.code == code
    assert response.action is action
    assert response.text.strip()


@pytest.mark.parametrize("code", ["Z9", "ZZ", "08", "50"])
def test_a_code_nobody_knows_may_mean_anything_and_is_reversed(code: str) -> None:
    response = response_for(code)

    assert response.action is ResponseAction.REVERSE
    assert code in response.text


def test_after_which_codes_nothing_is_left_to_reverse() -> None:
    assert {"00", "12", "25"} == REVERSAL_ENDS
