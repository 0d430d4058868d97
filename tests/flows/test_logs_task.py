"""日志 as a technician walks it: lines by filter, the trail, and the bundle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

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
from kiosk.session.answers import Confirmed, Picked, ServiceChosen, TextEntered
from kiosk.session.requests import Request
from kiosk.session.staff_views import Mark
from kiosk.session.views import LinesView, NoticeView, OptionsView, TilesView, WaitingView
from tests.flows.staff_walk import SITUATION, Walk
from tests.support.staff_samples import NOW

LINE = LogLine("小票没有完整打出，缴费有效。", Mark.WARNING, "原因 paper_out", "看看打印机。", NOW)
FOUND = LogLines((LINE,))
MORE = LogLines((LINE, LINE), older="7:4096")
OLDER, NEWEST = ServiceChosen(LogsChoice.OLDER), ServiceChosen(LogsChoice.NEWEST)


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
    walk.on(LogLines(()))
    assert any(choice.label in str(one.label) for one in walk.view(LinesView).actions)


FILTERS = ["级别：全部", "内容：全部", "日期：今天"]


@pytest.mark.parametrize(
    ("what", "request_for", "others"),
    [
        (LogsChoice.EVENTS, lambda place: ReadLog(LogFilter(), place), FILTERS),
        (LogsChoice.TRAIL, ReadTrail, ["返回"]),
    ],
)
def test_older_ones_come_when_they_are_asked_for(
    what: LogsChoice, request_for: Callable[[str], Request[LogLines]], others: list[str]
) -> None:
    walk = walk_on(ServiceChosen(what)).on(MORE)
    assert str(walk.view(LinesView).hint) == "最新的 2 条，还有更早的"
    assert walk.labels() == ["看更早的", *others]
    walk.on(OLDER)
    assert walk.position.request(SITUATION) == request_for("7:4096")
    assert str(walk.on(replace(MORE, older="7:9")).view(LinesView).hint) == (
        "第 3 到 4 条，还有更早的"
    )
    assert walk.labels() == ["看更早的", "回到最新", *others]
    walk.on(OLDER)
    assert walk.position.request(SITUATION) == request_for("7:9")
    assert str(walk.on(FOUND).view(LinesView).hint) == "第 5 到 5 条，到头了"
    assert walk.labels() == ["回到最新", *others]
    walk.on(NEWEST)
    assert walk.position.request(SITUATION) == request_for("")
    assert str(walk.on(MORE).view(LinesView).hint) == "最新的 2 条，还有更早的"


def test_a_stretch_without_anything_wanted_is_not_the_end() -> None:
    walk = walk_on(ServiceChosen(LogsChoice.EVENTS)).on(MORE, OLDER, LogLines((), older="7:9"))
    shown = walk.view(LinesView)
    assert (str(shown.hint), str(shown.nothing)) == (
        "没有更多，还有更早的",
        "这一段里没有这样的记录",
    )


@pytest.mark.parametrize("narrowing", [LogsChoice.LEVEL, LogsChoice.SUBJECT])
def test_another_filter_begins_with_the_newest(narrowing: LogsChoice) -> None:
    walk = walk_on(ServiceChosen(LogsChoice.EVENTS)).on(MORE, OLDER, MORE, ServiceChosen(narrowing))
    walk.on(Picked(1))
    assert walk.asked(ReadLog).place == ""


def to_day() -> Walk:
    """The question for a day."""
    walk = walk_on(ServiceChosen(LogsChoice.EVENTS)).on(FOUND, ServiceChosen(LogsChoice.DAYS))
    return walk.on(Picked(list(LogDays).index(LogDays.DAY)))


def test_a_day_can_be_named() -> None:
    walk = to_day().on(TextEntered("20260105"))
    assert walk.asked(ReadLog).wanted == LogFilter(frozenset({date(2026, 1, 5)}))
    assert walk.on(FOUND).labels()[-1] == "日期：2026-01-05"
    walk.on(ServiceChosen(LogsChoice.DAYS))
    chosen = [str(one.title) for one in walk.view(OptionsView).options if one.chosen]
    assert chosen == ["某一天"]


@pytest.mark.parametrize("typed", ["", "2026010", "20260230", "2026013\u00b2", "123456789"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    assert to_day().on(TextEntered(typed)).refusal().startswith("没有这一天")


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
