"""A window of one button in place of the kiosk; says on standard output when it is touched."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QPushButton


def _touched() -> None:
    sys.stdout.write("touched\n")
    sys.stdout.flush()


if __name__ == "__main__":
    application = QApplication(sys.argv)
    button = QPushButton("Begin")
    button.setStyleSheet("background: #0f56c5; color: white; border: none")
    button.clicked.connect(_touched)
    button.showFullScreen()
    sys.stdout.write("shown\n")
    sys.stdout.flush()
    sys.exit(application.exec())
