"""Which screen draws which view."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.terminal import TerminalFacts
from kiosk.screens.attract import AttractScreen
from kiosk.screens.base import BaseScreen
from kiosk.screens.card import CardScreen
from kiosk.screens.colour_test import ColourTestScreen
from kiosk.screens.criteria import CriteriaScreen
from kiosk.screens.facts import FactsScreen
from kiosk.screens.lines import LinesScreen
from kiosk.screens.link import LinkScreen
from kiosk.screens.maintenance import MaintenanceScreen
from kiosk.screens.notice import NoticeScreen
from kiosk.screens.number import NumberScreen
from kiosk.screens.options import OptionsScreen
from kiosk.screens.out_of_service import OutOfServiceScreen
from kiosk.screens.period import PeriodScreen
from kiosk.screens.pin import PinScreen
from kiosk.screens.preview import PreviewScreen
from kiosk.screens.printing import PrintingScreen
from kiosk.screens.qr import QrScreen
from kiosk.screens.review import ReviewScreen
from kiosk.screens.screen import Screen
from kiosk.screens.starting import StartingScreen
from kiosk.screens.success import SuccessScreen
from kiosk.screens.tender import TenderScreen
from kiosk.screens.text_entry import TypingScreen
from kiosk.screens.theme import Theme
from kiosk.screens.ticks import TicksScreen
from kiosk.screens.tiles import TilesScreen
from kiosk.screens.touch_test import TouchTestScreen
from kiosk.screens.waiting import WaitingScreen
from kiosk.session import views


def screen_for(view: views.View, theme: Theme, terminal: TerminalFacts) -> Screen:
    """A new screen showing the view."""
    screen: Screen
    match view:
        case views.AttractView():
            (attract := AttractScreen(theme, terminal)).show_view(view)
            screen = attract
        case views.StartingView():
            (starting := StartingScreen(theme, terminal)).show_view(view)
            screen = starting
        case views.OutOfServiceView():
            (out_of_service := OutOfServiceScreen(theme, terminal)).show_view(view)
            screen = out_of_service
        case views.MaintenanceView():
            (maintenance := MaintenanceScreen(theme, terminal)).show_view(view)
            screen = maintenance
        case views.TilesView():
            (tiles := TilesScreen(theme, terminal)).show_view(view)
            screen = tiles
        case views.CardView():
            (card := CardScreen(theme, terminal)).show_view(view)
            screen = card
        case views.PeriodView():
            (period := PeriodScreen(theme, terminal)).show_view(view)
            screen = period
        case views.BaseView():
            (base := BaseScreen(theme, terminal)).show_view(view)
            screen = base
        case views.ReviewView():
            (review := ReviewScreen(theme, terminal)).show_view(view)
            screen = review
        case views.TenderView():
            (tender := TenderScreen(theme, terminal)).show_view(view)
            screen = tender
        case views.QrView():
            (qr := QrScreen(theme, terminal)).show_view(view)
            screen = qr
        case views.PinView():
            (pin := PinScreen(theme, terminal)).show_view(view)
            screen = pin
        case views.WaitingView():
            (waiting := WaitingScreen(theme, terminal)).show_view(view)
            screen = waiting
        case views.PrintingView():
            (printing := PrintingScreen(theme, terminal)).show_view(view)
            screen = printing
        case views.SuccessView():
            (success := SuccessScreen(theme, terminal)).show_view(view)
            screen = success
        case views.NoticeView():
            (notice := NoticeScreen(theme, terminal)).show_view(view)
            screen = notice
        case views.CriteriaView():
            (criteria := CriteriaScreen(theme, terminal)).show_view(view)
            screen = criteria
        case views.LinkView():
            (link := LinkScreen(theme, terminal)).show_view(view)
            screen = link
        case views.NumberView():
            (number := NumberScreen(theme, terminal)).show_view(view)
            screen = number
        case views.OptionsView():
            (options := OptionsScreen(theme, terminal)).show_view(view)
            screen = options
        case views.PreviewView():
            (preview := PreviewScreen(theme, terminal)).show_view(view)
            screen = preview
        case views.TicksView():
            (ticks := TicksScreen(theme, terminal)).show_view(view)
            screen = ticks
        case views.TypingView():
            (typing := TypingScreen(theme, terminal)).show_view(view)
            screen = typing
        case views.LinesView():
            (lines := LinesScreen(theme, terminal)).show_view(view)
            screen = lines
        case views.FactsView():
            (facts := FactsScreen(theme, terminal)).show_view(view)
            screen = facts
        case views.TouchTestView():
            (touch_test := TouchTestScreen(theme, terminal)).show_view(view)
            screen = touch_test
        case views.ColourTestView():
            (colour_test := ColourTestScreen(theme, terminal)).show_view(view)
            screen = colour_test
        case _:
            assert_never(view)
    return screen
