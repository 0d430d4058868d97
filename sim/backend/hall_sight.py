"""What can be seen of the hall's terminals by their reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.terminal import DeviceKind, DeviceStatus, Remedy
from kiosk.observe.glimpse import Standing
from kiosk.session.health import AcquirerStatus, Obstacle
from sim.backend.collection import Collection
from sim.backend.instructions import InstructionRecord, Progress, latest
from sim.backend.models import Terminal
from sim.backend.models_reports import TerminalReport
from sim.backend.reports import history
from sim.backend.wire_reports import ReportedDevice, ReportedEvent, ReportedState

LOST_AFTER = timedelta(seconds=150)
"""Two signs of life have not come, and half the time of a third."""
_MOST_EVENTS = 20
_USABLE = frozenset({DeviceStatus.ONLINE.value, DeviceStatus.BUSY.value})
_CAUSES = {
    "paper_out": "缺纸",
    "paper_low": "纸将用完",
    "cover_open": "机盖没有关好",
    "paper_jam": "卡纸",
    "cutter": "切刀故障",
    "toner_empty": "墨粉用完",
    "tray_missing": "纸盒没有装好",
    "disconnected": "没有接上",
    "silent": "没有应答",
}
_ACQUIRER = {
    "starting": "正在签到",
    "unreachable": "连不上收单机构",
    "refusing": "收单机构没有受理",
    "reversing": "有交易等待冲正",
}
_SUPPLIES = {"receipt_paper": "小票纸", "document_paper": "A4 纸", "toner": "墨粉"}
_KINDS = {"restart": "重启"}
_PROGRESS = {
    Progress.WAITING: "等终端来取",
    Progress.TAKEN: "终端已接到，没有人办理时执行",
    Progress.DONE: "已完成",
    Progress.REFUSED: "终端没有接受",
    Progress.LAPSED: "过期了，终端没有来取",
}
_REFUSALS = {"expired": "已过期", "unknown": "不认识这条指令", "unreadable": "读不懂这条指令"}
# Of what happened only these are shown: codes, never a number of an order.
_SHOWN_FACTS = ("where", "why", "device", "cause", "reason")


class Sight(Enum):
    """How a terminal looks from the hall's desk."""

    WELL = "good"
    IMPAIRED = "waiting"
    """Citizens are served, or staff are there; something is missing."""
    DOWN = "bad"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of what happened."""

    at: str
    event: str
    facts: str


@dataclass(frozen=True, slots=True)
class TerminalSight:
    """One terminal. ``causes`` say why it is not well; ``since`` is empty where nothing is known,
    and so is ``heard_at``. ``instruction`` is what became of the last one; while it is open no
    other is given."""

    number: str
    name: str
    hall_name: str
    sight: Sight
    standing: str
    causes: tuple[str, ...]
    since: str
    heard_at: str
    open_orders: str
    supplies: str
    printed: str
    version: str
    instruction: str
    may_restart: bool
    happenings: tuple[Happening, ...]


def look(collection: Collection) -> tuple[TerminalSight, ...]:
    """Every terminal of the service, by number."""
    now = collection.clock.now()

    def work(session: Session) -> tuple[TerminalSight, ...]:
        terminals = session.scalars(select(Terminal).order_by(Terminal.number))
        return tuple(_sight(session, terminal, now) for terminal in terminals)

    return collection.store.run(work)


def _sight(session: Session, terminal: Terminal, now: datetime) -> TerminalSight:
    states = history(session, terminal.number, "state", 1)
    events = history(session, terminal.number, "event", _MOST_EVENTS)
    state = ReportedState.model_validate_json(states[0].body) if states else None
    heard = max((one.received_at for one in (*states, *events)), default=None)
    is_lost = heard is None or now - heard > LOST_AFTER
    causes = () if state is None else _causes(state)
    given = latest(session, terminal.number, now)
    return TerminalSight(
        number=terminal.number,
        name=terminal.name,
        hall_name=terminal.hall_name,
        sight=Sight.LOST if is_lost or state is None else _how(state, causes),
        standing="失联" if is_lost or state is None else Standing(state.standing).label,
        causes=causes,
        since="" if state is None else _clock_time(state.since),
        heard_at="" if heard is None else f"{heard:%m-%d %H:%M:%S}",
        open_orders=_number(None if state is None else state.open_orders),
        supplies="" if state is None else _supplies(state),
        printed="" if state is None else _printed(state),
        version="" if state is None else state.version,
        instruction="" if given is None else _instruction(given),
        may_restart=given is None or not given.is_open,
        happenings=tuple(map(_happening, events)),
    )


def _how(state: ReportedState, causes: tuple[str, ...]) -> Sight:
    if state.standing == Standing.OUT_OF_SERVICE.value:
        return Sight.DOWN
    served = state.standing in (Standing.WAITING.value, Standing.SERVING.value)
    return Sight.WELL if served and not causes else Sight.IMPAIRED


def _causes(state: ReportedState) -> tuple[str, ...]:
    found = []
    if state.obstacle:
        found.append(_obstacle(state.obstacle))
    found += [_device(device) for device in state.devices if device.status not in _USABLE]
    well = (AcquirerStatus.READY.value, AcquirerStatus.ABSENT.value)
    if state.acquirer not in well:
        found.append(f"刷卡支付：{_ACQUIRER.get(state.acquirer, state.acquirer)}")
    return tuple(found)


def _obstacle(code: str) -> str:
    known = {one.name.lower(): one.value for one in Obstacle}
    return known.get(code, code)


def _device(device: ReportedDevice) -> str:
    names = {kind.value: kind.label for kind in DeviceKind}
    remedies = {remedy.value: remedy.label for remedy in Remedy if remedy is not Remedy.NONE}
    cause = _CAUSES.get(device.cause, device.cause or device.status)
    who = f"，由{remedies[device.remedy]}处理" if device.remedy in remedies else ""
    return (
        f"{names.get(device.device, device.device)}：{cause}{who}（{_clock_time(device.since)}起）"
    )


def _supplies(state: ReportedState) -> str:
    return "　".join(
        f"{_SUPPLIES.get(one.supply, one.supply)} "
        f"{'不详' if one.left_percent is None else f'{one.left_percent}%'}"
        for one in state.supplies
    )


def _printed(state: ReportedState) -> str:
    papers = state.printed
    return f"小票 {papers.receipts}　说明单 {papers.slips}　A4 {papers.sheets} 张"


def _instruction(given: InstructionRecord) -> str:
    what = _KINDS.get(given.kind, given.kind)
    why = f"：{_REFUSALS.get(given.why, given.why)}" if given.why else ""
    return f"{what}（{given.given_at:%m-%d %H:%M}）　{_PROGRESS[given.progress]}{why}"


def _happening(report: TerminalReport) -> Happening:
    event = ReportedEvent.model_validate(json.loads(report.body))
    facts = (str(event.facts[name]) for name in _SHOWN_FACTS if event.facts.get(name))
    return Happening(_clock_time(report.at), event.event, " · ".join(facts))


def _clock_time(text: str) -> str:
    """A terminal's own moment as people read it; as it came where it is none."""
    try:
        return f"{datetime.fromisoformat(text):%m-%d %H:%M}"
    except ValueError:
        return text


def _number(count: int | None) -> str:
    return "不详" if count is None else str(count)
