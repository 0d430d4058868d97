"""日志: what the terminal has logged, what staff did, and a bundle for technical support."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from kiosk.domain.staff import OnDuty
from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.logs import (
    BundlePlace,
    BundleWritten,
    LogChoice,
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
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.staff_views import Keyboard, Line, TypingView
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import (
    Button,
    Icon,
    LinesView,
    Option,
    OptionsView,
    Tile,
    TilesView,
    Tone,
    View,
    WaitingView,
    Weight,
)

_KIB = 1024
_DATE_DIGITS = 8
EVERYTHING_TODAY = LogFilter()


class LogsChoice(Enum):
    """What can be looked at, or taken away, and how the lines are chosen."""

    EVENTS = "events"
    TRAIL = "trail"
    BUNDLE = "bundle"
    LEVEL = "level"
    SUBJECT = "subject"
    DAYS = "days"
    OLDER = "older"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class LogsCase(Case):
    """Which lines are wanted, and what was found. What is not looked at is not kept: of newer lines
    only how many there were, before the ``place`` that is shown now."""

    wanted: LogFilter = EVERYTHING_TODAY
    narrowing: LogsChoice | None = None
    lines: LogLines | None = None
    from_place: str = ""
    newer: int = 0
    place: BundlePlace | None = None
    bundle: BundleWritten | None = None


_TILES = (
    (LogsChoice.EVENTS, "运行日志", "发生了什么，怎么办", Icon.LIST),
    (LogsChoice.TRAIL, "操作记录", "谁在什么时候做了什么", Icon.PEOPLE),
    (LogsChoice.BUNDLE, "导出给技术支持", "日志、版本和参数，没有缴费人信息", Icon.DOCUMENT),
)
_TURNS = frozenset({LogsChoice.OLDER, LogsChoice.NEWEST})
_LEADS = {
    LogsChoice.EVENTS: "read",
    LogsChoice.TRAIL: "read_trail",
    LogsChoice.BUNDLE: "place",
}


def _choose(_case: LogsCase, _situation: Situation) -> View:
    return TilesView(
        say("日志"),
        say("请选择要看的"),
        tuple(
            Tile(ServiceChosen(choice), say(title), say(subtitle), icon)
            for choice, title, subtitle, icon in _TILES
        ),
    )


def _take_choice(_case: LogsCase, answer: ServiceChosen) -> Goto[LogsCase]:
    assert isinstance(answer.service, LogsChoice)  # noqa: S101
    return Goto(_LEADS[answer.service], LogsCase())


def _take_lines(case: LogsCase, lines: LogLines) -> Outcome[LogsCase]:
    return replace(case, lines=lines, narrowing=None)


def _found(case: LogsCase) -> LogLines:
    assert case.lines is not None  # noqa: S101
    return case.lines


def _lines(case: LogsCase, _situation: Situation) -> View:
    wanted, found = case.wanted, _found(case)
    days = wanted.days.label if wanted.day is None else f"{wanted.day}"
    filters = (
        (LogsChoice.LEVEL, "级别", wanted.level.label),
        (LogsChoice.SUBJECT, "内容", wanted.subject.label),
        (LogsChoice.DAYS, "日期", days),
    )
    return LinesView(
        title=say("运行日志"),
        hint=say(_extent(case)),
        lines=tuple(map(_line, found.lines)),
        nothing=say("这一段里没有这样的记录" if found.older else "没有这样的记录"),
        actions=(
            *_turns(case),
            *(
                Button(ServiceChosen(choice), say(f"{name}：{label}"), Weight.ALIKE)
                for choice, name, label in filters
            ),
        ),
    )


def _turns(case: LogsCase) -> tuple[Button, ...]:
    """To what is older, and back to what is newest."""
    older = Button(ServiceChosen(LogsChoice.OLDER), say("看更早的"))
    newest = Button(ServiceChosen(LogsChoice.NEWEST), say("回到最新"), Weight.ALIKE)
    return (
        *((older,) if _found(case).older else ()),
        *((newest,) if case.from_place else ()),
    )


def _extent(case: LogsCase) -> str:
    """How much is shown."""
    found = _found(case)
    count = len(found.lines)
    if not case.from_place:
        return f"最新的 {count} 条，还有更早的" if found.older else f"共 {count} 条"
    which = f"第 {case.newer + 1} 到 {case.newer + count} 条" if count else "没有更多"
    return f"{which}，{'还有更早的' if found.older else '到头了'}"


def _turned(case: LogsCase, choice: object) -> LogsCase:
    """To the older ones, or back to the newest."""
    if choice is LogsChoice.NEWEST:
        return LogsCase(case.wanted)
    found = _found(case)
    return LogsCase(case.wanted, from_place=found.older, newer=case.newer + len(found.lines))


def _line(line: LogLine) -> Line:
    about = "；".join(one for one in (line.facts, line.remedy) if one)
    return Line(say(line.what), line.mark, say(about), say(""), say(f"{line.at:%m-%d %H:%M:%S}"))


def _narrow(case: LogsCase, answer: ServiceChosen) -> Taken[LogsCase]:
    assert isinstance(answer.service, LogsChoice)  # noqa: S101
    if answer.service in _TURNS:
        return Goto("read", _turned(case, answer.service))
    return LogsCase(case.wanted, answer.service)


def _choices(case: LogsCase) -> tuple[str, tuple[LogChoice, ...]]:
    match case.narrowing:
        case LogsChoice.LEVEL:
            return "哪些级别", tuple(LogLevel)
        case LogsChoice.SUBJECT:
            return "关于什么", tuple(LogSubject)
        case _:
            return "哪些日子", tuple(LogDays)


def _filter(case: LogsCase, _situation: Situation) -> View:
    title, choices = _choices(case)
    wanted = case.wanted
    chosen = (wanted.level, wanted.subject, wanted.days)
    return OptionsView(
        say(title),
        say("选一项"),
        tuple(
            Option(Picked(place), say(one.label), say(""), say(""), chosen=one in chosen)
            for place, one in enumerate(choices)
        ),
    )


def _take_filter(case: LogsCase, answer: Picked) -> Taken[LogsCase]:
    _, choices = _choices(case)
    choice = choices[answer.place]
    if choice is LogDays.DAY:
        return Goto("day", case)
    return Goto("read", LogsCase(case.wanted.narrowed(choice)))


def _day(_case: LogsCase, _situation: Situation) -> View:
    return TypingView(
        title=say("哪一天"),
        hint=say("日志至少保存半年"),
        label=say("日期"),
        note=say("年月日 8 位数字，如 20260305"),
        confirm=say("查看"),
        keyboard=Keyboard.FIGURES,
        longest=_DATE_DIGITS,
    )


def _day_of(text: str) -> date | None:
    """The day that eight digits name, if there is one."""
    if len(text) != _DATE_DIGITS or not text.isdecimal():
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _take_day(case: LogsCase, answer: TextEntered) -> Taken[LogsCase]:
    day = _day_of(answer.text)
    if day is None:
        return Refusal(say("没有这一天，请填年月日 8 位数字，如 20260305"))
    return Goto("read", LogsCase(case.wanted.narrowed(day)))


def _trail(case: LogsCase, _situation: Situation) -> View:
    return LinesView(
        title=say("操作记录"),
        hint=say(_extent(case)),
        lines=tuple(map(_line, _found(case).lines)),
        nothing=say("还没有人操作过"),
        actions=(*_turns(case), Button(Confirmed(), say("返回"))),
    )


def _after_trail(case: LogsCase, answer: ServiceChosen | Confirmed) -> Taken[LogsCase]:
    if isinstance(answer, Confirmed):
        return Goto("choose", LogsCase())
    return Goto("read_trail", _turned(case, answer.service))


_PLACES = (
    (BundlePlace.STICK, "U 盘", "请先插好 U 盘", Icon.DOCUMENT),
    (BundlePlace.HERE, "本机", "存在日志旁边，以后再拷走", Icon.HOME),
)


def _place(_case: LogsCase, _situation: Situation) -> View:
    return TilesView(
        say("存到哪里"),
        say("里面没有缴费人信息，也没有密钥和密码"),
        tuple(
            Tile(ServiceChosen(place), say(title), say(subtitle), icon)
            for place, title, subtitle, icon in _PLACES
        ),
    )


def _take_place(case: LogsCase, answer: ServiceChosen) -> LogsCase:
    assert isinstance(answer.service, BundlePlace)  # noqa: S101
    return replace(case, place=answer.service, bundle=None)


def _write(case: LogsCase, _situation: Situation) -> WriteBundle:
    assert case.place is not None  # noqa: S101
    return WriteBundle(case.place)


def _writing(_case: LogsCase, _situation: Situation) -> View:
    return WaitingView(say("正在导出"), say("大约一分钟，请不要拔 U 盘"))


def _take_bundle(case: LogsCase, bundle: BundleWritten) -> Outcome[LogsCase]:
    return replace(case, bundle=bundle)


def _written(case: LogsCase, _situation: Situation) -> View:
    bundle = case.bundle
    assert bundle is not None  # noqa: S101
    if bundle.refused:
        return told(Tone.WARN, say("没有导出"), say(bundle.refused))
    what = say(
        "{name}，{size} KiB，在 {folder}",
        name=bundle.name,
        size=bundle.size // _KIB + 1,
        folder=bundle.folder,
    )
    left_out = f"日志里有 {bundle.lines_left_out} 行不是本程序写的，没有放进去。"
    return told(
        Tone.OK,
        say("已导出"),
        what,
        say(left_out if bundle.lines_left_out else "可以拔下 U 盘，交给技术支持。")
        if case.place is BundlePlace.STICK or bundle.lines_left_out
        else say("请拷走后交给技术支持。"),
    )


def _to_choose(_case: LogsCase, _answer: Confirmed) -> Taken[LogsCase]:
    return Goto("choose", LogsCase())


def enter_logs(_member: OnDuty) -> LogsCase:
    """Whoever is on duty opens it."""
    return LogsCase()


_TRAIL_ANSWERS: tuple[type[ServiceChosen | Confirmed], ...] = (ServiceChosen, Confirmed)

LOGS: Flow[LogsCase] = Flow(
    "logs",
    "日志",
    (
        Ask(
            name="choose",
            view=_choose,
            answers=(ServiceChosen,),
            take=_take_choice,
            leads=tuple(_LEADS.values()),
        ),
        Do(
            name="read",
            request=lambda case, _situation: ReadLog(case.wanted, case.from_place),
            reply=LogLines,
            take=_take_lines,
        ),
        Ask(
            name="lines",
            view=_lines,
            answers=(ServiceChosen,),
            take=_narrow,
            once=True,
            leads=("read",),
        ),
        Ask(
            name="filter",
            view=_filter,
            answers=(Picked,),
            take=_take_filter,
            leads=("read", "day"),
        ),
        Ask(
            name="day",
            view=_day,
            answers=(TextEntered,),
            take=_take_day,
            once=True,
            leads=("read",),
        ),
        Do(
            name="read_trail",
            request=lambda case, _situation: ReadTrail(case.from_place),
            reply=LogLines,
            take=_take_lines,
        ),
        Ask(
            name="trail",
            view=_trail,
            answers=_TRAIL_ANSWERS,
            take=_after_trail,
            once=True,
            leads=("read_trail", "choose"),
        ),
        Ask(name="place", view=_place, answers=(ServiceChosen,), take=_take_place),
        Do(
            name="write",
            request=_write,
            reply=BundleWritten,
            take=_take_bundle,
            view=_writing,
        ),
        Ask(
            name="written",
            view=_written,
            answers=(Confirmed,),
            take=_to_choose,
            leads=("choose",),
        ),
    ),
)
