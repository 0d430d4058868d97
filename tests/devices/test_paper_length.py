"""Reckoned lengths of paper are those that printers print, whatever is on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.devices.codecs.paper_length import CUTTER_MM, paper_mm
from kiosk.devices.codecs.printer_profile import CSN_A2, GENERIC_58, GENERIC_80, PrinterProfile
from kiosk.documents.rasterise import rasterise_document
from kiosk.domain.paper import Feed, PaperDocument, QrCode, TextLine
from sim.devices.paper_strip import Paper
from tests.support.paper_golden import printed
from tests.support.papers import PAPERS


def height_mm(paper: Paper) -> float:
    return paper.height / 8


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("profile", [GENERIC_80, GENERIC_58], ids=lambda one: one.name)
def test_every_paper_is_as_long_as_it_was_reckoned(kind: str, profile: PrinterProfile) -> None:
    document = PAPERS[kind](profile.columns)
    assert paper_mm(document, profile) == pytest.approx(height_mm(printed(document, profile)))


def test_codes_drawn_as_pictures_count_as_pictures() -> None:
    document = PAPERS["slip"](CSN_A2.columns)
    drawn = rasterise_document(
        document, can_draw=CSN_A2.can_draw, dots=CSN_A2.dots, prints_qr=CSN_A2.prints_qr
    )
    # This model feeds five lines to its cutter.
    assert paper_mm(drawn, CSN_A2) == pytest.approx(height_mm(printed(document, CSN_A2)), rel=0.06)


def test_a_printer_left_to_its_own_spacing_is_reckoned_with_the_usual_one() -> None:
    plain = replace(GENERIC_80, leading=None)
    document = PaperDocument(48, (TextLine("一"), Feed(1), TextLine("二", scale=2)))
    assert paper_mm(document, plain) == 4 * 30 / 8 + CUTTER_MM


def test_a_code_longer_than_any_is_taken_for_the_longest() -> None:
    def code(length: int) -> float:
        return paper_mm(PaperDocument(48, (QrCode("x" * length),)), GENERIC_80)

    assert code(14) < code(15) < code(560) == code(561)
