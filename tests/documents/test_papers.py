"""Every kind of paper, dot by dot, on both widths, for people whose names printers stumble over."""

from __future__ import annotations

import pytest
import zxingcpp

from kiosk.devices.codecs.printer_profile import (
    CSN_A2,
    EPSON_80,
    GENERIC_58,
    GENERIC_80,
    PrinterProfile,
)
from kiosk.domain.paper import QrCode
from tests.support.paper_golden import check_golden, printed
from tests.support.papers import CHECK_URL, PAPERS
from tests.support.staff_papers import STAFF_PAPERS

LEADS_NOWHERE = {"referral", "receipt-long", "readiness", *STAFF_PAPERS}

each_width = pytest.mark.parametrize("profile", [GENERIC_80, GENERIC_58], ids=lambda one: one.name)


@each_width
@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_looks_as_it_always_did(kind: str, profile: PrinterProfile) -> None:
    check_golden(printed(PAPERS[kind](profile.columns), profile), f"{kind}-{profile.columns}")


@pytest.mark.parametrize(
    ("kind", "profile"),
    [
        *((kind, GENERIC_80) for kind in PAPERS if kind not in LEADS_NOWHERE),
        ("receipt", GENERIC_58),
        ("slip", CSN_A2),
    ],
    ids=lambda one: one if isinstance(one, str) else one.name,
)
def test_the_code_on_paper_leads_to_where_it_is_confirmed(
    kind: str, profile: PrinterProfile
) -> None:
    paper = printed(PAPERS[kind](profile.columns), profile)
    assert [code.text for code in zxingcpp.read_barcodes(paper.bitmap)] == [CHECK_URL]


@pytest.mark.parametrize("kind", sorted(LEADS_NOWHERE))
def test_a_paper_that_nobody_confirms_bears_no_code(kind: str) -> None:
    assert not any(isinstance(item, QrCode) for item in PAPERS[kind](48).items)


@pytest.mark.parametrize(
    ("kind", "said", "drawn"),
    [
        ("receipt", "王*", "䶮"),
        ("receipt-items", "李*", "㛃"),
        ("receipt-special", "陈*", "𬱖"),
        ("receipt-proxied", "张*", "𤩽"),
    ],
)
def test_only_the_rare_character_of_a_name_is_drawn(kind: str, said: str, drawn: str) -> None:
    transcript = printed(PAPERS[kind](48), GENERIC_80).transcript
    line = next(line for line in transcript.splitlines() if line.startswith("缴费人"))
    assert line == f"缴费人      {said}[image]"
    assert drawn not in transcript


def test_a_printer_with_the_character_prints_it_from_its_own_font() -> None:
    transcript = printed(PAPERS["receipt"](48), EPSON_80).transcript
    assert "王*䶮" in transcript
    assert "[image]" not in transcript
