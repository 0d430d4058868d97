"""What was measured, beside what the machine itself needs, as a table and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median, quantiles
from unicodedata import east_asian_width

_STEPS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))
_FLUSH_LEFT = (0, 4)
_HEAD = ("", "p50", "p95", "p99", "the machine's own", "", "ratio")


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of many measurements; of a single one, itself. Seconds, or a plain quantity."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, measured: Sequence[float]) -> Spread:
        """The percentiles of measurements in any order."""
        if len(measured) == 1:
            return cls(measured[0], measured[0], measured[0], 1)
        cuts = quantiles(measured, n=100, method="inclusive")
        return cls(median(measured), cuts[94], cuts[98], len(measured))


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``unit`` is ``s`` for times, which are scaled to be readable."""

    group: str
    what: str
    unit: str
    spread: Spread
    own: str
    own_value: float

    @property
    def ratio(self) -> float:
        """How many times the machine's own."""
        return self.spread.p50 / self.own_value if self.own_value else 0.0


@dataclass
class Figures:
    """Everything measured in one run."""

    all: list[Figure] = field(default_factory=list)

    def add(
        self,
        group: str,
        what: str,
        measured: Sequence[float],
        *,
        own: tuple[str, float],
        unit: str = "s",
    ) -> Spread:
        """Keep a figure; ``own`` names what it is held against, and its value."""
        spread = Spread.of(measured)
        self.all.append(Figure(group, what, unit, spread, *own))
        return spread

    def table(self) -> str:
        """All figures in columns, group by group."""
        rows: list[tuple[str, ...]] = [_HEAD]
        for group in dict.fromkeys(figure.group for figure in self.all):
            rows.append((group,))
            rows.extend(_row(figure) for figure in self.all if figure.group == group)
        columns = len(_HEAD)
        widths = [
            max(_width(row[place]) for row in rows if len(row) > 1) for place in range(columns)
        ]
        return "\n".join(
            f"\n{row[0]}" if len(row) == 1 else _line(row, widths).rstrip() for row in rows
        )

    def write(self, path: Path) -> None:
        """Everything as JSON, with what machine it was."""
        path.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "machine": {
                "processors": os.cpu_count(),
                "system": platform.platform(),
                "python": platform.python_version(),
                "load": os.getloadavg()[0],
            },
            "figures": [{**asdict(figure), "ratio": figure.ratio} for figure in self.all],
        }
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _row(figure: Figure) -> tuple[str, ...]:
    spread = figure.spread
    tails = (spread.p95, spread.p99) if spread.count > 1 else ()
    return (
        f"  {figure.what}",
        _readable(spread.p50, figure.unit),
        *(_readable(value, figure.unit) for value in tails),
        *("" for _ in range(2 - len(tails))),
        figure.own,
        _readable(figure.own_value, figure.unit),
        f"{figure.ratio:.2g}×" if figure.ratio < 10 else f"{figure.ratio:,.0f}×",
    )


def _readable(value: float, unit: str) -> str:
    if unit != "s":
        return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
    name, size = next((step for step in _STEPS if value >= step[1]), _STEPS[-1])
    scaled = value / size
    return f"{scaled:.0f} {name}" if scaled >= 100 else f"{scaled:.3g} {name}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = []
    for place, (text, width) in enumerate(zip(row, widths, strict=True)):
        room = " " * (width - _width(text))
        cells.append(text + room if place in _FLUSH_LEFT else room + text)
    return "  ".join(cells)
