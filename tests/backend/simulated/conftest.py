"""The simulated service over TLS, and the client of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.backend.transport import Transport
from sim.backend.server import CollectionService as Simulated
from sim.clock import WorldClock
from tests.backend.conftest import Connect
from tests.backend.simulated.visits import OPENING, credentials_of
from tests.support.collection_service import collection_service


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulated]:
    """One service for all tests of a file."""
    folder = tmp_path_factory.mktemp("service")
    with collection_service(folder, WorldClock.frozen(OPENING)) as service:
        yield service


@pytest.fixture
def simulated(running: Simulated) -> Simulated:
    running.clock.set_to(OPENING)
    running.admin.reset()
    return running


@pytest.fixture
def transport(simulated: Simulated, connect: Connect) -> Transport:
    return connect(simulated.url, credentials_of(simulated, "JN-03"))
