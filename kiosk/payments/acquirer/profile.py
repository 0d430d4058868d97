"""What a terminal knows of its acquirer, from the contract."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.frame import HEADER_BYTES, TPDU_BYTES

_TERMINAL = re.compile(r"[0-9A-Z]{8}", re.ASCII)
_MERCHANT = re.compile(r"[0-9A-Z]{15}", re.ASCII)


class Sm4PinPlace(Enum):
    """Where the acquirer wants a PIN block under SM4, which F52 has no room for."""

    FIELD_62 = "62"
    """In F62 after ``SM016``; F52 is filled with zeros."""
    FIELD_52 = "52"
    """In F52, made sixteen bytes long."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files: the authority that signed the acquirer's host; the terminal's certificate and its
    key, where the acquirer wants them."""

    ca: Path
    certificate: Path | None = None
    key: Path | None = None

    def context(self) -> ssl.SSLContext:
        """A TLS 1.2+ client context that trusts this authority alone. Raises OSError, SSLError."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(self.ca)
        if self.certificate is not None:
            context.load_cert_chain(self.certificate, self.key)
        return context


@dataclass(frozen=True, slots=True)
class AcquirerProfile:
    """Where the acquirer is, who the terminal is there, and how the two speak.

    ``terminal_id`` is F41 (8 characters), ``merchant_id`` F42 (15); ``tpdu`` 5 bytes, ``header`` 6.
    ``reads_stripe`` says whether a card whose chip failed may pay with its stripe. Raises
    ValueError for what does not look like that.
    """

    host: str
    port: int
    terminal_id: str
    merchant_id: str
    dialect: Dialect = Dialect.TRIPLE_DES
    sm4_pin_place: Sm4PinPlace = Sm4PinPlace.FIELD_62
    tpdu: bytes = bytes.fromhex("6000030000")
    header: bytes = bytes.fromhex("603100311300")
    tls: TlsFiles | None = None
    connect_seconds: float = 10.0
    answer_seconds: float = 60.0
    reads_stripe: bool = False

    def __post_init__(self) -> None:
        if _TERMINAL.fullmatch(self.terminal_id) is None:
            raise ValueError("terminal_id has eight letters and figures")
        if _MERCHANT.fullmatch(self.merchant_id) is None:
            raise ValueError("merchant_id has fifteen letters and figures")
        if len(self.tpdu) != TPDU_BYTES or len(self.header) != HEADER_BYTES:
            raise ValueError("a TPDU has five bytes, a header six")
