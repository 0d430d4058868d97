"""Whether the one signature of a document is sound and its signer known.

PAdES (ETSI EN 319 142-1, baseline B-B). Nothing is fetched: whether a certificate was revoked since
is not asked, for the terminal reaches no such service; the collection service stops using a signer
that was.
"""

from __future__ import annotations

import io
import logging
from datetime import datetime, timedelta

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kiosk.documents.unsound import Unsound

FAST_BY = timedelta(minutes=5)
"""How far the service's clock may be ahead of the terminal's."""

_USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)

for _library in ("pyhanko", "pyhanko_certvalidator"):
    # What they say of a document may quote it.
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)


def flaw_of_signature(pdf: bytes, trusted: bytes, now: datetime) -> Unsound | None:
    """What is wrong with it, None for nothing; ``trusted`` are certificates of authorities in PEM.

    Never raises: whatever a library makes of a hostile document, it is not a sound one.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if not signatures:
            return Unsound.UNSIGNED
        if len(signatures) > 1:
            return Unsound.ADDED_TO
        return _flaw_of(signatures[0], trusted, now)
    except Exception:  # whatever the library made of it
        return Unsound.UNREADABLE


def _flaw_of(signature: EmbeddedPdfSignature, trusted: bytes, now: datetime) -> Unsound | None:
    context = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(trusted)), allow_fetching=False, moment=now
    )
    status = validate_pdf_signature(signature, context, key_usage_settings=_USAGE)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return Unsound.ADDED_TO
    if not (status.intact and status.valid):
        return Unsound.CHANGED
    if not status.trusted:
        return Unsound.STRANGER
    signed_at, signer = status.signer_reported_dt, status.signing_cert
    if signed_at is None or signed_at > now + FAST_BY:
        return Unsound.FROM_THE_FUTURE
    if not signer.not_valid_before <= signed_at <= signer.not_valid_after:
        return Unsound.STRANGER
    return None
