"""The part of the client that tells the service how the terminal is."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.backend.calls import Calls
from kiosk.backend.fields import read
from kiosk.backend.translate import malformed
from kiosk.backend.wire_reports import ReportAnswer


class Reports(Calls):
    """How the terminal is, and what happened."""

    async def put_report(self, series: str, sequence: int, content: Mapping[str, object]) -> None:
        """Tell of one report; the same again under its series and sequence is taken once. It is
        tried once here, for whoever has it waiting tries again."""
        answer = read(
            ReportAnswer,
            await self._transport.once("PUT", f"/v1/terminal/reports/{series}/{sequence}", content),
        )
        if (answer.series, answer.sequence) != (series, sequence):
            raise malformed("another report")
