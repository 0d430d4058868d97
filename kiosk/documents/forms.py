"""The documents the terminal knows: what their heads say, and where.

This is all that has to change when a service sets its documents otherwise; docs/documents.md
explains it. Spaces do not count anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

REPRINT_MARK = re.compile("补打第(.{1,4}?)次")
"""Whatever is said of a 补打, in figures or not."""


class Stands(Enum):
    """Where the value of a label is. Always at its right, up to the next label or the edge."""

    BESIDE = "beside"
    """On the label's own line."""
    BELOW = "below"
    """From the label's line on, down to the next line of labels: it may be wrapped."""
    AROUND = "around"
    """Anywhere between the lines of labels before and after: wrapped in the middle of a cell."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value of the head: its label, which is there once and no more, and where it stands."""

    label: str
    stands: Stands


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of document. The head of a page is what stands above ``table``, with which the
    headings of the table begin, on every page.

    ``title`` stands on one line or more above all labels of the first page. ``number`` is None for
    what has none. ``others`` are further labels, at which values end. Each further page has the
    holder at the left of ``running_title``, and the number after ``running_number`` (empty for what
    has none).
    """

    title: tuple[str, ...]
    number: Labelled | None
    holder: Labelled
    holder_number: Labelled
    others: tuple[str, ...]
    table: str
    running_title: str
    running_number: str


_TAX = Form(
    title=("税收完税证明",),
    number=Labelled("No.", Stands.BESIDE),
    holder=Labelled("纳税人名称", Stands.AROUND),
    holder_number=Labelled("纳税人识别号", Stands.AROUND),
    others=("填发日期：", "税务机关："),
    table="原凭证号",
    running_title="税收完税证明（续）",
    running_number="No.",
)


def _contribution(form: str) -> Form:
    return Form(
        title=("社会保险费缴费证明", form),
        number=Labelled("编号：", Stands.BESIDE),
        holder=Labelled("缴费人姓名：", Stands.BELOW),
        holder_number=Labelled("证件号码：", Stands.BELOW),
        others=("证件类型：", "费款所属期：", "险种："),
        table="序号",
        running_title="社会保险费缴费证明（续）",
        running_number="编号：",
    )


_LIST = Form(
    title=("社会保险费缴费清单",),
    number=None,
    holder=Labelled("缴费人姓名：", Stands.BELOW),
    holder_number=Labelled("证件号码：", Stands.BELOW),
    others=("费款所属期：", "查询条件："),
    table="序号",
    running_title="社会保险费缴费清单（续）",
    running_number="",
)

FORMS: Mapping[str, Form] = {
    "".join(form.title): form
    for form in (_TAX, _contribution("（汇总）"), _contribution("（明细）"), _LIST)
}
"""Every kind by its whole title."""
