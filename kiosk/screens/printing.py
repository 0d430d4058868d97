"""A document is being printed on A4."""

from __future__ import annotations

from dataclasses import replace

from kiosk.screens.screen import Screen
from kiosk.screens.theme import Type
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.page_strip import PageStrip
from kiosk.screens.widgets.picture import Illustration
from kiosk.session.views import PrintingView, Tone, View


class PrintingScreen(Screen):
    """How many pages are out, and what the printer waits for."""

    def show_view(self, view: PrintingView) -> None:
        """Draw it."""
        theme = self.theme
        self._shown = view
        face = self.fresh()
        heading = self.heading(view.title, view.hint)
        self._strip = PageStrip(theme, view.pages)
        self._strip.show_out(view.out)
        printer = Illustration(theme, "document-printing", least_mm=46, most_mm=150)
        trouble = (
            None if view.trouble is None else Banner(theme, Tone.WARN, view.trouble, kind=Type.BODY)
        )
        if theme.portrait:
            face.addWidget(heading)
            if trouble is not None:
                face.addWidget(trouble)
            face.addStretch(1)
            face.addWidget(printer, 12)
            face.addStretch(1)
            face.addWidget(self._strip)
            face.addStretch(2)
            return
        sides = line(gap=theme.px(14))
        face.addLayout(sides, 1)
        left = column(gap=theme.px(theme.measures.gap * 1.4))
        left.addStretch(1)
        left.addWidget(heading)
        if trouble is not None:
            left.addWidget(trouble)
        left.addWidget(self._strip)
        left.addStretch(1)
        sides.addLayout(left, 6)
        sides.addWidget(printer, 4)

    def renew(self, view: View) -> bool:
        """Another page is out and nothing else is said: only the strip changes."""
        if not isinstance(view, PrintingView) or replace(view, out=self._shown.out) != self._shown:
            return False
        self._shown = view
        self._strip.show_out(view.out)
        return True
