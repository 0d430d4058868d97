"""The acquirer of a hall: its host, its books, and the banks of the cast."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

from sim.acquirer.books import Books, HostPurchase
from sim.acquirer.ciphers import Suite
from sim.acquirer.desk import Desk
from sim.acquirer.faults import HostFault, named_fault
from sim.acquirer.host import AcquirerHost
from sim.acquirer.terminals import RegisteredTerminal
from sim.card_hall.state import AcquirerState, BankAccountState, CardPurchaseState
from sim.cards.cast import CAST
from sim.cards.issuer import Issuer
from sim.clock import WorldClock
from sim.impossible import Impossible
from sim.settings import AcquirerSection

TERMINAL_ID = "37010003"
"""F41 of the hall's terminal."""
MERCHANT_ID = "898370193990003"
"""F42: 898, where it is (3701), what it does (9399, government services), a count."""

_SUITES = {"3des": Suite.TRIPLE_DES, "sm4": Suite.SM4}


class HallAcquirer:
    """The acquirer with one terminal under contract. Deaf until started."""

    def __init__(
        self,
        settings: AcquirerSection,
        clock: WorldClock,
        books: Books,
        tls: ssl.SSLContext | None,
    ) -> None:
        self.books = books
        desk = Desk(self.books, Issuer(), clock.now)
        desk.register(RegisteredTerminal(TERMINAL_ID, MERCHANT_ID, suite=_SUITES[settings.dialect]))
        self._host = AcquirerHost(desk, port=settings.port, tls=tls)
        self._heard_before = 0

    @property
    def port(self) -> int:
        """Where the terminal connects; fixed from the first start on."""
        return self._host.port

    async def start(self) -> None:
        """Take connections; may be called twice. Raises OSError when the port is taken."""
        await self._host.start()

    async def stop(self) -> None:
        """Take none, and end those there are; may be called twice."""
        await self._host.stop()

    async def reset(self) -> None:
        """Nothing bought, no wrong PIN, no fault. The terminal stays signed in: it was not reset,
        and its PIN pad has the keys."""
        self._host.heal()
        self._heard_before = len(self._host.entries)
        self.books.forget()
        await self._host.start()

    def fail(self, name: str, after: int) -> None:
        """A fault of ``sim.acquirer.faults``. Raises Impossible."""
        try:
            self._host.fail(replace(named_fault(name), after=after))
        except KeyError:
            raise Impossible(f"an acquirer does not fail by {name}") from None

    def heal(self) -> None:
        """Nothing goes wrong any more."""
        self._host.heal()

    def see(self) -> AcquirerState:
        """How it looks from outside."""
        return AcquirerState(
            line="up" if self._host.running else "cut",
            faults=tuple(_words(fault) for fault in self._host.faults),
            heard=tuple(entry.heard for entry in self._host.entries[self._heard_before :]),
            accounts=tuple(
                BankAccountState(
                    card=card.key,
                    left_fen=card.balance.fen - self.books.spent_fen(card.account),
                    tries_left=self.books.tries_left(card.account),
                )
                for card in CAST.values()
            ),
            purchases=tuple(_see_purchase(one) for one in self.books.purchases),
        )


def tls_context(certificate: Path, key: Path, ca: Path) -> ssl.SSLContext:
    """TLS with certificates on both sides."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(ca))
    context.load_cert_chain(certificate, key)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _see_purchase(one: HostPurchase) -> CardPurchaseState:
    return CardPurchaseState(
        trace=one.trace,
        card_masked=one.card_masked,
        amount_fen=one.amount_fen,
        state=one.state,
        code=one.code,
        refunded_fen=one.refunded_fen,
    )


def _words(fault: HostFault) -> str:
    times = "∞" if fault.times is None else f"×{fault.times}"
    where = fault.on.value if fault.on else "*"
    later = f" · after {fault.after}" if fault.after else ""
    return f"{fault.kind.value} · {where} · {times}{later}"
