"""A service that hands out what no terminal may take."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pyhanko.pdf_utils.misc import PdfReadError

from sim.backend import contribution_certificates, document_flaws, documents
from sim.backend.admin import Admin
from sim.backend.document_flaws import DocumentFlaw
from sim.backend.documents import Titled, hand_out
from sim.backend.faults import FaultTable
from sim.backend.seed import TERMINALS
from sim.backend.wire_history import MakeContributionCertificate
from sim.people import find_person
from tests.sim.backend.records import HERE, Records, months, page_texts, set_once
from tests.sim.backend.test_signing import verdict

ZHANG_SAN = find_person("zhang-san")


@pytest.fixture
def records(monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    for module in (documents, document_flaws):
        monkeypatch.setattr(module, "typeset", set_once)
    records = Records()
    yield records
    records.close()


def certificate(records: Records) -> Titled:
    person = records.person("zhang-san")
    records.paid(person, months("202601", "202603"))
    wanted = MakeContributionCertificate(
        person_token=records.token(person),
        group="1",
        first_year=2026,
        last_year=2026,
        insurance=None,
        form="summary",
    )
    return contribution_certificates.make(records.collection, HERE, str(uuid4()), wanted)


def spoilt(records: Records, flaw: DocumentFlaw) -> tuple[Titled, bytes]:
    """What was asked for and what came; the answer itself is in order."""
    admin = Admin(records.collection, FaultTable(), TERMINALS)
    admin.spoil_documents(flaw)
    titled = certificate(records)
    answer = hand_out(records.collection, titled)
    pdf = base64.b64decode(answer.pdf_base64)
    assert hashlib.sha256(pdf).hexdigest() == answer.sha256
    assert (answer.number, answer.title) == (titled.number, titled.title)
    return titled, pdf


def is_sound(pdf: bytes) -> bool:
    try:
        return bool(verdict(pdf).bottom_line)
    except (PdfReadError, ValueError):  # nothing to be judged, as where there is no signature
        return False


@pytest.mark.parametrize("flaw", DocumentFlaw)
@pytest.mark.expects_log
def test_each_flaw_is_one_and_no_other(records: Records, flaw: DocumentFlaw) -> None:
    titled, pdf = spoilt(records, flaw)
    text = " ".join(page_texts(pdf)[0].split()) if flaw is not DocumentFlaw.ALTERED else ""
    signed = flaw in (DocumentFlaw.OTHER_PERSON, DocumentFlaw.OTHER_NUMBER)
    assert is_sound(pdf) is signed
    if text:
        assert (titled.number in text) is (flaw is not DocumentFlaw.OTHER_NUMBER)
        for own in (ZHANG_SAN.called, ZHANG_SAN.number):
            assert (own in text) is (flaw is not DocumentFlaw.OTHER_PERSON)


def test_only_so_many_documents_are_flawed(records: Records) -> None:
    titled, pdf = spoilt(records, DocumentFlaw.UNSIGNED)
    assert b"/ByteRange" not in pdf
    again = base64.b64decode(hand_out(records.collection, titled).pdf_base64)
    assert again.startswith(pdf)
    assert is_sound(again)
