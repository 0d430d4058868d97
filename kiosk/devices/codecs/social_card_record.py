"""Files and records of social-security cards (LD/T 32), generations 1 to 3; sans-I/O.

A record is tag, length and value. Records are asked for by their tag, which is the same in every
generation; their numbers are not. EF05 says what card it is, EF06 whose.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import date

from kiosk.domain.names import normalise_name

APPLICATION = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
"""Name of the application: ``sx1.sh.社会保障`` in GBK."""

_PADDING = b"\x00\x20\xff"


class SocialRecordError(ValueError):
    """A record that cannot be understood. Names what is wrong, never what it holds."""


@dataclass(frozen=True, slots=True)
class Field:
    """A record: its file, its tag, the number it has where tags cannot be asked for, and the length
    of its value."""

    file: int
    tag: int
    number: int
    length: int

    @property
    def whole(self) -> int:
        """Length of the record with tag and length, which a reader has to ask for."""
        return self.length + 2


IDENTIFICATION = Field(0xEF05, 0x01, 1, 16)
"""卡识别码: city (3 bytes BCD), then the issuer's number; binary."""
VERSION = Field(0xEF05, 0x03, 3, 4)
"""规范版本: ``1.00``, ``2.00`` or ``3.00``."""
VALID_TO = Field(0xEF05, 0x06, 6, 4)
"""有效期: the last day, BCD."""
NUMBER = Field(0xEF06, 0x08, 1, 18)
"""社会保障号码, which is the identity number."""
NAME = Field(0xEF06, 0x09, 2, 30)
"""姓名, or its first 30 bytes."""
NAME_EXTENSION = Field(0xEF06, 0x4E, 3, 20)
"""姓名扩展: the rest of a long name; not on generation 1, and elsewhere often absent."""


def record_value(field: Field, record: bytes) -> bytes:
    """The value of a record that was read. Raises SocialRecordError when it is another record, or
    is not whole."""
    if len(record) < 2 or len(record) < 2 + record[1]:
        raise SocialRecordError(f"record {field.tag:02X} breaks off")
    if record[0] != field.tag:
        raise SocialRecordError(f"another record where {field.tag:02X} should be")
    return record[2 : 2 + record[1]]


def decode_number(value: bytes) -> str:
    """The number as text. Raises SocialRecordError."""
    stripped = value.strip(_PADDING)
    if not stripped or not stripped.isascii():
        raise SocialRecordError("no number")
    return stripped.decode("ascii")


def decode_name(value: bytes, extension: bytes = b"") -> str:
    """The name as it is written, which may be cut within a character by the end of its field.

    GB 18030 contains GBK. Blanks at the end of the first part are kept where a second follows: they
    may stand between two words. Raises SocialRecordError.
    """
    rest = extension.strip(_PADDING)
    whole = value.rstrip(b"\x00\xff") + rest if rest else value.strip(_PADDING)
    # Not "strict" over everything: its exception would carry the bytes along.
    try:
        name = codecs.getincrementaldecoder("gb18030")().decode(whole)
    except UnicodeDecodeError:
        raise SocialRecordError("a name in no known characters") from None
    if not normalise_name(name):
        raise SocialRecordError("no name")
    return name


def decode_day(value: bytes) -> date | None:
    """A day in BCD; None where the issuer wrote none, or something that is no day: issuers fill the
    field differently, and nobody is turned away for that."""
    digits = value.hex()
    if len(digits) != 8 or not digits.isdecimal():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
