"""The part of the client that tells the service how the terminal is."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.backend.calls import Calls
from kiosk.backend.errors import ServiceError
from kiosk.backend.fields import read
from kiosk.backend.instruction import Instruction, UnreadableInstruction
from kiosk.backend.translate import malformed
from kiosk.backend.wire_reports import InstructionAnswer, NumberedAnswer, ReportAnswer


class Reports(Calls):
    """How the terminal is, and what happened."""

    async def put_report(
        self, series: str, sequence: int, content: Mapping[str, object]
    ) -> Instruction | UnreadableInstruction | None:
        """Tell of one report; the same again under its series and sequence is taken once. It is
        tried once here, for whoever has it waiting tries again. What the service wants done comes
        back, None for nothing."""
        answer = read(
            ReportAnswer,
            await self._transport.once("PUT", f"/v1/terminal/reports/{series}/{sequence}", content),
        )
        if (answer.series, answer.sequence) != (series, sequence):
            raise malformed("another report")
        return None if answer.instruction is None else _instruction(answer.instruction)


def _instruction(told: object) -> Instruction | UnreadableInstruction:
    try:
        answer = read(InstructionAnswer, told)
    except ServiceError:
        return UnreadableInstruction(_number(told))
    return Instruction(answer.number, answer.kind, answer.valid_until)


def _number(told: object) -> str:
    try:
        return read(NumberedAnswer, told).number
    except ServiceError:
        return ""
