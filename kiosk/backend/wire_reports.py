"""Edge models of the terminal's reports."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.backend.fields import Answer, Moment


class ReportAnswer(Answer):
    """PUT /v1/terminal/reports/{series}/{sequence}."""

    series: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    sequence: Annotated[int, Field(strict=True, ge=1)]
    received_at: Moment
