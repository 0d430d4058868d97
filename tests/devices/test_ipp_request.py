"""Requests byte by byte (RFC 8010), and every attribute that is meant to be sent is on the wire."""

from __future__ import annotations

import pytest
from pyipp.serializer import construct_attribute
from pyipp.tags import ATTRIBUTE_TAG_MAP

from kiosk.devices.codecs.ipp_reply import NOTHING_SAID, IppAttributes
from kiosk.devices.codecs.ipp_request import (
    Attribute,
    Operation,
    ValueTag,
    boolean,
    collection,
    encode_request,
    integer,
    keyword,
    text,
)
from kiosk.devices.codecs.ipp_ticket import (
    A4,
    Paper,
    Unsuitable,
    UnsuitablePrinter,
    document_attributes,
    ticket_for,
)
from tests.devices import ipp_wire_format as ipp

ABLE = IppAttributes(
    {
        "document-format-supported": ("application/pdf",),
        "media-supported": ("iso_a4_210x297mm", "na_letter_8.5x11in", "roll"),
        "media-col-supported": ("media-size", "media-source"),
        "media-source-supported": ("main", "tray-1"),
        "sides-supported": ("one-sided", "two-sided-long-edge"),
        "copies-supported": ((1, 99),),
        "number-up-supported": (1, 2),
        "print-scaling-supported": ("auto", "none"),
        "job-sheets-supported": ("none", "standard"),
    }
)
CHARSET_AND_LANGUAGE = (
    b"\x47\x00\x12attributes-charset\x00\x05utf-8\x48\x00\x1battributes-natural-language\x00\x02en"
)


def without(*names: str) -> IppAttributes:
    return IppAttributes({name: ABLE.values[name] for name in ABLE.values if name not in names})


def with_only(name: str, *values: str) -> IppAttributes:
    return IppAttributes({**ABLE.values, name: values})


def test_a_request_is_as_the_standard_says() -> None:
    about = (
        text("printer-uri", ValueTag.URI, "ipp://a/b"),
        keyword("requested-attributes", "media", "sides"),
        boolean("my-jobs", value=True),
    )
    told = (
        integer("copies", 1),
        collection("media-col", keyword("media-source", "main")),
    )
    assert encode_request(Operation.PRINT_JOB, 0x01020304, about, told, b"%PDF") == (
        b"\x02\x00\x00\x02\x01\x02\x03\x04\x01"
        + CHARSET_AND_LANGUAGE
        + b"\x45\x00\x0bprinter-uri\x00\x09ipp://a/b"
        + b"\x44\x00\x14requested-attributes\x00\x05media\x44\x00\x00\x00\x05sides"
        + b"\x22\x00\x07my-jobs\x00\x01\x01"
        + b"\x02"
        + b"\x21\x00\x06copies\x00\x04\x00\x00\x00\x01"
        + b"\x34\x00\x09media-col\x00\x00"
        + b"\x4a\x00\x00\x00\x0cmedia-source\x44\x00\x00\x00\x04main"
        + b"\x37\x00\x00\x00\x00"
        + b"\x03%PDF"
    )


def test_a_request_about_no_job_has_no_group_for_it() -> None:
    assert encode_request(Operation.GET_JOBS, 1, ()).endswith(b"\x00\x02en\x03")


def test_no_value_is_longer_than_its_length_can_say() -> None:
    with pytest.raises(ValueError, match="job-name"):
        encode_request(Operation.GET_JOBS, 1, (text("job-name", ValueTag.NAME, "x" * 0x8000),))


@pytest.mark.parametrize("paper", [A4, Paper(tray="main")], ids=["any tray", "one tray"])
def test_everything_that_is_asked_of_the_printer_is_on_the_wire(paper: Paper) -> None:
    ticket = ticket_for(ABLE, paper)
    about = document_attributes("JN03-1", "kiosk")
    request = ipp.read_request(encode_request(Operation.PRINT_JOB, 9, about, ticket, b"%PDF"))
    media: ipp.Group = {"media": ["iso_a4_210x297mm"]}
    if paper.tray:
        size: ipp.Group = {"x-dimension": [21_000], "y-dimension": [29_700]}
        media = {"media-col": [{"media-size": [size], "media-source": ["main"]}]}
    assert request.ticket == {
        **media,
        "sides": ["one-sided"],
        "copies": [1],
        "number-up": [1],
        "print-scaling": ["none"],
        "job-sheets": ["none"],
    }
    assert request.about == {
        "attributes-charset": ["utf-8"],
        "attributes-natural-language": ["en"],
        "requesting-user-name": ["kiosk"],
        "job-name": ["JN03-1"],
        "ipp-attribute-fidelity": [True],
        "document-format": ["application/pdf"],
    }
    assert request.document == b"%PDF"
    assert len(request.ticket) == len(ticket)


def test_the_library_would_have_dropped_some_of_it_without_a_word() -> None:
    assert not construct_attribute("print-scaling", "none")
    assert construct_attribute("sides", "one-sided")
    assert "media-col" not in ATTRIBUTE_TAG_MAP


def test_nothing_is_asked_that_the_printer_does_not_offer() -> None:
    only_pdf = IppAttributes({"document-format-supported": ("application/pdf",)})
    assert ticket_for(only_pdf, A4) == ()
    no_scaling = with_only("print-scaling-supported", "fit")
    assert "print-scaling" not in [one.name for one in ticket_for(no_scaling, A4)]


def test_a_queue_that_gives_a_failed_job_up_is_taken() -> None:
    assert ticket_for(with_only("printer-error-policy", "abort-job"), A4)


def test_sizes_in_inches_are_told_in_hundredths_of_a_millimetre() -> None:
    ticket = ticket_for(ABLE, Paper("na_letter_8.5x11in", "tray-1"))
    assert ticket[0].members[0] == collection(
        "media-size", integer("x-dimension", 21_590), integer("y-dimension", 27_940)
    )


@pytest.mark.parametrize(
    ("printer", "paper", "why"),
    [
        (NOTHING_SAID, A4, Unsuitable.NO_PDF),
        (with_only("document-format-supported", "image/urf"), A4, Unsuitable.NO_PDF),
        (ABLE, Paper("iso_a5_148x210mm"), Unsuitable.NO_SUCH_MEDIA),
        (ABLE, Paper("roll", "main"), Unsuitable.NO_SUCH_MEDIA),
        (ABLE, Paper(tray="tray-9"), Unsuitable.NO_SUCH_TRAY),
        (without("media-col-supported"), Paper(tray="main"), Unsuitable.NO_SUCH_TRAY),
        (with_only("printer-error-policy", "retry-job"), A4, Unsuitable.PRINTS_AGAIN),
        (with_only("printer-error-policy", "stop-printer"), A4, Unsuitable.PRINTS_AGAIN),
        (with_only("sides-supported", "two-sided-long-edge"), A4, Unsuitable.TWO_SIDED_ONLY),
    ],
)
def test_a_printer_that_cannot_do_it_is_told_why(
    printer: IppAttributes, paper: Paper, why: Unsuitable
) -> None:
    with pytest.raises(UnsuitablePrinter) as caught:
        ticket_for(printer, paper)
    assert caught.value.why is why


def test_collections_may_lie_in_collections() -> None:
    nested = collection("a", collection("b", integer("c", -1)), integer("d", 2))
    request = ipp.read_request(encode_request(Operation.PRINT_JOB, 1, (), (nested,)))
    assert request.ticket == {"a": [{"b": [{"c": [-1]}], "d": [2]}]}


def test_an_attribute_is_a_value() -> None:
    assert keyword("a", "b") == Attribute("a", ValueTag.KEYWORD, ("b",))
