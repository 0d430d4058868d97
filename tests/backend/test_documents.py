"""Documents are taken only when they are whole, are PDF, and are the ones that were asked for."""

from __future__ import annotations

import asyncio
import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.client import CollectionService
from kiosk.backend.documents import MOST_PDF_BYTES
from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.certificate import ServiceDocument
from tests.backend.call import NUMBER, Answer, Call, Canned, complaint, told
from tests.backend.hostile_server import HostileServer
from tests.backend.record_answers import (
    CERTIFICATE,
    CERTIFICATE_NUMBER,
    CONTRIBUTION,
    DOCUMENTS,
    ISSUE,
    LINK,
    LIST,
    LIST_DOCUMENT,
    PDF,
    REPRINT,
    REPRINTED,
    document,
)

each_document = pytest.mark.parametrize("call", DOCUMENTS, ids=lambda call: call.name)


@pytest.mark.parametrize(
    ("call", "good"),
    [
        (LIST, LIST_DOCUMENT),
        (ISSUE, CERTIFICATE),
        (REPRINT, REPRINTED),
        (CONTRIBUTION, CERTIFICATE),
    ],
    ids=[call.name for call in DOCUMENTS],
)
async def test_a_document_is_taken(
    service: CollectionService, server: HostileServer, call: Call, good: ServiceDocument
) -> None:
    assert await told(service, server, call, call.answer) == good


@each_document
async def test_the_longest_document_there_may_be_comes_over_the_line(
    service: CollectionService, server: HostileServer, call: Call
) -> None:
    pdf = b"%PDF-1.7\n" + b"x" * (MOST_PDF_BYTES - 9)
    found = await told(service, server, call, call.answer | content(pdf))
    assert isinstance(found, ServiceDocument)
    assert found.pdf == pdf


def content(pdf: bytes) -> Answer:
    return {
        "pdf_base64": base64.b64encode(pdf).decode(),
        "sha256": sha256(pdf).hexdigest(),
    }


_BASE64 = base64.b64encode(PDF).decode()
UNSOUND: dict[str, tuple[Answer, str]] = {
    "a byte too long": (content(b"%PDF-" + b"x" * (MOST_PDF_BYTES - 4)), "too long"),
    "no PDF": (content(b"<html>"), "not a PDF"),
    "a PDF behind something else": (content(b"\n" + PDF), "not a PDF"),
    "nothing": (content(b""), "not a PDF"),
    "another content": (content(PDF) | {"sha256": sha256(b"").hexdigest()}, "checksum"),
    "a line break": ({"pdf_base64": _BASE64[:8] + "\n" + _BASE64[8:]}, "base64"),
    "a space behind": ({"pdf_base64": _BASE64 + " "}, "base64"),
    "the letters of addresses": ({"pdf_base64": _BASE64 + "-_-_"}, "base64"),
    "a letter short": ({"pdf_base64": _BASE64[:-1]}, "base64"),
    "too much padding": ({"pdf_base64": _BASE64 + "===="}, "base64"),
    "bits too many": ({"pdf_base64": "JVBERh==", "sha256": sha256(b"%PDF").hexdigest()}, "base64"),
    "padding in the middle": ({"pdf_base64": "JVBE====" + _BASE64}, "base64"),
    "other letters": ({"pdf_base64": "文件"}, "base64"),
}


@each_document
@pytest.mark.parametrize(("changes", "cause"), UNSOUND.values(), ids=UNSOUND)
async def test_a_document_whose_content_is_not_what_it_says_is_unsound(
    call: Call, changes: Answer, cause: str
) -> None:
    error = await complaint(call, call.answer | changes)
    assert (error.kind, error.cause) == (ServiceErrorKind.UNSOUND, cause)


@each_document
@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "完税\x1b证明"},
        {"title": f"完税证明{NUMBER}"},
        {"title": "证" * 41},
        {"number": "26/37"},
        {"number": "2" * 65},
        {"number": None},
        {"reprint": -1},
        {"reprint": 10_001},
        {"reprint": "0"},
        {"sha256": sha256(PDF).hexdigest().upper()},
        {"sha256": "0" * 63},
        {"pdf_base64": None},
        {"pdf_base64": [37, 80, 68, 70, 45]},
        {"valid_seconds": -1},
        {"valid_seconds": 86_401},
        {"link": None},
        {"link": "https://" + "a" * 500},
    ],
    ids=lambda changes: str(*changes.items())[:30],
)
async def test_what_is_said_of_a_document_is_bounded(call: Call, changes: Answer) -> None:
    error = await complaint(call, call.answer | changes)
    assert error.kind is ServiceErrorKind.MALFORMED


@pytest.mark.parametrize(
    "link",
    [
        "ftp://collection.example/d/1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "//collection.example/d/1",
        "collection.example/d/1",
        "https://",
        "https:///d/1",
        "http://:80/d/1",
        "https://collection.example:99999/d/1",
        "https://collection.example:0/d/1",
        "https://collection.example:port/d/1",
        "https://[::1/d/1",
        "https://safe.example@evil.example/d/1",
        "https://name:password@collection.example/d/1",
        "https://collection.example/d/1 2",
        "https://collection.example/d/1\n",
        "HTTPS://collection.example/文件",
    ],
)
async def test_a_link_that_a_phone_had_better_not_follow_is_refused(link: str) -> None:
    error = await complaint(LIST, LIST.answer | {"link": link})
    assert error.kind is ServiceErrorKind.MALFORMED


@pytest.mark.parametrize("link", ["", LINK, "http://192.0.2.7:8443/d/0a1b?x=1"])
async def test_a_list_may_be_fetched_by_a_phone_or_not(link: str) -> None:
    service = CollectionService(Canned(LIST.answer | {"link": link}))
    found = await LIST.make(service)
    assert isinstance(found, ServiceDocument)
    assert found.link == link


OTHERS: list[tuple[str, Call, Answer]] = [
    ("a list with a number", LIST, {"number": CERTIFICATE_NUMBER}),
    ("a list that is a reprint", LIST, {"reprint": 1}),
    ("a first issue that is a reprint", ISSUE, {"reprint": 1}),
    ("a first issue without a number", ISSUE, {"number": ""}),
    ("a certificate to be fetched by anybody", ISSUE, {"link": LINK}),
    ("a reprint that is none", REPRINT, {"reprint": 0}),
    ("another certificate", REPRINT, {"number": "2637WM1000043"}),
    ("a reprint to be fetched by anybody", REPRINT, {"link": LINK}),
    ("a proof without a number", CONTRIBUTION, {"number": ""}),
    ("a proof to be fetched by anybody", CONTRIBUTION, {"link": LINK}),
    ("a proof that is a reprint", CONTRIBUTION, {"reprint": 1}),
    ("a certificate for a list", LIST, {"title": "税收完税证明"}),
    ("a list for a certificate", ISSUE, {"title": "社会保险费缴费清单"}),
    ("a list for a reprint", REPRINT, {"title": "社会保险费缴费清单"}),
    ("what is no kind of proof", CONTRIBUTION, {"title": "社会保险费缴费证明"}),
]


@pytest.mark.parametrize(
    ("call", "changes"), [one[1:] for one in OTHERS], ids=[one[0] for one in OTHERS]
)
async def test_another_document_than_the_one_asked_for_is_refused(
    call: Call, changes: Answer
) -> None:
    error = await complaint(call, call.answer | changes)
    assert error.kind is ServiceErrorKind.MALFORMED


@given(st.binary(max_size=200))
def test_every_pdf_comes_through_as_it_is(tail: bytes) -> None:
    pdf = b"%PDF-" + tail

    async def ask() -> object:
        return await ISSUE.make(CollectionService(Canned(document(pdf))))

    found = asyncio.run(ask())
    assert isinstance(found, ServiceDocument)
    assert found.pdf == pdf


@given(st.binary(max_size=200), st.binary(max_size=8).map(base64.b64encode) | st.binary(max_size=8))
def test_no_other_content_comes_through(tail: bytes, other: bytes) -> None:
    pdf = b"%PDF-" + tail
    text = base64.b64encode(pdf + b".").decode() + other.decode("latin-1")
    refused = asyncio.run(complaint(ISSUE, document(pdf, pdf_base64=text)))
    assert refused.kind is ServiceErrorKind.UNSOUND
