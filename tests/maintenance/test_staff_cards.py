"""Whose certificate is believed: of the staff authority, in its time, for a key that signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kiosk.devices.codecs.piv import PivKey
from kiosk.maintenance.staff_cards import CardAuthority, CardNotValidNow, ForeignCard
from sim.cards.staff_authority import STRANGER, StaffAuthority, StaffCardFlaw
from sim.staff import find_member

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
YEAR = timedelta(days=365)
OFFICER = find_member("key-officer")
KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key()


@pytest.fixture(scope="module")
def issuer() -> StaffAuthority:
    return StaffAuthority(NOW)


@pytest.fixture(scope="module")
def authority(issuer: StaffAuthority) -> CardAuthority:
    return CardAuthority(issuer.pem)


def der(certificate: x509.Certificate | None) -> bytes:
    assert certificate is not None
    return certificate.public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    ("key", "kind"), [("technician", PivKey.RSA_2048), ("cashier", PivKey.P_256)]
)
def test_a_card_of_the_authority_is_of_its_number(
    issuer: StaffAuthority, authority: CardAuthority, key: str, kind: PivKey
) -> None:
    member = find_member(key)
    holder = authority.holder(der(issuer.card(member).certificate), NOW)
    assert (holder.number, holder.kind) == (member.number, kind)


def test_several_authorities_are_believed_alike(issuer: StaffAuthority) -> None:
    other = StaffAuthority(NOW)
    both = CardAuthority(issuer.pem + other.pem)
    for one in (issuer, other):
        assert both.holder(der(one.card(OFFICER).certificate), NOW).number == OFFICER.number


def test_a_card_of_somebody_else_is_foreign_even_under_the_same_name(
    issuer: StaffAuthority, authority: CardAuthority
) -> None:
    foreign = issuer.card(OFFICER, StaffCardFlaw.FOREIGN)
    with pytest.raises(ForeignCard):
        authority.holder(der(foreign.certificate), NOW)


def test_a_certificate_is_good_in_its_time_alone(
    issuer: StaffAuthority, authority: CardAuthority
) -> None:
    expired = issuer.card(OFFICER, StaffCardFlaw.EXPIRED)
    good = der(issuer.card(OFFICER).certificate)
    with pytest.raises(CardNotValidNow):
        authority.holder(der(expired.certificate), NOW)
    for other in (NOW - 2 * YEAR - timedelta(days=1), NOW + 3 * YEAR + timedelta(days=1)):
        with pytest.raises(CardNotValidNow):
            authority.holder(good, other)


def test_a_stranger_is_known_by_their_number_which_is_for_others_to_judge(
    issuer: StaffAuthority, authority: CardAuthority
) -> None:
    card = issuer.card(OFFICER, StaffCardFlaw.STRANGER)
    assert authority.holder(der(card.certificate), NOW).number == STRANGER


Made = Callable[[x509.CertificateBuilder], x509.CertificateBuilder]


def issued(
    issuer: StaffAuthority,
    subject: tuple[tuple[x509.ObjectIdentifier, str], ...],
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey = PUBLIC,
    more: Made = lambda builder: builder,
) -> bytes:
    """A certificate with that subject, by the key of the authority."""
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(kind, value) for kind, value in subject]))
        .issuer_name(issuer.certificate.subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - YEAR)
        .not_valid_after(NOW + YEAR)
    )
    return der(more(builder).sign(issuer.key, hashes.SHA256()))


@pytest.mark.parametrize(
    ("subject", "number"),
    [
        (((NameOID.COMMON_NAME, "k0101"),), "K0101"),
        (((NameOID.COMMON_NAME, "工作卡"), (NameOID.SERIAL_NUMBER, " k0101 ")), "K0101"),
        (((NameOID.COMMON_NAME, "T0417"), (NameOID.SERIAL_NUMBER, "K0101")), "K0101"),
    ],
)
def test_the_number_is_the_serial_number_or_else_the_common_name(
    issuer: StaffAuthority,
    authority: CardAuthority,
    subject: tuple[tuple[x509.ObjectIdentifier, str], ...],
    number: str,
) -> None:
    assert authority.holder(issued(issuer, subject), NOW).number == number


@pytest.mark.parametrize(
    "subject",
    [
        (),
        ((NameOID.ORGANIZATION_NAME, "K0101"),),
        ((NameOID.COMMON_NAME, "张三"),),
        ((NameOID.COMMON_NAME, "K0101"), (NameOID.SERIAL_NUMBER, "370102199001011234")),
        ((NameOID.SERIAL_NUMBER, "K0101"), (NameOID.SERIAL_NUMBER, "K0102")),
        ((NameOID.COMMON_NAME, "K0101"), (NameOID.COMMON_NAME, "K0102")),
    ],
)
def test_without_one_number_it_is_nobody(
    issuer: StaffAuthority,
    authority: CardAuthority,
    subject: tuple[tuple[x509.ObjectIdentifier, str], ...],
) -> None:
    with pytest.raises(ForeignCard):
        authority.holder(issued(issuer, subject), NOW)


def _encipherment_only(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=True,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return builder.add_extension(usage, critical=True)


def _authority(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)


@pytest.mark.parametrize("more", [_encipherment_only, _authority])
def test_only_the_certificate_of_a_key_for_signing_logs_in(
    issuer: StaffAuthority, authority: CardAuthority, more: Made
) -> None:
    with pytest.raises(ForeignCard):
        authority.holder(issued(issuer, ((NameOID.COMMON_NAME, "K0101"),), more=more), NOW)


@pytest.mark.parametrize(
    "public",
    [
        ec.generate_private_key(ec.SECP384R1()).public_key(),
        rsa.generate_private_key(65_537, 3072).public_key(),
    ],
)
def test_keys_that_no_card_is_asked_to_sign_with_are_refused(
    issuer: StaffAuthority,
    authority: CardAuthority,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
) -> None:
    with pytest.raises(ForeignCard):
        authority.holder(issued(issuer, ((NameOID.COMMON_NAME, "K0101"),), public), NOW)


@pytest.mark.parametrize("nonsense", [b"", b"\x30\x00", b"\x30\x82\xff\xff", b"no certificate"])
def test_what_is_no_certificate_is_foreign(authority: CardAuthority, nonsense: bytes) -> None:
    with pytest.raises(ForeignCard):
        authority.holder(nonsense, NOW)


def test_every_byte_of_a_certificate_counts(
    issuer: StaffAuthority, authority: CardAuthority
) -> None:
    good = der(issuer.card(OFFICER).certificate)
    for at in range(0, len(good), 7):
        spoilt = bytearray(good)
        spoilt[at] ^= 0x01
        with pytest.raises((ForeignCard, CardNotValidNow)):
            authority.holder(bytes(spoilt), NOW)


@pytest.mark.parametrize("pem", [b"", b"nothing"])
def test_a_file_without_a_certificate_is_no_authority(pem: bytes) -> None:
    with pytest.raises(ValueError, match="PEM"):
        CardAuthority(pem)


def test_only_its_own_signature_over_that_challenge_proves_a_card(
    issuer: StaffAuthority, authority: CardAuthority
) -> None:
    holder = authority.holder(issued(issuer, ((NameOID.COMMON_NAME, "K0101"),)), NOW)
    right = KEY.sign(b"challenge", ec.ECDSA(hashes.SHA256()))
    other = ec.generate_private_key(ec.SECP256R1()).sign(b"challenge", ec.ECDSA(hashes.SHA256()))
    assert holder.has_signed(b"challenge", right)
    for wrong in (other, right[:-1], b"", b"\x00" * 64):
        assert not holder.has_signed(b"challenge", wrong)
    assert not holder.has_signed(b"another", right)
