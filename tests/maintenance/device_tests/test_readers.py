"""Readers say that they read, and of what kind it was; of whom, nobody learns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.citizen import SocialSecurityCard
from kiosk.domain.identity import parse_identity_number
from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    CardOut,
    DeviceTest,
    DeviceTestOutcome,
)
from kiosk.maintenance.device_tests.trial import PRESENT_S
from sim.cards.bank_card import BankChip
from sim.cards.cast import find_card
from tests.maintenance.device_tests.bench import Bench
from tests.runtime.cards.soft_reader import SoftReader
from tests.runtime.fakes import GONE
from tests.support.promises import words
from tests.support.samples import CARD

PASSED, FAILED, GIVEN_UP = DeviceTestOutcome
CODE = "134567890123456789"
SOCIAL = SocialSecurityCard(CARD.name, CARD.number, None)


def soft_reader(bench: Bench) -> SoftReader:
    assert isinstance(bench.devices.bank, SoftReader)
    return bench.devices.bank


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (CARD.number.value, "居民身份证"),
        ("810000199408230021", "港澳居民居住证"),
        ("830000199201300022", "台湾居民居住证"),
    ],
)
async def test_of_an_identity_card_only_its_kind_is_told(
    bench: Bench, number: str, kind: str
) -> None:
    bench.devices.reader.lay(replace(CARD, number=parse_identity_number(number)))
    tried = await bench.tried(DeviceTest.ID_CARD_READER)
    assert (tried.outcome, tried.what) == (PASSED, f"读到一张{kind}。")
    said = "\n".join(words(tried))
    assert CARD.name not in said
    assert number not in said


async def test_a_social_security_card_is_read_without_telling_whose(bench: Bench) -> None:
    assert bench.devices.social is not None
    bench.devices.social.lay(SOCIAL)
    assert (await bench.tried(DeviceTest.SOCIAL_CARD_READER)).what == "读到一张社保卡。"
    bench.devices.social.lay(DeviceError(DeviceCause.CARD_PROTECTED, Remedy.NONE))
    tried = await bench.tried(DeviceTest.SOCIAL_CARD_READER)
    assert (tried.outcome, tried.what) == (PASSED, "读到一张第三代社保卡。")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (CODE, "微信支付付款码"),
        ("https://check.example/7KQ2", "网址"),
        ("6901234567892", "数字"),
        ("ABC-123", "文字"),
    ],
)
async def test_of_a_code_its_kind_and_length_are_told(bench: Bench, code: str, kind: str) -> None:
    assert bench.devices.scanner is not None
    bench.devices.scanner.lay(code)
    tried = await bench.tried(DeviceTest.CODE_SCANNER)
    assert tried.outcome is PASSED
    assert kind in tried.what
    assert f"{len(code)} 个字符" in tried.what
    assert code not in tried.what


@pytest.mark.parametrize(
    "test",
    [
        DeviceTest.ID_CARD_READER,
        DeviceTest.SOCIAL_CARD_READER,
        DeviceTest.BANK_CARD_READER,
        DeviceTest.CODE_SCANNER,
    ],
)
async def test_nobody_comes_and_nothing_is_said_of_the_device(
    bench: Bench, test: DeviceTest
) -> None:
    trying = bench.trying(test)
    await bench.room.clock.settle()
    await bench.room.clock.advance(PRESENT_S - 1)
    assert not trying.done()
    await bench.room.clock.advance(1)
    assert (await trying).outcome is GIVEN_UP
    assert bench.reported == []


@pytest.mark.parametrize(
    ("test", "device"),
    [
        (DeviceTest.ID_CARD_READER, lambda one: one.devices.reader),
        (DeviceTest.SOCIAL_CARD_READER, lambda one: one.devices.social),
        (DeviceTest.BANK_CARD_READER, lambda one: one.devices.bank),
        (DeviceTest.CODE_SCANNER, lambda one: one.devices.scanner),
    ],
)
async def test_a_reader_that_is_gone_has_failed_and_its_keeper_knows(
    bench: Bench, test: DeviceTest, device: Callable[[Bench], SoftReader]
) -> None:
    device(bench).plugged = False
    tried = await bench.tried(test)
    assert (tried.outcome, tried.remedy, tried.cause) == (
        FAILED,
        Remedy.MAINTENANCE,
        "disconnected",
    )
    assert tried.what == "没有连接。检查电源和连接线；拔插后仍不行就换线。"
    for _ in range(2):
        await bench.tried(test)
    assert bench.reported == ["disconnected"]


async def test_what_is_wrong_with_a_card_is_not_the_reader_s(bench: Bench) -> None:
    for _ in range(5):
        bench.devices.reader.lay(DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE))
        tried = await bench.tried(DeviceTest.ID_CARD_READER)
        assert (tried.outcome, tried.remedy) == (FAILED, Remedy.NONE)
        assert "换一张卡" in tried.what
    assert bench.reported == []


async def test_a_bank_card_names_its_application_and_comes_out(bench: Bench) -> None:
    reader, card = soft_reader(bench), find_card("zhang-san-debit")
    reader.push_in(BankChip(card))
    trying = bench.trying(DeviceTest.BANK_CARD_READER)
    await bench.until(lambda: reader.ejected > 0)
    assert bench.told == [CardOut()]
    assert not trying.done()
    reader.take()
    tried = await trying
    assert tried.outcome is PASSED
    assert tried.what == "芯片有应答，银联储蓄卡（A000000333010101）。"
    assert card.account not in "\n".join(words((tried, tuple(bench.told))))
    assert reader.ejected == 1


async def test_a_locked_bank_card_shows_that_the_reader_reads(bench: Bench) -> None:
    reader = soft_reader(bench)
    reader.push_in(BankChip(find_card("zheng-yi-debit")))
    trying = bench.trying(DeviceTest.BANK_CARD_READER)
    await bench.until(lambda: reader.ejected > 0)
    reader.take()
    tried = await trying
    assert tried.outcome is PASSED
    assert tried.what.startswith("芯片有应答")


async def test_a_bank_card_that_nobody_takes_is_a_failure(bench: Bench) -> None:
    reader = soft_reader(bench)
    reader.push_in(BankChip(find_card("zhang-san-debit")))
    trying = bench.trying(DeviceTest.BANK_CARD_READER)
    await bench.until(lambda: reader.ejected > 0)
    await bench.room.clock.settle()
    await bench.room.clock.advance(30)
    tried = await trying
    assert (tried.outcome, tried.cause) == (FAILED, "not_taken")


async def test_a_bank_card_comes_out_of_a_test_that_is_given_up(bench: Bench) -> None:
    reader = soft_reader(bench)
    trying = bench.trying(DeviceTest.BANK_CARD_READER)
    await bench.until(lambda: "insert" in reader.trace)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert reader.ejected == 1
    assert bench.trail() == [("test.bank_card_reader", "given_up", "")]


async def test_what_fails_after_the_card_went_in_does_not_keep_it(bench: Bench) -> None:
    reader = soft_reader(bench)
    reader.push_in(BankChip(find_card("zhang-san-debit")))
    reader.errors.append(DeviceError(DeviceCause.CARD_MUTE, Remedy.NONE))
    tried = await bench.tried(DeviceTest.BANK_CARD_READER)
    assert (tried.outcome, tried.cause) == (FAILED, "card_mute")
    assert reader.ejected == 1
    assert GONE.cause.value not in bench.reported
