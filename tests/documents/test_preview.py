from __future__ import annotations

import asyncio
import io
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.documents.preview import MOST_PAGES, MOST_WIDTH_PX, draw_pages
from kiosk.runtime.workshop import Workshop


def document(*colours: str, size: tuple[int, int] = (210, 297)) -> bytes:
    """A PDF with a page of each colour, a point for a pixel."""
    first, *others = (Image.new("RGB", size, colour) for colour in colours)
    written = io.BytesIO()
    first.save(written, "PDF", save_all=True, append_images=others, resolution=72)
    return written.getvalue()


def picture(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def test_each_page_is_drawn_in_its_order_at_the_width_asked_for() -> None:
    pages = [picture(png) for png in draw_pages(document("red", "lime", "blue"), width_px=421)]
    assert [page.size for page in pages] == [(421, 595)] * 3
    centres = [page.getpixel((210, 297)) for page in pages]
    assert [max(range(3), key=lambda c: centre[c]) for centre in centres] == [0, 1, 2]  # type: ignore[index]  # Pillow: a pixel of RGB is a tuple


@pytest.mark.parametrize("width", [1, 2, 333, 1080, MOST_WIDTH_PX])
def test_the_width_is_met_to_the_pixel(width: int) -> None:
    (page,) = draw_pages(document("white"), width_px=width)
    assert picture(page).width == width


def test_a_page_across_is_as_wide() -> None:
    (page,) = draw_pages(document("white", size=(297, 210)), width_px=594)
    assert picture(page).size == (594, 420)


def test_the_same_document_gives_the_same_pictures() -> None:
    pdf = document("red", "blue")
    assert draw_pages(pdf, width_px=300) == draw_pages(pdf, width_px=300)


_WHOLE = document("white")


@pytest.mark.parametrize(
    "spoilt",
    {
        "empty": b"",
        "a page of the web": b"<!doctype html><title>Login</title>",
        "something before it": b" " + _WHOLE,
        "the very end missing": _WHOLE[:-7],
        "half of it": _WHOLE[: len(_WHOLE) // 2],
        "an end that leads nowhere": _WHOLE[: len(_WHOLE) // 2] + b"startxref\n10\n%%EOF\n",
        "an end that leads too far": _WHOLE + b"\nstartxref\n99999999\n%%EOF\n",
        "nothing between its ends": b"%PDF-1.7\nxref\nstartxref\n9\n%%EOF\n",
        "far too long": _WHOLE + b"0" * 2**21,
    }.items(),
    ids=lambda case: case[0],
)
def test_what_is_no_sound_document_is_refused(spoilt: tuple[str, bytes]) -> None:
    with pytest.raises(ValueError, match=r"PDF|document"):
        draw_pages(spoilt[1], width_px=100)


def test_an_encrypted_document_is_refused() -> None:
    locked = document("white").replace(
        b"trailer\n<<",
        b"trailer\n<< /Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"o" * 32 + b") /U ("
        b"" + b"u" * 32 + b") /P -4 >> /ID [(0123456789abcdef) (0123456789abcdef)]",
    )
    assert b"/Encrypt" in locked
    with pytest.raises(ValueError, match="drawn"):
        draw_pages(locked, width_px=100)


def test_there_is_an_end_to_the_pages_and_to_their_size() -> None:
    assert len(draw_pages(document(*["white"] * MOST_PAGES), width_px=10)) == MOST_PAGES
    with pytest.raises(ValueError, match="41 pages"):
        draw_pages(document(*["white"] * (MOST_PAGES + 1)), width_px=10)
    with pytest.raises(ValueError, match="proportion"):
        draw_pages(document("white", size=(10, 2000)), width_px=1000)


@pytest.mark.parametrize("width", [0, -1, MOST_WIDTH_PX + 1])
def test_an_impossible_width_is_refused(width: int) -> None:
    with pytest.raises(ValueError, match="width"):
        draw_pages(document("white"), width_px=width)


@given(st.binary(max_size=200))
def test_noise_is_refused_and_not_repeated(noise: bytes) -> None:
    with pytest.raises(ValueError, match=r"PDF|document") as refusal:
        draw_pages(b"%PDF-1.7\n" + noise, width_px=100)
    assert refusal.value.__cause__ is None


async def test_it_is_drawn_in_the_child_process_of_the_workshop() -> None:
    workshop = Workshop()
    try:
        draw = partial(draw_pages, document("red"), width_px=50)
        (page,) = await asyncio.wait_for(workshop.do(draw), 60)
        with pytest.raises(ValueError, match="not a PDF"):
            await asyncio.wait_for(workshop.do(partial(draw_pages, b"?", width_px=50)), 60)
    finally:
        workshop.close()
    assert picture(page).width == 50
