"""Tokens become pixels."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from kiosk.screens.theme import (
    PORTRAIT_21,
    SQUARE_19,
    WIDE_21,
    Ink,
    Look,
    Panel,
    Shape,
    Theme,
    Type,
)
from kiosk.screens.theme.fonts import TypefaceMissing, load_typeface, steady_outlines, typeface
from kiosk.screens.theme.icons import ASSETS, ICON_FILES
from kiosk.screens.theme.sheet import style_sheet
from kiosk.session.views import Icon

SCREENS = Path(__file__).parents[2] / "kiosk" / "screens"
MM_PER_INCH = 25.4


@pytest.mark.parametrize(
    ("panel", "px_per_mm", "shape"),
    [
        (PORTRAIT_21, 4.03, Shape.PORTRAIT),
        (WIDE_21, 4.03, Shape.WIDE),
        (SQUARE_19, 3.40, Shape.SQUARE),
    ],
)
def test_reference_panels(panel: Panel, px_per_mm: float, shape: Shape) -> None:
    assert panel.px_per_mm == pytest.approx(px_per_mm, abs=0.005)
    assert panel.shape is shape
    assert panel.scale == pytest.approx(1.0, abs=0.002)


def test_a_smaller_panel_shrinks_its_measures_but_not_its_touch_targets() -> None:
    small = Panel(1920, 1080, 13.3 * MM_PER_INCH)
    theme = Theme(small)
    assert small.scale < 0.65
    assert theme.px(10) == Theme(WIDE_21).px(10)
    assert theme.touch(15) / small.px_per_mm >= 12.7
    assert theme.apart(3) / small.px_per_mm >= 2.5


def test_a_huge_panel_does_not_grow_without_end() -> None:
    assert Panel(2160, 3840, 86 * MM_PER_INCH).scale == pytest.approx(1.6)


def test_a_panel_has_a_size() -> None:
    with pytest.raises(ValueError, match="size"):
        Panel(0, 1080, 500)


def test_large_print_enlarges_type_and_may_give_some_of_it_back() -> None:
    standard = Theme(PORTRAIT_21)
    large = Theme(PORTRAIT_21, Look.LARGE_PRINT)
    assert large.em(Type.BODY) == pytest.approx(1.3 * standard.em(Type.BODY), abs=1)
    assert Theme(PORTRAIT_21, Look.LARGE_PRINT, enlarged=0).em(Type.BODY) == standard.em(Type.BODY)


def test_figures_are_tabular(prepared: QApplication) -> None:
    assert prepared.font().family() == "Noto Sans CJK SC"
    for kind in Type:
        metrics = QFontMetricsF(Theme(PORTRAIT_21).font(kind))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_large_letters_do_not_depend_on_what_was_drawn_before(prepared: QApplication) -> None:
    del prepared
    large, small = Theme(PORTRAIT_21).font(Type.TITLE), Theme(PORTRAIT_21).font(Type.SMALL_STRONG)
    pictures: list[QImage] = []
    for before in ("丁", "七", "万", "丈"):
        drawn(small, before, 10.75 if len(pictures) % 2 else 10.0)
        pictures.append(drawn(large, "核对", 10.0))
    assert all(picture == pictures[0] for picture in pictures)


def drawn(font: QFont, text: str, x: float) -> QImage:
    picture = QImage(300, 120, QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    steady_outlines(font)
    painter = QPainter(picture)
    painter.setFont(font)
    painter.drawText(QPointF(x, 90), text)
    painter.end()
    return picture


def test_rare_characters_of_names_are_drawn(prepared: QApplication) -> None:
    del prepared
    metrics = QFontMetricsF(typeface(40))
    assert all(metrics.inFontUcs4(ord(character)) for character in "䶮𬱖·*￥¥")


def test_a_missing_typeface_says_what_to_install(tmp_path: Path, prepared: QApplication) -> None:
    del prepared
    with pytest.raises(TypefaceMissing, match="fonts-noto-cjk"):
        load_typeface(tmp_path)
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"not a font")
    with pytest.raises(TypefaceMissing, match="no face"):
        load_typeface(tmp_path)


@pytest.mark.parametrize("icon", Icon)
def test_every_icon_of_the_views_is_drawn(icon: Icon, prepared: QApplication) -> None:
    del prepared
    assert (ASSETS / "icons" / f"{ICON_FILES[icon]}.svg").is_file()
    theme = Theme(PORTRAIT_21)
    assert theme.icon(icon, Ink.FIRST, 10).width() == theme.px(10)


@pytest.mark.parametrize("look", Look)
def test_illustrations_are_drawn_in_every_look(look: Look, prepared: QApplication) -> None:
    del prepared
    theme = Theme(PORTRAIT_21, look)
    drawings = sorted((ASSETS / "illustrations").glob("*.svg"))
    assert len(drawings) >= 9
    for drawing in drawings:
        picture = theme.illustration(drawing.stem, 120, 120).toImage()
        assert any(picture.pixelColor(x, 60).alpha() for x in range(120))


@pytest.mark.parametrize("look", Look)
def test_the_sheet_leaves_no_token_unfilled(look: Look) -> None:
    sheet = style_sheet(Theme(PORTRAIT_21, look))
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


def screens() -> list[Path]:
    return sorted(SCREENS.glob("*.py"))


@pytest.mark.parametrize("path", screens(), ids=lambda path: path.stem)
def test_screens_know_neither_colours_nor_pixels(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{6}\b", source)
    assert "setPixelSize" not in source
    assert "setStyleSheet" not in source or path.stem == "window"


@pytest.mark.parametrize("path", sorted(SCREENS.rglob("*.py")), ids=str)
def test_only_bound_methods_and_signals_are_connected(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "connect":
                assert isinstance(node.args[0], ast.Attribute)
            assert node.func.attr not in {"singleShot", "QThread"}
