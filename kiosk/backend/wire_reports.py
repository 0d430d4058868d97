"""Edge models of the terminal's reports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.backend.fields import Answer, Moment

InstructionNumber = Annotated[str, Field(pattern=r"^[a-f][0-9a-f]{3}(-[0-9a-f]{4}){3}$")]


class ReportAnswer(Answer):
    """PUT /v1/terminal/reports/{series}/{sequence}. The ``instruction`` is read by itself: one that
    makes no sense must not keep the report from being confirmed."""

    series: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    sequence: Annotated[int, Field(strict=True, ge=1)]
    received_at: Moment
    instruction: object = None


class NumberedAnswer(Answer):
    """An instruction of which nothing but its number can be read."""

    number: InstructionNumber


class InstructionAnswer(NumberedAnswer):
    """What the terminal is to do."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
    valid_until: Moment
