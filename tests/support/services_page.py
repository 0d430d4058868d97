"""docs/services.md: every item of the manuals, the steps that do it, and what shows it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, model_validator

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "docs" / "services.toml"
PAGE = ROOT / "docs" / "services.md"


class Item(BaseModel):
    """One numbered item of the manuals. ``steps`` are flow.step; ``shown_by`` names scenarios, or
    files of tests. ``reason`` says what is different here, or why there is no step."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int
    label: str
    source: str
    steps: tuple[str, ...]
    shown_by: tuple[str, ...]
    reason: str = ""

    @model_validator(mode="after")
    def _is_accounted_for(self) -> Item:
        if not self.reason and not (self.steps and self.shown_by):
            raise ValueError(f"item {self.number} is neither done nor explained")
        return self


def items() -> tuple[Item, ...]:
    """Every item, in the order of the file. Raises pydantic.ValidationError."""
    written = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return tuple(Item.model_validate(item) for item in written["item"])


def page() -> str:
    """The page as it should be now."""
    rows = "\n".join(_row(item) for item in items())
    done = sum(bool(item.steps) for item in items())
    return f"""# What the manuals describe, and where it is

Written by `scripts/generate_services.py` from `docs/services.toml`; not to be edited.

S1 is 《山东省个人社会保险费缴费操作指南》 (2022-05), S2 《灵活就业人员社会保险费操作手册》
(Qingdao).
Items 1 to 60 are the chapters for self-service terminals, in full; from 62 on those of the phone,
web and city channels that a citizen may want here, {done} items with their steps in all. What
identifies people on a phone (实名认证, passwords, SMS) is replaced by the card. Each scenario can
be watched: `make demo SCENARIO=its-name`.

| No. | In the manual | Where | Steps | Shown by | Remarks |
|---|---|---|---|---|---|
{rows}
"""


def _row(item: Item) -> str:
    steps = "<br>".join(_step(step) for step in item.steps)
    shown = "<br>".join(_proof(proof) for proof in item.shown_by)
    cells = (str(item.number), item.label, item.source, steps, shown, item.reason)
    return f"| {' | '.join(cells)} |"


def _step(step: str) -> str:
    flow, _, name = step.partition(".")
    return f"[{flow}](flows/{flow}.md) `{name}`"


def _proof(proof: str) -> str:
    if proof.startswith("tests/"):
        return f"[{Path(proof).stem}](../{proof})"
    return f"[{proof}](../sim/scenarios/{proof}.toml)"
