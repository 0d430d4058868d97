"""Labelled facts in sections."""

from __future__ import annotations

from kiosk.screens.technical import TechnicalScreen
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.fact_sheet import FactSheet
from kiosk.session.views import FactsView, Tone


class FactsScreen(TechnicalScreen):
    """The sheet page by page, under a warning if there is one."""

    def show_view(self, view: FactsView) -> None:
        """Draw it."""
        warning = None
        if view.warning is not None:
            warning = Banner(self.theme, Tone.WARN, view.warning)
        sheet = FactSheet(self.theme, view.sections)
        self.lay_out(view.title, view.hint, sheet, view.actions, above=warning)
