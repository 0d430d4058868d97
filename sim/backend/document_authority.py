"""Who signs the hall's documents: a root that terminals trust, and the certificates it issues.

Made anew at every start, like those of the network; no key is ever written.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

from sim.backend.signing import DocumentSigner

_BEGIN, _END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2049, 12, 31, tzinfo=UTC)
"""Whatever year it is in the simulated world."""
_EXPIRED = datetime(2020, 2, 1, tzinfo=UTC)
_HOUSE = "国家税务总局山东省税务局（样例 演示数据）"
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""Extended key usage of RFC 9336."""
_BITS = 2048
_EXPONENT = 65537


class DocumentAuthority:
    """One root with its signers, made when first asked for. Safe to use from any thread once
    ``signer`` was asked for."""

    def __init__(self, name: str = "电子凭证根证书（样例）") -> None:
        self._name = _name(name)

    @cached_property
    def root_pem(self) -> bytes:
        """The root's certificate, for terminals to trust."""
        return self._root.public_bytes(serialization.Encoding.PEM)

    @cached_property
    def signer(self) -> DocumentSigner:
        """Who signs what the service hands out."""
        return self._issue("电子凭证专用章（样例）", _END)

    @cached_property
    def expired_signer(self) -> DocumentSigner:
        """One whose certificate ended long ago."""
        return self._issue("电子凭证专用章（样例 已过期）", _EXPIRED)

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return _new_key()

    @cached_property
    def _root(self) -> x509.Certificate:
        public = self._key.public_key()
        return (
            _begun(self._name, self._name, public, _END)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def _issue(self, name: str, end: datetime) -> DocumentSigner:
        key = _new_key()
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        certificate = (
            _begun(_name(name), self._root.subject, key.public_key(), end)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
            .add_extension(issuer, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return DocumentSigner(certificate, key)


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(_EXPONENT, _BITS)


def _begun(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_BEGIN)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _HOUSE),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
