"""设备状态: how every device, service, file and clock is, who can put it right and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kiosk.domain.staff import OnDuty
from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.overview import (
    PrintReport,
    Readiness,
    ReportLine,
    ReportPrinted,
    ReportSaved,
    SaveReport,
    TakeReport,
)
from kiosk.session.answers import Confirmed, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Taken
from kiosk.session.staff_views import Line, Mark
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import Button, LinesView, Tone, View, WaitingView

_GRAVEST_FIRST = (Mark.BROKEN, Mark.WARNING, Mark.UNKNOWN, Mark.FINE)


class OverviewChoice(Enum):
    """What can be touched under the list."""

    REFRESH = "refresh"
    PRINT = "print"
    SAVE = "save"


@dataclass(frozen=True, slots=True)
class OverviewCase(Case):
    """The report, and where it was put."""

    readiness: Readiness | None = None
    saved: ReportSaved | None = None


def _take(_case: OverviewCase, _situation: Situation) -> TakeReport:
    return TakeReport()


def _taking(_case: OverviewCase, _situation: Situation) -> View:
    return WaitingView(say("正在检查本机"), say("请稍候"))


def _taken(_case: OverviewCase, readiness: Readiness) -> OverviewCase:
    return OverviewCase(readiness)


def report_line(line: ReportLine) -> Line:
    """A line of the report as it is shown."""
    remedy = "：".join(filter(None, (line.who, line.how)))
    since = "" if line.since is None else f"{line.since:%m-%d %H:%M} 起"
    return Line(say(line.subject), line.mark, say(line.what), say(remedy), say(since))


def _report(case: OverviewCase, _situation: Situation) -> View:
    readiness = case.readiness
    assert readiness is not None  # noqa: S101
    lines = [line for part in readiness.parts for line in part.lines]
    # Stable: within one mark things keep the order of the report.
    lines.sort(key=lambda line: _GRAVEST_FIRST.index(line.mark))
    choices = (
        (OverviewChoice.REFRESH, "重新检查"),
        (OverviewChoice.PRINT, "打印报告"),
        (OverviewChoice.SAVE, "存到 U 盘"),
    )
    hint = say(
        "{headline}（{at}）", headline=readiness.headline, at=f"{readiness.at:%H:%M:%S} 检查"
    )
    return LinesView(
        title=say("设备状态"),
        hint=hint,
        lines=tuple(map(report_line, lines)),
        nothing=say("没有可以检查的设备"),
        actions=tuple(Button(ServiceChosen(choice), say(label)) for choice, label in choices),
    )


_LEADS = {
    OverviewChoice.REFRESH: "take",
    OverviewChoice.PRINT: "print",
    OverviewChoice.SAVE: "save",
}


def _choose(case: OverviewCase, answer: ServiceChosen) -> Taken[OverviewCase]:
    assert isinstance(answer.service, OverviewChoice)  # noqa: S101
    return Goto(_LEADS[answer.service], replace(case, saved=None))


def _print(_case: OverviewCase, _situation: Situation) -> PrintReport:
    return PrintReport()


def _printed(case: OverviewCase, _printed: ReportPrinted) -> Goto[OverviewCase]:
    return Goto("done", case)


def _save(_case: OverviewCase, _situation: Situation) -> SaveReport:
    return SaveReport()


def _take_saved(case: OverviewCase, saved: ReportSaved) -> OverviewCase:
    return replace(case, saved=saved)


def _done(case: OverviewCase, _situation: Situation) -> View:
    saved = case.saved
    if saved is None:
        return told(Tone.OK, say("报告已打印"), say("请在小票出口取走。"))
    if saved.why_not:
        return told(Tone.WARN, say("没有存成"), say(saved.why_not))
    return told(
        Tone.OK, say("已存到 U 盘"), say("文件：{place}", place=saved.place), say("可以拔下 U 盘。")
    )


def _to_report(case: OverviewCase, _answer: Confirmed) -> Goto[OverviewCase]:
    return Goto("report", replace(case, saved=None))


def enter_overview(_member: OnDuty) -> OverviewCase:
    """Whoever is on duty opens it."""
    return OverviewCase()


OVERVIEW: Flow[OverviewCase] = Flow(
    "overview",
    "设备状态",
    (
        Do(name="take", request=_take, reply=Readiness, take=_taken, view=_taking),
        Ask(
            name="report",
            view=_report,
            answers=(ServiceChosen,),
            take=_choose,
            leads=("take", "print", "save"),
        ),
        Do(
            name="print",
            request=_print,
            reply=ReportPrinted,
            take=_printed,
            leads=("done",),
        ),
        Do(name="save", request=_save, reply=ReportSaved, take=_take_saved),
        Ask(
            name="done",
            view=_done,
            answers=(Confirmed,),
            take=_to_report,
            leads=("report",),
        ),
    ),
)
