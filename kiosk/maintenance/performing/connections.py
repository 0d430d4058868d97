"""Asking everybody at the other end of a line for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.backend.errors import ServiceError
from kiosk.devices.api import DeviceError
from kiosk.domain.staff import Task
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.connections import (
    CheckConnections,
    ConnectionLine,
    Connections,
    SignedIn,
    SignIn,
)
from kiosk.maintenance.log_reading import newest_of_each
from kiosk.maintenance.readiness import Finding, Section
from kiosk.maintenance.readiness.conditions import ACQUIRER, SERVICE
from kiosk.maintenance.time_source import TimeSource, ask_time_source
from kiosk.maintenance.toolbox import Toolbox
from kiosk.observe import Event
from kiosk.runtime.cards.acquirer_desk import AcquirerDesk
from kiosk.runtime.clock import within
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.health import AcquirerStatus
from kiosk.session.staff_views import Mark

_PATIENCE_S = 30.0
_TIME_SOURCE = "网络对时"
_ABOUT = {
    SERVICE: ("服务器根证书", "终端证书"),
    ACQUIRER: ("收单机构根证书", "收单机构终端证书"),
    DeviceKind.DOCUMENT_PRINTER.label: ("A4 打印机根证书",),
}
"""Which certificates of the readiness report hold which line together."""
_TROUBLES = {
    Event.SERVICE_CALL_FAILED: (SERVICE, "why"),
    Event.ACQUIRER_CHANGED: (ACQUIRER, "cause"),
}


@dataclass(frozen=True, slots=True)
class _Answer:
    """How long somebody took, or why there was no answer."""

    latency_ms: int | None
    cause: str = ""


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Latency, certificates, last error; and signing in to the acquirer."""
    lines = _Lines(toolbox)
    repertoire.add(CheckConnections, lines.check)
    repertoire.add(SignIn, lines.sign_in)


class _Lines:
    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox
        self._duty = toolbox.duty
        self._workings = toolbox.workings

    async def check(self, _request: CheckConnections) -> Connections:
        self._duty.allowed(Task.CONNECTIONS)
        log = self._toolbox.settings.log.path
        report = await asyncio.to_thread(
            self._toolbox.reporter, self._workings.board.health, self._toolbox.sinces()
        )
        troubles = await asyncio.to_thread(last_troubles, log)
        source = await asyncio.to_thread(ask_time_source)
        answers = [(SERVICE, await self._timed(self._ask_service()))]
        line, printer = self._workings.line, self._workings.equipment.document_printer
        if line is not None:
            answers.append((ACQUIRER, await self._ask_acquirer(line)))
        if printer is not None:
            label = DeviceKind.DOCUMENT_PRINTER.label
            answers.append((label, await self._timed(self._ask(printer.reading()))))
        lines = [_line(name, answer, report.findings, troubles) for name, answer in answers]
        lines.extend(_time_source(report.findings, source))
        return Connections(tuple(lines), takes_cards=line is not None)

    async def sign_in(self, _request: SignIn) -> SignedIn:
        self._duty.allowed(Task.CONNECTIONS)
        line = self._workings.line
        if line is None:
            raise LookupError("this terminal takes no cards")
        await self._duty.did(Task.CONNECTIONS, "acquirer.sign_in", outcome="begun")
        status = await line.sign_in_now()
        await self._duty.did(Task.CONNECTIONS, "acquirer.sign_in", outcome=status.value)
        if status is AcquirerStatus.READY or line.is_signed_in:
            return SignedIn(await self._workings.books(self._workings.books.ledger.batch))
        return SignedIn(None, line.cause)

    async def _ask_service(self) -> str:
        try:
            await self._workings.equipment.service.terminal()
        except ServiceError as error:
            return error.kind.value
        return ""

    async def _ask(self, asking: Coroutine[object, object, object]) -> str:
        try:
            await within(self._workings.clock, _PATIENCE_S, asking)
        except DeviceError as error:
            return error.cause.value
        except TimeoutError:
            return "silent"
        return ""

    async def _ask_acquirer(self, line: AcquirerDesk) -> _Answer:
        async def tried() -> str:
            status = await line.try_line()
            return "" if status is AcquirerStatus.READY else line.cause or status.value

        return await self._timed(tried())

    async def _timed(self, asking: Awaitable[str]) -> _Answer:
        begun = self._workings.clock.monotonic()
        cause = await asking
        took = self._workings.clock.monotonic() - begun
        return _Answer(None if cause else round(took * 1000), cause)


def _line(
    name: str,
    answer: _Answer,
    findings: Iterable[Finding],
    troubles: dict[str, tuple[str, datetime]],
) -> ConnectionLine:
    facts = tuple(
        f"{one.subject}{one.what}"
        for one in findings
        if one.section is Section.CERTIFICATES and one.subject in _ABOUT[name]
    )
    cause, at = troubles.get(name, ("", None))
    if answer.cause:
        cause, at = answer.cause, None
    mark = Mark.BROKEN if answer.cause else Mark.FINE
    return ConnectionLine(name, mark, answer.latency_ms, facts, cause, at)


def _time_source(
    findings: Iterable[Finding], source: TimeSource | None
) -> Iterable[ConnectionLine]:
    """How right the clock is the kernel knows, and the service's answer; how long a question to the
    time server takes only whoever asks it."""
    about = [one for one in findings if one.section is Section.CLOCK]
    if not about and source is None:
        return
    wrong = any(one.cause for one in about)
    facts = (_asked_by(source), *(f"{one.subject}：{one.what}" for one in about))
    latency_ms = None if source is None else source.delay_ms
    yield ConnectionLine(_TIME_SOURCE, Mark.WARNING if wrong else Mark.FINE, latency_ms, facts)


def _asked_by(source: TimeSource | None) -> str:
    if source is None:
        return "本机没有可问的 chrony 或 systemd-timesyncd，测不出用时"
    if source.delay_ms is None:
        return f"{source.keeper} 向 {source.server} 对时，还没有收到回应"
    return f"{source.keeper} 向 {source.server} 对时"


def last_troubles(log: Path) -> dict[str, tuple[str, datetime]]:
    """What was wrong last with each line, and when, as the log has it with its older files."""
    wanted = {event: fact for event, (_, fact) in _TROUBLES.items()}
    return {
        _TROUBLES[event][0]: (str(line.facts[wanted[event]]), line.at)
        for event, line in newest_of_each(log, wanted).items()
    }
