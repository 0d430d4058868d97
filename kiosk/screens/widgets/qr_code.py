"""A QR code drawn from its matrix: whole-pixel modules, a quiet zone of four, no smoothing."""

from __future__ import annotations

import qrcode
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from qrcode.constants import ERROR_CORRECT_M

from kiosk.screens.theme import Theme

QUIET_ZONE = 4
# Dark on white in every look: a phone's camera is the reader, not the citizen.
_DARK = QColor("#0F2342")
_LIGHT = QColor("#FFFFFF")


class QrCode(QWidget):
    """The code of ``payload``, as large as fits into ``side`` pixels with whole modules."""

    def __init__(
        self, theme: Theme, payload: str, *, side_mm: float, spoken: str = "付款二维码"
    ) -> None:
        super().__init__()
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
        code.add_data(payload)
        code.make(fit=True)
        self._matrix = code.get_matrix()
        self._module = max(1, theme.px(side_mm) // len(self._matrix))
        side = self._module * len(self._matrix)
        self.setFixedSize(side, side)
        self.setObjectName("qr")
        self.setAccessibleName(spoken)

    def forget(self) -> None:
        """Draw nothing from now on."""
        self._matrix = []
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _LIGHT)
        module = self._module
        for row, cells in enumerate(self._matrix):
            for place, dark in enumerate(cells):
                if dark:
                    painter.fillRect(QRect(place * module, row * module, module, module), _DARK)
        painter.end()
