"""Where a paper can be confirmed: from the service's answer through the ledger onto the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.order import OrderState
from kiosk.flows.requests.receipt import FindReceiptAddress, ReceiptAddress
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.paper_facts import receipt_of_order, receipt_of_record, slip_of_order
from kiosk.session.faults import Fault, FaultCode
from tests.runtime.conftest import Play, Room
from tests.support.samples import CITIZEN, FACTS
from tests.support.service_samples import RECORD

HERE = "https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P"
AT = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)


async def test_the_address_of_an_order_is_kept_and_printed(room: Room) -> None:
    room.service.lie = lambda status: replace(status, check_url=HERE)
    number = await room.posted()
    order = room.kept(number)
    assert order.facts.check_url == HERE
    assert receipt_of_order(order, FACTS, 0).check_url == HERE
    assert slip_of_order(order, FACTS, AT, "", ()).check_url == HERE


async def test_it_is_known_before_anything_is_paid_and_so_when_nobody_answers(room: Room) -> None:
    room.service.lie = lambda status: replace(status, check_url=HERE)
    number = await room.opened()
    assert room.kept(number).facts.check_url == HERE


async def test_an_order_has_one_address_for_ever(room: Room) -> None:
    room.service.lie = lambda status: replace(status, check_url=HERE)
    number = await room.posted()
    room.service.lie = lambda status: replace(status, check_url=f"{HERE}0")
    with pytest.raises(RequestFailed):
        await room.desk.see_through(number, OrderState.POSTED)
    assert room.kept(number).facts.check_url == HERE


async def test_a_paper_without_an_address_does_without(room: Room) -> None:
    order = room.kept(await room.posted())
    assert receipt_of_order(order, FACTS, 0).check_url == ""
    assert slip_of_order(order, FACTS, AT, "", ()).check_url == ""


def test_a_reprint_has_the_address_of_the_record() -> None:
    record = replace(RECORD, check_url=HERE)
    assert receipt_of_record(record, CITIZEN, FACTS, 1).check_url == HERE


async def test_a_phone_is_led_to_what_the_ledger_knows_without_asking_anybody(play: Play) -> None:
    play.room.service.lie = lambda status: replace(status, check_url=HERE)
    number = await play.room.posted()
    play.room.service.lie = lambda status: replace(status, check_url=f"{HERE}0")
    assert await play.performer.perform(FindReceiptAddress(number)) == ReceiptAddress(HERE)


async def test_an_address_that_is_not_known_yet_is_asked_for_and_kept(play: Play) -> None:
    number = await play.room.posted()
    play.room.service.lie = lambda status: replace(status, check_url=HERE)
    assert await play.performer.perform(FindReceiptAddress(number)) == ReceiptAddress(HERE)
    assert play.room.kept(number).facts.check_url == HERE
    assert play.room.kept(number).state is OrderState.POSTED


async def test_where_the_service_has_no_such_page_there_is_none(play: Play) -> None:
    number = await play.room.posted()
    assert await play.fault(FindReceiptAddress(number)) == Fault(FaultCode.NOT_FOUND)
    assert play.room.kept(number).state is OrderState.POSTED


def test_the_address_is_in_no_representation() -> None:
    assert HERE not in repr(ReceiptAddress(HERE))
