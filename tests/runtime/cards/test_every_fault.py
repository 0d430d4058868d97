"""Whatever goes wrong while a card is charged: once the terminal has recovered, the account at the
bank, the order at the service and the ledger agree, and the citizen was told no untruth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.order import OrderState
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from kiosk.session.health import AcquirerStatus
from sim.acquirer.faults import HostFault, HostFaultKind, named_fault
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from sim.cards.chip_fault import ChipFault
from tests.runtime.cards.bench import ANSWER_S, Bank, Counter

CARD = "zhang-san-debit"
LATE = replace(named_fault("late"), seconds=2 * ANSWER_S)
PURCHASE_FAULTS = {
    name: named_fault(name)
    for name in (
        "silence", "lost_answer", "hang_up", "hang_up_after", "cut", "wrong_mac", "no_mac",
        "garbage", "senseless_length", "wrong_trace", "wrong_amount", "wrong_arpc", "junk_tpdu",
        "stale_first", "bank_timeout", "busy", "keys_disagree", "declined", "unknown_code",
    )
} | {"late": LATE}  # fmt: skip
REVERSAL_FAULTS = {
    "well": (),
    "silent once": (named_fault("reversal_silence"),),
    "answer lost": (named_fault("reversal_lost_answer"),),
    "busy": (named_fault("reversal_busy"),),
    "dead": (named_fault("reversal_dead"),),
}


async def outcome(counter: Counter) -> tuple[OrderState | None, FaultCode | None]:
    """What the citizen is told: a state of the order, or why nothing was charged."""
    number = await counter.order()
    try:
        return (await counter.pay(number)).state, None
    except RequestFailed as failure:
        return None, failure.fault.code


async def agreed(counter: Counter) -> bool:
    """Recover, and find everybody of one mind; whether it was paid."""
    counter.bank.host.heal()
    (number,) = counter.bank.service.orders
    await counter.recovered(number)
    return counter.agree(number)


@pytest.mark.parametrize("afterwards", REVERSAL_FAULTS)
@pytest.mark.parametrize("name", PURCHASE_FAULTS)
async def test_a_purchase_is_paid_or_given_back(
    counter: Counter, bank: Bank, name: str, afterwards: str
) -> None:
    bank.host.fail(PURCHASE_FAULTS[name])
    for fault in REVERSAL_FAULTS[afterwards]:
        bank.host.fail(fault)
    told, fault_code = await outcome(counter)
    paid = await agreed(counter)
    assert told in {OrderState.PAID, OrderState.UNKNOWN, None}
    assert paid is (told is OrderState.PAID)
    assert (fault_code is None) is (told is not None)
    assert afterwards != "well" or told is not OrderState.UNKNOWN


@pytest.mark.parametrize("trouble", ChipFault)
async def test_a_chip_that_fails_is_charged_wholly_or_not_at_all(
    counter: Counter, bank: Bank, trouble: ChipFault
) -> None:
    counter.reader.push_in(BankChip(find_card(CARD)), trouble)
    told, _ = await outcome(counter)
    paid = await agreed(counter)
    assert paid is (told is OrderState.PAID)
    assert paid is (trouble is ChipFault.PULLED_AFTER)
    assert bank.spent_fen(CARD) == 0 or paid


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize(
    "kind", [HostFaultKind.DEAF, HostFaultKind.HANG_UP_AFTER, HostFaultKind.WRONG_MAC]
)
async def test_nothing_is_taken_twice_however_often_a_citizen_tries(
    counter: Counter, bank: Bank, kind: HostFaultKind, times: int
) -> None:
    bank.host.fail(HostFault(kind, on=None, after=0, times=times))
    number = await counter.order()
    for _ in range(4):
        counter.reader.take()
        try:
            status = await counter.pay(number)
        except RequestFailed:
            await counter.quiet()
            continue
        if status.state is not OrderState.UNKNOWN:
            break
        await counter.quiet()
    assert await agreed(counter)


async def test_a_host_that_is_not_there_takes_no_money(counter: Counter, bank: Bank) -> None:
    number = await counter.order()
    await bank.host.stop()
    assert await counter.fails(number) is FaultCode.ACQUIRER_LOST
    assert counter.statuses[-1] is AcquirerStatus.UNREACHABLE
    await bank.host.start()
    counter.reader.take()
    assert (await counter.pay(number)).state is OrderState.PAID
    assert counter.agree(number)
