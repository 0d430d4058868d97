"""How much smaller a panel is to be shown so that all of it is on this machine's display.

python scripts/fit.py kiosk.toml        a factor for QT_SCALE_FACTOR; 1 where it fits
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from PySide6.QtGui import QGuiApplication

FRAME_PX = 48
"""What a window manager takes for its own, at most."""


def main() -> None:
    """Print the factor."""
    panel = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["screen"]
    application = QGuiApplication(sys.argv[:1])
    room = application.primaryScreen().availableSize()
    wide = (room.width() - FRAME_PX) / panel["width_px"]
    high = (room.height() - FRAME_PX) / panel["height_px"]
    print(f"{min(1.0, wide, high):.2f}")


if __name__ == "__main__":
    main()
