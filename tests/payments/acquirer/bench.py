"""A terminal and its acquirer on loopback: the real client, a pad, and the simulated host."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from ssl import SSLContext
from typing import TypeVar

from kiosk.domain.money import Money
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.acquirer.purchase import Purchase
from kiosk.payments.acquirer.reversal import Reversal
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.fields import EntryMode
from kiosk.payments.iso8583.keys import EncipheredKey, KeySet
from sim.acquirer.books import Books
from sim.acquirer.ciphers import Suite, check_value, decipher, encipher, xor
from sim.acquirer.desk import Desk
from sim.acquirer.faults import HostFault
from sim.acquirer.host import AcquirerHost
from sim.acquirer.keys import MASTER_KEYS
from sim.acquirer.terminals import RegisteredTerminal
from sim.cards.cast import find_card
from sim.cards.issuer import Issuer
from sim.cards.plastic import BankCard
from tests.payments.chip import field_55, repeated
from tests.payments.vectors import MERCHANT_ID, TERMINAL_ID
from tests.support.manual_clock import ManualClock

T = TypeVar("T")
SUITES = {Dialect.TRIPLE_DES: Suite.TRIPLE_DES, Dialect.SM4: Suite.SM4}
ZHANG = find_card("zhang-san-debit")


class PadBroken(Exception):
    """Whatever a pad may raise."""


class Pad:
    """The half of the work that an encrypting PIN pad does."""

    def __init__(self, suite: Suite, *, padded: bool = False) -> None:
        self.suite = suite
        self.padded = padded
        self.macs_left: int | None = None
        self.refuses_keys = False
        self._pin = self._mac = b""

    async def load(self, keys: KeySet) -> None:
        if self.refuses_keys:
            raise PadBroken("the check value is wrong")
        opened = [self._opened(key) for key in (keys.pin, keys.mac, keys.data) if key is not None]
        self._pin, self._mac, *_ = opened

    async def mac(self, data: bytes) -> bytes:
        if self.macs_left is not None:
            if not self.macs_left:
                raise PadBroken("no answer")
            self.macs_left -= 1
        size = self.suite.value
        assert len(data) == 2 * size
        first = encipher(self.suite, self._mac, data[:size])
        return encipher(self.suite, self._mac, xor(first, data[size:]))

    def pin_block(self, account: str, pin: str) -> bytes:
        size = 8 if self.padded else self.suite.value
        clear = xor(
            bytes.fromhex(f"{len(pin):02X}{pin}".ljust(2 * size, "F")),
            bytes.fromhex(("0000" + account[-13:-1]).rjust(2 * size, "0")),
        )
        return encipher(self.suite, self._pin, clear.ljust(self.suite.value, b"\0"))

    def _opened(self, key: EncipheredKey) -> bytes:
        opened = decipher(self.suite, MASTER_KEYS[self.suite], key.cryptogram)
        if check_value(self.suite, opened) != key.check_value:
            raise PadBroken("the check value is wrong")
        return opened


@dataclass(frozen=True, slots=True)
class ReadCard:
    """What the reading of a card comes to."""

    account: str
    track2: str
    expiry: str
    sequence: int | None

    @classmethod
    def of(cls, card: BankCard) -> ReadCard:
        return cls(card.account, card.track_2, card.expiry, card.sequence)


class Bench:
    """All of it. The clock stands still until a test moves it."""

    def __init__(self, profile: AcquirerProfile, tls: SSLContext | None, pad: Pad) -> None:
        self.clock = ManualClock()
        self.books = Books()
        self.desk = Desk(self.books, Issuer(), self.clock.now)
        self.desk.register(RegisteredTerminal(TERMINAL_ID, MERCHANT_ID, pad.suite))
        self.host = AcquirerHost(self.desk, tls=tls, sleep=self.clock.sleep)
        self.pad = pad
        self.profile = profile
        self.trace = 0

    async def start(self) -> None:
        await self.host.start()
        self.profile = replace(self.profile, port=self.host.port)
        self.acquirer = Acquirer(
            self.profile, load=self.pad.load, mac=self.pad.mac, clock=self.clock
        )

    def next_trace(self) -> int:
        self.trace += 1
        return self.trace

    async def sign_in(self) -> int:
        return (await self.acquirer.sign_in(self.next_trace())).batch

    def purchase(
        self,
        fen: int = 12345,
        card: BankCard = ZHANG,
        *,
        pin: str | None = "",
        entry: EntryMode = EntryMode.CHIP,
    ) -> Purchase:
        """With the card's own PIN, another, or none."""
        trace = self.next_trace()
        entered = card.pin if pin == "" else pin
        chip = field_55(card, fen, counter=trace) if entry is EntryMode.CHIP else b""
        return Purchase(
            amount=Money(fen),
            trace=trace,
            batch=1,
            card=ReadCard.of(card) if chip else replace(ReadCard.of(card), sequence=None),
            entry=entry,
            pin_block=self.pad.pin_block(card.account, entered) if entered else None,
            field_55=chip,
        )

    def reversal(self, purchase: Purchase) -> Reversal:
        chip = repeated(purchase.field_55) if purchase.field_55 else b""
        return Reversal.of(purchase, self.profile, chip)

    def spent(self, card: BankCard = ZHANG) -> int:
        return self.books.spent_fen(card.account)

    async def in_vain(self, talk: Awaitable[T], *, seconds: float = 61.0) -> T:
        """A talk in which, once the host has heard the message, nothing more comes in time."""
        task = asyncio.ensure_future(talk)
        listening = asyncio.create_task(self.heard(len(self.host.entries) + 1))
        await asyncio.wait({task, listening}, return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        await self.clock.advance(seconds)
        return await task

    async def heard(self, count: int) -> None:
        """Wait until the host has heard so many messages since it was made."""
        while len(self.host.entries) < count:  # noqa: ASYNC110 – only a socket is waited for
            await asyncio.sleep(0)

    def fail(self, fault: HostFault) -> None:
        self.host.fail(fault)


@asynccontextmanager
async def bench(
    dialect: Dialect = Dialect.TRIPLE_DES,
    *,
    profile: AcquirerProfile | None = None,
    tls: SSLContext | None = None,
    padded: bool = False,
) -> AsyncIterator[Bench]:
    """A bench at work."""
    profile = profile or AcquirerProfile("127.0.0.1", 1, TERMINAL_ID, MERCHANT_ID, dialect)
    made = Bench(profile, tls, Pad(SUITES[dialect], padded=padded))
    await made.start()
    try:
        yield made
    finally:
        await made.host.stop()
