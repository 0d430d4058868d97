"""Whether the process forgets: memory that is given back is overwritten, and no core is dumped.

A card's number is in memory while the card pays. Python cannot wipe what it has passed on, so the
allocator does: glibc overwrites what is freed where these are in the environment, Python's own
allocator is left out, and so is glibc's cache that would not overwrite. The unit of the kiosk sets
them (config/systemd/kiosk.service).
"""

from __future__ import annotations

import resource
from collections.abc import Mapping

FORGETFUL = {
    "PYTHONMALLOC": "malloc",
    "MALLOC_PERTURB_": "165",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
}
"""What has to be in the environment when the process starts."""


def is_forgetful(environment: Mapping[str, str]) -> bool:
    """Whether a process with this environment overwrites what it frees."""
    return (
        environment.get("PYTHONMALLOC") == FORGETFUL["PYTHONMALLOC"]
        and environment.get("MALLOC_PERTURB_", "0").strip("0") != ""
        and FORGETFUL["GLIBC_TUNABLES"] in environment.get("GLIBC_TUNABLES", "").split(":")
    )


def dump_no_core() -> None:
    """Whatever becomes of this process, its memory is not written to a disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
