"""The least that Qt can do: an empty window of the panel's size. A program of its own.

Prints one line of JSON: when the window was painted by the monotonic clock, and the memory then.
"""

from __future__ import annotations

import json
import sys
import time

import psutil
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1080, 1920)


class Bare(QWidget):
    """Says that it was painted, and ends."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        QTimer.singleShot(0, self.tell)

    def tell(self) -> None:
        """Painted, and the frame is out."""
        told = {"painted": time.monotonic(), "resident": psutil.Process().memory_info().rss}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        QApplication.quit()


def main() -> None:
    """Show it once."""
    application = QApplication(sys.argv[:1])
    window: QObject = Bare()
    assert isinstance(window, Bare)
    window.resize(*SIZE)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
