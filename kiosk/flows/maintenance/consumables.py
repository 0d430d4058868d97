"""加纸换墨粉: what is left, what was filled up, and prints that are stuck."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kiosk.domain.staff import OnDuty
from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.maintenance.overview import report_line
from kiosk.flows.requests.maintenance.consumables import (
    AskSupplies,
    EndPrints,
    PrintsEnded,
    Replenish,
    Replenished,
    Supplies,
    Supply,
)
from kiosk.session.answers import Confirmed, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Taken
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import Button, LinesView, Tone, View, Weight


class SuppliesChoice(Enum):
    """What can be touched besides the supplies themselves."""

    END_PRINTS = "end_prints"


@dataclass(frozen=True, slots=True)
class ConsumablesCase(Case):
    """What is left, what was filled up, and how many prints were ended."""

    supplies: Supplies | None = None
    supply: Supply | None = None
    ended: PrintsEnded | None = None


_PUT_IN = {
    Supply.RECEIPT_ROLL: "已换新纸卷",
    Supply.A4_PAPER: "已加 A4 纸",
    Supply.TONER: "已换碳粉",
}
_CHECK = {
    Supply.RECEIPT_ROLL: "打开小票打印机前盖，放入整卷新纸，纸头露出出口，合上盖子。",
    Supply.A4_PAPER: "拉出纸盒，放入 A4 纸，不超过标线，推回纸盒。",
    Supply.TONER: "按打印机上的图示换碳粉盒，合上盖子。",
}


def _ask(_case: ConsumablesCase, _situation: Situation) -> AskSupplies:
    return AskSupplies()


def _take(_case: ConsumablesCase, supplies: Supplies) -> ConsumablesCase:
    return ConsumablesCase(supplies)


def _list(case: ConsumablesCase, _situation: Situation) -> View:
    supplies = case.supplies
    assert supplies is not None  # noqa: S101
    actions = [
        Button(ServiceChosen(one), say(_PUT_IN[one]), Weight.ALIKE) for one in supplies.fitted
    ]
    if supplies.stuck:
        end = ServiceChosen(SuppliesChoice.END_PRINTS)
        actions.append(Button(end, say("结束卡住的打印"), Weight.GRAVE))
    return LinesView(
        title=say("加纸换墨粉"),
        hint=say("换好以后点下面的按钮登记，剩余量才准"),
        lines=tuple(map(report_line, supplies.lines)),
        nothing=say("没有用量记录"),
        actions=tuple(actions),
    )


def _choose(case: ConsumablesCase, answer: ServiceChosen) -> Taken[ConsumablesCase]:
    if isinstance(answer.service, Supply):
        return Goto("confirm", replace(case, supply=answer.service))
    return Goto("confirm_end", case)


def _supply(case: ConsumablesCase) -> Supply:
    assert case.supply is not None  # noqa: S101
    return case.supply


def _confirm(case: ConsumablesCase, _situation: Situation) -> View:
    supply = _supply(case)
    yes = Button(Confirmed(), say("换好了，登记"))
    title = say("{supply}换好了吗？", supply=supply.label)
    return told(Tone.INFO, title, say(_CHECK[supply]), actions=(yes,))


def _replenish(case: ConsumablesCase, _situation: Situation) -> Replenish:
    return Replenish(_supply(case))


def _replenished(case: ConsumablesCase, _replenished: Replenished) -> Goto[ConsumablesCase]:
    return Goto("done", case)


def _confirm_end(case: ConsumablesCase, _situation: Situation) -> View:
    assert case.supplies is not None  # noqa: S101
    what = say("有 {count} 份凭证没有打完，别人因此不能打印。", count=str(case.supplies.stuck))
    advice = say("先在 A4 打印机面板上取消任务、取出纸张，再点“结束打印”。市民可以凭证件补打。")
    yes = Button(Confirmed(), say("结束打印"), Weight.GRAVE)
    return told(Tone.WARN, say("结束卡住的打印？"), what, advice, actions=(yes,))


def _end(_case: ConsumablesCase, _situation: Situation) -> EndPrints:
    return EndPrints()


def _take_ended(case: ConsumablesCase, ended: PrintsEnded) -> ConsumablesCase:
    return replace(case, ended=ended)


def _done(case: ConsumablesCase, _situation: Situation) -> View:
    if case.ended is not None:
        what = say("{count} 份凭证记为“可能已打印”，只能补打。", count=str(case.ended.count))
        return told(Tone.OK, say("已结束"), what)
    return told(
        Tone.OK, say("已登记"), say("{supply}从现在起重新计算。", supply=_supply(case).label)
    )


def _again(case: ConsumablesCase, _answer: Confirmed) -> Goto[ConsumablesCase]:
    return Goto("ask", case)


def enter_consumables(_member: OnDuty) -> ConsumablesCase:
    """Whoever is on duty opens it."""
    return ConsumablesCase()


CONSUMABLES: Flow[ConsumablesCase] = Flow(
    "consumables",
    "加纸换墨粉",
    (
        Do(name="ask", request=_ask, reply=Supplies, take=_take),
        Ask(
            name="list",
            view=_list,
            answers=(ServiceChosen,),
            take=_choose,
            leads=("confirm", "confirm_end"),
        ),
        Ask(name="confirm", view=_confirm, answers=(Confirmed,), take=lambda case, _yes: case),
        Do(
            name="replenish",
            request=_replenish,
            reply=Replenished,
            take=_replenished,
            leads=("done",),
        ),
        Ask(
            name="confirm_end",
            view=_confirm_end,
            answers=(Confirmed,),
            take=lambda case, _yes: case,
        ),
        Do(name="end", request=_end, reply=PrintsEnded, take=_take_ended),
        Ask(name="done", view=_done, answers=(Confirmed,), take=_again, leads=("ask",)),
    ),
)
