"""From paying at a terminal to the papers about it, over the service's own operations."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from typing import Any

import httpx2
import pytest

from sim.people import find_person
from tests.sim.backend.desk import HERE, WALLET, Desk
from tests.sim.backend.records import page_texts

KEYS = [f"00000000-0000-4000-8000-{place:012d}" for place in range(4)]
YEAR = {"group": "1", "first_year": 2026, "last_year": 2026}
ALL = YEAR | {"insurance": None, "state": None}


@pytest.fixture
def paid(desk: Desk) -> str:
    """An order that was paid and posted and has its tax ticket."""
    number = desk.order()
    desk.admin.pay(number)
    desk.later(1)
    desk.later(1)
    return number


async def _told(
    line: httpx2.AsyncClient, method: str, path: str, body: dict[str, Any]
) -> dict[str, Any]:
    answer = await line.request(method, path, json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _pdf(told: dict[str, Any]) -> bytes:
    pdf = base64.b64decode(told["pdf_base64"], validate=True)
    assert hashlib.sha256(pdf).hexdigest() == told["sha256"]
    return pdf


async def test_what_was_paid_here_is_found_certified_and_printed_again(
    desk: Desk, paid: str
) -> None:
    own = {"person_token": desk.look_up("zhang-san").person_token}
    async with desk.line() as line:
        found = await _told(line, "POST", "/v1/payments/search", own | ALL)
        (payment,) = [p for p in found["payments"] if p["payment_number"] == paid]
        assert (payment["state"], payment["channel"]) == ("posted", "自助终端")
        assert payment["tax_ticket_number"]

        body = own | {"printed_before": 0}
        path = f"/v1/payments/{paid}/receipt-prints/{KEYS[0]}"
        assert await _told(line, "PUT", path, body) == {"reprint": 1}

        search = own | YEAR | {"refunds": False}
        rows = (await _told(line, "POST", "/v1/certificates/certifiable", search))["rows"]
        (row,) = [row for row in rows if row["key"].startswith(paid)]
        assert (row["first_month"], row["last_month"]) == ("202601", "202603")
        issue = own | {"row_keys": [row["key"]]}
        issued = await _told(line, "PUT", f"/v1/certificates/tax/{KEYS[1]}", issue)
        assert await _told(line, "PUT", f"/v1/certificates/tax/{KEYS[1]}", issue) == issued
        text = " ".join(page_texts(_pdf(issued))[0].split())
        assert find_person("zhang-san").number in text
        assert payment["tax_ticket_number"] in text

        refused = await line.put(f"/v1/certificates/tax/{KEYS[2]}", json=issue)
        assert (refused.status_code, refused.json()["code"]) == (409, "already_certified")
        rows = (await _told(line, "POST", "/v1/certificates/certifiable", search))["rows"]
        assert row not in rows
        listed = await _told(line, "POST", "/v1/certificates/issued", search)
        assert [c["number"] for c in listed["certificates"]] == [issued["number"]]

        path = f"/v1/certificates/{issued['number']}/prints/{KEYS[3]}"
        again = await _told(line, "PUT", path, own)
        assert (again["number"], again["reprint"]) == (issued["number"], 1)
        assert "补打　第 1 次" in page_texts(_pdf(again))[0]


async def test_papers_about_the_year_and_a_list_for_the_phone(desk: Desk, paid: str) -> None:
    own = {"person_token": desk.look_up("zhang-san").person_token}
    body = own | YEAR | {"insurance": None, "form": "detail"}
    async with desk.line() as line:
        certificate = await _told(line, "PUT", f"/v1/certificates/contribution/{KEYS[0]}", body)
        listed = await _told(line, "POST", "/v1/payment-lists", own | ALL)
    assert certificate["title"] == "社会保险费缴费证明（明细）"
    assert certificate["link"] == ""
    assert listed["link"].startswith(f"{WALLET}/d/")
    assert listed["valid_seconds"] == 300
    assert "2026年01月 – 03月" in page_texts(_pdf(listed))[0]


async def test_a_payment_that_is_refused_is_told_as_refunded(desk: Desk) -> None:
    number = desk.order()
    desk.admin.refuse_posting(number)
    desk.admin.pay(number)
    own = {"person_token": desk.look_up("zhang-san").person_token}
    async with desk.line() as line:
        under_way = await _told(
            line, "POST", "/v1/payments/search", own | ALL | {"state": "under_way"}
        )
        assert [p["payment_number"] for p in under_way["payments"]] == [number]
        for _ in range(3):
            desk.later(1)
        refunded = await _told(
            line, "POST", "/v1/payments/search", own | ALL | {"state": "refunded"}
        )
        assert number in [p["payment_number"] for p in refunded["payments"]]
        body = own | {"printed_before": 0}
        answer = await line.put(f"/v1/payments/{number}/receipt-prints/{KEYS[0]}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_who_is_only_paid_for_is_refused_by_every_operation(desk: Desk, paid: str) -> None:
    own = {"person_token": desk.payee("zhang-san").person_token}
    search = own | YEAR | {"refunds": False}
    asks: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("POST", "/v1/payments/search", own | ALL),
        ("PUT", f"/v1/payments/{paid}/receipt-prints/{KEYS[0]}", own | {"printed_before": 0}),
        ("POST", "/v1/payment-lists", own | ALL),
        ("POST", "/v1/certificates/certifiable", search),
        ("POST", "/v1/certificates/issued", search),
        ("PUT", f"/v1/certificates/tax/{KEYS[0]}", own | {"row_keys": [f"{paid}-1"]}),
        ("PUT", f"/v1/certificates/337261123000000001/prints/{KEYS[0]}", own),
        (
            "PUT",
            f"/v1/certificates/contribution/{KEYS[0]}",
            own | YEAR | {"insurance": None, "form": "detail"},
        ),
    )
    async with desk.line() as line:
        for method, path, body in asks:
            answer = await line.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (403, "not_authorised"), path
            stranger = await line.request(method, path, json=body | {"person_token": "0" * 48})
            assert stranger.json()["code"] == "visit_expired", path


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_year": "2026"},
        {"first_year": 26},
        {"state": "paid"},
        {"insurance": "pension"},
        {"group": 1},
        {"surprise": True},
        {"refunds": False},
    ],
    ids=str,
)
async def test_a_search_that_is_not_as_described_is_refused(
    desk: Desk, wrong: dict[str, object]
) -> None:
    own = {"person_token": desk.look_up("zhang-san").person_token}
    async with desk.line() as line:
        answer = await line.post("/v1/payments/search", json=own | ALL | wrong)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_the_cast_has_a_past_to_show(desk: Desk) -> None:
    own = {"person_token": desk.look_up("li-si").person_token}
    body = own | ALL | {"first_year": 2000}
    async with desk.line() as line:
        found = (await _told(line, "POST", "/v1/payments/search", body))["payments"]
        search = own | YEAR | {"first_year": 2000, "refunds": False}
        rows = (await _told(line, "POST", "/v1/certificates/certifiable", search))["rows"]
    assert len(found) > 1
    assert {row["insurance"] for row in rows} <= {payment["insurance"] for payment in found}
    assert all(date.fromisoformat(row["posted_on"]) <= date(2026, 11, 23) for row in rows)
    assert HERE not in {payment["channel"] for payment in found}
