"""The 256-byte text record of identity cards, GA/T 490-2019 and the rules of the residence cards.

UTF-16LE, fields padded with spaces. The character at byte 248 tells the kind of card: space for a
citizen, ``J`` for a residence permit of Hong Kong, Macao and Taiwan residents, ``I`` and ``Y`` for
the 2017 and 2023 permanent-residence cards of foreigners. Offsets and sizes below are in bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kiosk.devices.codecs.nations import nation_name
from kiosk.devices.codecs.sdt_reply import TEXT_SIZE
from kiosk.domain.citizen import Sex

_KIND_OFFSET = 248
_LONG_TERM = "长期"
_PADDING = " \x00"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


class IdentityRecordError(ValueError):
    """A record that cannot be understood. Names the field, never what it holds."""


class UnknownRecordKind(IdentityRecordError):
    """A kind of card that is not one of the four known ones."""


@dataclass(frozen=True, slots=True, repr=False)
class CitizenRecord:
    """居民身份证."""

    name: str
    sex: Sex
    nation: str
    birth: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True, repr=False)
class ResidencePermitRecord:
    """港澳台居民居住证. ``pass_number`` is that of the travel permit, ``issues`` counts issues."""

    name: str
    sex: Sex
    birth: date
    address: str
    number: str
    issuer: str
    valid_from: date
    valid_to: date | None
    pass_number: str
    issues: str


@dataclass(frozen=True, slots=True, repr=False)
class ForeignerRecord:
    """外国人永久居留身份证, 2017 or 2023. ``chinese_name`` may be empty; ``country`` is ISO 3166
    alpha-3."""

    english_name: str
    chinese_name: str
    sex: Sex
    birth: date
    country: str
    number: str
    valid_from: date
    valid_to: date | None
    edition: int

    @property
    def name(self) -> str:
        """The Chinese name where there is one, else the English."""
        return self.chinese_name or self.english_name


IdentityRecord = CitizenRecord | ResidencePermitRecord | ForeignerRecord


def decode_identity_record(record: bytes) -> IdentityRecord:
    """Understand a record.

    Codes outside their tables never fail: an unknown nation is shown as its code, an unknown sex
    as unknown. Raises UnknownRecordKind, or IdentityRecordError for a wrong size, a date that does
    not exist, or broken text.
    """
    if len(record) != TEXT_SIZE:
        raise IdentityRecordError(f"a record of {len(record)} bytes")
    match record[_KIND_OFFSET : _KIND_OFFSET + 2]:
        case b" \x00":
            return _citizen(record)
        case b"J\x00":
            return _residence_permit(record)
        case b"I\x00":
            return _foreigner_2017(record)
        case b"Y\x00":
            return _foreigner_2023(record)
        case _:
            raise UnknownRecordKind("an unknown kind of card")


def _citizen(record: bytes) -> CitizenRecord:
    return CitizenRecord(
        name=_text(record, 0, 30),
        sex=_sex(record, 30),
        nation=nation_name(_text(record, 32, 4)),
        birth=_date(record, 36),
        address=_text(record, 52, 70),
        number=_text(record, 122, 36),
        issuer=_text(record, 158, 30),
        valid_from=_date(record, 188),
        valid_to=_until(record, 204),
    )


def _residence_permit(record: bytes) -> ResidencePermitRecord:
    return ResidencePermitRecord(
        name=_text(record, 0, 30),
        sex=_sex(record, 30),
        birth=_date(record, 36),
        address=_text(record, 52, 70),
        number=_text(record, 122, 36),
        issuer=_text(record, 158, 30),
        valid_from=_date(record, 188),
        valid_to=_until(record, 204),
        pass_number=_text(record, 220, 18),
        issues=_text(record, 238, 4),
    )


def _foreigner_2017(record: bytes) -> ForeignerRecord:
    return ForeignerRecord(
        english_name=_text(record, 0, 120),
        chinese_name=_text(record, 158, 30),
        sex=_sex(record, 120),
        birth=_date(record, 220),
        country=_text(record, 152, 6),
        number=_text(record, 122, 30),
        valid_from=_date(record, 188),
        valid_to=_until(record, 204),
        edition=2017,
    )


def _foreigner_2023(record: bytes) -> ForeignerRecord:
    # The name runs on in a second field; a space at the end of the first belongs to the name.
    english_name = (_raw(record, 52, 70) + _raw(record, 220, 22)).strip(_PADDING)
    return ForeignerRecord(
        english_name=english_name,
        chinese_name=_text(record, 0, 30),
        sex=_sex(record, 30),
        birth=_date(record, 36),
        country=_text(record, 242, 6),
        number=_text(record, 122, 36),
        valid_from=_date(record, 188),
        valid_to=_until(record, 204),
        edition=2023,
    )


def _raw(record: bytes, offset: int, size: int) -> str:
    field_bytes = record[offset : offset + size]
    if 0xD8 <= field_bytes[-1] <= 0xDB:
        # A name too long for its field may end in half a character from beyond the BMP.
        field_bytes = field_bytes[:-2]
    # Not "strict": its exception would carry the bytes along.
    text = field_bytes.decode("utf-16-le", errors="surrogatepass")
    if _HALF_CHARACTER.search(text):
        raise IdentityRecordError(f"broken text at byte {offset}")
    return text


def _text(record: bytes, offset: int, size: int) -> str:
    return _raw(record, offset, size).strip(_PADDING)


def _sex(record: bytes, offset: int) -> Sex:
    try:
        return Sex(_text(record, offset, 2))
    except ValueError:
        return Sex.UNKNOWN


def _date(record: bytes, offset: int) -> date:
    digits = _text(record, offset, 16)
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        raise IdentityRecordError(f"no date at byte {offset}")
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise IdentityRecordError(f"no such date at byte {offset}") from None


def _until(record: bytes, offset: int) -> date | None:
    if _text(record, offset, 16) == _LONG_TERM:
        return None
    return _date(record, offset)
