#!/usr/bin/env python3
"""Write docs/api/openapi.json from the simulated service; with --check, only compare.

Exit status 1 when the file is not what would be written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generated import written_or_current  # noqa: E402 - found only now

from sim.backend.app import create_routes  # noqa: E402 - as above

TARGET = ROOT / "docs" / "api" / "openapi.json"


def document() -> str:
    """The contract as it would be written now."""
    return json.dumps(create_routes().openapi(), ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write or compare."""
    return written_or_current(TARGET, document(), __doc__)


if __name__ == "__main__":
    sys.exit(main())
