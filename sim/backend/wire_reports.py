"""The bodies of terminals' reports, as docs/api/openapi.json describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from sim.backend.wire import Request

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/+-]{1,80}$", description="A short code")]
CodeOrNone = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9_.:/+-]{0,80}$", description="A short code, or nothing")
]
Count = Annotated[int, Field(ge=0, le=999_999_999)]
MomentText = Annotated[
    str,
    Field(
        pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
        r"[+-][0-9]{2}:[0-9]{2}$",
        description="A moment of the terminal's clock, with offset",
        examples=["2026-11-23T09:30:15+08:00"],
    ),
]


class ReportedDevice(Request):
    """How a device is, in the words of XFS4IoT."""

    device: Code = Field(examples=["receipt_printer"])
    status: Code = Field(description="Common.Status", examples=["userError"])
    remedy: Code = Field(description="Who can put it right (ErrorEvent.action)", examples=["clear"])
    cause: CodeOrNone = Field(description="Why; nothing when all is well", examples=["paper_out"])
    since: MomentText


class ReportedPapers(Request):
    """Papers that came out since the terminal started."""

    receipts: Count
    slips: Count
    documents: Count
    sheets: Count = Field(description="A4 sheets")


class ReportedSupply(Request):
    """Paper or toner."""

    supply: Code = Field(examples=["receipt_paper"])
    left_percent: Annotated[int, Field(ge=0, le=100)] | None = Field(
        description="None where the terminal does not know"
    )


InstructionNumber = Annotated[
    str,
    Field(
        pattern=r"^[a-f][0-9a-f]{3}(-[0-9a-f]{4}){3}$",
        description="Of an instruction; never given twice",
        examples=["c0de-19f3-7b02-4d5e"],
    ),
]


class ReportedInstruction(Request):
    """What became of an instruction. `taken`: it is remembered, and will be carried out once nobody
    is served and no money is open. `done`: the program has started since."""

    number: InstructionNumber
    outcome: Literal["taken", "done", "refused"]
    why: CodeOrNone = Field(description="Why it was refused", examples=["expired"])


class ReportedState(Request):
    """How a terminal is; whatever it says of the terminal before is superseded."""

    version: Code = Field(description="Of the program", examples=["0.1.0"])
    started_at: MomentText
    standing: Literal["starting", "out_of_service", "waiting", "serving", "staff"] = Field(
        description="Starting, out of service, waiting for citizens, serving one, or with staff"
    )
    obstacle: CodeOrNone = Field(
        description="Why no citizen can be served; nothing where one can", examples=["service"]
    )
    since: MomentText = Field(description="When standing or obstacle changed")
    devices: list[ReportedDevice] = Field(max_length=40, description="Those that are fitted")
    acquirer: Code = Field(description="Card payments", examples=["ready"])
    open_orders: Count | None = Field(
        description="Orders that are not final; None where the ledger cannot tell"
    )
    printed: ReportedPapers
    supplies: list[ReportedSupply] = Field(max_length=20)
    instruction: ReportedInstruction | None = Field(
        default=None, description="What became of the instruction that was dealt with last"
    )


class ReportedEvent(Request):
    """A line of the terminal's event log."""

    event: Code = Field(examples=["VISIT_FAULT"])
    facts: dict[Code, CodeOrNone | Count] = Field(
        max_length=12,
        description="Codes, counts and numbers of orders; never anything of a person",
        examples=[{"where": "visit/pay_own/settle/review", "why": "network_lost"}],
        # Of names that are no codes pydantic's description says nothing, and nothing allows them.
        json_schema_extra={"additionalProperties": False},
    )


class _Report(Request):
    at: MomentText
    lost: Count = Field(
        description="Events of this series that had to be given up before this report was sent"
    )


class StateReport(_Report):
    """How the terminal is now, because it has changed or as a sign of life."""

    kind: Literal["state"]
    state: ReportedState


class EventReport(_Report):
    """Something that happened at the terminal."""

    kind: Literal["event"]
    event: ReportedEvent


ReportBody = Annotated[StateReport | EventReport, Field(discriminator="kind")]


class GivenInstruction(BaseModel):
    """Something the terminal is to do once. It is said again with every answer until a report tells
    what became of it; a terminal that knows the number already does nothing more.

    `restart` ends the program once no citizen is served and no money is open, and it starts again.
    Other kinds are refused as `unknown`.
    """

    number: InstructionNumber
    kind: str = Field(
        pattern=r"^[a-z][a-z_]{0,39}$", description="What to do", examples=["restart"]
    )
    valid_until: datetime = Field(
        description="From then on the terminal refuses it as `expired`, with offset",
        examples=["2026-11-23T10:30:00+08:00"],
    )


class ReportAnswer(BaseModel):
    """The report is known now, or was before."""

    series: str = Field(examples=["0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"])
    sequence: int
    received_at: datetime = Field(description="When it was first received, with offset")
    instruction: GivenInstruction | None = Field(
        default=None, description="What the terminal is to do, if anything"
    )
