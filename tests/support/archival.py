"""What makes a PDF one for archives (PDF/A-2b, ISO 19005-2), as far as this program's can fail it.

No validator of the standard can be had from the registries that this project installs from, so
this is a check of our own and no proof of conformance. It looks at every object that the
catalogue leads to, through the latest revision, for what the standard demands of such files as
ours: text, lines and fills, embedded fonts, one signature. It does not read content streams, and
knows nothing of images, layers or attachments but that there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)
from pyhanko.pdf_utils.reader import PdfFileReader

_FORBIDDEN = (
    "/JS /JavaScript /AA /OpenAction /XFA /NeedAppearances /EmbeddedFiles /AF /OPI /Ref /PS"
    " /TR /TR2 /HTP /SMask /OCProperties /Alternates /NeedsRendering /Requirements /PresSteps"
).split()
"""Keys: actions, forms, attachments, layers and what depends on a device (6.1 to 6.10)."""
_FILTERS = {"/FlateDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/DCTDecode"}
_PRINT, _INVISIBLE, _HIDDEN, _NO_VIEW = 4, 1, 2, 32


def complaints(pdf: bytes) -> list[str]:
    """What of the standard is broken, empty for nothing that this check can see."""
    reader = PdfFileReader(BytesIO(pdf))
    found = list(_objects(reader.trailer.raw_get("/Root")))
    dictionaries = [one for one in found if isinstance(one, DictionaryObject)]
    return [
        *_of_the_file(pdf, reader),
        *_of_the_metadata(reader),
        *_of_the_colours(reader),
        *(f"key {key}" for one in dictionaries for key in one if key in _FORBIDDEN),
        *(line for one in dictionaries for line in _of_a_font(one)),
        *(line for one in dictionaries for line in _of_an_annotation(one)),
        *(line for one in found if isinstance(one, StreamObject) for line in _of_a_stream(one)),
    ]


def _of_the_file(pdf: bytes, reader: PdfFileReader) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", pdf):
        yield "header (6.1.2)"
    if not re.search(rb"%%EOF\r?\n?\Z", pdf):
        yield "bytes after the end (6.1.3)"
    if "/ID" not in reader.trailer.flatten():
        yield "no identifier (6.1.3)"
    if "/Encrypt" in reader.trailer.flatten():
        yield "encrypted (6.1.3)"


def _of_the_metadata(reader: PdfFileReader) -> Iterator[str]:
    if "/Metadata" not in reader.root:
        yield "no metadata (6.6.2)"
        return
    stream = reader.root["/Metadata"]
    xmp = stream.data.decode()
    part = re.search(r"<pdfaid:part>(.)</pdfaid:part>", xmp)
    level = re.search(r"<pdfaid:conformance>(.)</pdfaid:conformance>", xmp)
    if (part and part[1], level and level[1]) != ("2", "B"):
        yield "not said to be PDF/A-2b (6.6.4)"
    for key in ("/Title", "/Author"):
        if str(reader.trailer["/Info"].get(key, "")) not in xmp:
            yield f"{key} is not that of the metadata (6.6.3)"


def _of_the_colours(reader: PdfFileReader) -> Iterator[str]:
    if "/OutputIntents" not in reader.root:
        yield "no output intent (6.2.3)"
        return
    listed = reader.root["/OutputIntents"]
    intents = [listed[place] for place in range(len(listed))]
    kinds = [str(one["/S"]) for one in intents]
    if kinds != ["/GTS_PDFA1"]:
        yield f"output intents {kinds} (6.2.3)"
        return
    profile = intents[0]["/DestOutputProfile"]
    if profile["/N"] != 3 or profile.data[36:40] != b"acsp" or profile.data[16:20] != b"RGB ":
        yield "the output intent is no profile of RGB (6.2.3)"


def _of_a_font(one: DictionaryObject) -> Iterator[str]:
    kind = str(one.get("/Type", ""))
    if kind == "/FontDescriptor" and not {"/FontFile2", "/FontFile3"} & set(one):
        yield f"font {one['/FontName']} is not embedded (6.2.11.4)"
    if kind != "/Font":
        return
    if one["/Subtype"] == "/Type0":
        if "/ToUnicode" not in one:
            yield f"font {one['/BaseFont']} cannot be copied"
        if one["/Encoding"] not in ("/Identity-H", "/Identity-V"):
            yield f"font {one['/BaseFont']} has an encoding of its own (6.2.11.3)"
    elif one["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in one:
        yield f"font {one['/BaseFont']} does not map its glyphs (6.2.11.3)"
    elif one["/Subtype"] not in ("/CIDFontType0", "/CIDFontType2"):
        yield f"font of the kind {one['/Subtype']}, which this check does not know"


def _of_an_annotation(one: DictionaryObject) -> Iterator[str]:
    if one.get("/Type") != "/Annot":
        return
    flags = int(one.get("/F", 0))
    if one["/Subtype"] != "/Widget":
        yield f"an annotation {one['/Subtype']}, which this check does not know"
    if not flags & _PRINT or flags & (_INVISIBLE | _HIDDEN | _NO_VIEW):
        yield f"flags {flags} of an annotation (6.3.2)"
    left, low, right, high = (float(edge) for edge in one["/Rect"])
    if "/AP" not in one and (right - left, high - low) != (0, 0):
        yield "an annotation without an appearance (6.3.3)"
    if {"/A", "/AA"} & set(one):
        yield "an annotation that does something (6.4.1)"


def _of_a_stream(one: StreamObject) -> Iterator[str]:
    named = one.get("/Filter", ArrayObject())
    filters = named if isinstance(named, ArrayObject) else [named]
    if not {str(name) for name in filters} <= _FILTERS:
        yield f"filters {named} (6.1.7)"
    if {"/F", "/FFilter", "/FDecodeParms"} & set(one):
        yield "a stream in another file (6.1.7)"
    if one.get("/Subtype") == "/Image":
        yield "an image, which this check does not know"


def _objects(start: PdfObject) -> Iterator[PdfObject]:
    """Everything that can be reached, each indirect object once."""
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()  # type: ignore[no-untyped-call]  # pyHanko leaves it untyped
        yield one
        if isinstance(one, DictionaryObject):
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += [one.raw_get(place) for place in range(len(one))]
