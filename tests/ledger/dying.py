"""Child processes that die at a chosen point, as by a power cut: SIGKILL, nothing is tidied up."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Connection, Engine, event

Say = Callable[[str], None]

_WENT_WRONG = 70


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a child: the lines it had said, and how it ended."""

    lines: tuple[str, ...]
    status: int

    @property
    def ended_well(self) -> bool:
        return os.WIFEXITED(self.status) and os.WEXITSTATUS(self.status) == 0

    @property
    def was_killed(self) -> bool:
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL


def in_child(
    work: Callable[[Say], None],
    *,
    kill_after_lines: int | None = None,
) -> Ending:
    """Run the work in a forked child, and kill it once it has said so many lines.

    The work is handed the means to say a line: a promise made to the world, which the death of the
    process cannot take back.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(work, writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        lines = []
        for line in pipe:
            lines.append(line.removesuffix("\n"))
            if len(lines) == kill_after_lines:
                os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return Ending(tuple(lines), status)


def _live(work: Callable[[Say], None], writing: int) -> NoReturn:
    def say(line: str) -> None:
        os.write(writing, f"{line}\n".encode())

    try:
        work(say)
    except BaseException:
        traceback.print_exc()
        os._exit(_WENT_WRONG)
    os._exit(0)


def die_at(point: int, home: Path) -> None:
    """From now on this process dies when it reaches that point.

    Points are: the beginning of each transaction, each statement that writes, each commit, each
    opening of a file for writing under ``home`` and each renaming of one. Before a statement that
    only reads there is nothing to lose that there was not before.
    """
    passed = 0

    def reached() -> None:
        nonlocal passed
        passed += 1
        if passed == point:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(_: Connection, __: object, sql: str, *___: object) -> None:
        if not sql.startswith(("SELECT", "BEGIN")):
            reached()

    def transaction(_: Connection) -> None:
        reached()

    def audit(name: str, arguments: tuple[object, ...]) -> None:
        if name in ("open", "os.rename") and str(arguments[0]).startswith(str(home)):
            reached()

    event.listen(Engine, "before_cursor_execute", statement)
    event.listen(Engine, "begin", transaction)
    event.listen(Engine, "commit", transaction)
    sys.addaudithook(audit)
