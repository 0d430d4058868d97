"""Signs documents: one PAdES baseline B-B signature (ETSI EN 319 142-1) over the whole file.

The signature is an incremental update, so what was set stays as it was, byte for byte. RSA with
PKCS#1 v1.5 and nothing random in the file: the same document, moment and key give the same bytes.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from typing import TypeVar

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer

_T = TypeVar("_T")

_DIGEST = "sha256"
_RESERVED = 8192
"""Hexadecimal digits kept free for the signature with its certificate, which takes some 5000."""


def sign(
    pdf: bytes, at: datetime, field: str, certificate: bytes, sign_raw: Callable[[bytes], bytes]
) -> bytes:
    """The document with the signature of ``certificate`` (DER); ``sign_raw`` signs with its key,
    RSA over SHA-256. Raises what pyHanko raises for what is no PDF."""
    written = PdfCMSEmbedder().write_cms(field_name=field, writer=_Update(BytesIO(pdf)))
    next(written)
    written.send(
        SigObjSetup(
            SignatureObject(
                timestamp=at.replace(microsecond=0),
                subfilter=SigSeedSubFilter.PADES,
                bytes_reserved=_RESERVED,
            )
        )
    )
    prepared, output = written.send(SigIOSetup(md_algorithm=_DIGEST, output=BytesIO()))
    hand = _Hand(certificate, sign_raw)
    written.send(_at_once(hand.async_sign(prepared.document_digest, _DIGEST, use_pades=True)))
    signed: bytes = output.getvalue()
    return signed


def _at_once(signing: Coroutine[None, None, _T]) -> _T:
    """What comes of it. pyHanko signs within an event loop; where one runs already there can be no
    second, so that this one has a thread to itself."""
    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(asyncio.run, signing).result()


class _Hand(Signer):
    """Signs with the key as it is; pyHanko's own would read and prove it anew each time."""

    def __init__(self, certificate: bytes, sign_raw: Callable[[bytes], bytes]) -> None:
        self._sign_raw = sign_raw
        super().__init__(signing_cert=next(load_certs_from_pemder_data(certificate)))

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """What pyHanko calls."""
        return self._sign_raw(data)


class _Update(IncrementalPdfFileWriter):
    """An update that says of the document neither when nor under which random number it was made.

    pyHanko offers no other way: it would write the time of the machine into the metadata, and
    change the second half of the file's identifier at random.
    """

    def __init__(self, pdf: BytesIO) -> None:
        super().__init__(pdf)
        first = self._document_id[0]
        changed = hashlib.sha256(pdf.getvalue()).digest()[:16]
        self._document_id = ArrayObject([first, ByteStringObject(changed)])

    def _update_meta(self) -> None:
        pass
