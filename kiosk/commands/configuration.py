"""Reading the settings for a command, with a complaint a technician can act on."""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from pydantic import ValidationError

from kiosk.settings import Settings

DEFAULT_CONFIG = Path("/etc/kiosk/kiosk.toml")
BAD_CONFIGURATION = 78
"""Exit status EX_CONFIG of sysexits: restarting does not help."""


def add_config(parser: argparse.ArgumentParser) -> None:
    """The option every command has."""
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG, metavar="FILE")


def settings_or_complaint(path: Path) -> Settings | str:
    """The settings, or one line per mistake in them; values are not repeated, only their places."""
    try:
        return Settings.load(path)
    except OSError as error:
        return f"{path}: {error.strerror}"
    except tomllib.TOMLDecodeError as error:
        return f"{path}: {error}"
    except ValidationError as error:
        return "\n".join(
            f"{path}: {'.'.join(str(part) for part in one['loc']) or 'settings'}: {one['msg']}"
            for one in error.errors()
        )
    except UnicodeDecodeError:
        return f"{path}: not UTF-8"
