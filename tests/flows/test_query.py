"""社保费缴费查询 (manual 五(四), 六(四)): criteria, list, detail, reprint, the list itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentState
from kiosk.flows.requests.certificates import DrawDocument
from kiosk.flows.requests.history import (
    MakeList,
    Payments,
    PrintResolution,
    ReprintReceipt,
    SearchPayments,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import Confirmed, CriteriaChosen, GoBack, Module, Picked
from kiosk.session.effects import Perform
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.steps import RESULT
from kiosk.session.terminal import Attract
from kiosk.session.views import (
    CriteriaView,
    LinkView,
    NoticeView,
    OptionsView,
    PreviewView,
    ReviewView,
)
from tests.support import samples
from tests.support.promises import MASKED
from tests.support.samples import YEAR
from tests.support.service_samples import LIST, PAGES, RECORD, REFUNDED, UNDER_WAY
from tests.support.visit import Session

CRITERIA = Criteria(2024, 2026, InsuranceKind.FLEXIBLE_PENSION, PaymentState.POSTED)
FOUND = Payments((RECORD, UNDER_WAY), more=False)


def to_criteria(group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Session:
    return Session().into(Module.QUERY, group).logged_in()


def to_list(found: Payments = FOUND) -> Session:
    return to_criteria().answer(CriteriaChosen(CRITERIA)).done(found)


def to_detail(place: int = 0) -> Session:
    return to_list().answer(Picked(place))


def to_printed() -> Session:
    return to_detail().touch("补打缴费小票").done(Printed(2))


@pytest.mark.parametrize(
    ("group", "kinds"),
    [
        (
            CitizenGroup.FLEXIBLE,
            (InsuranceKind.FLEXIBLE_PENSION, InsuranceKind.FLEXIBLE_MEDICAL),
        ),
        (
            CitizenGroup.RESIDENT,
            (InsuranceKind.RESIDENT_PENSION, InsuranceKind.RESIDENT_MEDICAL),
        ),
    ],
)
def test_the_search_is_by_years_insurances_of_the_group_and_state(
    group: CitizenGroup, kinds: tuple[InsuranceKind, ...]
) -> None:
    view = to_criteria(group).view(CriteriaView)
    assert str(view.confirm) == "查询"
    assert view.years == (2021, 2022, 2023, 2024, 2025, 2026, 2027)
    assert view.insurances == kinds
    assert view.states == tuple(PaymentState)
    assert not view.asks_refunds
    # Residents pay for the next year in advance.
    ahead = 1 if group is CitizenGroup.RESIDENT else 0
    assert view.chosen == Criteria(YEAR - 1, YEAR + ahead)


@pytest.mark.parametrize("group", CitizenGroup, ids=lambda group: group.name)
def test_exactly_what_was_asked_is_searched(group: CitizenGroup) -> None:
    session = to_criteria(group).answer(CriteriaChosen(CRITERIA))
    assert session.asked(SearchPayments) == SearchPayments(samples.CITIZEN, group, CRITERIA)


def test_what_was_found_is_listed_with_period_day_state_and_amount() -> None:
    session = to_list()
    assert session.title == "共 2 条缴费记录"
    options = session.view(OptionsView).options
    assert [(str(one.title), str(one.detail), str(one.figure)) for one in options] == [
        ("灵活就业人员基本养老保险", f"2026年01月 – 03月　2026-03-16　{state}", "3,120.00 元")
        for state in ("缴费成功", "处理中")
    ]
    assert session.choices[-2:] == ["打印清单", "存到手机"]


def test_when_there_is_more_than_can_be_listed_the_citizen_is_told() -> None:
    assert "缩小范围" in str(to_list(replace(FOUND, more=True)).view(OptionsView).hint)
    assert "缩小范围" not in str(to_list().view(OptionsView).hint)


def test_when_nothing_is_found_the_search_is_changed_by_going_back() -> None:
    session = to_list(Payments((), more=False))
    assert session.title == "没有查到缴费记录"
    assert str(session.view(NoticeView).money) == "没有扣款。"
    session.answer(GoBack())
    assert session.view(CriteriaView).chosen == CRITERIA


def test_a_payment_is_shown_with_everything_about_it_but_the_name() -> None:
    session = to_detail()
    view = session.view(ReviewView)
    assert session.title == "缴费详情"
    assert session.facts == {
        "缴费人": f"{MASKED[0]}　{MASKED[1]}",
        "险种": "灵活就业人员基本养老保险",
        "费款所属期": "2026年01月 – 03月",
        "缴费基数": "5,200 元 / 月",
        "缴费状态": "缴费成功",
        "缴费时间": "2026-03-16 09:30",
        "缴款方式": "支付宝支付　自助终端",
        "社保经办机构": "济南市社会保险事业中心",
        "税票号码": "337000000001",
    }
    assert (view.amount, str(view.amount_label)) == (Money.yuan(3120), "实缴金额")
    assert view.amount_in_words == "人民币叁仟壹佰贰拾元整"
    assert session.choices == ["补打缴费小票"]


def test_a_payment_that_is_not_posted_has_no_receipt_to_print() -> None:
    session = to_detail(1)
    assert session.choices == []
    assert session.facts["缴费状态"] == "处理中"
    assert "税票号码" not in session.facts
    assert "缴费成功以后" in str(session.view(ReviewView).hint)


def test_an_unposted_payment_is_not_reprinted_even_by_asking_for_it() -> None:
    session = to_detail(1)
    session.answer(Confirmed())
    assert session.all_of(Perform) == []
    assert session.step == "detail"


def test_who_got_the_money_back_can_take_that_along_on_paper() -> None:
    detail = to_list(Payments((REFUNDED,), more=False)).answer(Picked(0))
    assert detail.choices == ["打印缴费结果说明"]
    session = detail.touch("打印缴费结果说明")
    assert session.asked(PrintResolution) == PrintResolution(samples.CITIZEN, REFUNDED)
    session = session.done(Printed(0))
    assert session.title == "请取走缴费结果说明"
    assert "退回" in str(session.view(NoticeView).what)
    assert session.touch("继续查询").step == "search"


def test_a_receipt_printed_again_says_how_often() -> None:
    session = to_detail().touch("补打缴费小票")
    assert session.asked(ReprintReceipt) == ReprintReceipt(samples.CITIZEN, RECORD)
    session.done(Printed(2))
    assert session.title == "请取走缴费小票"
    assert str(session.view(NoticeView).what) == "小票上印着“补打　第2次”。"
    assert str(session.view(NoticeView).money) == "补打不收钱。"
    assert session.choices == ["继续查询", "办完了，退出"]


def test_after_a_reprint_the_search_is_made_anew_and_may_still_be_changed() -> None:
    session = to_printed().touch("继续查询")
    assert session.asked(SearchPayments).criteria == CRITERIA
    assert session.done(FOUND).step == "list"
    assert session.answer(GoBack()).view(CriteriaView).chosen == CRITERIA


def test_a_receipt_that_came_out_badly_is_printed_once_more_from_the_detail() -> None:
    assert to_printed().answer(GoBack()).touch("补打缴费小票").step == "reprint"


def test_whoever_has_the_receipt_may_leave_or_walk_away() -> None:
    assert to_printed().touch("办完了，退出").terminal.phase == Attract()
    session = to_printed()
    assert session.timer is not None
    assert session.timer.seconds == RESULT.seconds
    assert session.elapse().terminal.phase == Attract()


@pytest.mark.parametrize("code", [FaultCode.PAPER_OUT, FaultCode.COVER_OPEN])
def test_a_reprint_that_failed_is_tried_again_or_left(code: FaultCode) -> None:
    session = to_detail().touch("补打缴费小票").failed(code)
    assert session.view(NoticeView).title == FAULT_TEXTS[code].title
    session.touch("再打一次").asked(ReprintReceipt)
    session.failed(code)
    assert session.answer(GoBack()).step == "detail"


def test_going_back_from_a_payment_finds_the_list_and_then_the_search() -> None:
    session = to_detail().answer(GoBack())
    assert session.step == "list"
    assert session.answer(Picked(1)).facts["缴费状态"] == "处理中"
    session.answer(GoBack()).answer(GoBack())
    assert session.view(CriteriaView).chosen == CRITERIA


@pytest.mark.parametrize("words", ["打印清单", "存到手机"])
def test_the_list_is_made_of_what_was_searched(words: str) -> None:
    session = to_list().touch(words)
    assert session.asked(MakeList) == MakeList(samples.CITIZEN, CitizenGroup.FLEXIBLE, CRITERIA)


def test_the_list_is_looked_at_and_printed() -> None:
    session = to_list().touch("打印清单").done(LIST)
    assert session.asked(DrawDocument) == DrawDocument(LIST, samples.CITIZEN)
    session.done(PAGES)
    assert str(session.view(PreviewView).title) == "请确认社会保险费缴费清单"
    assert session.touch("打印").done(Printed(0)).title == "打印成功"
    assert session.touch("继续办理").step == "search"
    assert session.done(FOUND).step == "list"
    assert session.answer(GoBack()).step == "criteria"


def test_the_list_goes_to_the_phone_by_a_code_that_is_good_for_a_while() -> None:
    session = to_list().touch("存到手机").done(LIST)
    view = session.view(LinkView)
    assert (view.payload, view.valid_seconds) == (LIST.link, 300)
    assert "不要让别人扫" in str(view.caution)
    assert session.choices == ["已经存好了"]
    assert LIST.link not in repr(view)
    session.touch("已经存好了").done(FOUND)
    assert session.step == "list"
    assert session.answer(GoBack()).step == "criteria"


def test_a_list_that_no_phone_may_fetch_is_shown_to_be_printed() -> None:
    session = to_list().touch("存到手机").done(replace(LIST, link="", valid_seconds=0))
    assert session.step == "draw"


def test_a_list_that_is_not_sound_is_neither_shown_nor_printed() -> None:
    session = to_list().touch("打印清单").failed(FaultCode.DOCUMENT_UNSOUND)
    assert session.title == "收到的凭证有问题"
    assert session.answer(GoBack()).step == "list"


def test_a_wish_for_the_phone_is_forgotten_when_the_list_is_to_be_printed() -> None:
    session = to_list().touch("存到手机").done(LIST).answer(GoBack())
    assert session.touch("打印清单").done(LIST).step == "draw"
