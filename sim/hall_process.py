"""A hall in a process of its own, started and ended by whoever needs one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from sim.announcement import Announcement

_START_SECONDS = 60.0
_END_SECONDS = 15.0
_POLL_SECONDS = 0.05


class HallProcess:
    """``python -m sim hall`` as a context: entered when every address is known."""

    def __init__(self, run_dir: Path, *, config: Path | None = None) -> None:
        self._run_dir = run_dir
        self._config = config
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._run_dir.mkdir(parents=True, exist_ok=True)
        self._announced.unlink(missing_ok=True)
        command = [sys.executable, "-m", "sim", "hall", "--with-parent"]
        command += ["--run-dir", str(self._run_dir), "--announce", str(self._announced)]
        if self._config is not None:
            command += ["--config", str(self._config)]
        self._process = subprocess.Popen(command, start_new_session=True)
        deadline = time.monotonic() + _START_SECONDS
        while not self._announced.exists():
            if self._process.poll() is not None:
                raise RuntimeError(f"the hall ended with {self._process.returncode}")
            if time.monotonic() > deadline:
                self._end()
                raise TimeoutError("the hall did not start")
            time.sleep(_POLL_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    @property
    def _announced(self) -> Path:
        return self._run_dir / "hall.json"

    @property
    def announcement(self) -> Announcement:
        """Where everything is."""
        return Announcement.model_validate_json(self._announced.read_text(encoding="utf-8"))

    def _end(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)
            return
        process.kill()
        process.wait()
