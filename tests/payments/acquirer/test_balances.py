"""Whatever goes wrong, and in whatever order: a bank has debited exactly what the terminal believes
was approved, once every purchase in doubt has been reversed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from kiosk.payments.acquirer.reversal import Reversal
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.responses import ResponseAction
from sim.acquirer.faults import Heard, HostFault, HostFaultKind
from sim.cards.cast import find_card
from tests.payments.acquirer.bench import Bench, bench
from tests.payments.vectors import TERMINAL_ID

CARDS = ("zhang-san-debit", "wang-wu-credit", "zhao-liu-debit", "sun-ba-debit")
_SILENT_FOR = 61.0
FAULTS = st.builds(
    HostFault,
    st.sampled_from(HostFaultKind),
    on=st.sampled_from((None, Heard.PURCHASE, Heard.REVERSAL)),
    after=st.integers(0, 1),
    seconds=st.just(_SILENT_FOR),
    amount=st.integers(0, 200),
    # What is misreported is in doubt, and what is refused is not carried out.
    code=st.sampled_from(("98", "68")),
)


@dataclass(frozen=True, slots=True)
class Buy:
    """Somebody pays; ``pin`` None is the right one. ``card_agrees``: the chip's second half."""

    card: str
    fen: int
    pin: str | None = None
    card_agrees: bool = True


@dataclass(frozen=True, slots=True)
class KeysLost:
    """The host forgets the terminal's keys."""


STEPS = st.lists(
    st.builds(
        Buy,
        st.sampled_from(CARDS),
        st.integers(1, 20_000),
        st.sampled_from((None, None, None, "654321")),
        st.booleans(),
    )
    | FAULTS
    | st.just(KeysLost()),
    max_size=8,
)


class Terminal:
    """What a terminal does with purchases, as briefly as it can be said."""

    def __init__(self, till: Bench) -> None:
        self.till = till
        self.believed: dict[str, int] = dict.fromkeys(CARDS, 0)

    async def buy(self, buy: Buy) -> None:
        till = self.till
        purchase = till.purchase(buy.fen, find_card(buy.card), pin=buy.pin or "")
        reversal = till.reversal(purchase)
        try:
            answer = await till.in_vain(till.acquirer.purchase(purchase), seconds=_SILENT_FOR)
        except AcquirerTrouble as trouble:
            if trouble.cause is AcquirerCause.UNAUTHENTIC:
                await self.sign_in()
            await self.undo(reversal)
            return
        match answer.action:
            case ResponseAction.APPROVED if buy.card_agrees:
                self.believed[buy.card] += buy.fen
            case ResponseAction.APPROVED | ResponseAction.REVERSE:
                await self.undo(reversal)
            case ResponseAction.SIGN_IN:
                await self.sign_in()
            case _:
                pass

    async def undo(self, reversal: Reversal) -> None:
        while True:
            try:
                talk = self.till.acquirer.reverse(reversal)
                if (await self.till.in_vain(talk, seconds=_SILENT_FOR)).ends_reversal:
                    return
            except AcquirerTrouble as trouble:
                if trouble.cause is AcquirerCause.UNAUTHENTIC:
                    await self.sign_in()

    async def sign_in(self) -> None:
        while True:
            try:
                await self.till.in_vain(self.till.sign_in(), seconds=_SILENT_FOR)
            except AcquirerTrouble:
                continue
            return


async def live(steps: list[Buy | HostFault | KeysLost]) -> None:
    async with bench() as till:
        await till.sign_in()
        terminal = Terminal(till)
        for step in steps:
            match step:
                case Buy():
                    await terminal.buy(step)
                case HostFault():
                    till.fail(step)
                case KeysLost():
                    till.host.forget_keys(TERMINAL_ID)
        for card, fen in terminal.believed.items():
            assert till.spent(find_card(card)) == fen


@given(STEPS)
def test_the_bank_has_debited_what_the_terminal_believes(
    steps: list[Buy | HostFault | KeysLost],
) -> None:
    asyncio.run(live(steps))
