"""Who is there: cards, the person of a card, and somebody to pay for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeAlias

from kiosk.devices.api import DeviceError, IdCardReader, SocialCardReader
from kiosk.domain.citizen import Citizen
from kiosk.flows.requests.login import (
    CardRead,
    ConfirmPayee,
    FindCitizen,
    FindPayee,
    LoginCard,
    PayeeQuestion,
    ReadCard,
)
from kiosk.observe import Event
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.session.faults import FaultCode

_Reader: TypeAlias = Watched[IdCardReader] | Watched[SocialCardReader]
_LOOK_S = 0.5


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Everything about logging in."""
    service = means.service

    async def read_card(_request: ReadCard) -> CardRead:
        return CardRead(await _first_card(means), means.clock.now().date())

    async def find_citizen(request: FindCitizen) -> Citizen:
        return await service.look_up_citizen(request.card)

    async def find_payee(request: FindPayee) -> PayeeQuestion:
        return await service.ask_payee(request.number)

    async def confirm_payee(request: ConfirmPayee) -> Citizen:
        return await service.confirm_payee(request.question, request.number, request.surname)

    repertoire.add(ReadCard, read_card, patient=True)
    repertoire.add(FindCitizen, find_citizen)
    repertoire.add(FindPayee, find_payee)
    repertoire.add(ConfirmPayee, confirm_payee)


async def _first_card(means: Means) -> LoginCard:
    """The card that comes first, whichever reader reads it; the other one is told to stop."""
    readers: list[_Reader] = [means.reader]
    if means.social_card_reader is not None:
        readers.append(means.social_card_reader)
    working = _Working(len(readers))
    readings = [asyncio.create_task(_read(one, working, means)) for one in readers]
    try:
        await asyncio.wait(readings, return_when=asyncio.FIRST_COMPLETED)
        over = [reading for reading in readings if reading.done()]
        # Of two at the same moment a card counts before whatever is wrong with the other.
        read = [reading for reading in over if reading.exception() is None]
        return (read or over)[0].result()
    finally:
        for reading in readings:
            reading.cancel()
        await asyncio.gather(*readings, return_exceptions=True)


@dataclass(slots=True)
class _Working:
    """How many readers may still read a card."""

    readers: int


async def _read(reader: _Reader, working: _Working, means: Means) -> LoginCard:
    """A card. A reader that is lost is waited for as long as another one works."""
    while True:
        try:
            card = await reader.device.read_card()
            means.log.record(Event.CARD_READ, device=reader.device.kind.value)
            return card
        except DeviceError as error:
            failure = _failed(error, reader.keeper)
            working.readers -= 1
            if failure.fault.code is not FaultCode.READER_LOST or working.readers == 0:
                raise failure from error
        await means.clock.sleep(_LOOK_S)
        working.readers += 1


def _failed(error: DeviceError, keeper: Supervisor) -> RequestFailed:
    """Trouble with a card is the card's; other trouble is the reader's, and its keeper hears it."""
    fault = device_fault(keeper.device.kind, error)
    if fault.code is FaultCode.READER_LOST:
        keeper.report(error)
    return RequestFailed(fault)
