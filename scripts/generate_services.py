#!/usr/bin/env python3
"""Write docs/services.md from docs/services.toml; with --check, only compare.

Exit status 1 when the page is not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generated import written_or_current  # noqa: E402 - found only now

from tests.support.services_page import PAGE, page  # noqa: E402 - as above

if __name__ == "__main__":
    sys.exit(written_or_current(PAGE, page(), __doc__))
