"""Small signed PDFs, made in a few milliseconds: pages of words that can be read and copied.

They look like nothing (their font is not embedded); what counts is their text and the signature.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sim.backend.document_authority import DocumentAuthority
from sim.clock import CHINA

SIGNED_AT = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)


@dataclass(frozen=True)
class Placed:
    """Words somewhere on the page; the lower left corner is the origin, in points."""

    left: int
    base: int
    words: str
    size: int = 12


Page = tuple[str | Placed, ...]
"""Lines under one another from the top, and what stands elsewhere."""


@cache
def authority() -> DocumentAuthority:
    """The one that terminals trust, the same throughout a run of tests."""
    return DocumentAuthority()


@cache
def stranger() -> DocumentAuthority:
    """One with the very same names, that nobody trusts."""
    return DocumentAuthority()


def signed(*pages: Page, at: datetime = SIGNED_AT) -> bytes:
    """A document as the service signs it."""
    return authority().signer.sign(unsigned(*pages), at)


def signed_by_stranger(*pages: Page) -> bytes:
    """One whose signature is sound and whose signer nobody knows."""
    return stranger().signer.sign(unsigned(*pages), SIGNED_AT)


def signed_by_expired(*pages: Page) -> bytes:
    """One of a signer whose certificate had ended before."""
    return authority().expired_signer.sign(unsigned(*pages), SIGNED_AT)


def signed_twice(*pages: Page) -> bytes:
    """One with a second revision, signed too: the first signature covers only a part."""
    once = signed(*pages)
    return authority().signer.sign(once, SIGNED_AT, field="Second")


def altered(*pages: Page) -> bytes:
    """A signed one with a single byte of it changed afterwards, within what is signed."""
    pdf = signed(*pages)
    place = pdf.index(b" Tf") - 1
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def extended(*pages: Page) -> bytes:
    """A signed one with bytes after its end, which its signature does not cover."""
    return signed(*pages) + b"\n% more\n"


def unsigned(*pages: Page) -> bytes:
    """A PDF with these pages, each line as it is to be copied."""
    letters = sorted({letter for page in pages for line in _lines(page) for letter in line.words})
    codes = {letter: code for code, letter in enumerate(letters, 1)}
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        _list_of_pages(len(pages)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /None /Encoding /Identity-H"
        b" /DescendantFonts [ 4 0 R ] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /None /W [ 1 [ %b ] ]"
        b" /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        % b" ".join(b"500" if letter.isascii() else b"1000" for letter in letters),
        b"<< /Type /FontDescriptor /FontName /None /Flags 4 /FontBBox [ 0 0 1000 1000 ]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(_to_unicode(codes)),
    ]
    for page in pages:
        content = len(objects) + 2
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>" % content
        )
        objects.append(_stream(_content(page, codes)))
    return _file(objects)


def _list_of_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (7 + 2 * place) for place in range(count))
    return b"<< /Type /Pages /Kids [ %b ] /Count %d >>" % (kids, count)


def _lines(page: Page) -> list[Placed]:
    return [
        Placed(40, 780 - 20 * place, line) if isinstance(line, str) else line
        for place, line in enumerate(page)
    ]


def _content(page: Page, codes: dict[str, int]) -> bytes:
    return b"\n".join(
        b"BT /F %d Tf %d %d Td <%b> Tj ET"
        % (line.size, line.left, line.base, b"".join(b"%04x" % codes[one] for one in line.words))
        for line in _lines(page)
    )


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = b"\n".join(
        b"<%04x> <%b>" % (code, letter.encode("utf-16-be").hex().encode())
        for letter, code in codes.items()
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        b"%d beginbfchar\n%b\nendbfchar\nendcmap end end" % (len(codes), rows)
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R"
        b" /ID [ <00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff> ] >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, rows, len(objects) + 1, len(out))
    )


FLAWED: dict[str, Callable[..., bytes]] = {
    "unsigned": unsigned,
    "altered": altered,
    "extended": extended,
    "signed by a stranger": signed_by_stranger,
    "signed by one who had expired": signed_by_expired,
    "signed twice": signed_twice,
}
"""Every maker of a document that is not to be taken, by what is wrong with it."""
