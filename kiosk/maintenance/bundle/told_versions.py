"""What the terminal runs: its own version, what it is built of, and the system underneath."""

from __future__ import annotations

import platform
from importlib.metadata import distributions, version

from kiosk.maintenance.bundle.told_settings import Told

_OF_THE_SYSTEM = ("ID", "VERSION_ID", "PRETTY_NAME", "BUILD_ID")


def tell_versions() -> dict[str, Told]:
    """Names and versions alone: no host, no user."""
    return {
        "kiosk": version("kiosk"),
        "python": platform.python_version(),
        "system": _system(),
        "kernel": platform.release(),
        "machine": platform.machine(),
        "dependencies": {
            one.name: one.version for one in sorted(distributions(), key=lambda one: one.name)
        },
    }


def _system() -> dict[str, Told]:
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return {}
    return {name: told[name] for name in _OF_THE_SYSTEM if name in told}
