from __future__ import annotations

import re

import pytest

from kiosk.session.answers import Again, GoHome
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.notices import SLIP_BUTTON, fault_notice

# Somebody else must put these right first, or the citizen must answer differently.
NO_USE_TRYING_AGAIN = {
    FaultCode.SERVICE_REFUSED,
    FaultCode.NO_NATURAL_PERSON,
    FaultCode.NAME_MISMATCH,
    FaultCode.SEVERAL_PERSONAL_NUMBERS,
    FaultCode.NO_ENROLMENT,
    FaultCode.ENROLMENT_SUSPENDED,
    FaultCode.ALREADY_PAID,
    FaultCode.DEDUCTION_IN_PROGRESS,
    FaultCode.NOT_IN_WINDOW,
    FaultCode.OVER_AGE,
    FaultCode.DOUBLE_COVER,
    FaultCode.NOTHING_DUE,
    FaultCode.TIER_NOT_ENTITLED,
    FaultCode.BASE_IN_USE,
    FaultCode.PAYEE_NOT_CONFIRMED,
    FaultCode.PAYEE_ATTEMPTS_USED,
    FaultCode.NOT_AUTHORISED,
    FaultCode.ALREADY_CERTIFIED,
    FaultCode.CERTIFICATE_TOO_LONG,
    FaultCode.ORDER_OPEN,
    FaultCode.BASE_OUT_OF_BOUNDS,
    FaultCode.PERIOD_NOT_PAYABLE,
    FaultCode.TENDER_UNAVAILABLE,
    FaultCode.VISIT_EXPIRED,
    FaultCode.NOT_FOUND,
    FaultCode.LEDGER_UNAVAILABLE,
}
ANSWER_DIFFERENTLY = (
    FaultCode.NOT_FOUND,
    FaultCode.PAYEE_NOT_CONFIRMED,
    FaultCode.ALREADY_CERTIFIED,
    FaultCode.SCANNER_LOST,
    FaultCode.CODE_REFUSED,
    FaultCode.ALREADY_PAID,
    FaultCode.BASE_OUT_OF_BOUNDS,
    FaultCode.PERIOD_NOT_PAYABLE,
    FaultCode.TENDER_UNAVAILABLE,
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# The size of the paper is called by its name by everybody.
LATIN = re.compile(r"(?!A4)[A-Za-z]")
LONGEST_TITLE = 16
LONGEST_SENTENCE = 40

every_fault = pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)


def test_every_fault_has_a_text() -> None:
    assert FAULT_TEXTS.keys() == set(FaultCode)


def test_titles_tell_faults_apart() -> None:
    titles = [str(text.title) for text in FAULT_TEXTS.values()]
    assert len(set(titles)) == len(titles)


@every_fault
def test_the_text_is_whole_plain_and_short(code: FaultCode) -> None:
    text = FAULT_TEXTS[code]
    for part in (text.title, text.what, text.advice, text.money):
        said = str(part)
        assert CHINESE.search(said)
        assert not LATIN.search(said), "no abbreviations for a 70-year-old"
        assert "{" not in said
    assert len(str(text.title)) <= LONGEST_TITLE
    assert not str(text.title).endswith("。")
    for part in (text.what, text.advice, text.money):
        assert str(part).endswith("。")
        assert max(map(len, re.split("[。；]", str(part)))) <= LONGEST_SENTENCE


@every_fault
def test_the_advice_names_something_to_do(code: FaultCode) -> None:
    assert re.search("请|可以", str(FAULT_TEXTS[code].advice))


@every_fault
def test_the_money_line_says_that_this_terminal_took_nothing(code: FaultCode) -> None:
    assert "没有扣款" in str(FAULT_TEXTS[code].money)


@every_fault
def test_trying_again_is_offered_exactly_where_it_can_help(code: FaultCode) -> None:
    again = FAULT_TEXTS[code].again
    assert (again is None) is (code in NO_USE_TRYING_AGAIN)
    actions = [button.answer for button in fault_notice(Fault(code)).actions]
    assert actions[0] == (GoHome() if again is None else Again())


@every_fault
def test_a_message_for_the_window_can_be_taken_there_on_paper(code: FaultCode) -> None:
    """Where somebody at a window has to put something right, and nowhere else."""
    text = FAULT_TEXTS[code]
    actions = fault_notice(Fault(code)).actions
    assert (SLIP_BUTTON in actions) is text.referral
    assert len(actions) == 1 + text.referral
    if text.referral:
        assert "窗口" in str(text.advice)


@pytest.mark.parametrize("code", ANSWER_DIFFERENTLY)
def test_an_answer_to_be_changed_is_changed_by_going_back(code: FaultCode) -> None:
    assert "上一步" in str(FAULT_TEXTS[code].advice)


@pytest.mark.parametrize(
    "code", [FaultCode.ORDER_OPEN, FaultCode.DEDUCTION_IN_PROGRESS, FaultCode.ALREADY_PAID]
)
def test_a_payment_elsewhere_is_not_denied(code: FaultCode) -> None:
    money = str(FAULT_TEXTS[code].money)
    assert money != "没有扣款。"


def test_a_reference_is_passed_on() -> None:
    assert fault_notice(Fault(FaultCode.SERVICE_DOWN, "E-7")).reference == "E-7"
