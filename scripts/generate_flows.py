#!/usr/bin/env python3
"""Write docs/flows/ from the flow tables; with --check, only compare.

Exit status 1 when a page is not what would be written, is missing, or belongs to no flow any more.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.flow_pages import pages  # noqa: E402 - found only now

TARGET = ROOT / "docs" / "flows"


def main() -> int:
    """Write or compare."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing, only compare")
    wanted = pages()
    current = {page.name: page.read_text(encoding="utf-8") for page in TARGET.glob("*.md")}
    stale = sorted(
        name for name in wanted.keys() | current.keys() if wanted.get(name) != current.get(name)
    )
    if arguments.parse_args().check:
        for name in stale:
            print(f"{(TARGET / name).relative_to(ROOT)} is not current", file=sys.stderr)
        return 1 if stale else 0
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in current.keys() - wanted.keys():
        (TARGET / name).unlink()
    for name, text in wanted.items():
        (TARGET / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
