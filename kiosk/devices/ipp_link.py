"""The conversation with a printer that speaks IPP: what is asked, and what its refusals mean."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.ipp_jobs import JOB_ATTRIBUTES, IppJob, job_of
from kiosk.devices.codecs.ipp_reply import IppAttributes, IppReply, Status
from kiosk.devices.codecs.ipp_request import (
    Attribute,
    Operation,
    ValueTag,
    encode_request,
    integer,
    keyword,
    text,
)
from kiosk.devices.codecs.ipp_ticket import document_attributes
from kiosk.devices.ports.ipp_port import (
    IppNonsense,
    IppNotServed,
    IppUnanswered,
    IppUnsent,
    IppWire,
)
from kiosk.domain.terminal import Remedy

USER = "kiosk"
"""Whose jobs these are: a queue lets only their owner see their names and cancel them."""
_FOR_EVER_S = 86_400.0
_NO_SUCH_THING = frozenset({Status.NOT_FOUND, Status.GONE})
_NOT_FOR_US = frozenset(
    {Status.FORBIDDEN, Status.NOT_AUTHENTICATED, Status.NOT_AUTHORISED, *_NO_SUCH_THING}
)
_LATER = frozenset({Status.BUSY, Status.SERVICE_UNAVAILABLE})
_HALF_WAY = frozenset(
    {
        Status.TIMED_OUT,
        Status.TOO_LARGE,
        Status.DOCUMENT_FORMAT_ERROR,
        Status.INTERNAL_ERROR,
        Status.DEVICE_ERROR,
        Status.TEMPORARY_ERROR,
        Status.JOB_CANCELLED,
    }
)


@dataclass(frozen=True, slots=True)
class IppTimings:
    """How long to wait for what, in seconds.

    ``answer_s`` for the answer to a question; ``poll_s`` between two questions about a job;
    ``hand_over_s`` until a job whose answer is late is looked for by its name; ``lost_s`` how long
    a printer that has gone in the middle of a job may take to come back; ``absent_s`` how long a
    job of which no answer came is looked for in vain; ``busy_s`` how long a printer that is busy is
    asked again; ``cancel_s`` a cancelled job may take to end.
    """

    answer_s: float = 10.0
    poll_s: float = 0.5
    hand_over_s: float = 30.0
    lost_s: float = 90.0
    absent_s: float = 10.0
    busy_s: float = 60.0
    cancel_s: float = 30.0


USUAL_TIMINGS = IppTimings()


class IppLink:
    """One printer or queue. May be used by several tasks at once."""

    def __init__(self, wire: IppWire, uri: str, timings: IppTimings) -> None:
        self._wire = wire
        self._uri = text("printer-uri", ValueTag.URI, uri)
        self._user = text("requesting-user-name", ValueTag.NAME, USER)
        self._timings = timings
        self._ids = itertools.count(1)

    async def printer(self, attributes: tuple[str, ...]) -> IppAttributes:
        """What the printer says of itself. Raises DeviceError."""
        wanted = keyword("requested-attributes", *attributes)
        reply = await self._ask(Operation.GET_PRINTER_ATTRIBUTES, self._user, wanted)
        if not reply.successful:
            raise refusal(reply.status)
        if reply.printer.number("printer-state") is None:
            # Required of every printer (RFC 8011 5.4.11): whoever answers thus is none.
            raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
        return reply.printer

    async def job(self, number: int) -> IppJob | None:
        """A job by the number the printer gave it; None when it knows no such job. Raises
        DeviceError."""
        wanted = keyword("requested-attributes", *JOB_ATTRIBUTES)
        about = (integer("job-id", number), self._user, wanted)
        reply = await self._ask(Operation.GET_JOB_ATTRIBUTES, *about)
        if reply.status in _NO_SUCH_THING:
            return None
        if not reply.successful:
            raise refusal(reply.status)
        return _only_job(reply)

    async def find(self, name: str) -> IppJob | None:
        """The job of that name, waiting, printing or ended. Raises DeviceError."""
        wanted = keyword("requested-attributes", *JOB_ATTRIBUTES)
        # In this order: a job that ends between the two questions is in the second answer.
        for which in ("not-completed", "completed"):
            about = (self._user, keyword("which-jobs", which), wanted)
            reply = await self._ask(Operation.GET_JOBS, *about)
            if not reply.successful:
                raise refusal(reply.status)
            for job in map(job_of, reply.jobs):
                if job is not None and job.name == name:
                    return job
        return None

    async def cancel(self, number: int) -> None:
        """Cancel a job; one that has ended or is not known stays as it is. Raises DeviceError."""
        reply = await self._ask(Operation.CANCEL_JOB, integer("job-id", number), self._user)
        if not (reply.successful or reply.status in {*_NO_SUCH_THING, Status.NOT_POSSIBLE}):
            raise refusal(reply.status)

    async def submit(self, name: str, ticket: tuple[Attribute, ...], pdf: bytes) -> IppReply:
        """Send a document, however long the printer takes to take it in. Some print while they
        receive, and stop receiving while they have no paper.

        Raises IppUnsent, IppUnanswered, IppNonsense, IppNotServed.
        """
        about = (self._uri, *document_attributes(name, USER))
        return await self._sent(Operation.PRINT_JOB, _FOR_EVER_S, about, ticket, pdf)

    async def _ask(self, operation: Operation, *about: Attribute) -> IppReply:
        try:
            return await self._sent(operation, self._timings.answer_s, (self._uri, *about))
        except (IppUnsent, IppUnanswered, IppNonsense, IppNotServed) as trouble:
            raise trouble_of(trouble) from trouble

    async def _sent(
        self,
        operation: Operation,
        patience_s: float,
        about: tuple[Attribute, ...],
        ticket: tuple[Attribute, ...] = (),
        document: bytes = b"",
    ) -> IppReply:
        number = next(self._ids)
        request = encode_request(operation, number, about, ticket, document)
        reply = await self._wire.ask(request, patience_s)
        if reply.request_id != number:
            raise IppNonsense
        return reply


def trouble_of(trouble: IppUnsent | IppUnanswered | IppNonsense | IppNotServed) -> DeviceError:
    """The wire's trouble as the device's."""
    match trouble:
        case IppUnsent():
            return DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
        case IppUnanswered():
            return DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE)
        case IppNonsense():
            return DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
        case IppNotServed():
            return DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)


def refusal(status: int) -> DeviceError:
    """A refusal of the printer as an error; nothing was done."""
    if status in _NOT_FOR_US:
        return DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)
    if status in (Status.NOT_ACCEPTING_JOBS, Status.DEACTIVATED):
        return DeviceError(DeviceCause.PAUSED, Remedy.MAINTENANCE)
    if status in (Status.TOO_MANY_JOBS, *_LATER):
        return DeviceError(DeviceCause.JOB_REFUSED, Remedy.SUSPEND)
    return DeviceError(DeviceCause.JOB_REFUSED, Remedy.CONFIGURATION)


def is_for_later(status: int) -> bool:
    """Whether the printer may take the same request in a moment."""
    return status in _LATER


def is_half_way(status: int) -> bool:
    """Whether the printer may have failed with the job in its hands (RFC 8011 B.1.5: a jam, a full
    memory, cancelled at its panel): it has to be asked whether there is one."""
    return status in _HALF_WAY


def _only_job(reply: IppReply) -> IppJob:
    job = job_of(reply.jobs[0]) if reply.jobs else None
    if job is None:
        raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
    return job
