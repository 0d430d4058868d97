"""A whole visit: home, module menu, then the module."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.text import Text, say
from kiosk.flows.pay_own import PAY_OWN, PayOwnCase
from kiosk.session.answers import GroupChosen, Module, ModuleChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Taken
from kiosk.session.position import Move, begin
from kiosk.session.steps import GLANCE, Ask, Flow, Run
from kiosk.session.views import Icon, Tile, TilesView, View


@dataclass(frozen=True, slots=True)
class VisitCase(Case):
    """What has been chosen before anybody is known."""

    group: CitizenGroup | None = None
    module: Module | None = None


_NOT_YET = say("本机暂未开通，请到人工窗口办理")
_OPEN = frozenset({(CitizenGroup.FLEXIBLE, Module.PAY)})
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
                _nothing_open(CitizenGroup.FLEXIBLE),
            ),
            Tile(
                GroupChosen(CitizenGroup.RESIDENT),
                say("城乡居民"),
                say("居民养老、居民医疗，每年缴一次"),
                Icon.HOME,
                _nothing_open(CitizenGroup.RESIDENT),
            ),
        ),
    )


def _take_group(case: VisitCase, answer: GroupChosen) -> Taken[VisitCase]:
    return replace(case, group=answer.group, module=None)


def _nothing_open(group: CitizenGroup) -> Text | None:
    """Said at once, so that nobody touches through to a menu in which nothing can be chosen."""
    return None if any(open_group is group for open_group, _ in _OPEN) else _NOT_YET


def _unavailable(group: CitizenGroup | None, module: Module) -> Text | None:
    return None if (group, module) in _OPEN else _NOT_YET


def _modules(case: VisitCase, _situation: Situation) -> View:
    return TilesView(
        title=say("请选择要办的业务"),
        hint=say("您选择的是：{group}", group=case.group.label if case.group else ""),
        tiles=tuple(
            Tile(
                ModuleChosen(module),
                say(module.value),
                say(subtitle),
                icon,
                _unavailable(case.group, module),
            )
            for module, subtitle, icon in _MODULES
        ),
    )


def _take_module(case: VisitCase, answer: ModuleChosen) -> Taken[VisitCase]:
    return replace(case, module=answer.module)


def _enter_pay_own(case: VisitCase, _situation: Situation) -> PayOwnCase:
    assert case.group is not None  # noqa: S101
    return PayOwnCase(case.group)


VISIT: Flow[VisitCase] = Flow(
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
            view=_modules,
            answers=(ModuleChosen,),
            take=_take_module,
            patience=GLANCE,
        ),
        Run(
            name="pay_own",
            flow=PAY_OWN,
            enter=_enter_pay_own,
            leave=lambda case, _paid: case,
            when=lambda case, _situation: case.module is Module.PAY,
        ),
    ),
)


def start_visit(situation: Situation) -> Move:
    """A new citizen at the home screen."""
    return begin(VISIT, VisitCase(), situation)
