"""Check digits of identity numbers. Each takes the number without its last character."""

from __future__ import annotations

from itertools import cycle

from stdnum.iso7064 import mod_11_2

_MRZ_WEIGHTS = (7, 3, 1)


def resident_check_digit(body: str) -> str:
    """The 18th character (``0``-``9`` or ``X``) for 17 ASCII digits: ISO 7064 MOD 11-2, GB 11643.

    Residence permits and the 2023 foreigner number use the same rule.
    """
    return mod_11_2.calc_check_digit(body)


def machine_readable_check_digit(body: str) -> str:
    """The check digit of ICAO Doc 9303 part 3: weights 7 3 1, A = 10 … Z = 35, modulo 10.

    ``body`` is ASCII digits and capital letters; the 2017 foreigner number has 14 of them.
    """
    weighted = zip(body, cycle(_MRZ_WEIGHTS), strict=False)
    return str(sum(int(character, 36) * weight for character, weight in weighted) % 10)
