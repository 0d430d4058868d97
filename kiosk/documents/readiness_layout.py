"""设备检查报告: the readiness report on receipt paper, for staff."""

from __future__ import annotations

from kiosk.documents.sheet import Field, Passage, Section, Sheet, set_sheet
from kiosk.domain.paper import PaperDocument
from kiosk.domain.readiness import ReadinessPart, ReadinessSlip

SUBTITLE = "设备检查报告"


def lay_out_readiness(slip: ReadinessSlip, columns: int) -> PaperDocument:
    """The report for paper of so many columns: how things stand, then each kind of thing."""
    return set_sheet(describe_readiness(slip), columns)


def describe_readiness(slip: ReadinessSlip) -> Sheet:
    """What is on it; the summary is its title."""
    return Sheet(
        issuer=slip.hall_name,
        title=slip.heading,
        subtitle=SUBTITLE,
        sections=(
            (
                Field("终端编号", slip.terminal_number, bold=True),
                Field("检查时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}"),
                Field("程序版本", slip.version),
            ),
            *map(_section, slip.parts),
        ),
        notice="本单供工作人员使用",
        has_hotlines=False,
    )


def _section(part: ReadinessPart) -> Section:
    lines = (Passage(line.text, bold=line.bold) for line in part.lines)
    return (Passage(f"【{part.title}】"), *lines)
