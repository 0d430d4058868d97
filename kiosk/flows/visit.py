"""A whole visit: home, module menu, then the module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import Text, say
from kiosk.flows.certificate_views import CertificatesCase
from kiosk.flows.certificates import CERTIFICATES
from kiosk.flows.offerings import OFFERINGS
from kiosk.flows.pay import Offering, paying
from kiosk.flows.pay_other import PayOtherCase, paying_other
from kiosk.flows.pay_own import PayOwnCase, paying_own
from kiosk.flows.query import QUERY, QueryCase
from kiosk.session.answers import GroupChosen, Module, ModuleChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Taken
from kiosk.session.position import Move, begin
from kiosk.session.steps import GLANCE, Ask, Flow, Run, S
from kiosk.session.views import Icon, Tile, TilesView, View


@dataclass(frozen=True, slots=True)
class VisitCase(Case):
    """What has been chosen before anybody is known."""

    group: CitizenGroup | None = None
    module: Module | None = None


_MODULES = (
    (Module.PAY, "给自己缴养老、医疗", Icon.SHIELD),
    (Module.PAY_FOR_OTHER, "帮家人、朋友缴", Icon.PEOPLE),
    (Module.CERTIFICATES, "完税证明、缴费证明", Icon.DOCUMENT),
    (Module.QUERY, "查记录，补打小票", Icon.SEARCH),
)


def _home(_case: VisitCase, _situation: Situation) -> View:
    return TilesView(
        title=say("您想办什么？"),
        hint=say("请选择您的参保类型"),
        tiles=(
            Tile(
                GroupChosen(CitizenGroup.FLEXIBLE),
                say("灵活就业"),
                say("灵活就业社保费缴纳：自己缴养老、医疗"),
                Icon.BRIEFCASE,
            ),
            Tile(
                GroupChosen(CitizenGroup.RESIDENT),
                say("城乡居民"),
                say("居民养老、居民医疗，每年缴一次"),
                Icon.HOME,
            ),
        ),
    )


def _take_group(case: VisitCase, answer: GroupChosen) -> Taken[VisitCase]:
    return replace(case, group=answer.group, module=None)


def _unavailable(module: Module, situation: Situation) -> Text | None:
    health, window = situation.health, situation.terminal.window
    if module is not Module.CERTIFICATES or health.usable(DeviceKind.DOCUMENT_PRINTER):
        return None
    if not health.fitted(DeviceKind.DOCUMENT_PRINTER):
        return say("本机没有 A4 打印机，请到{window}打印", window=window)
    return say("A4 打印机现在不能用，请到{window}打印", window=window)


def modules(case: VisitCase, situation: Situation) -> TilesView:
    """The module menu; what cannot be done here now says so."""
    return TilesView(
        title=say("请选择要办的业务"),
        hint=say("您选择的是：{group}", group=case.group.label if case.group else ""),
        tiles=tuple(
            Tile(
                ModuleChosen(module),
                say(module.value),
                say(subtitle),
                icon,
                _unavailable(module, situation),
            )
            for module, subtitle, icon in _MODULES
        ),
    )


def _take_module(case: VisitCase, answer: ModuleChosen) -> Taken[VisitCase]:
    return replace(case, module=answer.module)


def _group(case: VisitCase) -> CitizenGroup:
    assert case.group is not None  # noqa: S101
    return case.group


def _module(module: Module, flow: Flow[S], enter: Callable[[CitizenGroup], S]) -> Run[VisitCase, S]:
    return Run(
        name=flow.name,
        flow=flow,
        enter=lambda case, _situation: enter(_group(case)),
        leave=lambda case, _done: case,
        when=lambda case, _situation: case.module is module,
    )


def visiting(offerings: tuple[Offering, ...]) -> Flow[VisitCase]:
    """The whole of a visit, with these services to pay for."""
    pay = paying(offerings)
    return Flow(
        "visit",
        "办理业务",
        (
            Ask(
                name="home",
                view=_home,
                answers=(GroupChosen,),
                take=_take_group,
                patience=GLANCE,
            ),
            Ask(
                name="module",
                view=modules,
                answers=(ModuleChosen,),
                take=_take_module,
                patience=GLANCE,
            ),
            _module(Module.PAY, paying_own(pay), PayOwnCase),
            _module(Module.PAY_FOR_OTHER, paying_other(pay), PayOtherCase),
            _module(Module.CERTIFICATES, CERTIFICATES, CertificatesCase),
            _module(Module.QUERY, QUERY, QueryCase),
        ),
    )


VISIT = visiting(OFFERINGS)


def start_visit(situation: Situation) -> Move:
    """A new citizen at the home screen."""
    return begin(VISIT, VisitCase(), situation)
