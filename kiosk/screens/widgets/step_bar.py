"""Where in the errand you are."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Ink, Theme, Type
from kiosk.screens.theme.sheet import STEP_MM
from kiosk.screens.widgets.box import Box, column, line
from kiosk.screens.widgets.words_label import Line
from kiosk.session.views import Course, Place


class StepBar(QWidget):
    """One bar a stage; the present one is named boldly. Large print names only the present one."""

    def __init__(self, theme: Theme, course: Course, place: Place) -> None:
        super().__init__()
        stages = course.stages
        present = stages.index(place)
        here = course.label(place)
        self.setAccessibleName(f"第 {present + 1} 步，共 {len(stages)} 步，{here}")
        face = column(self, gap=theme.px(1))
        bars = line(gap=theme.px(3.5))
        face.addLayout(bars)
        for number, stage in enumerate(stages):
            cell = column(gap=theme.px(1.2))
            bar = Box("step-done" if number <= present else "step")
            bar.setFixedHeight(theme.px(STEP_MM))
            cell.addWidget(bar)
            if not theme.large:
                ink = Ink.DEEP if number == present else Ink.SECOND
                kind = Type.SMALL_STRONG if number == present else Type.SMALL
                if number > present:
                    ink = Ink.INACTIVE
                cell.addWidget(Line(theme, say(course.label(stage)), kind, ink))
            bars.addLayout(cell, 1)
        if theme.large:
            text = say(
                "第 {n} 步，共 {all} 步：{stage}", n=present + 1, all=len(stages), stage=here
            )
            face.addWidget(Line(theme, text, Type.SMALL_STRONG, Ink.DEEP))
