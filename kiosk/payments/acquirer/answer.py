"""What the acquirer answered, and whether it is an answer to what was asked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.payments.iso8583.codec import MalformedMessage, Message
from kiosk.payments.iso8583.fields import read_60
from kiosk.payments.iso8583.frame import HostAsk
from kiosk.payments.iso8583.responses import REVERSAL_ENDS, ResponseAction, response_for

_REFERENCE = re.compile(r"[0-9A-Za-z]{1,12}", re.ASCII)
_AUTHORISATION = re.compile(r"[0-9A-Za-z]{0,6}", re.ASCII)
_PURCHASED = "0210"
_TERMINAL, _MERCHANT, _TRACE, _AMOUNT, _CODE = 41, 42, 11, 4, 39


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a purchase or a reversal that may be believed.

    ``code`` is F39, ``action`` and ``text`` what it means; ``reference`` F37 (检索参考号) and
    ``authorisation`` F38, empty where there is none; ``at`` F12 and F13 with the year, the
    terminal's own time where the host gave none; ``field_55`` what the issuer tells the chip.
    """

    code: str
    action: ResponseAction
    text: str
    trace: int
    reference: str
    authorisation: str
    at: datetime
    field_55: bytes = field(default=b"", repr=False)
    asks: HostAsk = HostAsk.NOTHING

    @property
    def ends_reversal(self) -> bool:
        """Of a reversal: whether nothing is left to reverse."""
        return self.code in REVERSAL_ENDS


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The keys are in the pad. ``batch`` is the host's, for the terminal to adopt."""

    batch: int
    at: datetime
    asks: HostAsk = HostAsk.NOTHING


def is_answer_to(asked: Message, said: Message) -> bool:
    """Whether a message answers this one, and not an earlier one or somebody else's.

    The amount may be missing where nothing was approved. Raises MalformedMessage for an answer
    without a response code.
    """
    if said.kind != f"{asked.kind[:2]}1{asked.kind[3]}":
        return False
    if any(said.get(number) != asked.get(number) for number in (_TRACE, _TERMINAL, _MERCHANT)):
        return False
    code = said.get(_CODE)
    if not code:
        raise MalformedMessage("F39")
    amount = asked.get(_AMOUNT)
    if not amount or said.get(_AMOUNT) == amount:
        return True
    return not said.get(_AMOUNT) and response_for(code).action is not ResponseAction.APPROVED


def read_answer(said: Message, asks: HostAsk, now: datetime) -> Answer:
    """An answer to a purchase or a reversal, ``now`` being the terminal's time. Raises
    MalformedMessage for references nobody could look up, and for an approval without one."""
    response = response_for(said.get(_CODE))
    reference, authorisation = said.get(37).strip(), said.get(38).strip()
    approved = response.action is ResponseAction.APPROVED and said.kind == _PURCHASED
    if _REFERENCE.fullmatch(reference) is None and (reference or approved):
        raise MalformedMessage("F37")
    if _AUTHORISATION.fullmatch(authorisation) is None:
        raise MalformedMessage("F38")
    return Answer(
        code=response.code,
        action=response.action,
        text=response.text,
        trace=int(said.get(_TRACE)),
        reference=reference,
        authorisation=authorisation,
        at=answered_at(said, now),
        field_55=said.octets(55),
        asks=asks,
    )


def read_batch(said: Message) -> int:
    """F60.2 of an answer. Raises MalformedMessage."""
    return read_60(said.get(60)).batch


def answered_at(said: Message, now: datetime) -> datetime:
    """F13 and F12 in the year that brings them nearest to ``now``; ``now`` without them."""
    day, time = said.get(13), said.get(12)
    if not (day and time):
        return now
    moments = (_moment(f"{year:04d}{day}{time}", now) for year in range(now.year - 1, now.year + 2))
    return min(
        (at for at in moments if at),
        key=lambda at: abs(at - now),
        default=now.replace(microsecond=0),
    )


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=now.tzinfo)
    except ValueError:
        return None
