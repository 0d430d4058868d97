"""Everything that runs in the asyncio thread, put together, and let go of in the right order."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.terminal import DeviceKind
from kiosk.ledger import LedgerReader, LedgerUnavailable
from kiosk.observe import EventLog
from kiosk.session.answers import (
    Begin,
    Choice,
    Chosen,
    Finished,
    Leave,
)
from kiosk.session.views import (
    AttractView,
    CardView,
    NoticeView,
    OutOfServiceView,
    QrView,
    SuccessView,
)
from tests.ledger.given import created
from tests.runtime.conftest import KEY, TIMING
from tests.runtime.fakes import (
    FakeStage,
)
from tests.runtime.house import House, furnished
from tests.support.manual_clock import ManualClock
from tests.support.samples import CODE, SECRETS, quote


@pytest.fixture
async def house(
    tmp_path: Path, clock: ManualClock, log: EventLog, log_path: Path
) -> AsyncIterator[House]:
    async with furnished(tmp_path, clock, log, log_path) as made:
        yield made


async def test_a_visit_from_the_first_touch_to_the_receipt(house: House) -> None:
    house.begin()
    number = await house.to_the_code()
    house.service.pay(number)
    house.service.post(number)
    await house.come(SuccessView)
    await house.stage.when(
        lambda scene: isinstance(scene.view, SuccessView) and not scene.view.printing
    )
    kept = house.ledger.order(number)
    assert kept.state is OrderState.POSTED
    assert kept.terms.amount == quote().total
    assert kept.receipt_confirmed
    assert number in house.printer.says()
    assert "wipe" not in house.stage.trace
    house.answer(Finished())
    await house.stage.until(AttractView)
    assert "wipe" in house.stage.trace
    log = house.log_path.read_text(encoding="utf-8")
    for secret in SECRETS:
        assert secret not in log
    assert house.logged().count("VISIT_STARTED") == house.logged().count("VISIT_ENDED") == 1


async def test_the_follow_up_does_not_close_the_code_a_citizen_is_looking_at(house: House) -> None:
    house.begin()
    number = await house.to_the_code()
    await house.clock.advance(TIMING.follow_up * 3)
    assert house.service.orders[number].state is OrderState.PAYING
    assert isinstance(house.stage.scene.view, QrView)
    assert "close" not in house.service.calls


async def test_what_a_citizen_left_behind_is_followed_up_once_they_are_gone(house: House) -> None:
    house.begin()
    number = await house.to_the_code()
    house.service.down = ServiceErrorKind.UNREACHABLE
    house.answer(Leave())
    await house.come(NoticeView)
    house.answer(Finished())
    await house.clock.settle()
    assert house.ledger.order(number).state is OrderState.PAYING
    house.service.down = None
    await house.come(AttractView)
    for _ in range(3):
        await house.clock.advance(TIMING.follow_up)
        await asyncio.to_thread(house.ledger.open_orders)
    assert house.service.orders[number].state is OrderState.CLOSED


async def test_a_terminal_whose_ledger_fails_goes_out_of_service(house: House) -> None:
    house.begin()
    await house.stage.until(AttractView)
    house.ledger.close()
    await house.clock.advance(TIMING.follow_up)
    await house.stage.until(OutOfServiceView)


async def test_nobody_is_served_before_earlier_orders_were_asked_about(house: House) -> None:
    number = created(house.ledger)
    gate = house.service.gate("close")
    house.begin()
    await gate.reached.wait()
    await house.clock.advance(TIMING.service_poll * 4)
    assert not any(isinstance(scene.view, AttractView) for scene in house.stage.scenes)
    gate.opened.set()
    await house.stage.until(AttractView)
    assert house.ledger.order(number).state is OrderState.CLOSED


async def test_everything_is_let_go_of_and_the_ledger_last(house: House) -> None:
    still_there: list[bool] = []

    def is_ledger_open(call: str, _number: OrderNumber) -> None:
        if call == "bye":
            still_there.append(house.reader.is_open or house.printer.is_open)
            house.ledger.open_orders()

    house.service.witness = is_ledger_open
    house.begin()
    await house.stage.until(AttractView)
    await house.end()
    assert still_there == [False]
    with pytest.raises(LedgerUnavailable):
        house.ledger.open_orders()
    assert house.logged()[-1] == "TERMINAL_STOPPED"
    assert house.clock.sleepers == 0


async def test_a_write_under_way_is_finished_before_the_ledger_is_closed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = threading.Event(), threading.Event()
    mint = house.ledger.mint_order_number

    def slow(terminal: str) -> OrderNumber:
        begun.set()
        go.wait()
        return mint(terminal)

    # The disk is slow today.
    monkeypatch.setattr(house.ledger, "mint_order_number", slow)
    house.begin()
    await house.stage.until(AttractView)
    opening = asyncio.create_task(house.to_the_code())
    await asyncio.to_thread(begun.wait)
    opening.cancel()
    house.ending.set()
    await house.clock.settle()
    assert house.task is not None
    assert not house.task.done()
    go.set()
    await house.task
    with LedgerReader.look(house.ledger_path, key=KEY) as reader:
        assert [entry.kind for entry in reader.entries()] == ["ledger_begun", "number_minted"]
        assert reader.verify().sound


async def test_a_part_that_breaks_brings_the_terminal_down_and_lets_go_of_everything(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.begin()
    await house.stage.until(AttractView)

    def broken(_stage: FakeStage, _scene: object) -> None:
        raise LookupError("a screen with a bug")

    monkeypatch.setattr(FakeStage, "show", broken)
    house.answer(Begin())
    assert house.task is not None
    with pytest.raises(LookupError):
        await house.task
    assert house.service.closed
    with pytest.raises(LedgerUnavailable):
        house.ledger.open_orders()


async def test_devices_not_every_terminal_has_are_watched_where_they_are_fitted(
    house: House,
) -> None:
    fitted = (house.social, house.scanner, house.document_printer)
    house.begin()
    await house.stage.until(AttractView)
    assert all(device.is_open for device in fitted)
    lines = house.log_path.read_text(encoding="utf-8").splitlines()
    heard = {line["device"] for line in map(json.loads, lines) if "device" in line}
    # This house takes no cards; the journeys have the devices of those that do.
    absent = {DeviceKind.BANK_CARD_READER, DeviceKind.PIN_PAD, DeviceKind.AUXILIARIES}
    assert heard == {kind.value for kind in DeviceKind if kind not in absent}
    await house.end()
    assert not any(device.is_open for device in fitted)


async def test_a_code_before_the_scanner_pays_and_is_receipted(house: House) -> None:
    house.begin()
    await house.to_the_tenders()
    house.answer(Chosen(Choice.PAYMENT_CODE))
    await house.stage.until(CardView)
    house.scanner.lay(CODE.digits)
    while not house.service.orders:
        await house.clock.settle()
    (number,) = house.service.orders
    await asyncio.to_thread(house.ledger.open_orders)
    house.service.post(number)
    await house.come(SuccessView)
    await house.stage.when(
        lambda scene: isinstance(scene.view, SuccessView) and not scene.view.printing
    )
    assert house.ledger.order(number).receipt_confirmed
    assert CODE.digits not in house.log_path.read_text(encoding="utf-8")


async def test_the_same_payments_are_one_certificate_within_a_visit_and_not_beyond(
    house: House,
) -> None:
    house.begin()
    for visit in (1, 2):
        await house.to_a_certificate()
        house.answer(Leave())
        await house.stage.until(AttractView)
        assert len(house.service.certificates) == visit


async def test_what_cannot_be_closed_does_not_keep_the_ledger_open(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        raise OSError("the line is gone")

    monkeypatch.setattr(house.service, "close", broken)
    house.begin()
    await house.stage.until(AttractView)
    with pytest.raises(OSError, match="the line is gone"):
        await house.end()
    with pytest.raises(LedgerUnavailable):
        house.ledger.open_orders()
    assert house.logged()[-1] == "TERMINAL_STOPPED"
