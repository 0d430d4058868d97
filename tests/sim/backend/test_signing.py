"""What the service signs, as somebody else's library sees it."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from tests.support import signed_documents as made
from tests.support.signed_documents import SIGNED_AT

PAGES = (("税收完税证明", "杨䶮 · 朱𬱖"), ("身份证 110101199003078515",))

# It complains of every signer it does not know; whether that is heard is up to what ran before.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)


def verdict(pdf: bytes) -> PdfSignatureStatus:
    (root,) = load_certs_from_pemder_data(made.authority().root_pem)
    trust = ValidationContext(trust_roots=[root], moment=SIGNED_AT)
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, trust)


def test_a_signed_document_is_sound_whole_and_of_a_trusted_signer() -> None:
    pdf = made.signed(*PAGES)
    status = verdict(pdf)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.signer_reported_dt == SIGNED_AT
    assert (status.md_algorithm, status.pkcs7_signature_mechanism) == ("sha256", "sha256_rsa")
    assert b"/SubFilter /ETSI.CAdES.detached" in pdf


def test_signing_only_adds_to_a_document_and_changes_nothing_of_its_text() -> None:
    plain, pdf = made.unsigned(*PAGES), made.signed(*PAGES)
    assert pdf.startswith(plain)
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert [tuple(text.split("\r\n")) for text in texts] == list(PAGES)


def test_the_same_document_signed_at_the_same_moment_is_the_same_to_the_byte() -> None:
    pdf = made.signed(*PAGES)
    assert made.signed(*PAGES, at=SIGNED_AT + timedelta(microseconds=250_000)) == pdf
    assert made.signed(*PAGES, at=SIGNED_AT + timedelta(seconds=1)) != pdf


def test_a_signer_tells_nothing_of_its_key() -> None:
    assert "key" not in repr(made.authority().signer).replace("publickey", "")


@pytest.mark.parametrize("flaw", ["altered", "extended"])
def test_a_change_after_signing_shows(flaw: str) -> None:
    status = verdict(made.FLAWED[flaw](*PAGES))
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert not (status.bottom_line and whole)


@pytest.mark.parametrize("flaw", ["signed by a stranger", "signed by one who had expired"])
def test_a_stranger_and_one_who_had_expired_are_not_trusted(flaw: str) -> None:
    status = verdict(made.FLAWED[flaw](*PAGES))
    assert status.intact
    assert not status.trusted
