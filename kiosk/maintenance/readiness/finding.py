"""What an examination found."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
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


class Section(Enum):
    """What a finding is about, in the order of the report."""

    DEVICES = "devices"
    SERVICES = "services"
    CLOCK = "clock"
    MACHINE = "machine"
    CERTIFICATES = "certificates"
    LEDGER = "ledger"
    COUNTERS = "counters"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "devices": "设备",
            "services": "联网",
            "clock": "时钟",
            "machine": "本机",
            "certificates": "证书和密钥",
            "ledger": "账本",
            "counters": "用量",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``subject`` and ``what`` are for people, ``cause`` a short code.
    ``since`` is when it came to be so, None where nobody has watched."""

    subject: str
    verdict: Verdict
    what: str
    remedy: Remedy = Remedy.NONE
    cause: str = ""
    section: Section = field(default=Section.MACHINE, kw_only=True)
    since: datetime | None = field(default=None, kw_only=True)

    @property
    def told(self) -> str:
        """What was found, and since when it is so where that is known."""
        since = "" if self.since is None else f"　{self.since:%m-%d %H:%M} 起"
        return f"{self.subject}：{self.what}{since}"

    def line(self) -> str:
        """One line of text, with who can put it right."""
        who = "" if self.remedy is Remedy.NONE else f"　处理：{self.remedy.label}"
        return f"[{self.verdict.mark}] {self.told}{who}"

    def facts(self) -> dict[str, str]:
        """For programs."""
        return {
            "subject": self.subject,
            "verdict": self.verdict.value,
            "what": self.what,
            "remedy": self.remedy.value,
            "cause": self.cause,
        }
