"""设备测试: each device does what it is for, and what came of it is written down with its time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import get_args

from kiosk.domain.staff import OnDuty
from kiosk.domain.terminal import Remedy
from kiosk.domain.text import say
from kiosk.flows.maintenance.device_test_views import (
    judging,
    last_said,
    trying,
)
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.device_tests import (
    AskDeviceTests,
    BeginDeviceTest,
    DeviceTest,
    DeviceTestBegun,
    DeviceTestNews,
    DeviceTestOutcome,
    DeviceTestRecorded,
    DeviceTestRow,
    DeviceTests,
    DeviceTried,
    LastTest,
    RecordDeviceTest,
    TryDevice,
)
from kiosk.session.answers import Again, Answer, Confirmed, ServiceChosen, TouchTested
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Taken
from kiosk.session.staff_views import ColourTestView, TouchTestView
from kiosk.session.steps import DELIBERATE, Ask, Do, Flow, Patience
from kiosk.session.views import Button, Option, OptionsView, Tone, View, Weight

ON_THE_GLASS = frozenset({DeviceTest.TOUCH, DeviceTest.COLOURS})
"""Tests of the screen, which nothing else takes part in."""
GRID = TouchTestView(columns=9, rows=16)
HANDS_BUSY = Patience(300)
"""Beyond the longest of all trials: whoever has their hands in the cabinet touches nothing."""

_TONES = {
    DeviceTestOutcome.PASSED: Tone.OK,
    DeviceTestOutcome.FAILED: Tone.DANGER,
    DeviceTestOutcome.GIVEN_UP: Tone.WARN,
}


class Judgement(Enum):
    """What people see that no device can tell."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class DeviceTestsCase(Case):
    """Which device is tested, and what has come of it so far. ``last`` is what the trail says of it
    by now, which ``rows`` do not know yet."""

    rows: tuple[DeviceTestRow, ...] = ()
    test: DeviceTest | None = None
    news: DeviceTestNews | None = None
    tried: DeviceTried | None = None
    last: LastTest | None = None

    @property
    def chosen(self) -> DeviceTest:
        """What is tested; nobody gets beyond the list without."""
        assert self.test is not None  # noqa: S101
        return self.test

    @property
    def found(self) -> DeviceTried:
        """What came of it."""
        assert self.tried is not None  # noqa: S101
        return self.tried


def _choose(case: DeviceTestsCase, _situation: Situation) -> View:
    known = {row.test: row.last for row in case.rows}
    if case.test is not None and case.last is not None:
        known[case.test] = case.last
    return OptionsView(
        title=say("设备测试"),
        hint=say("请点要测试的设备，结果会记下来"),
        options=tuple(
            Option(
                ServiceChosen(row.test),
                say(row.test.label),
                last_said(known[row.test]),
                say("") if (last := known[row.test]) is None else say(last.outcome.label),
                chosen=row.test is case.test,
                unavailable=say(row.missing) if row.missing else None,
            )
            for row in case.rows
        ),
    )


def _take_choice(case: DeviceTestsCase, answer: ServiceChosen) -> Taken[DeviceTestsCase]:
    assert isinstance(answer.service, DeviceTest)  # noqa: S101
    return DeviceTestsCase(case.rows, answer.service)


def _take_begun(case: DeviceTestsCase, begun: DeviceTestBegun) -> DeviceTestsCase:
    return replace(case, last=LastTest(DeviceTestOutcome.GIVEN_UP, begun.at))


def _hear(case: DeviceTestsCase, news: object) -> DeviceTestsCase:
    return replace(case, news=news) if isinstance(news, get_args(DeviceTestNews)) else case


def _take_touch(case: DeviceTestsCase, answer: TouchTested) -> Taken[DeviceTestsCase]:
    if answer.missed == 0:
        tried = DeviceTried(DeviceTestOutcome.PASSED, "每一格都有反应。")
    elif answer.touched == 0:
        tried = DeviceTried(DeviceTestOutcome.GIVEN_UP, "一格也没有摸到。")
    else:
        tried = DeviceTried(
            DeviceTestOutcome.FAILED,
            f"有 {answer.missed} 格没有摸到或没有反应。请擦净屏幕再测，还是这样就要换触摸屏。",
            Remedy.MAINTENANCE,
            f"missed {answer.missed}",
        )
    return replace(case, tried=tried)


def _take_colours(case: DeviceTestsCase, _answer: Confirmed) -> Taken[DeviceTestsCase]:
    return replace(case, tried=DeviceTried(None, "刚才依次显示了几种颜色。"))


def _is_to_be_judged(case: DeviceTestsCase, _situation: Situation) -> bool:
    return case.found.outcome is None


def _judge(case: DeviceTestsCase, _situation: Situation) -> View:
    yes = Button(ServiceChosen(Judgement.YES), say("是"), Weight.ALIKE)
    no = Button(ServiceChosen(Judgement.NO), say("否"), Weight.ALIKE)
    question = judging(case.chosen).question
    return told(Tone.INFO, say(question), say("{what}", what=case.found.what), actions=(yes, no))


def _take_judgement(case: DeviceTestsCase, answer: ServiceChosen) -> Taken[DeviceTestsCase]:
    judged = judging(case.chosen)
    if answer.service is Judgement.YES:
        tried = DeviceTried(DeviceTestOutcome.PASSED, judged.good)
    else:
        tried = DeviceTried(
            DeviceTestOutcome.FAILED, judged.bad, Remedy.MAINTENANCE, "seen_by_staff"
        )
    return replace(case, tried=tried)


def _record(case: DeviceTestsCase, _situation: Situation) -> RecordDeviceTest:
    found = case.found
    assert found.outcome is not None  # noqa: S101
    return RecordDeviceTest(case.chosen, found.outcome, found.cause)


def _take_recorded(case: DeviceTestsCase, recorded: DeviceTestRecorded) -> DeviceTestsCase:
    assert case.found.outcome is not None  # noqa: S101
    return replace(case, last=LastTest(case.found.outcome, recorded.at))


def _result(case: DeviceTestsCase, _situation: Situation) -> View:
    found, last = case.found, case.last
    assert last is not None  # noqa: S101
    who = "" if found.remedy is Remedy.NONE else f"谁来处理：{found.remedy.label}。"
    return told(
        _TONES[last.outcome],
        say("{device}：{outcome}", device=case.chosen.label, outcome=last.outcome.label),
        say("{what}", what=found.what),
        say("{who}已记录，{at}。", who=who, at=f"{last.at:%H:%M:%S}"),
        actions=(Button(Confirmed(), say("返回列表")), Button(Again(), say("再测一次"))),
    )


def _go_on(case: DeviceTestsCase, answer: Answer) -> Goto[DeviceTestsCase]:
    if isinstance(answer, Again):
        return Goto("begin", DeviceTestsCase(case.rows, case.test))
    return Goto("tests", DeviceTestsCase(test=case.test))


def enter_device_tests(_member: OnDuty) -> DeviceTestsCase:
    """Whoever is on duty opens it."""
    return DeviceTestsCase()


DEVICE_TESTS: Flow[DeviceTestsCase] = Flow(
    "device_tests",
    "设备测试",
    (
        Do(
            name="tests",
            request=lambda _case, _situation: AskDeviceTests(),
            reply=DeviceTests,
            take=lambda case, tests: replace(case, rows=tests.rows),
        ),
        Ask(name="choose", view=_choose, answers=(ServiceChosen,), take=_take_choice),
        Do(
            name="begin",
            request=lambda case, _situation: BeginDeviceTest(case.chosen),
            reply=DeviceTestBegun,
            take=_take_begun,
        ),
        Ask(
            name="touch",
            view=lambda _case, _situation: GRID,
            answers=(TouchTested,),
            take=_take_touch,
            patience=HANDS_BUSY,
            once=True,
            when=lambda case, _situation: case.test is DeviceTest.TOUCH,
        ),
        Ask(
            name="colours",
            view=lambda _case, _situation: ColourTestView(),
            answers=(Confirmed,),
            take=_take_colours,
            patience=HANDS_BUSY,
            once=True,
            when=lambda case, _situation: case.test is DeviceTest.COLOURS,
        ),
        Do(
            name="try",
            request=lambda case, _situation: TryDevice(case.chosen),
            reply=DeviceTried,
            take=lambda case, tried: replace(case, tried=tried, news=None),
            view=lambda case, _situation: trying(case.chosen, case.news),
            hear=_hear,
            patience=HANDS_BUSY,
            when=lambda case, _situation: case.test not in ON_THE_GLASS,
        ),
        Ask(
            name="judge",
            view=_judge,
            answers=(ServiceChosen,),
            take=_take_judgement,
            patience=DELIBERATE,
            once=True,
            when=_is_to_be_judged,
        ),
        Do(
            name="record",
            request=_record,
            reply=DeviceTestRecorded,
            take=_take_recorded,
        ),
        Ask(
            name="result",
            view=_result,
            answers=(Confirmed, Again),
            take=_go_on,
            once=True,
            leads=("tests", "begin"),
        ),
    ),
)
