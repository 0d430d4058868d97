"""A terminal that is signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.payments.acquirer.bench import Bench, bench


@pytest.fixture
async def till() -> AsyncIterator[Bench]:
    async with bench() as made:
        await made.sign_in()
        yield made
