"""From nothing to a terminal that can be touched, and what it takes of the memory."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from sim.announcement import Announcement
from sim.hall_process import HallProcess
from tests.bench.figures import Figures
from tests.bench.measuring import MB, in_rounds, python, typical

ROUNDS = 5
GROUP = "Start-up, a cold process"


@pytest.fixture(scope="module")
def hall(ground: Path) -> Iterator[Announcement]:
    with HallProcess(ground / "hall") as process:
        yield process.announcement


class Told:
    """What the programs said of themselves, seconds counted from their start."""

    def __init__(self) -> None:
        self.bare: list[dict[str, float]] = []
        self.moments: dict[str, list[float]] = {}
        self.sizes: dict[str, list[float]] = {}
        self.children: list[float] = []

    def start_bare(self) -> None:
        """An empty window."""
        began = time.monotonic()
        told = json.loads(subprocess.check_output([python(), "-m", "tests.bench.bare_window"]))
        self.bare.append({"at": told["painted"] - began, "resident": told["resident"]})

    def start_kiosk(self, config: Path, *, journeys: bool) -> None:
        """The kiosk, until its attract screen is there, and further if asked."""
        command = [python(), "-m", "tests.bench.cold_kiosk", str(config)]
        began = time.monotonic()
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for line in process.stdout:
                told = json.loads(line)
                self.moments.setdefault(told["what"], []).append(told["at"] - began)
                self.sizes.setdefault(told["what"], []).append(told["resident"])
                if told["what"] == "attract":
                    self.children.append(told["children"])
                    process.stdin.write("go on\n" if journeys else "")
                    process.stdin.close()
        assert process.returncode == 0


def test_a_cold_start(benchmark: BenchmarkFixture, figures: Figures, hall: Announcement) -> None:
    told = Told()
    told.start_kiosk(hall.kiosk_config, journeys=False)
    told.moments.clear()
    told.sizes.clear()
    told.children.clear()

    def both() -> None:
        told.start_bare()
        told.start_kiosk(hall.kiosk_config, journeys=True)

    in_rounds(benchmark, both, ROUNDS)
    nothing = typical(lambda: subprocess.check_call([python(), "-c", "pass"]), 9)
    bare = median(start["at"] for start in told.bare)
    figures.add(GROUP, "an empty window of Qt", [bare], own=("python -c pass", nothing))
    for what, name in (("first frame", "first frame"), ("attract", "attract, to be touched")):
        figures.add(GROUP, name, told.moments[what], own=("an empty window of Qt", bare))

    empty = median(start["resident"] for start in told.bare) / MB
    for what, name in (
        ("attract", "at the attract screen"),
        ("one journey", "after the screens of 1 journey"),
        ("journeys", "after the screens of 20 journeys"),
    ):
        sizes = [median(told.sizes[what]) / MB]
        figures.add("Memory", name, sizes, own=("an empty window of Qt", empty), unit="MB")
    children = [median(told.children) / MB]
    bare_python = [python(), "-c", "import psutil; print(psutil.Process().memory_info().rss)"]
    interpreter = int(subprocess.check_output(bare_python)) / MB
    own = ("an empty interpreter", interpreter)
    figures.add("Memory", "beside it, its workshop process", children, own=own, unit="MB")
