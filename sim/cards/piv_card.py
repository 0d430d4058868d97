"""A virtual PIV card (NIST SP 800-73-4): one certificate, one key, and a PIN with few tries.

The kiosk has a reader of its own; the two are written apart so that one checks the other.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding

from sim.cards.application import (
    CONDITIONS,
    FILE_NOT_FOUND,
    NOT_SATISFIED,
    OK,
    UNKNOWN_INSTRUCTION,
    WRONG_DATA,
    WRONG_LENGTH,
    WRONG_REFERENCE,
)
from sim.cards.ber import objects, tlv
from sim.cards.smart_card import SmartCard

AID = bytes.fromhex("A000000308000010000100")
ANSWER_TO_RESET = bytes.fromhex("3BFD1300008131FE158073C021C057597562694B657940")
"""T=1; that of a YubiKey 5, as its maker publishes it."""
TRIES = 3

CardKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_VERIFY, _GET_DATA, _AUTHENTICATE, _GET_RESPONSE = 0x20, 0xCB, 0x87, 0xC0
_CHAINED = 0x10
_PIN = 0x80
_AUTHENTICATION_CERTIFICATE = bytes.fromhex("5C035FC105")
_AUTHENTICATION_KEY = 0x9A
_RSA_2048, _P_256 = 0x07, 0x11
_PIECE = 256
_BLOCKED = b"\x69\x83"
_TEMPLATE = tlv(0x61, tlv(0x4F, bytes.fromhex("000010000100")) + tlv(0x79, tlv(0x4F, AID[:5])))


@dataclass(slots=True)
class StaffCard:
    """A card as its issuer made it, which outlives its stays in a reader. ``key`` need not be the
    one of the certificate: a copied card has its own. Without a certificate it is an empty card;
    ``packed`` compresses it."""

    key: CardKey = field(repr=False)
    certificate: x509.Certificate | None
    pin: str = field(repr=False)
    tries: int = TRIES
    packed: bool = False

    def inserted(self) -> SmartCard:
        """The card as a reader gets it."""
        return SmartCard((PivApplication(self),), ANSWER_TO_RESET, t0=False)


class PivApplication:
    """The application of a card for one stay in a reader."""

    def __init__(self, card: StaffCard) -> None:
        self._card = card
        self._verified = False
        self._gathered = b""
        self._waiting = b""

    @property
    def aid(self) -> bytes:
        """See Application."""
        return AID

    def select(self) -> bytes:
        """See Application."""
        self._verified = False
        self._gathered = self._waiting = b""
        return _TEMPLATE + OK

    def process(self, apdu: bytes) -> bytes:
        """See Application."""
        if apdu[0] & _CHAINED:
            self._gathered += apdu[5:]
            return OK
        data = self._gathered + (apdu[5 : 5 + apdu[4]] if len(apdu) > 5 else b"")
        self._gathered = b""
        match apdu[1]:
            case instruction if instruction == _GET_RESPONSE:
                return self._piece()
            case instruction if instruction == _VERIFY:
                return self._verify(apdu[3], data)
            case instruction if instruction == _GET_DATA:
                return self._get_data(data)
            case instruction if instruction == _AUTHENTICATE:
                return self._authenticate(apdu[2], apdu[3], data)
            case _:
                return UNKNOWN_INSTRUCTION

    def _answer(self, data: bytes) -> bytes:
        """The first piece of it; the reader asks for the others."""
        self._waiting = data
        return self._piece()

    def _piece(self) -> bytes:
        piece, self._waiting = self._waiting[:_PIECE], self._waiting[_PIECE:]
        left = len(self._waiting)
        return piece + (bytes((0x61, 0 if left > 0xFF else left)) if left else OK)

    def _verify(self, reference: int, data: bytes) -> bytes:
        card = self._card
        if reference != _PIN:
            return b"\x6a\x88"
        if not data:
            if self._verified:
                return OK
            return bytes((0x63, 0xC0 | card.tries)) if card.tries else _BLOCKED
        if not card.tries:
            return _BLOCKED
        if len(data) != 8:
            return WRONG_LENGTH
        self._verified = data == card.pin.encode("ascii").ljust(8, b"\xff")
        if self._verified:
            card.tries = TRIES
            return OK
        card.tries -= 1
        return bytes((0x63, 0xC0 | card.tries)) if card.tries else _BLOCKED

    def _get_data(self, data: bytes) -> bytes:
        certificate = self._card.certificate
        if data != _AUTHENTICATION_CERTIFICATE or certificate is None:
            return FILE_NOT_FOUND
        content = certificate.public_bytes(Encoding.DER)
        if self._card.packed:
            content = gzip.compress(content)
        info = b"\x01" if self._card.packed else b"\x00"
        return self._answer(tlv(0x53, tlv(0x70, content) + tlv(0x71, info) + tlv(0xFE)))

    def _authenticate(self, algorithm: int, reference: int, data: bytes) -> bytes:
        key = self._card.key
        if reference != _AUTHENTICATION_KEY:
            return WRONG_REFERENCE
        if algorithm != (_RSA_2048 if isinstance(key, rsa.RSAPrivateKey) else _P_256):
            return WRONG_REFERENCE
        if not self._verified:
            return NOT_SATISFIED
        try:
            asked = objects(objects(data)[0x7C])
        except (ValueError, KeyError):
            return WRONG_DATA
        if asked.get(0x82) != b"" or 0x81 not in asked:
            return WRONG_DATA
        signature = _signed(key, asked[0x81])
        if signature is None:
            return CONDITIONS
        return self._answer(tlv(0x7C, tlv(0x82, signature)))


def _signed(key: CardKey, block: bytes) -> bytes | None:
    """The bare operation on what the reader has hashed and, for RSA, padded."""
    match key:
        case rsa.RSAPrivateKey():
            numbers = key.private_numbers()
            modulus = numbers.public_numbers.n
            number = int.from_bytes(block, "big")
            if len(block) != 256 or number >= modulus:
                return None
            return pow(number, numbers.d, modulus).to_bytes(256, "big")
        case _:
            if len(block) != 32:
                return None
            return key.sign(block, ec.ECDSA(Prehashed(hashes.SHA256())))
