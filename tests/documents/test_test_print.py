"""The test print of the receipt printer, dot by dot, on both widths."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import zxingcpp

from kiosk.devices.codecs.printer_profile import GENERIC_58, GENERIC_80, PrinterProfile
from kiosk.documents.test_print_layout import RARE, lay_out_test_print
from kiosk.domain.columns import display_columns
from kiosk.domain.paper import (
    Align,
    Feed,
    PaperDocument,
    QrCode,
    RasterLine,
    Rule,
    TextLine,
)
from tests.support.paper_golden import check_golden, printed

each_width = pytest.mark.parametrize("profile", [GENERIC_80, GENERIC_58], ids=lambda one: one.name)


def test_print(columns: int) -> PaperDocument:
    return lay_out_test_print(
        hall_name="济南市历下区政务服务中心办税服务厅",
        terminal_number="JN-03",
        printed_at=datetime(2026, 3, 5, 10, 21, 33, tzinfo=UTC),
        columns=columns,
    )


test_print.__test__ = False  # type: ignore[attr-defined]  # pytest asks it


@each_width
def test_it_looks_as_it_always_did(profile: PrinterProfile) -> None:
    columns = profile.columns
    check_golden(printed(test_print(columns), profile), f"test-print-{columns}")


@each_width
def test_every_kind_of_line_is_on_it(profile: PrinterProfile) -> None:
    items = test_print(profile.columns).items
    assert {type(item) for item in items} == {TextLine, RasterLine, Rule, QrCode, Feed}
    lines = [item for item in items if isinstance(item, TextLine)]
    assert {line.align for line in lines} == set(Align)
    assert {(line.bold, line.scale) for line in lines} == {
        (bold, scale) for bold in (False, True) for scale in (1, 2)
    }
    assert any(RARE in line.text for line in lines)


@each_width
def test_ruler_and_bars_go_from_edge_to_edge(profile: PrinterProfile) -> None:
    items = test_print(profile.columns).items
    widest = max(
        display_columns(one.text) * one.scale for one in items if isinstance(one, TextLine)
    )
    assert widest == profile.columns
    bars = [one for one in items if isinstance(one, RasterLine)]
    assert {bar.width_bytes * 8 for bar in bars} == {profile.dots}
    assert bars[0].rows.strip(b"\xff") == b""
    # Between them, the two combs use every dot of the head.
    assert {first | second for first, second in zip(bars[1].rows, bars[2].rows, strict=True)} == {
        0xFF
    }


@each_width
def test_its_code_can_be_read_and_leads_nowhere(profile: PrinterProfile) -> None:
    paper = printed(test_print(profile.columns), profile)
    assert [code.text for code in zxingcpp.read_barcodes(paper.bitmap)] == ["TEST JN-03"]
