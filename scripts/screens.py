"""Draw every sample scene on every panel in every look into out/screens/, to be looked at.

python scripts/screens.py [out/screens] [name …]
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.domain.text import say
from kiosk.screens.theme import PORTRAIT_21, SQUARE_19, WIDE_21, Look
from kiosk.screens.theme.fonts import prepare_application
from kiosk.screens.window import KioskWindow
from tests.screens import gallery

PANELS = {"portrait": PORTRAIT_21, "wide": WIDE_21, "square": SQUARE_19}


def main() -> None:
    """Write the pictures."""
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "out/screens")
    wanted = sys.argv[2:]
    directory.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    prepare_application(application)
    for panel_name, panel in PANELS.items():
        for look in Look:
            window = KioskWindow(panel, monotonic=_still, look=look, motion=False)
            window.set_clock(gallery.CLOCK)
            window.show()
            for number, name in enumerate(gallery.VIEWS):
                if wanted and name not in wanted:
                    continue
                window.present(gallery.scene(name, number=number))
                _save(application, window, directory / f"{panel_name}-{look.value}-{name}.png")
            if not wanted or "overlays" in wanted:
                asked = replace(
                    gallery.scene("base", number=90), asking_presence=True, countdown=18
                )
                window.present(asked)
                _save(application, window, directory / f"{panel_name}-{look.value}-presence.png")
                window.present(replace(gallery.scene("base", number=91), complaint=_COMPLAINT))
                _save(application, window, directory / f"{panel_name}-{look.value}-complaint.png")
                for button in window.findChildren(QPushButton, "help"):
                    button.click()
                _save(application, window, directory / f"{panel_name}-{look.value}-help.png")
            window.close()
            window.deleteLater()
            application.processEvents()
    print(f"{directory}: {len(list(directory.glob('*.png')))} pictures")


_COMPLAINT = say("缴费基数不能低于 3,980 元，也不能高于 19,899 元")


def _still() -> float:
    return 0.0


def _save(application: QApplication, window: KioskWindow, path: Path) -> None:
    application.processEvents()
    application.sendPostedEvents()
    window.grab().save(str(path))


if __name__ == "__main__":
    main()
