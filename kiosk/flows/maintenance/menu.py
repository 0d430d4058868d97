"""The maintenance menu: who is on duty, and what their role may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.staff import OnDuty, Task, tasks_of
from kiosk.domain.text import say
from kiosk.flows.maintenance.login import STAFF_LOGIN, StaffLoginCase
from kiosk.session.answers import ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Taken
from kiosk.session.position import Move, begin
from kiosk.session.steps import DELIBERATE, Ask, Flow, Run, S, Step
from kiosk.session.views import Icon, Tile, TilesView, View


@dataclass(frozen=True, slots=True)
class MaintenanceCase(Case):
    """Who is on duty, and which task was chosen."""

    member: OnDuty | None = None
    task: Task | None = None

    @property
    def on_duty(self) -> OnDuty:
        """Whoever has logged in; nobody gets beyond the log-in without."""
        assert self.member is not None  # noqa: S101
        return self.member


@dataclass(frozen=True, slots=True)
class TaskFlow:
    """A task of the menu and the steps it is done in, as a step of the menu."""

    task: Task
    step: Step[MaintenanceCase]


def task_flow(task: Task, flow: Flow[S], enter: Callable[[OnDuty], S]) -> TaskFlow:
    """The task done by walking this flow; however it is left, the menu comes next."""
    return TaskFlow(
        task,
        Run(
            name=flow.name,
            flow=flow,
            enter=lambda case, _situation: enter(case.on_duty),
            leave=lambda case, _done: Goto("menu", replace(case, task=None)),
            when=lambda case, _situation: case.task is task,
            leads=("menu",),
        ),
    )


_TILES = {
    Task.OVERVIEW: ("每台设备好不好，谁来修", Icon.LIST),
    Task.CONSUMABLES: ("换纸、换墨粉后在这里登记", Icon.DOCUMENT),
    Task.DEVICE_TESTS: ("逐台试读、试打、试按", Icon.HAND),
    Task.CONNECTIONS: ("税务系统、银联、打印机、时间", Icon.SEARCH),
    Task.KEYS: ("两位密钥员一起装入或清除", Icon.SHIELD),
    Task.SETTINGS: ("查看、修改、恢复", Icon.SLIDERS),
    Task.MONEY: ("未了结的订单、日终对账", Icon.COINS),
    Task.LOGS: ("查看日志，导出给技术支持", Icon.SEARCH),
    Task.POWER: ("版本、重新启动、关机", Icon.CANCEL),
}


def _took_duty(case: MaintenanceCase, login: StaffLoginCase) -> Outcome[MaintenanceCase]:
    return replace(case, member=login.member)


def _choose(case: MaintenanceCase, task: ServiceChosen) -> Taken[MaintenanceCase]:
    assert isinstance(task.service, Task)  # noqa: S101
    return replace(case, task=task.service)


def maintaining(tasks: tuple[TaskFlow, ...]) -> Flow[MaintenanceCase]:
    """The whole of a staff visit, with these tasks to choose from."""
    known = {one.task for one in tasks}

    def menu(case: MaintenanceCase, _situation: Situation) -> View:
        on_duty = case.on_duty
        may = (task for task in tasks_of(on_duty.role) if task in known)
        return TilesView(
            title=say("维护菜单"),
            hint=say("{role} {number}", role=on_duty.role.label, number=on_duty.number),
            tiles=tuple(
                Tile(ServiceChosen(task), say(task.label), say(subtitle), icon)
                for task in may
                for subtitle, icon in (_TILES[task],)
            ),
        )

    return Flow(
        "maintenance",
        "维护",
        (
            Run(
                name="login",
                flow=STAFF_LOGIN,
                enter=lambda _case, _situation: StaffLoginCase(),
                leave=_took_duty,
            ),
            Ask(
                name="menu",
                view=menu,
                answers=(ServiceChosen,),
                take=_choose,
                patience=DELIBERATE,
            ),
            *(one.step for one in tasks),
        ),
    )


def serving(maintenance: Flow[MaintenanceCase]) -> Callable[[Situation], Move]:
    """How a staff visit begins."""

    def serve(situation: Situation) -> Move:
        return begin(maintenance, MaintenanceCase(), situation)

    return serve
