"""Whose a staff card is: its certificate against the staff authority, and its signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from cryptography.x509.verification import (
    Criticality,
    ExtensionPolicy,
    Policy,
    PolicyBuilder,
    Store,
    VerificationError,
)

from kiosk.devices.codecs.piv import PivKey

_RSA_BITS = 2048
_SHORTEST_NUMBER, _LONGEST_NUMBER = 3, 12


class ForeignCard(Exception):
    """The certificate was not issued by the staff authority, or not for such a card."""


class CardNotValidNow(Exception):
    """The staff authority issued it, and its time has not come or is over."""


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Whom the staff authority issued the certificate to, by personal number, and their key."""

    number: str
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey

    @property
    def kind(self) -> PivKey:
        """Which kind of key it is."""
        return PivKey.RSA_2048 if isinstance(self.key, rsa.RSAPublicKey) else PivKey.P_256

    def has_signed(self, challenge: bytes, signature: bytes) -> bool:
        """Whether the signature is this key's over the challenge."""
        try:
            match self.key:
                case rsa.RSAPublicKey() as key:
                    key.verify(signature, challenge, padding.PKCS1v15(), hashes.SHA256())
                case key:
                    key.verify(signature, challenge, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


class CardAuthority:
    """Who issues staff cards, from certificates in PEM: all in it are believed alike."""

    def __init__(self, pem: bytes) -> None:
        """Raises ValueError when there is no certificate in it."""
        self._trusted = x509.load_pem_x509_certificates(pem)

    def holder(self, certificate: bytes, now: datetime) -> CardHolder:
        """Whose certificate (DER) it is. Raises ForeignCard, CardNotValidNow."""
        try:
            read = x509.load_der_x509_certificate(certificate)
            found = self._verified(read, now)
            return CardHolder(_number_of(found.subject), _key_of(found))
        except ForeignCard:
            raise
        except (ValueError, TypeError, x509.ExtensionNotFound, x509.DuplicateExtension):
            # Whatever a library makes of it: it comes from outside, and is not believed.
            raise ForeignCard from None

    def _verified(self, certificate: x509.Certificate, now: datetime) -> x509.Certificate:
        if self._is_believed(certificate, now):
            return certificate
        # What is wrong is told apart by asking what would have been believed in its own time.
        if self._is_believed(certificate, certificate.not_valid_before_utc):
            raise CardNotValidNow
        raise ForeignCard

    def _is_believed(self, certificate: x509.Certificate, at: datetime) -> bool:
        verifier = (
            PolicyBuilder()
            .store(Store(self._trusted))
            .time(at)
            .extension_policies(
                ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=_CARD_POLICY
            )
            .build_client_verifier()
        )
        try:
            verifier.verify(certificate, [])
        except VerificationError:
            return False
        return True


def _signs(_policy: Policy, _card: x509.Certificate, usage: x509.KeyUsage | None) -> None:
    """The key of a card is for signing; without a word about it, for anything."""
    if usage is not None and not usage.digital_signature:
        raise ValueError("not a key that signs")


def _ends(
    _policy: Policy, _card: x509.Certificate, constraints: x509.BasicConstraints | None
) -> None:
    """Whoever issues certificates does not log in with one."""
    if constraints is not None and constraints.ca:
        raise ValueError("the certificate of an authority")


# Staff certificates have no name of a machine and uses of all kinds; the rules of the web ask for
# both, so they hold for the authority alone.
_CARD_POLICY = (
    ExtensionPolicy.permit_all()
    .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _signs)
    .may_be_present(x509.BasicConstraints, Criticality.AGNOSTIC, _ends)
)


def _number_of(subject: x509.Name) -> str:
    """The personal number: serialNumber where there is one, else the common name; one of it."""
    for kind in (NameOID.SERIAL_NUMBER, NameOID.COMMON_NAME):
        values = [str(one.value).strip().upper() for one in subject.get_attributes_for_oid(kind)]
        if values:
            (number,) = values if len(values) == 1 else ("",)
            if _is_number(number):
                return number
            break
    raise ForeignCard


def _is_number(text: str) -> bool:
    fits = _SHORTEST_NUMBER <= len(text) <= _LONGEST_NUMBER
    return fits and text.isascii() and text.isalnum()


def _key_of(certificate: x509.Certificate) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    match certificate.public_key():
        case rsa.RSAPublicKey(key_size=bits) as key if bits == _RSA_BITS:
            return key
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()) as key:
            return key
        case _:
            raise ForeignCard
