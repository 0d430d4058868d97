"""Commands and answers of PIV cards (NIST SP 800-73-4 part 2, SP 800-78-4), sans-I/O.

Staff cards of many makers and YubiKeys speak it. Only what proves who holds a card is here: the
certificate of the PIV authentication key (9A), the card's own PIN, and one signature by that key.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from enum import Enum

APPLICATION = bytes.fromhex("A00000030800001000")
"""The PIV application without the two bytes of its version, as SP 800-73-4 lets it be selected."""

SHORTEST_PIN, LONGEST_PIN = 6, 8
_PIN_REFERENCE = 0x80
_FILLER = 0xFF
_AUTHENTICATION_KEY = 0x9A
_AUTHENTICATION_CERTIFICATE = bytes.fromhex("5FC105")
_CONTAINER, _CERTIFICATE, _COMPRESSION = 0x53, 0x70, 0x71
_TEMPLATE, _CHALLENGE, _RESPONSE = 0x7C, 0x81, 0x82
_COMPRESSED = 0x01
_LARGEST_CERTIFICATE = 16_384
_MOST_DATA = 255
_CHAINED = 0x10
_RSA_BYTES = 256
# DigestInfo of SHA-256 (RFC 8017, 9.2 note 1).
_SHA_256_PREFIX = bytes.fromhex("3031300D060960864801650304020105000420")

_PIN_WRONG = 0x63C0
_PIN_BLOCKED = 0x6983


class PivError(ValueError):
    """What came is not what a PIV card says. Says why, never what came."""


class PivKey(Enum):
    """Kinds of keys; the value is the algorithm identifier of SP 800-78-4."""

    RSA_2048 = 0x07
    P_256 = 0x11


def read_objects(data: bytes) -> dict[int, bytes]:
    """Data objects (BER-TLV) one after another, by their tags of one byte: PIV has no others.
    Raises PivError for a list that breaks off, or a tag that comes twice."""
    found: dict[int, bytes] = {}
    rest = data
    while rest:
        tag, rest = rest[0], rest[1:]
        length, rest = _length(rest)
        if len(rest) < length:
            raise PivError("a data object breaks off")
        if tag in found:
            raise PivError("a data object comes twice")
        found[tag], rest = rest[:length], rest[length:]
    return found


def _length(data: bytes) -> tuple[int, bytes]:
    if not data:
        raise PivError("a data object without a length")
    first = data[0]
    if first < 0x80:
        return first, data[1:]
    octets = first & 0x7F
    if octets not in (1, 2) or len(data) <= octets:
        raise PivError("a length that no PIV card gives")
    return int.from_bytes(data[1 : 1 + octets], "big"), data[1 + octets :]


def _object(tag: int, value: bytes = b"") -> bytes:
    size = len(value)
    if size < 0x80:
        return bytes((tag, size)) + value
    length = size.to_bytes(2, "big") if size > 0xFF else bytes((size,))
    return bytes((tag, 0x80 | len(length))) + length + value


def get_certificate() -> bytes:
    """GET DATA of the certificate of the PIV authentication key."""
    wanted = _object(0x5C, _AUTHENTICATION_CERTIFICATE)
    return bytes((0x00, 0xCB, 0x3F, 0xFF, len(wanted))) + wanted + b"\x00"


def read_certificate(data: bytes) -> bytes:
    """The certificate in DER from the answer to ``get_certificate``, unpacked where it was
    compressed. Raises PivError."""
    content = read_objects(read_objects(data).get(_CONTAINER, b""))
    certificate = content.get(_CERTIFICATE, b"")
    if not certificate:
        raise PivError("no certificate")
    compression = content.get(_COMPRESSION, b"\x00")
    return _unpacked(certificate) if compression == bytes((_COMPRESSED,)) else certificate


def _unpacked(packed: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            certificate = file.read(_LARGEST_CERTIFICATE + 1)
    except (OSError, EOFError, zlib.error):
        raise PivError("a certificate that cannot be unpacked") from None
    if len(certificate) > _LARGEST_CERTIFICATE:
        raise PivError("a certificate too large to be one")
    return certificate


def ask_tries() -> bytes:
    """VERIFY without a PIN: how many tries there are, which costs none."""
    return bytes((0x00, 0x20, 0x00, _PIN_REFERENCE))


def verify_pin(pin: str) -> bytes:
    """VERIFY the card's own PIN. It is in the command: that is never recorded. Raises ValueError
    for what no PIN of a PIV card can be, without saying it."""
    if not (SHORTEST_PIN <= len(pin) <= LONGEST_PIN and pin.isascii() and pin.isdecimal()):
        raise ValueError("a PIN has six to eight digits")
    padded = pin.encode("ascii").ljust(LONGEST_PIN, bytes((_FILLER,)))
    return bytes((0x00, 0x20, 0x00, _PIN_REFERENCE, len(padded))) + padded


def tries_left(sw: int) -> int | None:
    """How many tries of the PIN are left by this status, 0 for a blocked one; None for a status
    that does not say."""
    if sw == _PIN_BLOCKED:
        return 0
    return sw & 0x0F if sw & 0xFFF0 == _PIN_WRONG else None


def sign(challenge: bytes, key: PivKey) -> tuple[bytes, ...]:
    """GENERAL AUTHENTICATE: have the authentication key sign the challenge (SHA-256; PKCS#1 v1.5
    with RSA). More than one command where it is too long for one."""
    digest = hashlib.sha256(challenge).digest()
    to_sign = _padded(digest) if key is PivKey.RSA_2048 else digest
    data = _object(_TEMPLATE, _object(_RESPONSE) + _object(_CHALLENGE, to_sign))
    pieces = [data[at : at + _MOST_DATA] for at in range(0, len(data), _MOST_DATA)]
    header = bytes((0x87, key.value, _AUTHENTICATION_KEY))
    chained = (bytes((_CHAINED,)) + header + bytes((len(one),)) + one for one in pieces[:-1])
    return (*chained, b"\x00" + header + bytes((len(pieces[-1]),)) + pieces[-1] + b"\x00")


def _padded(digest: bytes) -> bytes:
    """EMSA-PKCS1-v1_5: the card does the bare RSA operation."""
    info = _SHA_256_PREFIX + digest
    return b"\x00\x01" + b"\xff" * (_RSA_BYTES - 3 - len(info)) + b"\x00" + info


def read_signature(data: bytes) -> bytes:
    """The signature from the answer to ``sign``. Raises PivError."""
    signature = read_objects(read_objects(data).get(_TEMPLATE, b"")).get(_RESPONSE, b"")
    if not signature:
        raise PivError("no signature")
    return signature
