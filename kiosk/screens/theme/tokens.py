"""Design tokens: colours by role, measures in millimetres, kinds of type."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from functools import lru_cache

from kiosk.screens.theme.panel import Shape


class Ink(Enum):
    """Colour roles of text and icons; the value is the role's name in ``Palette``."""

    FIRST = "ink"
    SECOND = "ink_2"
    INACTIVE = "ink_3"
    PRIMARY = "primary"
    DEEP = "primary_deep"
    ON_PRIMARY = "on_primary"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"
    ON_PANEL = "on_panel"
    ON_PANEL_2 = "on_panel_2"
    ON_BRAND = "on_brand"
    BRAND_BUTTON = "brand_button_ink"
    ALIPAY = "alipay"
    WECHAT = "wechat"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by role, ``#RRGGBB``. ``ink_3`` is for the inactive, never for what must be read.
    ``pad_*`` are the keys of the PIN pad, which have their colours whatever the look."""

    ink: str
    ink_2: str
    ink_3: str
    surface: str
    ground: str
    line: str
    idle_line: str
    primary: str
    primary_deep: str
    primary_soft: str
    on_primary: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    panel_from: str
    panel_to: str
    panel_edge: str
    on_panel: str
    on_panel_2: str
    brand_from: str
    brand_to: str
    brand_card: str
    on_brand: str
    brand_button: str
    brand_button_ink: str
    scrim: str
    device: str
    device_light: str
    sketch: str
    sketch_soft: str
    pad_cancel: str
    pad_correct: str
    pad_enter: str
    alipay: str
    wechat: str


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in millimetres on the reference panel of a shape. Type sizes are the em."""

    margin: float
    gap: float
    radius: float
    padding: float
    header: float
    footer: float
    pill: float
    primary: float
    key: float
    key_least: float
    type_small: float
    type_body: float
    type_button: float
    type_primary: float
    type_heading: float
    type_title: float
    type_headline: float
    type_key: float
    type_amount: float
    type_figure: float
    type_display: float
    hairline: float = 0.4
    line_strong: float = 0.9


MEASURES = {
    Shape.PORTRAIT: Measures(
        margin=12,
        gap=5,
        radius=9,
        padding=10,
        header=34,
        footer=47,
        pill=17.5,
        primary=29,
        key=37.2,
        key_least=28,
        type_small=7.43,
        type_body=8.9,
        type_button=10,
        type_primary=11.5,
        type_heading=11.5,
        type_title=15.9,
        type_headline=20,
        type_key=18,
        type_amount=27,
        type_figure=31,
        type_display=28,
    ),
    Shape.WIDE: Measures(
        margin=14,
        gap=5,
        radius=7,
        padding=8,
        header=25,
        footer=34,
        pill=15,
        primary=23,
        key=37.2,
        key_least=24,
        type_small=7.43,
        type_body=8.4,
        type_button=9,
        type_primary=10.5,
        type_heading=10,
        type_title=13.5,
        type_headline=16,
        type_key=16,
        type_amount=20,
        type_figure=26,
        type_display=26,
    ),
    Shape.SQUARE: Measures(
        margin=11,
        gap=4.5,
        radius=7,
        padding=8,
        header=26,
        footer=37,
        pill=15,
        primary=24,
        key=37.2,
        key_least=24,
        type_small=7.43,
        type_body=8.4,
        type_button=9,
        type_primary=10.5,
        type_heading=10,
        type_title=13.5,
        type_headline=16,
        type_key=16,
        type_amount=20,
        type_figure=24,
        type_display=26,
    ),
}


@lru_cache(maxsize=8)
def roles(palette: Palette) -> dict[str, str]:
    """The colours by role name, as the style sheet wants them."""
    return asdict(palette)


@lru_cache(maxsize=8)
def lengths(measures: Measures) -> dict[str, float]:
    """The measures by name."""
    return asdict(measures)
