#!/usr/bin/env python3
"""Write docs/api/openapi.json from the simulated service; with --check, only compare.

Exit status 1 when the file is not what would be written.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.backend.app import create_routes  # noqa: E402 - found only now

TARGET = ROOT / "docs" / "api" / "openapi.json"


def document() -> str:
    """The contract as it would be written now."""
    return json.dumps(create_routes().openapi(), ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write or compare."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing, only compare")
    wanted = document()
    if arguments.parse_args().check:
        current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
        if current == wanted:
            return 0
        print(f"{TARGET.relative_to(ROOT)} is not current", file=sys.stderr)
        return 1
    TARGET.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
