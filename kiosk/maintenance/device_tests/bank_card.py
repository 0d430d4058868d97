"""The reader of bank cards: a card goes in, its chip answers and names its application, and it
comes out again. The account number is never read."""

from __future__ import annotations

import contextlib

from kiosk.devices.api import BankCardReader, ChipCard, DeviceError
from kiosk.domain.bank_card import CardKind
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    CardOut,
    DeviceTestOutcome,
    DeviceTried,
)
from kiosk.maintenance.device_tests.trial import PRESENT_S, failed, given_up, keeper_of, passed
from kiosk.payments.emv.selection import SUPPORTED, find_applications
from kiosk.payments.emv.trouble import ChipTrouble
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.news import Tell
from kiosk.runtime.workings import Workings

_LOOK_S = 20.0
_TAKE_S = 30.0
_NOBODY = given_up("没有等到卡。")


async def read_bank_card(workings: Workings, tell: Tell) -> DeviceTried:
    """A card is put in, looked at, and taken. Given up at any moment, it comes out."""
    cards = workings.equipment.cards
    assert cards is not None  # noqa: S101  (not offered otherwise)
    keeper = keeper_of(workings, DeviceKind.BANK_CARD_READER)
    try:
        return await _in_and_out(cards.reader, workings.clock, tell)
    except DeviceError as error:
        return failed(error, keeper)


async def _in_and_out(reader: BankCardReader, clock: Clock, tell: Tell) -> DeviceTried:
    is_out = False
    try:
        tried = await _look(reader, clock)
        if tried is not _NOBODY:
            tell(CardOut())
        await reader.eject()
        is_out = True
        async with no_longer_than(clock, _TAKE_S):
            await reader.taken()
    except TimeoutError:
        return DeviceTried(
            DeviceTestOutcome.FAILED, "卡没有取走，或没有退出来。", Remedy.MAINTENANCE, "not_taken"
        )
    finally:
        if not is_out:
            # Whatever went wrong is being told already.
            with contextlib.suppress(DeviceError):
                await reader.eject()
    return tried


async def _look(reader: BankCardReader, clock: Clock) -> DeviceTried:
    try:
        async with no_longer_than(clock, PRESENT_S):
            chip = await reader.insert()
    except TimeoutError:
        return _NOBODY
    try:
        async with no_longer_than(clock, _LOOK_S):
            return passed(f"芯片有应答，{await _applications(chip)}。")
    except TimeoutError:
        return DeviceTried(
            DeviceTestOutcome.FAILED, "芯片应答太慢。请换一张卡再测。", cause="card_slow"
        )
    except ChipTrouble:
        return passed("芯片有应答，这张卡已被发卡银行锁定。")


async def _applications(chip: ChipCard) -> str:
    """The UnionPay applications by the names that all cards of a kind share."""
    found = await find_applications(chip)
    kinds = dict.fromkeys(_kind(candidate.aid) for candidate in found.candidates)
    if not kinds:
        return "卡上没有可用的银联应用"
    return "、".join(f"银联{kind.label}（{_AIDS[kind]}）" for kind in kinds)


_AIDS = {kind: aid.hex().upper() for aid, kind in SUPPORTED.items()}


def _kind(name: bytes) -> CardKind:
    return next(kind for aid, kind in SUPPORTED.items() if name.startswith(aid))
