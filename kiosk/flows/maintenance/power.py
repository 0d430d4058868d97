"""重启和关机: what runs here, the licences of it, and ending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kiosk.domain.staff import OnDuty, may_switch_off
from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.power import About, AskAbout, End, EndingAccepted
from kiosk.session.answers import Confirmed, ServiceChosen
from kiosk.session.handover import Ending
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Goto, Outcome, Taken, Way
from kiosk.session.staff_views import FactsSection, Line
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import Button, FactsView, LinesView, Row, Tone, View, Weight


class PowerChoice(Enum):
    """What can be touched under the facts."""

    RESTART = "restart"
    SHUT_DOWN = "shut_down"
    LICENCES = "licences"


_ENDINGS = {PowerChoice.RESTART: Ending.RESTART, PowerChoice.SHUT_DOWN: Ending.SHUT_DOWN}


@dataclass(frozen=True, slots=True)
class PowerCase(Case):
    """What runs here, and how it is to end. Hall staff restart, and switch nothing off."""

    may_switch_off: bool
    about: About | None = None
    ending: Ending | None = None


def _known(case: PowerCase) -> About:
    assert case.about is not None  # noqa: S101
    return case.about


def _ask_about(_case: PowerCase, _situation: Situation) -> AskAbout:
    return AskAbout()


def _take_about(case: PowerCase, about: About) -> PowerCase:
    return replace(case, about=about)


def _facts(case: PowerCase, situation: Situation) -> View:
    about, terminal = _known(case), situation.terminal
    rows = (
        ("终端编号", terminal.number),
        ("大厅", terminal.hall_name),
        ("程序版本", about.version),
        ("Python", about.python),
        ("操作系统", about.system),
        ("启动时间", f"{about.running_since:%Y-%m-%d %H:%M}"),
    )
    choices = [(PowerChoice.RESTART, "重新启动", Weight.GRAVE)]
    if case.may_switch_off:
        choices.append((PowerChoice.SHUT_DOWN, "关机", Weight.GRAVE))
    choices.append((PowerChoice.LICENCES, "软件许可", Weight.ALIKE))
    return FactsView(
        title=say("重启和关机"),
        hint=say("重启、关机都会等正在进行的工作做完"),
        sections=(
            FactsSection(say("本机"), tuple(Row(say(label), say(value)) for label, value in rows)),
        ),
        actions=tuple(
            Button(ServiceChosen(choice), say(label), weight) for choice, label, weight in choices
        ),
    )


def _choose(case: PowerCase, answer: ServiceChosen) -> Taken[PowerCase]:
    if answer.service is PowerChoice.LICENCES:
        return Goto("licences", case)
    assert isinstance(answer.service, PowerChoice)  # noqa: S101
    return Goto("confirm", replace(case, ending=_ENDINGS[answer.service]))


def _confirm(case: PowerCase, _situation: Situation) -> View:
    restart = case.ending is Ending.RESTART
    return told(
        Tone.WARN,
        say("重新启动？") if restart else say("关机？"),
        say("大约半分钟后恢复服务。")
        if restart
        else say("关机后须有人到机器旁按电源键才能再开机。"),
        say("没有了结的订单不会丢，启动后自动继续核对。"),
        actions=(Button(Confirmed(), say("重新启动") if restart else say("关机"), Weight.GRAVE),),
    )


def _end(case: PowerCase, _situation: Situation) -> End:
    assert case.ending is not None  # noqa: S101
    return End(case.ending)


def _leave(_case: PowerCase, _accepted: EndingAccepted) -> Outcome[PowerCase]:
    return Depart(Way.LEAVE)


def _licences(case: PowerCase, _situation: Situation) -> View:
    return LinesView(
        title=say("软件许可"),
        hint=say("本机程序使用的开放源代码软件"),
        lines=tuple(
            Line(say(one.name), None, say(one.terms), say(""), say(one.version))
            for one in _known(case).licences
        ),
        nothing=say("没有"),
        actions=(Button(Confirmed(), say("返回")),),
    )


def _back_to_facts(case: PowerCase, _answer: Confirmed) -> Goto[PowerCase]:
    return Goto("facts", case)


def enter_power(member: OnDuty) -> PowerCase:
    """Whoever is on duty opens it."""
    return PowerCase(may_switch_off=may_switch_off(member.role))


POWER: Flow[PowerCase] = Flow(
    "power",
    "重启和关机",
    (
        Do(
            name="about",
            request=_ask_about,
            reply=About,
            take=_take_about,
        ),
        Ask(
            name="facts",
            view=_facts,
            answers=(ServiceChosen,),
            take=_choose,
            leads=("licences", "confirm"),
        ),
        Ask(
            name="licences",
            view=_licences,
            answers=(Confirmed,),
            take=_back_to_facts,
            leads=("facts",),
        ),
        Ask(name="confirm", view=_confirm, answers=(Confirmed,), take=lambda case, _yes: case),
        Do(name="end", request=_end, reply=EndingAccepted, take=_leave, leads=("depart",)),
    ),
)
