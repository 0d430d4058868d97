"""Heavy work in a child process of its own, which may die and is then replaced."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import psutil
import pytest

from kiosk.runtime.workshop import Workshop


@pytest.fixture
def own() -> Iterator[Workshop]:
    workshop = Workshop()
    yield workshop
    workshop.close()


def die_at_first(mark: Path) -> int:
    """Killed from outside the first time, well the second."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def test_work_is_done_in_one_child_that_stays(own: Workshop) -> None:
    first, second = await own.do(os.getpid), await own.do(os.getpid)
    assert first == second != os.getpid()


async def test_the_child_is_not_forked(own: Workshop) -> None:
    child = psutil.Process(await own.do(os.getpid))
    assert "spawn_main" in " ".join(child.cmdline())


async def test_an_error_of_the_work_is_the_callers(own: Workshop) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        await own.do(partial(int, "x"))
    assert await own.do(os.getpid)


async def test_a_child_that_dies_is_replaced_and_the_work_done_again(
    own: Workshop, tmp_path: Path
) -> None:
    before = await own.do(os.getpid)
    assert await own.do(partial(die_at_first, tmp_path / "mark")) != before


async def test_everybody_whose_work_died_with_the_child_is_served_by_the_next(
    own: Workshop, tmp_path: Path
) -> None:
    await own.do(os.getpid)
    pids = await asyncio.gather(
        *(own.do(partial(die_at_first, tmp_path / "mark")) for _ in range(4))
    )
    assert len(set(pids)) == 1


async def test_work_that_kills_every_child_is_given_up_and_others_go_on(own: Workshop) -> None:
    with pytest.raises(BrokenProcessPool):
        await own.do(die)
    assert await own.do(os.getpid)


async def test_closing_ends_the_child(own: Workshop) -> None:
    child = psutil.Process(await own.do(os.getpid))
    own.close()
    own.close()
    await asyncio.to_thread(child.wait, 10)


async def test_a_child_started_beforehand_is_the_one_that_works(own: Workshop) -> None:
    before = set(psutil.Process().children())
    own.open(os.getpid)
    started = {child.pid for child in set(psutil.Process().children()) - before}
    assert await own.do(os.getpid) in started


def test_a_child_whose_parent_was_killed_ends_by_itself() -> None:
    script = (
        "import asyncio, os, signal\n"
        "from kiosk.runtime.workshop import Workshop\n"
        "async def live():\n"
        "    print(await Workshop().do(os.getpid), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(live())\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=False)
    assert ended.returncode == -signal.SIGKILL
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(ended.stdout)).wait(10)


def begin_and_never_end(pipe: Path) -> None:
    pipe.write_bytes(b"begun")
    signal.pause()


async def test_work_given_up_is_in_nobodys_way(own: Workshop, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    endless = asyncio.create_task(own.do(partial(begin_and_never_end, pipe)))
    assert await asyncio.to_thread(pipe.read_bytes) == b"begun"
    endless.cancel()
    with pytest.raises(asyncio.CancelledError):
        await endless
    async with asyncio.timeout(30):
        assert await own.do(os.getpid)
