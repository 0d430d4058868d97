"""Where a paper can be confirmed: from the service's answer through the ledger onto the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.order import OrderState
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.paper_facts import receipt_of_order, receipt_of_record, slip_of_order
from tests.runtime.conftest import Room
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
