"""Answers that are well sealed, or need no seal, and still cannot be used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.money import Money
from kiosk.payments.acquirer.settlement import Settlement
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.totals import BatchSide, BatchTotals
from sim.acquirer.wire import Packet
from tests.payments.acquirer.bench import Bench

Change = Callable[[Packet], object]


def changed(till: Bench, monkeypatch: pytest.MonkeyPatch, change: Change) -> None:
    """From now on the host changes its answers in this way before it seals them."""
    seal = till.desk.seal

    def spoilt(answer: Packet) -> bytes:
        change(answer)
        return seal(answer)

    monkeypatch.setattr(till.desk, "seal", spoilt)


SIGN_INS: dict[str, Change] = {
    "no keys": lambda answer: answer.octets.pop(62),
    "half the keys": lambda answer: answer.octets.update({62: answer.octets[62][:24]}),
    "no batch": lambda answer: answer.texts.pop(60),
    "a batch of zeros": lambda answer: answer.texts.update({60: "00000000003"}),
}


@pytest.mark.parametrize("change", SIGN_INS.values(), ids=SIGN_INS.keys())
async def test_a_sign_in_without_what_it_is_for(
    till: Bench, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    changed(till, monkeypatch, change)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.sign_in()

    assert trouble.value.cause is AcquirerCause.GARBLED


async def test_an_approval_nobody_could_refer_to(
    till: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(till, monkeypatch, lambda answer: answer.texts.pop(37))

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.purchase(till.purchase())

    assert trouble.value.cause is AcquirerCause.GARBLED
    assert trouble.value.sent


async def test_an_answer_without_a_code_is_waited_past(
    till: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(till, monkeypatch, lambda answer: answer.texts.pop(39))

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.in_vain(till.acquirer.purchase(till.purchase()))

    assert trouble.value.cause is AcquirerCause.GARBLED


async def test_a_settlement_without_totals(till: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(till, monkeypatch, lambda answer: answer.texts.pop(48))
    totals = BatchTotals(BatchSide(Money(0), 0))

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.settle(Settlement(till.next_trace(), 1, totals))

    assert trouble.value.cause is AcquirerCause.GARBLED
