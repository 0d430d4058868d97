"""特殊缴费, 社保（医保）费补缴, 社保费补缴: bills of an agency (manual 五(一)3; 云闪付 of Qingdao).

Nothing in a bill can be edited; several of one agency and one insurance are paid together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.bill import MOST_BILLS, Bill, BillKind
from kiosk.domain.selection import ChosenBills
from kiosk.domain.text import say
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.settle import SETTLE, SettleCase
from kiosk.flows.parts.stops import nothing_found
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.contributions import Bills, FindBills
from kiosk.session.answers import Ticked
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Outcome, Refusal, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import Place, TickRow, TicksView, View


@dataclass(frozen=True, slots=True)
class BillsCase(Case):
    """Bills, and those that were ticked."""

    party: Party
    kind: BillKind
    bills: tuple[Bill, ...] = ()
    ticked: tuple[Bill, ...] = ()


_APART = Refusal(say("不同机构、不同险种的单据要分开缴，请一次只选同一类。"))


def _take_bills(case: BillsCase, found: Bills) -> Outcome[BillsCase]:
    if not found.items:
        return nothing_found(
            "没有要缴的单据",
            "人社、医保部门没有给您推送这类单据，或者您已经缴清了。",
            "刚刚办过核定的，请等半天再来；有疑问请到社保经办窗口查询。",
        )
    return replace(case, bills=found.items, ticked=())


def _choose(case: BillsCase, _situation: Situation) -> View:
    only = len(case.bills) == 1
    return TicksView(
        title=say("选择需要缴费的单据"),
        hint=say("单据由经办机构核定，金额和时间不能改"),
        rows=tuple(
            TickRow(
                say("{period}　{insurance}", period=b.period.label, insurance=b.insurance.label),
                say("{agency}　{day}核定", agency=b.agency_name, day=f"{b.determined_on:%Y-%m-%d}"),
                b.amount,
                ticked=only or b in case.ticked,
            )
            for b in case.bills
        ),
        confirm=say("确认"),
        sum_label=say("合计"),
    )


def _take_ticks(case: BillsCase, answer: Ticked) -> Taken[BillsCase]:
    if len(answer.places) > MOST_BILLS:
        return Refusal(say("一次最多缴 {n} 张单据，请分几次缴。", n=MOST_BILLS))
    ticked = tuple(case.bills[place] for place in answer.places)
    if len({(bill.agency_name, bill.insurance, bill.personal_number) for bill in ticked}) > 1:
        return _APART
    return replace(case, ticked=ticked)


def _settle(case: BillsCase, _situation: Situation) -> SettleCase:
    first = case.ticked[0]
    chosen = ChosenBills(case.ticked)
    return SettleCase(case.party, first.personal_number, first.insurance, chosen)


def _bills(name: str, kind: BillKind) -> Flow[BillsCase]:
    return Flow(
        name,
        kind.label,
        (
            Do(
                name="bills",
                request=lambda case, _situation: FindBills(case.party.payee, case.kind),
                reply=Bills,
                take=_take_bills,
                view=lambda _case, _situation: waiting_for("正在查询核定的单据"),
                place=Place.CHOOSE,
            ),
            Ask(
                name="choose",
                view=_choose,
                answers=(Ticked,),
                take=_take_ticks,
                place=Place.FILL,
            ),
            Run(name="settle", flow=SETTLE, enter=_settle, leave=lambda case, _settled: case),
        ),
    )


SPECIAL_PAYMENT = _bills("special_payment", BillKind.SPECIAL)
FLEXIBLE_ARREARS = _bills("flexible_arrears", BillKind.FLEXIBLE_ARREARS)
RESIDENT_ARREARS = _bills("resident_arrears", BillKind.RESIDENT_ARREARS)
