from __future__ import annotations

import pytest

from kiosk.domain.paper import Align, Feed, PaperDocument, QrCode, RasterLine, Rule, TextLine


@pytest.mark.parametrize(("align", "code"), [(Align.LEFT, 0), (Align.CENTRE, 1), (Align.RIGHT, 2)])
def test_positions_are_those_of_the_printers_own_command(align: Align, code: int) -> None:
    assert align.value == code


def test_a_line_is_plain_and_on_the_left_unless_it_says_otherwise() -> None:
    assert TextLine("缴费小票") == TextLine("缴费小票", Align.LEFT, bold=False, scale=1)
    assert RasterLine(1, b"\xff", "䶮") == RasterLine(1, b"\xff", "䶮", Align.LEFT)


def test_documents_with_the_same_content_are_the_same() -> None:
    def document() -> PaperDocument:
        return PaperDocument(48, (TextLine("缴费小票"), Rule(), QrCode("JN-03"), Feed(3)))

    assert document() == document()
    assert len({document(), document()}) == 1
