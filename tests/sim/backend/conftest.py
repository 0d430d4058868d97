from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sim.backend.desk import Desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    """The service on a Monday morning in November, in memory."""
    desk = Desk()
    yield desk
    desk.close()
