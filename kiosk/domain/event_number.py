"""查询编号: the number of an event that people can read out to one another.

The service's own number of an event is 36 characters long. This one is made of it, is in the
terminal's log beside it, and stands on the screen and on the slip for the window.
"""

from __future__ import annotations

from hashlib import sha256

ALPHABET = "23456789ACDEFGHJKMNPQRTUWXY"
"""None that is taken for another: neither 0 nor O, 1 nor I nor L, and of B and 8, S and 5, Z and 2,
V and U only one. Without 0 and 1 no day of birth can be written in it."""
_LENGTH = 8
_HALF = _LENGTH // 2


def event_number(event_id: str) -> str:
    """Eight characters in two groups, ``7KQ2-M9TX``; empty for none.

    There are 2.8 · 10¹¹ of them: among a thousand events of a day two are called the same once in
    some 560,000 days.
    """
    if not event_id:
        return ""
    value = int.from_bytes(sha256(event_id.encode()).digest())
    letters = ""
    for _ in range(_LENGTH):
        value, place = divmod(value, len(ALPHABET))
        letters += ALPHABET[place]
    return f"{letters[:_HALF]}-{letters[_HALF:]}"
