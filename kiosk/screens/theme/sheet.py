"""The one application-wide style sheet: boxes and inks by role. Fonts are set on the widgets."""

from __future__ import annotations

from string import Template

from kiosk.screens.theme.theme import Theme
from kiosk.screens.theme.tokens import Ink, roles

STEP_MM = 2.2

_BOXES = Template(
    """
QWidget { background: transparent; border: none; }
QWidget[role="kiosk"], QWidget[role="blank"] { background: $ground; }
QWidget[role="header"] { background: $surface; border-bottom: ${hairline}px solid $line; }
QWidget[role="footer"] { background: $surface; border-top: ${hairline}px solid $line; }
QWidget[role="card"], QWidget[role="dialogue"] {
    background: $surface; border: ${hairline}px solid $line; border-radius: ${radius}px; }
QWidget[role="desk"] { background: $sketch_soft; border-radius: ${radius_small}px; }
QWidget[role="rule"] { background: $line; }
QWidget[role="caret"] { background: $primary; }
QWidget[role="figure"] {
    background: $surface; border: ${strong}px solid $primary; border-radius: ${radius}px; }
QWidget[role="figure-refused"] {
    background: $surface; border: ${strong}px solid $danger; border-radius: ${radius}px; }
QWidget[role="slot"] { background: $idle_line; }
QWidget[role="slot-now"] { background: $primary; }
QWidget[role="badge"] { background: $primary_soft; border-radius: ${radius_small}px; }
QWidget[role="badge-idle"] { background: $surface; border-radius: ${radius_small}px; }
QWidget[role="info"] { background: $primary_soft; border-radius: ${radius_banner}px; }
QWidget[role="ok"] { background: $ok_soft; border-radius: ${radius_banner}px; }
QWidget[role="warn"] { background: $warn_soft; border-radius: ${radius_banner}px; }
QWidget[role="danger"] { background: $danger_soft; border-radius: ${radius_banner}px; }
QWidget[role="unknown"] { background: $ground; border-radius: ${radius_banner}px; }
QWidget[role="panel"] {
    background: qlineargradient(x1:0, y1:0, x2:1, y2:1, stop:0 $panel_from, stop:1 $panel_to);
    border: ${hairline}px solid $panel_edge; border-radius: ${radius}px; }
QWidget[role="logo"] {
    background: qlineargradient(x1:0, y1:0, x2:0, y2:1, stop:0 $brand_to, stop:1 $brand_from);
    border-radius: ${radius_small}px; }
QWidget[role="step"] { background: $sketch_soft; border-radius: ${step_half}px; }
QWidget[role="step-done"] { background: $primary; border-radius: ${step_half}px; }
QWidget[role="qr-alipay"] {
    background: #FFFFFF; border: ${frame}px solid $alipay; border-radius: ${radius_frame}px; }
QWidget[role="qr-wechat"] {
    background: #FFFFFF; border: ${frame}px solid $wechat; border-radius: ${radius_frame}px; }
QWidget[role="qr-plain"] {
    background: #FFFFFF; border: ${frame}px solid $line; border-radius: ${radius_frame}px; }
QWidget[role="brand-card"] { background: $brand_card; border-radius: ${radius}px; }
QLabel[role="tag"] { background: $warn_soft; color: $warn; border-radius: ${radius_tag}px; }
QLabel[role="tag-ok"] { background: $ok_soft; color: $ok; border-radius: ${radius_tag}px; }
"""
)

_BUTTONS = Template(
    """
QPushButton { background: $surface; border: ${hairline}px solid $line; color: $ink; }
QPushButton:pressed { background: $primary_soft; border-color: $primary; }
QPushButton[role="primary"] {
    background: $primary; border: none; border-radius: ${radius_button}px; }
QPushButton[role="primary"]:pressed { background: $primary_deep; }
QPushButton[role="primary-idle"] {
    background: $ground; border: ${hairline}px solid $idle_line;
    border-radius: ${radius_button}px; }
QPushButton[role="plain"], QPushButton[role="way"] {
    border-radius: ${radius_button}px; }
QPushButton[role="grave"] {
    border: ${strong}px solid $danger; border-radius: ${radius_button}px; }
QPushButton[role="grave"]:pressed { background: $danger_soft; border-color: $danger; }
QPushButton[role="pill"] { border-radius: ${pill_half}px; }
QPushButton[role="pill"]:checked { background: $primary_soft; border-color: $primary; }
QPushButton[role="choice"] { border-radius: ${radius_button}px; }
QPushButton[role="choice"]:checked {
    background: $primary_soft; border: ${strong}px solid $primary; }
QPushButton[role="key"], QPushButton[role="key-soft"] {
    border-radius: ${radius_button}px; padding: 0; }
QPushButton[role="key-soft"] { background: $primary_soft; }
QPushButton[role="key-soft-idle"] {
    background: $ground; border-color: $idle_line; border-radius: ${radius_button}px; padding: 0; }
QPushButton[role="key"]:pressed, QPushButton[role="key-soft"]:pressed {
    background: $sketch_soft; border: ${strong}px solid $primary; }
QPushButton[role="key-soft"]:checked {
    background: $surface; border: ${strong}px solid $primary; }
QPushButton[role="end"] { background: transparent; border: none; }
QPushButton[role="tile"] { border-radius: ${radius}px; }
QPushButton[role="tile"]:disabled { background: $ground; border-color: $idle_line; }
QPushButton[role="option"] { border-radius: ${radius_button}px; }
QPushButton[role="option"]:checked {
    background: $primary_soft; border: ${strong}px solid $primary; }
QPushButton[role="option-idle"] {
    background: $ground; border: ${hairline}px solid $idle_line;
    border-radius: ${radius_button}px; }
QPushButton[role="turn"] { border-radius: ${radius_button}px; }
QPushButton[role="turn-idle"] {
    background: $ground; border-color: $idle_line; border-radius: ${radius_button}px; }
QPushButton[role="month"] { border-radius: ${radius_button}px; }
QPushButton[role="month"]:disabled { background: $ground; border-color: $idle_line; }
QPushButton[role="month"]:checked { background: $primary; border-color: $primary; }
QPushButton[role="brand"] { background: $brand_button; border: none; border-radius: ${radius}px; }
QPushButton[role="brand"]:pressed { background: $primary_soft; }
"""
)

_INK = Template('QLabel[ink="$name"] { color: $colour; }\n')


def style_sheet(theme: Theme) -> str:
    """The QSS text of a theme."""
    colours = roles(theme.palette)
    pill = theme.pill_height
    lengths = {
        "hairline": theme.px(theme.measures.hairline),
        "strong": theme.px(theme.measures.line_strong),
        "radius": theme.px(theme.measures.radius),
        "radius_button": theme.px(theme.measures.radius * 0.72),
        "radius_banner": theme.px(theme.measures.radius * 0.78),
        "radius_small": theme.px(theme.measures.radius * 0.66),
        "radius_tag": theme.px(2.5),
        "radius_frame": theme.px(5),
        "frame": theme.px(2),
        "step_half": max(1, theme.px(STEP_MM) // 2),
        "pill_half": (pill - 1) // 2,
    }
    inks = "".join(_INK.substitute(name=ink.value, colour=colours[ink.value]) for ink in Ink)
    boxes = _BOXES.substitute(colours, **lengths) + _BUTTONS.substitute(colours, **lengths)
    return boxes + inks
