"""The readiness report: everything that was found out about the terminal at one time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.readiness import ReadinessLine, ReadinessPart, ReadinessSlip
from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness.finding import Finding, Section, Verdict

_GRAVEST_FIRST = (Verdict.BROKEN, Verdict.WARNING, Verdict.SKIPPED, Verdict.FINE)
Facts = Mapping[str, "str | Sequence[Facts]"]


@dataclass(frozen=True, slots=True)
class Report:
    """Findings at a moment. ``terminal`` is its number, empty where the settings that say so cannot
    be read; ``version`` is the program's."""

    at: datetime
    terminal: str
    version: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The gravest of all."""
        found = {finding.verdict for finding in self.findings}
        return next((one for one in _GRAVEST_FIRST if one in found), Verdict.SKIPPED)

    @property
    def headline(self) -> str:
        """How things stand, in a few words."""
        counts = {
            verdict: sum(finding.verdict is verdict for finding in self.findings)
            for verdict in Verdict
        }
        told = [
            f"{words} {counts[verdict]} 项"
            for verdict, words in (
                (Verdict.BROKEN, "故障"),
                (Verdict.WARNING, "注意"),
                (Verdict.SKIPPED, "未查"),
            )
            if counts[verdict]
        ]
        return "，".join(told) or "全部正常"

    def sections(self) -> tuple[tuple[Section, tuple[Finding, ...]], ...]:
        """The findings by section, in the order of the report; sections without any left out."""
        parted = (
            (section, tuple(one for one in self.findings if one.section is section))
            for section in Section
        )
        return tuple((section, findings) for section, findings in parted if findings)

    def lines(self) -> tuple[str, ...]:
        """All of it as lines of text, for a file."""
        body = [
            line
            for section, findings in self.sections()
            for line in ("", section.label, *(finding.line() for finding in findings))
        ]
        head = (f"终端 {self.terminal or '（未知）'}　版本 {self.version}", self.headline)
        return (f"设备检查报告　{self.at:%Y-%m-%d %H:%M:%S}", *head, *body)

    def facts(self) -> Facts:
        """All of it for programs."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "terminal": self.terminal,
            "version": self.version,
            "verdict": self.verdict.value,
            "sections": [
                {
                    "section": section.value,
                    "findings": [{**one.facts(), **_since(one)} for one in findings],
                }
                for section, findings in self.sections()
            ],
        }

    def as_text(self) -> str:
        """What a text file says."""
        return "".join(f"{line}\n" for line in self.lines())

    def as_json(self) -> str:
        """What a file for programs says."""
        return json.dumps(self.facts(), ensure_ascii=False, indent=2) + "\n"

    def slip(self, hall_name: str) -> ReadinessSlip:
        """The facts of the same report on receipt paper."""
        return ReadinessSlip(
            terminal_number=self.terminal,
            hall_name=hall_name,
            version=self.version,
            printed_at=self.at,
            heading=self.headline,
            parts=tuple(
                ReadinessPart(
                    section.label, tuple(line for one in findings for line in _slip_lines(one))
                )
                for section, findings in self.sections()
            ),
        )


def _since(finding: Finding) -> dict[str, str]:
    if finding.since is None:
        return {}
    return {"since": finding.since.isoformat(timespec="seconds")}


def _slip_lines(finding: Finding) -> tuple[ReadinessLine, ...]:
    # What is fine is told in fewer words: paper is short.
    mark = "" if finding.verdict is Verdict.FINE else f"[{finding.verdict.mark}] "
    bold = finding.verdict in (Verdict.BROKEN, Verdict.WARNING)
    line = ReadinessLine(mark + finding.told, bold=bold)
    if finding.remedy is Remedy.NONE:
        return (line,)
    return (line, ReadinessLine(f"→ 处理：{finding.remedy.label}", bold=bold))
