"""A document as it will be printed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Type
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import column, line
from kiosk.screens.widgets.footer import PrimaryAction
from kiosk.screens.widgets.paper import PaperView
from kiosk.screens.widgets.touch import Action, Glyph, Touch
from kiosk.screens.widgets.turner import PageTurner
from kiosk.session.answers import answer_name
from kiosk.session.views import Button, PreviewView, Tone, View

_WAYS = {
    "left": (-1, 0, "arrow-left", "看左边"),
    "right": (1, 0, "arrow-right", "看右边"),
    "up": (0, -1, "arrow-up", "看上面"),
    "down": (0, 1, "arrow-down", "看下面"),
}


class PreviewScreen(Screen):
    """The whole page first; it can be enlarged, and moved by a finger or by arrows."""

    def show_view(self, view: PreviewView) -> None:
        """Draw it, at the page and as large as it was looked at."""
        theme = self.theme
        self._pages: tuple[bytes, ...] = view.pages
        self._page = min(view.page, max(len(view.pages) - 1, 0))
        self._confirm: Button | None = view.confirm if view.unavailable is None else None
        face = self.fresh(gap_mm=theme.measures.gap)
        heading = self.heading(view.title, view.hint, crowded=True)
        self._paper = PaperView(theme, least_mm=150 if theme.portrait else 120)
        self._paper.changed.connect(self._show)
        self._turner = PageTurner(theme)
        self._turner.turned.connect(self._turn)
        self._turner.setVisible(len(view.pages) > 1)
        tools = self._tools()
        below: list[QWidget] = [self._turner] if len(view.pages) > 1 else []
        if view.unavailable is not None:
            below.append(Banner(theme, Tone.WARN, view.unavailable))
        if theme.portrait:
            face.addWidget(heading)
            face.addWidget(self._paper, 1)
            face.addWidget(tools)
            for widget in below:
                face.addWidget(widget)
            if view.others:
                face.addLayout(self._others(view.others))
        else:
            sides = line(gap=theme.px(10))
            face.addLayout(sides, 1)
            sides.addWidget(self._paper, 6)
            right = column(gap=theme.apart(theme.measures.gap))
            right.addWidget(heading)
            right.addStretch(1)
            right.addWidget(tools)
            for widget in below:
                right.addWidget(widget)
            if view.others:
                right.addLayout(self._others(view.others))
            right.addStretch(1)
            sides.addLayout(right, 5)
        self._lay()
        self._paper.zoom_by(view.zoom)

    def _tools(self) -> QWidget:
        """放大, 缩小, and the arrows: in one row under the page, or in a block beside it."""
        theme = self.theme
        tools = QWidget()
        grid = QGridLayout(tools)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.apart(theme.measures.gap * 0.7))
        self._larger = self._tool("zoom:in", 1, "放大", "zoom-in")
        self._smaller = self._tool("zoom:out", -1, "缩小", "zoom-out")
        for button in (self._larger, self._smaller):
            button.touched.connect(self._zoom)
        self._arrows = {name: self._arrow(name) for name in _WAYS}
        if theme.portrait:
            order: list[Touch] = [self._smaller, *self._arrows.values(), self._larger]
            for place, tool in enumerate(order):
                grid.addWidget(tool, 0, place)
                grid.setColumnStretch(place, 3 if isinstance(tool, Action) else 2)
            return tools
        for place, name in enumerate(("left", "up", "down", "right")):
            grid.addWidget(self._arrows[name], 1, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(self._smaller, 0, 0, 1, 2)
        grid.addWidget(self._larger, 0, 2, 1, 2)
        return tools

    def _tool(self, name: str, value: int, label: str, icon: str) -> Action:
        button = Action(
            self.theme, "turn", name, value, say(label), kind=Type.STRONG, icon=icon, padding_mm=2
        )
        button.at_least(self.theme.touch(22))
        return button

    def _arrow(self, name: str) -> Glyph:
        _, _, icon, spoken = _WAYS[name]
        button = Glyph(self.theme, f"pan:{name}", name, icon, spoken=spoken)
        button.touched.connect(self._pan)
        return button

    def _others(self, others: tuple[Button, ...]) -> QHBoxLayout:
        theme = self.theme
        row = line(gap=theme.apart(theme.measures.gap))
        for other in others:
            button = Action(theme, "plain", answer_name(other.answer), other.answer, other.label)
            button.touched.connect(self.answered)
            row.addWidget(button, 1)
        return row

    def _lay(self) -> None:
        if self._pages:
            self._paper.lay(self._pages[self._page])
        self._show()

    def _show(self) -> None:
        paper = self._paper
        self._turner.at(self._page, max(len(self._pages), 1))
        for button, can in (
            (self._larger, paper.can_enlarge),
            (self._smaller, paper.can_reduce),
        ):
            button.offer(offered=can)
        for name, arrow in self._arrows.items():
            right, down, _, _ = _WAYS[name]
            arrow.offer(offered=paper.can_move(right, down))

    def _turn(self, step: object) -> None:
        if isinstance(step, int) and 0 <= self._page + step < len(self._pages):
            self._page += step
            self._lay()

    def _zoom(self, steps: object) -> None:
        if isinstance(steps, int):
            self._paper.zoom_by(steps)

    def _pan(self, name: object) -> None:
        if isinstance(name, str) and name in _WAYS:
            right, down, _, _ = _WAYS[name]
            self._paper.move_by(right, down)

    @property
    def primary(self) -> PrimaryAction | None:
        """打印, or None while that cannot be done."""
        if self._confirm is None:
            return None
        return PrimaryAction(answer_name(self._confirm.answer), self._confirm.label)

    def press_primary(self) -> None:
        if self._confirm is not None:
            self.give(self._confirm.answer)

    def current(self, view: View) -> View:
        if not isinstance(view, PreviewView):
            return view
        return replace(view, page=self._page, zoom=self._paper.zoom)

    def forget(self) -> None:
        super().forget()
        self._paper.forget()
        self._pages = ()
