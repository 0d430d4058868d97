"""Terminal and acquirer over real TCP, on a good day."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from kiosk.domain.money import Money
from kiosk.payments.acquirer.profile import AcquirerProfile, Sm4PinPlace
from kiosk.payments.acquirer.settlement import Settlement, SettlementAnswer
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.fields import EntryMode
from kiosk.payments.iso8583.frame import HostAsk
from kiosk.payments.iso8583.responses import ResponseAction
from kiosk.payments.iso8583.totals import BatchSide, BatchTotals, Reconciliation
from sim.acquirer.books import PurchaseState
from sim.acquirer.faults import Heard
from sim.cards.cast import find_card
from tests.payments.acquirer.bench import ZHANG, Bench, PadBroken, bench
from tests.payments.vectors import MERCHANT_ID, TERMINAL_ID


async def test_a_purchase_is_approved(till: Bench) -> None:
    answer = await till.acquirer.purchase(till.purchase())

    assert answer.action is ResponseAction.APPROVED
    assert answer.text == "交易成功"
    assert answer.trace == 2
    assert len(answer.authorisation) == 6
    assert answer.at == till.clock.now()
    assert answer.field_55[:2] == b"\x91\x0a"
    assert answer.asks is HostAsk.NOTHING
    bought = till.books.purchase_by_reference(answer.reference)
    assert bought is not None
    assert (bought.amount_fen, bought.trace) == (12345, 2)
    assert till.spent() == 12345


@pytest.mark.parametrize("place", list(Sm4PinPlace))
@pytest.mark.parametrize("padded", [False, True], ids=["16 bytes", "8 bytes and zeros"])
async def test_a_purchase_under_sm4(place: Sm4PinPlace, padded: bool) -> None:
    profile = AcquirerProfile("127.0.0.1", 1, TERMINAL_ID, MERCHANT_ID, Dialect.SM4, place)
    async with bench(Dialect.SM4, profile=profile, padded=padded) as till:
        await till.sign_in()
        purchase = till.purchase()
        answer = await till.acquirer.purchase(purchase)
        undone = await till.acquirer.reverse(till.reversal(purchase))

    assert answer.action is ResponseAction.APPROVED
    assert undone.ends_reversal
    assert till.spent() == 0


async def test_a_purchase_is_reversed_however_often(till: Bench) -> None:
    purchase = till.purchase()
    await till.acquirer.purchase(purchase)

    codes = [(await till.acquirer.reverse(till.reversal(purchase))).code for _ in range(2)]

    assert codes == ["00", "00"]
    assert till.spent() == 0
    assert [entry.reason for entry in till.host.entries[-2:]] == ["98", "98"]


async def test_what_never_was_needs_no_reversal(till: Bench) -> None:
    answer = await till.acquirer.reverse(till.reversal(till.purchase()))

    assert answer.code == "25"
    assert answer.ends_reversal


async def test_a_reversal_reaches_back_into_a_closed_batch_and_over_new_keys(till: Bench) -> None:
    purchase = till.purchase()
    await till.acquirer.purchase(purchase)
    await till.acquirer.settle(
        Settlement(till.next_trace(), 1, BatchTotals(BatchSide(Money(0), 0)))
    )
    assert await till.sign_in() == 2

    answer = await till.acquirer.reverse(till.reversal(purchase))

    assert answer.code == "00"
    assert till.books.purchases[0].state is PurchaseState.REVERSED


@pytest.mark.parametrize(
    ("key", "pin", "action"),
    [
        ("zhang-san-debit", "654321", ResponseAction.PIN_AGAIN),
        ("wei-shi-debit", "", ResponseAction.PIN_TRIES_USED),
        ("zhao-liu-debit", "", ResponseAction.FUNDS),
        ("sun-ba-debit", "", ResponseAction.LIMIT),
        ("qian-qi-debit", "", ResponseAction.KEEP_CARD),
        ("feng-er-debit", "", ResponseAction.DECLINED),
        ("chen-li-credit", None, ResponseAction.APPROVED),
    ],
    ids=lambda value: str(value),
)
async def test_what_the_bank_says(
    till: Bench, key: str, pin: str | None, action: ResponseAction
) -> None:
    answer = await till.acquirer.purchase(till.purchase(12345, find_card(key), pin=pin))

    assert answer.action is action
    assert (till.spent(find_card(key)) > 0) is (action is ResponseAction.APPROVED)


async def test_a_stripe_after_the_chip_has_failed(till: Bench) -> None:
    purchase = till.purchase(entry=EntryMode.STRIPE_FALLBACK)

    assert (await till.acquirer.purchase(purchase)).action is ResponseAction.APPROVED
    assert (await till.acquirer.reverse(till.reversal(purchase))).code == "00"


async def test_the_host_tells_the_batch_and_what_it_would_like(till: Bench) -> None:
    terminal = till.desk.terminal(TERMINAL_ID)
    terminal.batch, terminal.asks = 7, 5

    signed_in = await till.acquirer.sign_in(till.next_trace())

    assert signed_in.batch == 7
    assert signed_in.at == till.clock.now()
    assert signed_in.asks is HostAsk.DOWNLOAD_CHIP_PARAMETERS


async def test_a_batch_the_host_does_not_have_asks_for_a_sign_in(till: Bench) -> None:
    till.desk.terminal(TERMINAL_ID).batch = 2

    answer = await till.acquirer.purchase(till.purchase())

    assert (answer.code, answer.action) == ("77", ResponseAction.SIGN_IN)


async def test_an_echo(till: Bench) -> None:
    await till.acquirer.echo(till.next_trace())

    assert till.host.entries[-1].heard is Heard.ECHO


@pytest.mark.parametrize(
    ("fen", "mark"), [(12345, Reconciliation.BALANCED), (12346, Reconciliation.UNBALANCED)]
)
async def test_a_settlement(till: Bench, fen: int, mark: Reconciliation) -> None:
    await till.acquirer.purchase(till.purchase())
    totals = BatchTotals(BatchSide(Money(fen), 1))

    answer = await till.acquirer.settle(Settlement(till.next_trace(), 1, totals))

    assert answer == SettlementAnswer(1, mark)
    assert answer.balanced is (mark is Reconciliation.BALANCED)


async def test_a_terminal_nobody_knows_is_refused(till: Bench) -> None:
    async with bench(profile=replace(till.profile, terminal_id="87654321")) as stranger:
        for talk in (stranger.acquirer.sign_in(1), stranger.acquirer.echo(2)):
            with pytest.raises(AcquirerTrouble) as refusal:
                await talk
            assert (refusal.value.cause, refusal.value.code) == (AcquirerCause.REFUSED, "97")


async def test_keys_that_the_pad_does_not_take(till: Bench) -> None:
    till.pad.refuses_keys = True

    with pytest.raises(PadBroken):
        await till.sign_in()


async def test_messages_that_need_the_keys_wait_for_each_other(till: Bench) -> None:
    purchases = [till.purchase(100) for _ in range(4)]
    talks = [asyncio.create_task(till.acquirer.purchase(purchase)) for purchase in purchases]
    signing_in = asyncio.create_task(till.sign_in())

    answers = await asyncio.gather(*talks)
    await signing_in

    assert [answer.code for answer in answers] == ["00"] * 4
    assert till.spent(ZHANG) == 400


async def test_what_the_host_remembers_shows_nobody(till: Bench) -> None:
    await till.acquirer.purchase(till.purchase())

    shown = repr(till.host.entries) + repr(till.books.purchases)

    assert ZHANG.account not in shown
    assert "622848*********0018" in shown
