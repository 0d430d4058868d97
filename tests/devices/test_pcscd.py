"""Readers over a real pcscd with virtual readers: everything between the driver and the card."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sim.cards.pcscd import PrivatePcscd
from tests.devices.chip_bench import (
    DipBench,
    SocialBench,
    dip_bench,
    pcsc_wire,
    social_bench,
)
from tests.devices.conformance_bank_card_reader import (
    BankCardReaderConformance,
    UnpluggableBankCardReader,
)
from tests.devices.conformance_social_card import SocialCardReaderConformance


class TestBankCardsOverPcsc(BankCardReaderConformance, UnpluggableBankCardReader):
    @pytest.fixture
    async def bench(self, private_pcscd: PrivatePcscd) -> AsyncIterator[DipBench]:
        async with pcsc_wire(private_pcscd) as wire, dip_bench(wire) as bench:
            yield bench


class TestSocialSecurityCardsOverPcsc(SocialCardReaderConformance):
    @pytest.fixture
    async def bench(self, private_pcscd: PrivatePcscd) -> AsyncIterator[SocialBench]:
        async with pcsc_wire(private_pcscd, 1) as wire, social_bench(wire) as bench:
            yield bench
