"""The look: tokens in millimetres and roles, resolved for one panel and one reader."""

from __future__ import annotations

from kiosk.screens.theme.looks import Look
from kiosk.screens.theme.panel import PORTRAIT_21, SQUARE_19, WIDE_21, Panel, Shape
from kiosk.screens.theme.theme import Theme, Type
from kiosk.screens.theme.tokens import Ink

__all__ = ["PORTRAIT_21", "SQUARE_19", "WIDE_21", "Ink", "Look", "Panel", "Shape", "Theme", "Type"]
