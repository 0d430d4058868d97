"""The service on its real ports: who gets in, and what can go wrong on the wire."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
import trustme

from kiosk.domain.order import OrderState
from sim.backend.faults import Fault, FaultKind, Hostility
from sim.backend.server import CollectionService
from sim.clock import WorldClock
from sim.people import find_person
from tests.sim.backend.desk import HERE, OPENING

ZHANG_SAN = find_person("zhang-san")
NUMBER = "JN0320261123093000000001"


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[CollectionService]:
    """A running service whose time stands still."""
    clock = WorldClock.frozen(OPENING)
    service = CollectionService(tmp_path / "run", clock=clock, strangers=("XX-99",))
    await service.start()
    yield service
    await service.stop()


def _trust(service: CollectionService, terminal: str | None = HERE) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=str(service.certificates.ca))
    if terminal is not None:
        certificate, key = service.certificates.terminals[terminal]
        context.load_cert_chain(certificate, key)
    return context


@asynccontextmanager
async def _line(
    service: CollectionService, context: ssl.SSLContext | None = None
) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(
        base_url=service.url, verify=context or _trust(service), timeout=5
    ) as client:
        yield client


async def _accept_quote(line: httpx2.AsyncClient) -> dict[str, object]:
    """Everything up to a quote; the body that orders it."""
    person = {"identity_kind": "201", "identity_number": ZHANG_SAN.number, "name": ZHANG_SAN.name}
    token = (await line.post("/v1/citizens/lookup", json=person)).json()["person_token"]
    search = {"person_token": token, "group": "1"}
    enrolments = (await line.post("/v1/enrolments/search", json=search)).json()["enrolments"]
    wanted = {
        "person_token": token,
        "personal_number": enrolments[0]["personal_number"],
        "insurance": "flexible_pension",
        "selection": {
            "kind": "months",
            "first_month": "202601",
            "last_month": "202603",
            "base_fen": 450_400,
        },
    }
    quote = (await line.post("/v1/quotes", json=wanted)).json()
    return {
        "quote_number": quote["quote_number"],
        "total_fen": quote["total_fen"],
        "tender": "wechat",
    }


async def _until(service: CollectionService, number: str, state: OrderState) -> None:
    for _ in range(500):
        if service.admin.order(number).state is state:
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"the order is still {service.admin.order(number).state}")


async def test_each_terminal_is_known_by_its_certificate(service: CollectionService) -> None:
    for terminal in ("JN-03", "QD-01"):
        async with _line(service, _trust(service, terminal)) as line:
            assert (await line.get("/v1/terminal")).json()["number"] == terminal


async def test_without_a_certificate_nobody_is_heard(service: CollectionService) -> None:
    async with _line(service, _trust(service, None)) as line:
        with pytest.raises(httpx2.TransportError):
            await line.get("/v1/terminal")


async def test_a_certificate_of_another_authority_is_not_heard(service: CollectionService) -> None:
    context = _trust(service, None)
    impostor = trustme.CA().issue_cert(common_name=HERE)
    impostor.configure_cert(context)
    async with _line(service, context) as line:
        with pytest.raises(httpx2.TransportError):
            await line.get("/v1/terminal")


async def test_a_certificate_with_a_number_nobody_registered_is_refused(
    service: CollectionService,
) -> None:
    async with _line(service, _trust(service, "XX-99")) as line:
        answer = await line.get("/v1/terminal")
    assert (answer.status_code, answer.json()["code"]) == (403, "terminal_unknown")


async def test_the_terminal_checks_the_service_too(service: CollectionService) -> None:
    context = ssl.create_default_context()
    certificate, key = service.certificates.terminals[HERE]
    context.load_cert_chain(certificate, key)
    async with _line(service, context) as line:
        with pytest.raises(httpx2.ConnectError):
            await line.get("/v1/terminal")


async def test_plain_http_gets_no_answer(service: CollectionService) -> None:
    async with httpx2.AsyncClient(base_url=service.url.replace("https", "http")) as line:
        with pytest.raises(httpx2.TransportError):
            await line.get("/v1/terminal")


async def test_the_keys_are_for_their_owner_alone(service: CollectionService) -> None:
    files = service.certificates
    for key in (files.server_key, *(key for _, key in files.terminals.values())):
        assert key.stat().st_mode & 0o077 == 0


async def test_whoever_checks_documents_finds_the_root_and_nothing_of_its_key(
    service: CollectionService,
) -> None:
    root = service.certificates.documents
    assert root.name == "documents-ca.pem"
    assert root.read_bytes().count(b"-----BEGIN") == 1
    assert b"BEGIN CERTIFICATE" in root.read_bytes()


async def test_a_whole_payment_over_the_wire(service: CollectionService) -> None:
    async with _line(service) as line, httpx2.AsyncClient(base_url=service.wallet_url) as phone:
        body = await _accept_quote(line)
        headers = {"Idempotency-Key": str(uuid4())}
        placed = await line.put(f"/v1/orders/{NUMBER}", headers=headers, json=body)
        assert placed.status_code == 201
        code = placed.json()["qr_payload"]
        assert code.startswith(f"{service.wallet_url}/w/")
        assert "确认付款" in (await phone.get(code)).text
        assert 'data-result="paid"' in (await phone.post(f"{code}/pay")).text
        await _until(service, NUMBER, OrderState.POSTED)
        order = (await line.get(f"/v1/orders/{NUMBER}")).json()
        confirmed = await phone.get(order["check_url"])
    assert confirmed.status_code == 200
    assert "<h2>已入库</h2>" in confirmed.text
    assert order["state"] == "posted"
    assert order["paid_at"] == "2026-11-23T09:30:00+08:00"
    assert order["tax_ticket_number"]


async def test_the_service_closes_an_expired_order_by_itself(service: CollectionService) -> None:
    async with _line(service) as line:
        body = await _accept_quote(line)
        headers = {"Idempotency-Key": str(uuid4())}
        await line.put(f"/v1/orders/{NUMBER}", headers=headers, json=body)
    service.admin.advance_clock(181)
    await _until(service, NUMBER, OrderState.CLOSED)
    service.admin.lose_notifications()
    service.admin.pay_late(NUMBER)
    service.admin.advance_clock(61)
    await _until(service, NUMBER, OrderState.REFUNDED)


async def test_the_date_is_the_worlds(service: CollectionService) -> None:
    async with _line(service) as line:
        service.admin.advance_clock(3600)
        answer = await line.get("/v1/terminal")
        assert parsedate_to_datetime(answer.headers["date"]) == OPENING + timedelta(hours=1)
        assert len(answer.headers.get_list("date")) == 1
        service.faults.set(Fault(FaultKind.SKEWED_DATE, times=1, seconds=-900))
        skewed = await line.get("/v1/terminal")
        assert parsedate_to_datetime(skewed.headers["date"]) == OPENING + timedelta(minutes=45)
        assert len(skewed.headers.get_list("date")) == 1


async def test_a_dropped_connection_does_nothing_and_a_lost_answer_everything(
    service: CollectionService,
) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    path = f"/v1/orders/{NUMBER}"
    async with _line(service) as line:
        body = await _accept_quote(line)
        service.faults.set(Fault(FaultKind.DOWN, "/v1/orders/*", "PUT", times=1))
        with pytest.raises(httpx2.TransportError):
            await line.put(path, headers=headers, json=body)
        assert service.admin.orders() == ()
        service.faults.set(Fault(FaultKind.LOST_ANSWER, "/v1/orders/*", "PUT", times=1))
        with pytest.raises(httpx2.TransportError):
            await line.put(path, headers=headers, json=body)
        assert service.admin.order(NUMBER).state is OrderState.PAYING
        repeated = await line.put(path, headers=headers, json=body)
        assert repeated.status_code == 200
    assert len(service.admin.orders()) == 1
    assert service.faults.current == {}


async def test_a_truncated_answer_breaks_off(service: CollectionService) -> None:
    async with _line(service) as line:
        service.faults.set(Fault(FaultKind.TRUNCATED, times=1))
        with pytest.raises(httpx2.RemoteProtocolError):
            await line.get("/v1/terminal")
        assert (await line.get("/v1/terminal")).status_code == 200


async def test_answers_that_are_no_answers(service: CollectionService) -> None:
    async with _line(service) as line:
        service.faults.set(Fault(FaultKind.MALFORMED_JSON, times=1))
        broken = await line.get("/v1/terminal")
        with pytest.raises(ValueError, match=r".+"):
            broken.json()
        assert broken.headers["content-type"] == "application/json"
        service.faults.set(Fault(FaultKind.WRONG_TYPE, times=1))
        page = await line.get("/v1/terminal")
        assert (page.status_code, page.text[:15]) == (200, "<!doctype html>")
        service.faults.set(Fault(FaultKind.STATUS, times=2, status=503))
        assert [(await line.get("/v1/terminal")).status_code for _ in range(3)] == [503, 503, 200]


async def test_a_slow_service_is_slow(service: CollectionService) -> None:
    async with _line(service) as line:
        for kind in (FaultKind.SLOW, FaultKind.SLOW_ANSWER):
            number = service.faults.set(Fault(kind, seconds=30))
            with pytest.raises(httpx2.ReadTimeout):
                await line.get("/v1/terminal", timeout=0.2)
            service.faults.lift(number)
            assert (await line.get("/v1/terminal")).status_code == 200


async def test_hostile_answers_are_well_formed_and_wrong(service: CollectionService) -> None:
    async with _line(service) as line:
        body = await _accept_quote(line)
        headers = {"Idempotency-Key": str(uuid4())}
        path = f"/v1/orders/{NUMBER}"
        true = (await line.put(path, headers=headers, json=body)).json()
        for hostility in Hostility:
            service.faults.set(Fault(FaultKind.HOSTILE, times=1, hostility=hostility))
            false = (await line.get(path)).json()
            about_orders = hostility not in (Hostility.UNBALANCED_QUOTE, Hostility.OTHER_MONTHS)
            assert (false != true) is about_orders
        assert (await line.get(path)).json() == true


async def test_it_stops_while_a_terminal_is_connected(tmp_path: Path) -> None:
    service = CollectionService(tmp_path)
    await service.start()
    async with _line(service) as line:
        await line.get("/v1/terminal")
        await service.stop()
        await service.stop()
        with pytest.raises(httpx2.TransportError):
            await line.get("/v1/terminal")


async def test_by_default_it_lives_in_the_present(tmp_path: Path) -> None:
    service = CollectionService(tmp_path)
    await service.start()
    async with _line(service) as line:
        told = (await line.get("/v1/terminal")).json()["server_time"]
    await service.stop()
    assert abs(datetime.fromisoformat(told) - datetime.now(UTC)) < timedelta(minutes=1)
