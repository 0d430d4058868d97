"""Taking times and sizes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

MB = 1_000_000


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """How long each of so many calls took, in seconds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return taken


def typical(work: Callable[[], object], rounds: int) -> float:
    """The median time of a call, in seconds."""
    return median(timed(work, rounds))


def per_call(work: Callable[[], object], *, calls: int = 2000, rounds: int = 7) -> float:
    """The time of one call too short to be measured alone, in seconds."""

    def many() -> None:
        for _ in range(calls):
            work()

    return typical(many, rounds) / calls


def in_rounds(
    benchmark: BenchmarkFixture,
    work: Callable[[], object],
    rounds: int,
    *,
    setup: Callable[[], None] | None = None,
    warmup: int = 0,
) -> list[float]:
    """How long each of so many calls took, in seconds, told to the benchmark too; ``setup`` comes
    before each and is not counted."""
    benchmark.pedantic(  # type: ignore[no-untyped-call]  # published without its types
        work, setup=setup, rounds=rounds, warmup_rounds=warmup
    )
    return taken(benchmark)


def taken(benchmark: BenchmarkFixture) -> list[float]:
    """What a benchmark has measured, in seconds, one number a round."""
    stats = benchmark.stats
    assert stats is not None
    return [float(seconds) for seconds in stats.stats.data]


def loop_turn() -> float:
    """One turn of an empty Python loop, in seconds: the machine's own pace."""
    turns = 200_000

    def loop() -> None:
        for _ in range(turns):
            pass

    return typical(loop, 7) / turns


def python() -> str:
    """The interpreter that runs this."""
    return sys.executable
