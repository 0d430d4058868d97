"""Readers of bank cards and of social-security cards over a plain socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.devices.chip_bench import (
    DipBench,
    SocialBench,
    dip_bench,
    social_bench,
    socket_wire,
)
from tests.devices.conformance_bank_card_reader import (
    BankCardReaderConformance,
    UnpluggableBankCardReader,
)
from tests.devices.conformance_social_card import SocialCardReaderConformance


class TestBankCardsOverASocket(BankCardReaderConformance, UnpluggableBankCardReader):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[DipBench]:
        async with socket_wire() as wire, dip_bench(wire) as bench:
            yield bench


class TestSocialSecurityCardsOverASocket(SocialCardReaderConformance):
    @pytest.fixture
    async def bench(self) -> AsyncIterator[SocialBench]:
        async with socket_wire() as wire, social_bench(wire) as bench:
            yield bench
