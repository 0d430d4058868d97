"""Who signs documents: a certificate and its key."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as described
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

FIELD = "Signature"
"""What the signature's field in a document is called."""


@dataclass(frozen=True, slots=True)
class DocumentSigner:
    """A certificate for signing documents, and its key. The root is known to whoever checks."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey = described(repr=False)

    def sign(self, pdf: bytes, at: datetime, *, field: str = FIELD) -> bytes:
        """The document with the signature; ``at`` is what it says of when it was signed.

        Raises what pyHanko raises for what is no PDF.
        """
        # It takes half a second to load, and most of what uses the service has no document signed.
        from sim.backend.pades import sign

        der = self.certificate.public_bytes(Encoding.DER)
        return sign(pdf, at, field, der, self._sign_raw)

    def _sign_raw(self, data: bytes) -> bytes:
        return self.key.sign(data, padding.PKCS1v15(), SHA256())
