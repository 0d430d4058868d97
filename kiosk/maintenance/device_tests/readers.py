"""Readers of cards and codes: that they read, and what kind of thing it was. Nothing else that was
read leaves this file."""

from __future__ import annotations

import contextlib

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.payment_code import parse_payment_code
from kiosk.flows.requests.maintenance.device_tests import DeviceTried
from kiosk.maintenance.device_tests.trial import PRESENT_S, failed, given_up, passed
from kiosk.runtime.clock import no_longer_than
from kiosk.runtime.news import Tell
from kiosk.runtime.workings import Workings


async def read_identity_card(workings: Workings, _tell: Tell) -> DeviceTried:
    """An identity card is laid on."""
    reader = workings.means.reader
    try:
        async with no_longer_than(workings.clock, PRESENT_S):
            card = await reader.device.read_card()
    except TimeoutError:
        return given_up("没有等到证件。")
    except DeviceError as error:
        return failed(error, reader.keeper)
    return passed(f"读到一张{card.number.kind.label}。")


async def read_social_card(workings: Workings, _tell: Tell) -> DeviceTried:
    """A social-security card is put in."""
    reader = workings.means.social_card_reader
    assert reader is not None  # noqa: S101  (not offered otherwise)
    try:
        async with no_longer_than(workings.clock, PRESENT_S):
            await reader.device.read_card()
    except TimeoutError:
        return given_up("没有等到社保卡。")
    except DeviceError as error:
        if error.cause is DeviceCause.CARD_PROTECTED:
            # It has been read as far as such a card lets itself be read.
            return passed("读到一张第三代社保卡。")
        return failed(error, reader.keeper)
    return passed("读到一张社保卡。")


async def scan_code(workings: Workings, _tell: Tell) -> DeviceTried:
    """A code is held before the scanner."""
    scanner = workings.means.scanner
    assert scanner is not None  # noqa: S101  (not offered otherwise)
    try:
        async with no_longer_than(workings.clock, PRESENT_S):
            text = await scanner.device.read_code()
    except TimeoutError:
        return given_up("没有扫到码。")
    except DeviceError as error:
        return failed(error, scanner.keeper)
    return passed(f"扫到一个码，{_kind(text)}，{len(text)} 个字符。")


def _kind(text: str) -> str:
    """What sort of code it is, which says nothing of whose."""
    with contextlib.suppress(ValueError):
        return f"{parse_payment_code(text).tender.label}付款码"
    if text.lower().startswith(("http://", "https://")):
        return "网址"
    return "数字" if text.isdigit() else "文字"
