"""Identity numbers: resident (GB 11643), residence permits, and both foreigner numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.domain.check_digit import machine_readable_check_digit, resident_check_digit

_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FOREIGNER_2017 = re.compile(r"[A-Z]{3}[0-9]{12}")
_LONG = 18
_SHORT = 15
_PADDING = " \0\t\r\n\u3000"
# The 2017 number was last issued in 2023, so its two-digit years end there.
_LAST_YEAR_OF_2017_NUMBER = 2023
_OLDEST_AGE = 130


class IdentityKind(Enum):
    """证件类型. The value is the code of the tax interface."""

    RESIDENT = "201"
    FOREIGN_PERMANENT_RESIDENT = "233"
    HK_MACAO_RESIDENCE_PERMIT = "237"
    TAIWAN_RESIDENCE_PERMIT = "238"

    @property
    def label(self) -> str:
        """The Chinese name of the document."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    IdentityKind.RESIDENT: "居民身份证",
    IdentityKind.FOREIGN_PERMANENT_RESIDENT: "外国人永久居留身份证",
    IdentityKind.HK_MACAO_RESIDENCE_PERMIT: "港澳居民居住证",
    IdentityKind.TAIWAN_RESIDENCE_PERMIT: "台湾居民居住证",
}

_PERMIT_PREFIXES = {
    "810000": IdentityKind.HK_MACAO_RESIDENCE_PERMIT,
    "820000": IdentityKind.HK_MACAO_RESIDENCE_PERMIT,
    "830000": IdentityKind.TAIWAN_RESIDENCE_PERMIT,
}


class IdentityFlaw(Enum):
    """Why a text is not an identity number."""

    LENGTH = "length"
    CHARACTERS = "characters"
    OLD_15_DIGIT = "old_15_digit"
    LEADING_ZERO = "leading_zero"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"
    KIND = "kind"


class IdentityNumberError(ValueError):
    """A text is not an identity number. Says why, never which text."""

    def __init__(self, reason: IdentityFlaw) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number that has passed every check of its kind; make one with ``parse_identity_number``.

    ``value`` is 18 characters ``[0-9]{17}[0-9X]``, or 15 ``[A-Z]{3}[0-9]{12}`` for the foreigner
    card of 2017. Neither ``repr`` nor ``str`` shows it: it is personal data. Making one that breaks
    a rule of its kind raises IdentityNumberError.
    """

    kind: IdentityKind
    value: str

    def __post_init__(self) -> None:
        if _kind_of(self.value) is not self.kind:
            raise IdentityNumberError(IdentityFlaw.KIND)
        _birth_in(self.value)
        expected = (
            resident_check_digit(self.value[:-1])
            if len(self.value) == _LONG
            else machine_readable_check_digit(self.value[:-1])
        )
        if self.value[-1] != expected:
            raise IdentityNumberError(IdentityFlaw.CHECK_DIGIT)

    def __repr__(self) -> str:
        return f"IdentityNumber({self.kind.name}, {'*' * len(self.value)})"

    @property
    def birth(self) -> date:
        """Date of birth. The 2017 foreigner number has two-digit years: 00-23 are read as 20xx and
        24-99 as 19xx, 2023 being the last year it was issued; the card's own field decides."""
        return _birth_in(self.value)

    @property
    def sex_digit(self) -> int | None:
        """The 17th digit, odd for men and even for women; None for the 2017 foreigner number."""
        return int(self.value[16]) if len(self.value) == _LONG else None

    def age_on(self, today: date) -> int:
        """Completed years of life (周岁) on a day; negative before birth."""
        birth = self.birth
        return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))

    def is_plausible_on(self, today: date) -> bool:
        """Whether a living person may carry this number: born, and not more than 130 years ago."""
        return 0 <= self.age_on(today) <= _OLDEST_AGE

    def matches_birth(self, birth: date) -> bool:
        """Whether the number says this date of birth, as far as it says the century."""
        if len(self.value) == _LONG:
            return self.birth == birth
        return self.value[7:13] == f"{birth:%y%m%d}"


def parse_identity_number(text: str) -> IdentityNumber:
    """Read a number from a card or a keypad. Raises IdentityNumberError.

    Padding around it is dropped and lower-case letters become capitals. Full-width digits are
    refused: no card or keypad produces them, so they are a sign of a wrong record. The region is
    not looked up, because codes are withdrawn over time while numbers stay. Sources: GB 11643 and
    ISO 7064 MOD 11-2; residence permits 810000 (Hong Kong), 820000 (Macao), 830000 (Taiwan);
    foreigner card of 2023, ``9`` + province + nationality, same rule; foreigner card of 2017,
    nationality (3 letters) + region (4) + YYMMDD + sequence (1) + check digit of ICAO Doc 9303.
    The last rule is known from published implementations and specimens, not from the standard.
    """
    stripped = text.strip(_PADDING)
    # Only ASCII is raised to capitals: other letters may grow in number when they are.
    value = stripped.upper() if stripped.isascii() else stripped
    return IdentityNumber(_kind_of(value), value)


def _kind_of(value: str) -> IdentityKind:
    if len(value) == _SHORT:
        if _FOREIGNER_2017.fullmatch(value):
            return IdentityKind.FOREIGN_PERMANENT_RESIDENT
        if value.isascii() and value.isdigit():
            raise IdentityNumberError(IdentityFlaw.OLD_15_DIGIT)
        raise IdentityNumberError(IdentityFlaw.CHARACTERS)
    if len(value) != _LONG:
        raise IdentityNumberError(IdentityFlaw.LENGTH)
    if not _EIGHTEEN.fullmatch(value):
        raise IdentityNumberError(IdentityFlaw.CHARACTERS)
    match value[0]:
        case "0":
            raise IdentityNumberError(IdentityFlaw.LEADING_ZERO)
        case "9":
            return IdentityKind.FOREIGN_PERMANENT_RESIDENT
        case _:
            return _PERMIT_PREFIXES.get(value[:6], IdentityKind.RESIDENT)


def _birth_in(value: str) -> date:
    if len(value) == _LONG:
        year, month, day = int(value[6:10]), int(value[10:12]), int(value[12:14])
    else:
        century = _LAST_YEAR_OF_2017_NUMBER // 100 * 100
        year, month, day = century + int(value[7:9]), int(value[9:11]), int(value[11:13])
        if year > _LAST_YEAR_OF_2017_NUMBER:
            year -= 100
    try:
        return date(year, month, day)
    except ValueError:
        raise IdentityNumberError(IdentityFlaw.BIRTH_DATE) from None
