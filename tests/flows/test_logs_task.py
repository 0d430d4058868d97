"""日志 as a technician walks it: lines by filter, the trail, and the bundle."""

from __future__ import annotations

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.flows.maintenance.logs import LOGS, LogsChoice, enter_logs
from kiosk.flows.requests.maintenance.logs import (
    BundlePlace,
    BundleWritten,
    LogDays,
    LogFilter,
    LogLevel,
    LogLine,
    LogLines,
    LogSubject,
    ReadLog,
    ReadTrail,
    WriteBundle,
)
from kiosk.session.answers import Confirmed, Picked, ServiceChosen
from kiosk.session.staff_views import Mark
from kiosk.session.views import LinesView, NoticeView, OptionsView, TilesView, WaitingView
from tests.flows.staff_walk import Walk
from tests.support.staff_samples import NOW

LINE = LogLine("小票没有完整打出，缴费有效。", Mark.WARNING, "原因 paper_out", "看看打印机。", NOW)
FOUND = LogLines((LINE,), more=False)


def walk_on(*steps: object) -> Walk:
    """One visit to the task."""
    return Walk(LOGS, enter_logs(OnDuty("T0417", Role.TECHNICIAN))).on(*steps)


def test_the_lines_of_today_come_first() -> None:
    walk = walk_on(ServiceChosen(LogsChoice.EVENTS))
    wanted = walk.asked(ReadLog).wanted
    assert (wanted.level, wanted.subject, wanted.days) == (
        LogLevel.ALL,
        LogSubject.ALL,
        LogDays.TODAY,
    )
    shown = walk.on(FOUND).view(LinesView)
    (line,) = shown.lines
    assert str(line.what) == "原因 paper_out；看看打印机。"
    assert str(line.since) == "03-05 09:30:00"
    assert str(shown.hint) == "共 1 条"
    assert [str(one.label) for one in shown.actions] == ["级别：全部", "内容：全部", "日期：今天"]


@pytest.mark.parametrize(
    ("narrowing", "place", "choice"),
    [
        (LogsChoice.LEVEL, 1, LogLevel.WARNING),
        (LogsChoice.SUBJECT, 2, LogSubject.DEVICES),
        (LogsChoice.DAYS, 2, LogDays.WEEK),
    ],
)
def test_they_can_be_narrowed(
    narrowing: LogsChoice, place: int, choice: LogLevel | LogSubject | LogDays
) -> None:
    walk = walk_on(ServiceChosen(LogsChoice.EVENTS)).on(FOUND, ServiceChosen(narrowing))
    options = walk.view(OptionsView).options
    assert [one.chosen for one in options].index(True) == 0
    assert str(options[place].title) == choice.label
    walk.on(Picked(place))
    assert walk.asked(ReadLog) == ReadLog(LogFilter(frozenset({choice})))
    walk.on(LogLines((), more=False))
    assert any(choice.label in str(one.label) for one in walk.view(LinesView).actions)


def test_more_than_can_be_shown_says_so() -> None:
    walk = walk_on(ServiceChosen(LogsChoice.EVENTS)).on(LogLines((LINE,), more=True))
    assert "只显示最新的 1 条" in str(walk.view(LinesView).hint)


def test_the_trail_leads_back_to_the_choice() -> None:
    walk = walk_on(ServiceChosen(LogsChoice.TRAIL))
    walk.asked(ReadTrail)
    assert len(walk.on(FOUND).view(LinesView).lines) == 1
    walk.on(Confirmed()).view(TilesView)


@pytest.mark.parametrize(
    ("place", "left_out", "advice"),
    [
        (BundlePlace.STICK, 0, "可以拔下 U 盘，交给技术支持。"),
        (BundlePlace.HERE, 0, "请拷走后交给技术支持。"),
        (BundlePlace.HERE, 2, "日志里有 2 行不是本程序写的，没有放进去。"),
    ],
)
def test_a_bundle_is_written_where_it_is_wanted(
    place: BundlePlace, left_out: int, advice: str
) -> None:
    walk = walk_on(ServiceChosen(LogsChoice.BUNDLE), ServiceChosen(place))
    assert walk.asked(WriteBundle) == WriteBundle(place)
    assert "不要拔 U 盘" in str(walk.view(WaitingView).hint)
    walk.on(BundleWritten("a.zip", "/media/stick", 4_000, left_out))
    notice = walk.view(NoticeView)
    assert str(notice.what) == "a.zip，4 KiB，在 /media/stick"
    assert str(notice.advice) == advice
    walk.on(Confirmed()).view(TilesView)


def test_a_bundle_that_could_not_be_written_says_why() -> None:
    walk = walk_on(ServiceChosen(LogsChoice.BUNDLE), ServiceChosen(BundlePlace.STICK))
    walk.on(BundleWritten(refused="没有找到 U 盘。"))
    assert str(walk.view(NoticeView).what) == "没有找到 U 盘。"
