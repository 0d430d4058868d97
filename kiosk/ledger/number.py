"""Order numbers: terminal, moment, a counter that never goes back, and a check character.

``JN03 20260131 090000 000042 K``: the counter makes a number unique within a ledger, the moment
makes it unique when a damaged ledger had to be replaced and counting began anew. The check
character is ISO/IEC 7064 MOD 37,36: a number read out at the window cannot be mistyped unnoticed.
"""

from __future__ import annotations

import re
from datetime import datetime

from stdnum.iso7064 import mod_37_36

from kiosk.domain.order import OrderNumber
from kiosk.ledger.moments import CHINA

_SEPARATORS = re.compile(r"[-_. ]", re.ASCII)
_TERMINAL = re.compile(r"[0-9A-Z]{1,10}", re.ASCII)


def order_number(terminal_number: str, moment: datetime, counter: int) -> OrderNumber:
    """The number of the ``counter``-th order. Raises ValueError for a terminal number that has no
    letter or digit, more than ten of them, or any other character but separators."""
    terminal = _SEPARATORS.sub("", terminal_number.upper())
    if _TERMINAL.fullmatch(terminal) is None:
        raise ValueError("a terminal number has 1 to 10 letters or digits")
    body = f"{terminal}{moment.astimezone(CHINA):%Y%m%d%H%M%S}{counter:06d}"
    return OrderNumber(body + mod_37_36.calc_check_digit(body))


def is_well_formed(number: str) -> bool:
    """Whether the check character fits."""
    return mod_37_36.is_valid(number)
