"""The last net: numbers of people and of bank cards are struck out of whatever line comes by.

Nothing should ever be caught in it, for only declared fields get as far. It knows shapes, not
meanings: names it cannot see.
"""

from __future__ import annotations

import re

STRUCK_OUT = "[struck out]"

# 15 digits (identity number before 1999), 17 digits and a digit or X (GB 11643), 16 to 19 digits
# (PAN, ISO/IEC 7812), also in groups; never a part of a longer run, as in an order number.
_PERSON_OR_CARD = re.compile(r"(?<!\d)(?:\d[ -]?){14,18}[\dXx](?!\d)")
# The foreigner's number of 2017.
_FOREIGNER = re.compile(r"[A-Za-z]{3}\d{12}(?!\d)")


def scrub(line: str) -> str:
    """The line with every such number struck out."""
    return _FOREIGNER.sub(STRUCK_OUT, _PERSON_OR_CARD.sub(STRUCK_OUT, line))
