"""日志: what the terminal has logged, what staff did, and a bundle for technical support."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from kiosk.session.answers import Confirmed, Picked, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Taken
from kiosk.session.staff_views import Line
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
)

_KIB = 1024
EVERYTHING_TODAY = LogFilter()


class LogsChoice(Enum):
    """What can be looked at, or taken away, and how the lines are chosen."""

    EVENTS = "events"
    TRAIL = "trail"
    BUNDLE = "bundle"
    LEVEL = "level"
    SUBJECT = "subject"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class LogsCase(Case):
    """Which lines are wanted, and what was found. What is not looked at is not kept."""

    wanted: LogFilter = EVERYTHING_TODAY
    narrowing: LogsChoice | None = None
    lines: LogLines | None = None
    place: BundlePlace | None = None
    bundle: BundleWritten | None = None


_TILES = (
    (LogsChoice.EVENTS, "运行日志", "发生了什么，怎么办", Icon.LIST),
    (LogsChoice.TRAIL, "操作记录", "谁在什么时候做了什么", Icon.PEOPLE),
    (LogsChoice.BUNDLE, "导出给技术支持", "日志、版本和参数，没有缴费人信息", Icon.DOCUMENT),
)
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
    filters = (
        (LogsChoice.LEVEL, "级别", wanted.level.label),
        (LogsChoice.SUBJECT, "内容", wanted.subject.label),
        (LogsChoice.DAYS, "日期", wanted.days.label),
    )
    return LinesView(
        title=say("运行日志"),
        hint=say(_extent(found)),
        lines=tuple(map(_line, found.lines)),
        nothing=say("没有这样的记录"),
        actions=tuple(
            Button(ServiceChosen(choice), say(f"{name}：{label}"))
            for choice, name, label in filters
        ),
    )


def _extent(found: LogLines) -> str:
    """How much is shown."""
    count = len(found.lines)
    return f"只显示最新的 {count} 条，更早的请缩小范围或导出" if found.more else f"共 {count} 条"


def _line(line: LogLine) -> Line:
    about = "；".join(one for one in (line.facts, line.remedy) if one)
    return Line(say(line.what), line.mark, say(about), say(""), say(f"{line.at:%m-%d %H:%M:%S}"))


def _narrow(case: LogsCase, answer: ServiceChosen) -> LogsCase:
    assert isinstance(answer.service, LogsChoice)  # noqa: S101
    return replace(case, narrowing=answer.service)


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


def _take_filter(case: LogsCase, answer: Picked) -> Goto[LogsCase]:
    _, choices = _choices(case)
    return Goto("read", LogsCase(case.wanted.narrowed(choices[answer.place])))


def _trail(case: LogsCase, _situation: Situation) -> View:
    found = _found(case)
    return LinesView(
        title=say("操作记录"),
        hint=say(_extent(found)),
        lines=tuple(map(_line, found.lines)),
        nothing=say("还没有人操作过"),
        actions=(Button(Confirmed(), say("返回")),),
    )


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
            request=lambda case, _situation: ReadLog(case.wanted),
            reply=LogLines,
            take=_take_lines,
        ),
        Ask(name="lines", view=_lines, answers=(ServiceChosen,), take=_narrow, once=True),
        Ask(name="filter", view=_filter, answers=(Picked,), take=_take_filter, leads=("read",)),
        Do(
            name="read_trail",
            request=lambda _case, _situation: ReadTrail(),
            reply=LogLines,
            take=_take_lines,
        ),
        Ask(
            name="trail",
            view=_trail,
            answers=(Confirmed,),
            take=_to_choose,
            leads=("choose",),
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
