"""What an examination found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.terminal import Remedy


class Verdict(Enum):
    """How serious it is."""

    FINE = "fine"
    WARNING = "warning"
    BROKEN = "broken"
    SKIPPED = "skipped"

    @property
    def mark(self) -> str:
        """For people."""
        return {"fine": "正常", "warning": "注意", "broken": "故障", "skipped": "未查"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``subject`` and ``what`` are for people, ``cause`` a short code."""

    subject: str
    verdict: Verdict
    what: str
    remedy: Remedy = Remedy.NONE
    cause: str = ""

    def line(self) -> str:
        """One line of text."""
        who = "" if self.remedy is Remedy.NONE else f"　处理：{self.remedy.label}"
        return f"[{self.verdict.mark}] {self.subject}：{self.what}{who}"

    def facts(self) -> dict[str, str]:
        """For programs."""
        return {
            "subject": self.subject,
            "verdict": self.verdict.value,
            "what": self.what,
            "remedy": self.remedy.value,
            "cause": self.cause,
        }
