"""Metrics are given out on loopback alone, and a port that is taken is said."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx2
import pytest
from prometheus_client import CollectorRegistry, Counter

from kiosk.observe.exposition import LOOPBACK, Exposition


@pytest.fixture
def exposition() -> Iterator[Exposition]:
    registry = CollectorRegistry()
    Counter("kiosk_made_up", "For this test.", registry=registry).inc()
    exposition = Exposition(registry, 0)
    exposition.open()
    yield exposition
    exposition.close()


def test_the_metrics_are_there_for_a_collector_on_this_machine(exposition: Exposition) -> None:
    answer = httpx2.get(f"http://{LOOPBACK}:{exposition.port}/metrics", trust_env=False)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain")
    assert "kiosk_made_up_total 1.0" in answer.text


def test_it_listens_to_loopback_alone(exposition: Exposition) -> None:
    serving = exposition._serving  # noqa: SLF001 - where it listens is the point
    assert serving is not None
    assert serving[0].socket.getsockname()[0] == "127.0.0.1"


def test_a_port_that_is_taken_is_said(exposition: Exposition) -> None:
    with pytest.raises(OSError, match="in use"):
        Exposition(CollectorRegistry(), exposition.port).open()


def test_after_the_end_the_port_is_free(exposition: Exposition) -> None:
    port = exposition.port
    exposition.close()
    exposition.close()
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind((LOOPBACK, port))
