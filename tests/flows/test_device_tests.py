"""设备测试: what staff see on the way, what they are asked, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.domain.terminal import Remedy
from kiosk.flows.maintenance.device_test_views import trying
from kiosk.flows.maintenance.device_tests import (
    DEVICE_TESTS,
    GRID,
    Judgement,
    enter_device_tests,
)
from kiosk.flows.requests.maintenance.device_tests import (
    AskDeviceTests,
    BeginDeviceTest,
    CardOut,
    ContactsSeen,
    DeviceTest,
    DeviceTestBegun,
    DeviceTestOutcome,
    DeviceTestRecorded,
    DeviceTestRow,
    DeviceTests,
    DeviceTried,
    KeysPressed,
    LastTest,
    LightShines,
    PrinterWaits,
    RecordDeviceTest,
    TryDevice,
)
from kiosk.session.answers import Again, Answer, Confirmed, ServiceChosen, TouchTested
from kiosk.session.health import Situation
from kiosk.session.position import Move, Moved, Position, Refused, begin
from kiosk.session.requests import Request
from kiosk.session.staff_views import ColourTestView, FactsView
from kiosk.session.views import (
    CardView,
    NoticeView,
    OptionsView,
    Presented,
    Tone,
    View,
    WaitingView,
)
from tests.support.device_test_samples import AT, JUDGED
from tests.support.samples import FACTS, WELL

PASSED, FAILED, GIVEN_UP = DeviceTestOutcome
SITUATION = Situation(WELL, FACTS)
ROWS = (
    *(DeviceTestRow(test) for test in DeviceTest if test is not DeviceTest.VOICE),
    DeviceTestRow(DeviceTest.VOICE, "本机没有语音设备"),
)


@dataclass
class Walk:
    """A technician on the list of devices."""

    at: Position

    @property
    def view(self) -> View:
        return self.at.view(SITUATION)

    @property
    def notice(self) -> NoticeView:
        assert isinstance(self.view, NoticeView)
        return self.view

    def asked(self) -> Request[object] | None:
        return self.at.request(SITUATION)

    @property
    def step(self) -> str:
        return self.at.trace.rpartition("/")[2]

    def answer(self, answer: Answer) -> Walk:
        return self._go(self.at.respond(answer, SITUATION))

    def reply(self, reply: object) -> Walk:
        return self._go(self.at.receive(reply, SITUATION))

    def hear(self, news: object) -> View:
        heard = self.at.hear(news)
        assert heard is not None
        self.at = heard
        return self.view

    def back(self) -> Walk:
        assert self.at.back is not None
        self.at = self.at.back
        return self

    def begin(self, test: DeviceTest) -> Walk:
        self.answer(ServiceChosen(test))
        assert self.asked() == BeginDeviceTest(test)
        return self.reply(DeviceTestBegun(AT))

    def _go(self, move: Move) -> Walk:
        assert isinstance(move, Moved), move
        self.at = move.position
        return self


@pytest.fixture
def walk() -> Walk:
    case = enter_device_tests(OnDuty("T0417", Role.TECHNICIAN))
    move = begin(DEVICE_TESTS, case, SITUATION)
    assert isinstance(move, Moved)
    walk = Walk(move.position)
    assert walk.asked() == AskDeviceTests()
    return walk.reply(DeviceTests(ROWS))


def row_of(walk: Walk, test: DeviceTest) -> tuple[str, str]:
    view = walk.view
    assert isinstance(view, OptionsView)
    (option,) = (one for one in view.options if one.answer == ServiceChosen(test))
    return str(option.detail), str(option.figure)


def test_the_list_says_what_came_of_each_device_last(walk: Walk) -> None:
    last = LastTest(FAILED, AT - timedelta(days=1))
    case = enter_device_tests(OnDuty("T0417", Role.TECHNICIAN))
    move = begin(DEVICE_TESTS, case, SITUATION)
    assert isinstance(move, Moved)
    known = Walk(move.position).reply(DeviceTests((replace(ROWS[0], last=last), *ROWS[1:])))
    assert row_of(known, DeviceTest.ID_CARD_READER) == ("上次 2026-03-04 09:30", "没有通过")
    assert row_of(walk, DeviceTest.PIN_PAD) == ("还没有测过", "")


def test_what_is_not_there_says_why_and_is_not_tested(walk: Walk) -> None:
    move = walk.at.respond(ServiceChosen(DeviceTest.VOICE), SITUATION)
    assert isinstance(move, Refused)
    assert str(move.why) == "本机没有语音设备"


@pytest.mark.parametrize("outcome", DeviceTestOutcome)
def test_what_a_device_did_is_written_down_and_shown_with_its_time(
    walk: Walk, outcome: DeviceTestOutcome
) -> None:
    walk.begin(DeviceTest.ID_CARD_READER)
    assert walk.asked() == TryDevice(DeviceTest.ID_CARD_READER)
    remedy = Remedy.MAINTENANCE if outcome is FAILED else Remedy.NONE
    walk.reply(DeviceTried(outcome, "没有连接。", remedy, "disconnected"))
    assert walk.asked() == RecordDeviceTest(DeviceTest.ID_CARD_READER, outcome, "disconnected")
    walk.reply(DeviceTestRecorded(AT))
    notice = walk.notice
    assert str(notice.title) == f"身份证阅读器：{outcome.label}"
    assert str(notice.what) == "没有连接。"
    assert ("维护技术员" in str(notice.advice)) is (outcome is FAILED)
    assert "09:30:00" in str(notice.advice)
    assert notice.tone is {PASSED: Tone.OK, FAILED: Tone.DANGER, GIVEN_UP: Tone.WARN}[outcome]
    walk.answer(Confirmed())
    assert walk.asked() == AskDeviceTests()


def test_the_same_device_can_be_tested_again_at_once_and_still_be_left(walk: Walk) -> None:
    walk.begin(DeviceTest.ID_CARD_READER)
    walk.reply(DeviceTried(PASSED, "读到了。")).reply(DeviceTestRecorded(AT))
    walk.answer(Again())
    assert walk.asked() == BeginDeviceTest(DeviceTest.ID_CARD_READER)
    walk.reply(DeviceTestBegun(AT))
    assert walk.asked() == TryDevice(DeviceTest.ID_CARD_READER)
    assert walk.back().step == "choose"


@pytest.mark.parametrize("judgement", Judgement)
@pytest.mark.parametrize("test", [test for test in DeviceTest if test in JUDGED])
def test_what_only_people_see_they_are_asked(
    walk: Walk, test: DeviceTest, judgement: Judgement
) -> None:
    walk.begin(test).reply(DeviceTried(None, "请看纸。"))
    assert [str(button.label) for button in walk.notice.actions] == ["是", "否"]
    assert str(walk.notice.title).endswith("吗？")
    walk.answer(ServiceChosen(judgement))
    good = judgement is Judgement.YES
    assert walk.asked() == RecordDeviceTest(
        test, PASSED if good else FAILED, "" if good else "seen_by_staff"
    )


def test_a_test_that_is_left_before_it_is_judged_was_not_finished(walk: Walk) -> None:
    walk.begin(DeviceTest.RECEIPT_PRINTER).reply(DeviceTried(None, "请看纸。"))
    walk.back()
    assert row_of(walk, DeviceTest.RECEIPT_PRINTER) == ("上次 2026-03-05 09:30", "没有做完")


@pytest.mark.parametrize(
    ("touched", "missed", "outcome", "found"),
    [
        (144, 0, PASSED, ""),
        (141, 3, FAILED, "missed 3"),
        (0, 144, GIVEN_UP, ""),
    ],
)
def test_a_field_that_was_not_felt_fails_the_glass(
    walk: Walk, touched: int, missed: int, outcome: DeviceTestOutcome, found: str
) -> None:
    walk.begin(DeviceTest.TOUCH)
    assert walk.view == GRID
    walk.answer(TouchTested(touched, missed))
    assert walk.asked() == RecordDeviceTest(DeviceTest.TOUCH, outcome, found)


def test_colours_are_shown_and_then_judged(walk: Walk) -> None:
    walk.begin(DeviceTest.COLOURS)
    assert walk.view == ColourTestView()
    walk.answer(Confirmed())
    assert "颜色" in str(walk.notice.title)
    walk.answer(ServiceChosen(Judgement.YES))
    assert walk.asked() == RecordDeviceTest(DeviceTest.COLOURS, PASSED)


@pytest.mark.parametrize(
    ("test", "presented"),
    [
        (DeviceTest.ID_CARD_READER, Presented.ID_CARD),
        (DeviceTest.SOCIAL_CARD_READER, Presented.SOCIAL_CARD),
        (DeviceTest.BANK_CARD_READER, Presented.BANK_CARD),
        (DeviceTest.CODE_SCANNER, Presented.PAYMENT_CODE),
    ],
)
def test_the_picture_shows_where_to_hold_it_which_lights_its_lamp(
    walk: Walk, test: DeviceTest, presented: Presented
) -> None:
    view = walk.begin(test).view
    assert isinstance(view, CardView)
    assert view.presented is presented


def test_the_card_is_to_be_taken_once_it_was_read(walk: Walk) -> None:
    view = walk.begin(DeviceTest.BANK_CARD_READER).hear(CardOut())
    assert isinstance(view, CardView)
    assert view.presented is Presented.TAKE_CARD


def said(view: View) -> str:
    assert isinstance(view, WaitingView)
    return f"{view.title} {view.hint}"


def test_progress_is_told_in_plain_words(walk: Walk) -> None:
    walk.begin(DeviceTest.DOCUMENT_PRINTER)
    assert "缺纸" in said(walk.hear(PrinterWaits("缺纸")))
    assert "正在打印" in said(walk.hear(PrinterWaits("")))
    assert "确认" in said(trying(DeviceTest.PIN_PAD, KeysPressed(12, ("确认",))))
    assert "3 个" in said(trying(DeviceTest.PIN_PAD, KeysPressed(3)))
    assert "密码" in said(trying(DeviceTest.PIN_PAD, None))
    assert "密码键盘" in said(trying(DeviceTest.LIGHTS, LightShines("密码键盘", 3, 10)))
    assert said(trying(DeviceTest.LIGHTS, None))
    sheet = trying(DeviceTest.SENSORS, ContactsSeen((("柜门", "开着"),)))
    assert isinstance(sheet, FactsView)
    assert [(str(row.label), str(row.value)) for row in sheet.sections[0].rows] == [
        ("柜门", "开着")
    ]


def test_news_that_are_none_change_nothing(walk: Walk) -> None:
    walk.begin(DeviceTest.PIN_PAD)
    assert walk.at.hear("half") is None
