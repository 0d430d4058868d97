"""What requests are carried out with."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.backend.client import CollectionService
from kiosk.devices.api import CodeScanner, IdCardReader, SocialCardReader
from kiosk.observe import EventLog
from kiosk.runtime.cards.desk import CardDesk
from kiosk.runtime.clock import Clock
from kiosk.runtime.document_desk import DocumentDesk
from kiosk.runtime.document_press import DocumentPress
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.paper import PaperDesk
from kiosk.runtime.supervision import Watched


@dataclass(frozen=True, slots=True)
class Means:
    """The service, the desks, and the devices a citizen holds something out to. None for a device
    this terminal does not have."""

    service: CollectionService
    orders: OrderDesk
    paper: PaperDesk
    documents: DocumentDesk
    document_press: DocumentPress
    clock: Clock
    log: EventLog
    reader: Watched[IdCardReader]
    social_card_reader: Watched[SocialCardReader] | None = None
    scanner: Watched[CodeScanner] | None = None
    cards: CardDesk | None = None
