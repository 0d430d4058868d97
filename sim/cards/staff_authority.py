"""Who issues the staff cards of the simulated hall, and what else may come out of a pocket."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from kiosk.domain.staff import Role
from sim.cards.piv_card import CardKey, StaffCard
from sim.staff import Member

CARD_PIN = "271828"
"""Of every staff card."""
STRANGER = "X9999"
"""A number that the authority has given a card, and the terminal does not know."""
_YEAR = timedelta(days=365)
_RSA_BITS = 2048


class StaffCardFlaw(Enum):
    """What is wrong with a card."""

    FOREIGN = "foreign"
    """Issued by somebody else, under the same name."""
    EXPIRED = "expired"
    STRANGER = "stranger"
    """Of somebody who is not in the file of staff."""
    COPIED = "copied"
    """It has the certificate of another card, and a key of its own."""
    BLOCKED = "blocked"
    """Too many wrong PINs."""
    EMPTY = "empty"
    """Never personalised: no certificate."""


class StaffAuthority:
    """An authority with a new key, and the cards that it has issued: new ones each time."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name(
            [x509.NameAttribute(NameOID.COMMON_NAME, "样例 工作卡发卡机构（模拟）")]
        )
        usage = _usage(signs_certificates=True)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(self._name)
            .issuer_name(self._name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 2 * _YEAR)
            .not_valid_after(now + 10 * _YEAR)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(self.key.public_key()), critical=False
            )
            .sign(self.key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        """Its certificate, as terminals are given it."""
        return self.certificate.public_bytes(Encoding.PEM)

    def card(self, member: Member, flaw: StaffCardFlaw | None = None) -> StaffCard:
        """A card for one of the staff, perhaps with something wrong with it. Technicians have RSA
        keys, the others P-256."""
        key = _new_key(member)
        number = STRANGER if flaw is StaffCardFlaw.STRANGER else member.number
        issuer = StaffAuthority(self._now) if flaw is StaffCardFlaw.FOREIGN else self
        until = self._now + _YEAR * (-1 if flaw is StaffCardFlaw.EXPIRED else 3)
        return StaffCard(
            key=_new_key(member) if flaw is StaffCardFlaw.COPIED else key,
            certificate=None
            if flaw is StaffCardFlaw.EMPTY
            else issuer.issue(number, key, self._now - 2 * _YEAR, until),
            pin=CARD_PIN,
            tries=0 if flaw is StaffCardFlaw.BLOCKED else 3,
        )

    def issue(
        self, number: str, key: CardKey, begins: datetime, until: datetime
    ) -> x509.Certificate:
        """A certificate for a card: personal number as serialNumber, no name of a person."""
        subject = [
            x509.NameAttribute(NameOID.COMMON_NAME, f"工作卡 {number}"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, number),
        ]
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name(subject))
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(until)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SMARTCARD_LOGON]), critical=False
            )
            .sign(self.key, hashes.SHA256())
        )


def _new_key(member: Member) -> CardKey:
    if member.role is Role.TECHNICIAN:
        return rsa.generate_private_key(65_537, _RSA_BITS)
    return ec.generate_private_key(ec.SECP256R1())


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
