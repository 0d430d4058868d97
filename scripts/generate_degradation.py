#!/usr/bin/env python3
"""Write docs/degradation.md from kiosk.flows.degradation; with --check, only compare.

Exit status 1 when the file is not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generated import written_or_current  # noqa: E402 - as above

from kiosk.domain.tender import Tender  # noqa: E402 - found only now
from kiosk.domain.terminal import ONLINE, DeviceKind, TerminalFacts  # noqa: E402 - as above
from kiosk.domain.text import Text  # noqa: E402 - as above
from kiosk.flows.degradation import LOSSES, Loss, remains  # noqa: E402 - as above
from kiosk.session.health import (  # noqa: E402 - as above
    AcquirerStatus,
    Health,
    ServiceStatus,
    Situation,
)

TARGET = ROOT / "docs" / "degradation.md"

HEAD = """\
# What still works without what · 缺了什么还能办什么

<!-- Made from kiosk/flows/degradation.py by scripts/generate_degradation.py; do not edit. -->

Each row puts one loss to a terminal that has everything, and reads off what the tables of steps
then offer. Where nobody can be served, the screen says why, until when if that is known, and where
citizens are served instead: window and hotline with their hours, and terminals nearby that the
service has named. The terminal comes back by itself when what was missing is there again, and says
so in the log (`BACK_IN_SERVICE`, with the reason and the seconds it lasted); except for a damaged
ledger, which waits for a person.

| 缺 | 服务 | 登录 | 业务 | 缴款方式 | 小票 |
|---|---|---|---|---|---|
"""
SOUND = Health(
    devices=tuple((kind, ONLINE) for kind in DeviceKind),
    service=ServiceStatus.UP,
    tenders=frozenset(Tender),
    settled=True,
    acquirer=AcquirerStatus.READY,
)
FACTS = TerminalFacts(
    number="JN-03",
    name="社保费自助缴费终端",
    hall_name="市民服务大厅",
    tax_authority="国家税务总局山东省税务局",
    window="人工窗口",
    hotline="12366",
)


def document() -> str:
    """The page as it would be written now."""
    return HEAD + "".join(map(_row, LOSSES))


def _row(loss: Loss) -> str:
    left = remains(Situation(loss.of(SOUND), FACTS))
    if left.obstacle is not None:
        return f"| {loss.title} | 暂停服务：{left.obstacle} | — | — | — | — |\n"
    receipt = "打印" if left.receipt else "缴款前先说明；缴款后手机扫码看小票"
    cells = (loss.title, "照常", str(left.login), _offered(left.modules), _offered(left.tenders))
    return f"| {' | '.join((*cells, receipt))} |\n"


def _offered(offers: tuple[tuple[Text, Text | None], ...]) -> str:
    """What can be chosen, then what cannot and why."""
    missing = [f"{title}：{why}" for title, why in offers if why is not None]
    if not missing:
        return "全部（" + "、".join(str(title) for title, _ in offers) + "）"
    rest = "、".join(str(title) for title, why in offers if why is None)
    return f"{rest}；不能选：{'；'.join(missing)}"


if __name__ == "__main__":
    sys.exit(written_or_current(TARGET, document(), __doc__))
