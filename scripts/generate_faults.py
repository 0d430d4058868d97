#!/usr/bin/env python3
"""Write docs/faults.md from the texts of kiosk.session.faults; with --check, only compare.

Exit status 1 when the file is not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generated import written_or_current  # noqa: E402 - as above

from kiosk.domain.text import Text  # noqa: E402 - found only now
from kiosk.session.fault_texts import FAULT_TEXTS, FaultText  # noqa: E402 - as above
from kiosk.session.faults import FaultCode  # noqa: E402 - as above
from kiosk.session.health import Obstacle  # noqa: E402 - as above

TARGET = ROOT / "docs" / "faults.md"

HEAD = """\
# Faults · 故障提示

<!-- Made from kiosk/session/ by scripts/generate_faults.py; do not edit. -->

What the screen says when something goes wrong. A code is stable: logs and tests use it. What hall
staff do about each is in the [operator manual](operator.zh-CN.md).

## In front of a citizen · 办理中

What is said about the money holds where the fault is shown by itself. A step that comes after a
payment has words of its own (缴费已成功，小票没有打好; 支付结果确认中).

| code | 标题 | 发生了什么 | 请怎么做 | 关于钱 | 再试的按钮 |
|---|---|---|---|---|---|
"""

OUT_OF_SERVICE = """
## Out of service · 暂停服务

Shown between citizens, the gravest first. The terminal comes back by itself when the reason is
gone; only a damaged ledger waits for a person.

| code | 屏幕上的话 |
|---|---|
"""


def document() -> str:
    """The page as it would be written now. Raises KeyError for a fault without a text."""
    faults = "".join(_row(code, FAULT_TEXTS[code]) for code in FaultCode)
    obstacles = "".join(f"| `{one.name.lower()}` | {one.value} |\n" for one in Obstacle)
    return f"{HEAD}{faults}{OUT_OF_SERVICE}{obstacles}"


def _row(code: FaultCode, text: FaultText) -> str:
    again = "—" if text.again is None else _cell(text.again)
    said = (text.title, text.what, text.advice, text.money)
    return f"| `{code.value}` | {' | '.join(_cell(one) for one in said)} | {again} |\n"


def _cell(text: Text) -> str:
    return str(text).replace("|", r"\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(written_or_current(TARGET, document(), __doc__))
