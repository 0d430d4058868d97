"""The codes by which anybody who holds a paper can have it confirmed, and the address they are in.

One paper has one code for ever, whatever it is printed on and how often.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sim.backend.collection import Collection
from sim.backend.mint import CODE_LETTERS
from sim.backend.models_documents import CheckCode

_TYPED = str.maketrans({"I": "1", "L": "1", "O": "0", " ": None, "-": None})


def payment_url(session: Session, collection: Collection, number: str) -> str:
    """Where a payment is confirmed; its code is made when first asked for."""
    known = session.scalar(select(CheckCode).where(CheckCode.payment_number == number))
    if known is None:
        known = CheckCode(code=collection.mint.check_code(), payment_number=number)
        session.add(known)
    return url_of(collection, known.code)


def url_of(collection: Collection, code: str) -> str:
    """The address of the page that confirms the paper with this code."""
    return f"{collection.wallet_url}/check/{code}"


def find(session: Session, typed: str) -> CheckCode | None:
    """What a code stands for, as people type it: in any case, with gaps, O for 0 and I or L for 1.
    None for a code that was never given out."""
    code = typed.upper().translate(_TYPED)
    if not code or set(code) - set(CODE_LETTERS):
        return None
    return session.get(CheckCode, code)
