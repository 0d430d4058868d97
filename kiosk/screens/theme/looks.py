"""The three looks: standard, large print (长辈版), high contrast."""

from __future__ import annotations

from enum import Enum

from kiosk.screens.theme.tokens import Palette

CALM = Palette(
    ink="#0F2342",
    ink_2="#4A5B78",
    ink_3="#8493AB",
    surface="#FFFFFF",
    ground="#EEF2F8",
    line="#D8E0EC",
    idle_line="#D8E0EC",
    primary="#0F56C5",
    primary_deep="#0A3F97",
    primary_soft="#E5EEFC",
    on_primary="#FFFFFF",
    ok="#087A4F",
    ok_soft="#E2F5EC",
    warn="#9A5300",
    warn_soft="#FDF1DE",
    danger="#C2302A",
    danger_soft="#FDEAEA",
    panel_from="#0F56C5",
    panel_to="#0A3F97",
    panel_edge="#0F56C5",
    on_panel="#FFFFFF",
    on_panel_2="#DCE8FC",
    brand_from="#093B8C",
    brand_to="#1D66D8",
    brand_card="#2A63BE",
    on_brand="#FFFFFF",
    brand_button="#FFFFFF",
    brand_button_ink="#0A3F97",
    scrim="#0F2342",
    device="#20375F",
    device_light="#2F4B7C",
    sketch="#9FB2D3",
    sketch_soft="#CFDBEF",
    pad_cancel="#CF3A32",
    pad_correct="#E2A72E",
    pad_enter="#16935F",
    alipay="#1268D8",
    wechat="#1BA01B",
)

STARK = Palette(
    ink="#FFFFFF",
    ink_2="#CFCFCF",
    ink_3="#9C9C9C",
    surface="#0B0B0B",
    ground="#000000",
    line="#FFFFFF",
    idle_line="#5A5A5A",
    primary="#FFD84A",
    primary_deep="#FFD84A",
    primary_soft="#2B2608",
    on_primary="#000000",
    ok="#6BE7AC",
    ok_soft="#06291A",
    warn="#FFC766",
    warn_soft="#2C1E04",
    danger="#FFA8A1",
    danger_soft="#350B09",
    panel_from="#000000",
    panel_to="#000000",
    panel_edge="#FFD84A",
    on_panel="#FFD84A",
    on_panel_2="#FFFFFF",
    brand_from="#000000",
    brand_to="#000000",
    brand_card="#161616",
    on_brand="#FFFFFF",
    brand_button="#FFD84A",
    brand_button_ink="#000000",
    scrim="#000000",
    device="#4A4A4A",
    device_light="#6A6A6A",
    sketch="#BDBDBD",
    sketch_soft="#7E7E7E",
    pad_cancel="#CF3A32",
    pad_correct="#E2A72E",
    pad_enter="#16935F",
    alipay="#7DB4FF",
    wechat="#6BE76B",
)


class Look(Enum):
    """How the screens look for this reader: a palette and how much larger the type is."""

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    HIGH_CONTRAST = "high_contrast"

    @property
    def palette(self) -> Palette:
        """Its colours."""
        return STARK if self is Look.HIGH_CONTRAST else CALM

    @property
    def type_scale(self) -> float:
        """Factor on every type size."""
        return 1.3 if self is Look.LARGE_PRINT else 1.0
