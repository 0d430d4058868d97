"""When the terminal serves citizens, and when people do."""

from __future__ import annotations

from pydantic import Field, model_validator

from kiosk.domain.hours import OpeningHours, read_hours
from kiosk.settings.meaning import Contradiction
from kiosk.settings.section import Section

_WEEK = "写法：Mon-Fri 08:30-12:00 13:00-17:00; Sat 09:00-12:00"


class HoursSettings(Section):
    """Opening hours, as ``kiosk.domain.hours.read_hours`` reads them. ``window`` is when the window
    is staffed; empty says nothing of it. A terminal without this section is always open."""

    weekly: str = Field(min_length=1, max_length=200, title="每周服务时间", description=_WEEK)
    exceptions: str = Field(
        default="",
        max_length=1000,
        title="特殊日期",
        description="写法：2026-10-01 closed; 2026-10-10 09:00-12:00",
    )
    window: str = Field(
        default="",
        max_length=200,
        title="人工窗口时间",
        description="写法同每周服务时间；空着就不显示",
    )

    @model_validator(mode="after")
    def _can_be_read(self) -> HoursSettings:
        for weekly, exceptions, plainly in (
            (self.weekly, "", f"每周服务时间看不懂。{_WEEK}"),
            (self.weekly, self.exceptions, "特殊日期看不懂。写法：2026-10-01 closed"),
            (self.window or self.weekly, "", f"人工窗口时间看不懂。{_WEEK}"),
        ):
            try:
                read_hours(weekly, exceptions)
            except ValueError as error:
                raise Contradiction(str(error), plainly) from error
        return self

    @property
    def opening(self) -> OpeningHours:
        """The hours of the terminal."""
        return read_hours(self.weekly, self.exceptions)

    @property
    def window_label(self) -> str:
        """The hours of the window in words, or empty."""
        return read_hours(self.window).label if self.window else ""
