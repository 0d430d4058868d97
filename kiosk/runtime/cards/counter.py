"""Everything about cards that one terminal has, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.devices.api import BankCardReader, PinBlockForm, PinPad
from kiosk.devices.pin_pad.component_loaders import ComponentLoader
from kiosk.observe import EventLog
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.emv.terminal import TerminalData
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.acquirer_desk import AcquirerDesk
from kiosk.runtime.cards.charging import Charging
from kiosk.runtime.cards.desk import USUAL, CardDesk, CardManner
from kiosk.runtime.clock import Clock
from kiosk.runtime.orders import OrderDesk
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import Timing
from kiosk.session.health import AcquirerStatus


@dataclass(frozen=True, slots=True)
class CardEquipment:
    """What card payments are made with. ``acquirer`` uses the keys in ``pad``; ``loader`` makes,
    for each time, how the pad takes a master key in components."""

    reader: BankCardReader
    pad: PinPad
    acquirer: Acquirer
    terminal: TerminalData
    profile: AcquirerProfile
    pin_form: PinBlockForm = PinBlockForm.ISO0_3DES
    manner: CardManner = USUAL
    loader: Callable[[], ComponentLoader] | None = None


class CardCounter:
    """The desks for cards. ``line`` is there before the orders, which ask it to reverse; ``open``
    adds the rest once there are orders to charge."""

    def __init__(
        self,
        equipment: CardEquipment,
        *,
        reader: Watched[BankCardReader],
        pad: Watched[PinPad],
        books: Bookkeeping,
        clock: Clock,
        timing: Timing,
        log: EventLog,
        changed: Callable[[AcquirerStatus], None],
    ) -> None:
        self._equipment = equipment
        self._reader = reader
        self._pad = pad
        self._books = books
        self._clock = clock
        self._timing = timing
        self._log = log
        self.line = AcquirerDesk(
            acquirer=equipment.acquirer,
            pad=pad,
            books=books,
            clock=clock,
            timing=timing,
            log=log,
            changed=changed,
        )

    def open(self, orders: OrderDesk) -> CardDesk:
        """Take cards for these orders."""
        equipment = self._equipment
        charging = Charging(
            acquirer=equipment.acquirer,
            desk=self.line,
            orders=orders,
            pad=self._pad,
            pin_form=equipment.pin_form,
            terminal=equipment.terminal,
            profile=equipment.profile,
            books=self._books,
            clock=self._clock,
            log=self._log,
        )
        return CardDesk(
            reader=self._reader,
            pad=self._pad,
            charging=charging,
            books=self._books,
            clock=self._clock,
            timing=self._timing,
            log=self._log,
            manner=equipment.manner,
        )
