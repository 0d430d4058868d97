"""Files that a program writes: written anew, or only compared with what they would be now."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def written_or_current(file: Path, text: str, about: str | None) -> int:
    """Write the file; with ``--check`` on the command line write nothing, and say if it is not
    what would be written. ``about`` is the help of the command. Returns the exit status."""
    options = argparse.ArgumentParser(description=about)
    options.add_argument("--check", action="store_true", help="write nothing, only compare")
    if not options.parse_args().check:
        file.write_text(text, encoding="utf-8")
        return 0
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{file} is not current", file=sys.stderr)
    return 1
