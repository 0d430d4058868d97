from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

import httpx2
import pytest

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.tender import Tender
from sim.backend.enrolments import search
from sim.backend.problems import Code, Problem
from sim.backend.seed_cast import KNOWN
from sim.backend.wire import SearchEnrolments
from sim.clock import CHINA
from sim.people import PEOPLE, Case, find_person, people_of
from tests.sim.backend.desk import ELSEWHERE, HERE, Desk

ZHANG_SAN = find_person("zhang-san")
PERSON = {"identity_kind": "201", "identity_number": ZHANG_SAN.number, "name": ZHANG_SAN.name}


def _code(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["event_id"] == answer.headers["x-event-id"]
    return answer.status_code, problem["code"]


async def _ask_quote(line: httpx2.AsyncClient, changes: dict[str, object]) -> httpx2.Response:
    person = ZHANG_SAN
    found = await line.post(
        "/v1/citizens/lookup",
        json={
            "identity_kind": person.identity.kind.value,
            "identity_number": person.number,
            "name": person.called,
        },
    )
    token = found.json()["person_token"]
    search = {"person_token": token, "group": "1"}
    enrolments: list[dict[str, Any]] = (
        await line.post("/v1/enrolments/search", json=search)
    ).json()["enrolments"]
    body: dict[str, object] = {
        "person_token": token,
        "personal_number": enrolments[0]["personal_number"],
        "insurance": "flexible_pension",
    }
    selection = {
        "kind": "months",
        "first_month": "202607",
        "last_month": "202609",
        "base_fen": 500_000,
    }
    inner = {name: value for name, value in changes.items() if name not in body}
    outer = {name: value for name, value in changes.items() if name in body}
    return await line.post("/v1/quotes", json=body | outer | {"selection": selection | inner})


async def test_a_terminal_is_told_its_name_the_time_and_the_tenders(desk: Desk) -> None:
    desk.admin.set_tender(Tender.BANK_CARD, available=False, reason="刷卡支付暂停")
    async with desk.line() as line:
        answer = await line.get("/v1/terminal")
    told = answer.json()
    assert told["number"] == "JN-03"
    assert told["server_time"] == "2026-11-23T09:30:00+08:00"
    assert answer.headers["date"] == "Mon, 23 Nov 2026 01:30:00 GMT"
    offers = {offer["tender"]: offer for offer in told["tenders"]}
    assert offers["alipay"] == {"tender": "alipay", "available": True, "reason": None}
    assert offers["bank_card"] == {
        "tender": "bank_card",
        "available": False,
        "reason": "刷卡支付暂停",
    }


@pytest.mark.parametrize("terminal", [None, "XX-99", ""])
async def test_an_unknown_terminal_is_refused_everything(desk: Desk, terminal: str | None) -> None:
    async with desk.line(terminal) as line:
        assert _code(await line.get("/v1/terminal")) == (403, "terminal_unknown")
        answer = await line.post("/v1/citizens/lookup", json=PERSON)
        assert _code(answer) == (403, "terminal_unknown")


async def test_maintenance_refuses_everything_until_it_is_over(desk: Desk) -> None:
    async with desk.line() as line:
        desk.admin.set_maintenance(on=True)
        answer = await line.get("/v1/terminal")
        assert _code(answer) == (503, "maintenance")
        assert answer.headers["retry-after"] == "60"
        desk.admin.set_maintenance(on=False)
        assert (await line.get("/v1/terminal")).status_code == 200


async def test_a_known_citizen_gets_a_token_of_192_bits(desk: Desk) -> None:
    async with desk.line() as line:
        first = (await line.post("/v1/citizens/lookup", json=PERSON)).json()
        second = (await line.post("/v1/citizens/lookup", json=PERSON)).json()
    assert first["name"] == ZHANG_SAN.name
    assert first["identity_number"] == ZHANG_SAN.number
    assert len(first["person_token"]) * 4 == 192
    assert first["person_token"] != second["person_token"]


async def test_nobody_is_found_for_an_unknown_number_or_another_kind(desk: Desk) -> None:
    stranger = people_of(Case.NO_RECORD)[0]
    async with desk.line() as line:
        unknown = {"identity_number": stranger.number, "name": stranger.name}
        for changes in (unknown, {"identity_kind": "237"}):
            answer = await line.post("/v1/citizens/lookup", json=PERSON | changes)
            assert _code(answer) == (404, "no_natural_person")


async def test_another_name_is_refused_and_neither_repeated_nor_written_down(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with desk.line() as line:
        answer = await line.post("/v1/citizens/lookup", json=PERSON | {"name": "李四"})
    assert _code(answer) == (422, "name_mismatch")
    assert "李四" not in answer.text
    assert ZHANG_SAN.number not in answer.text
    written = [record.getMessage() for record in caplog.records]
    assert any(answer.headers["x-event-id"] in line for line in written)
    assert not any(ZHANG_SAN.number in line or "李四" in line for line in written)


async def test_the_dot_in_a_name_may_be_any_of_its_look_alikes(desk: Desk) -> None:
    person = people_of(Case.MINORITY_NAME)[0]
    assert "·" in person.name
    body = {"identity_kind": "201", "identity_number": person.number}
    async with desk.line() as line:
        for dot in "·•・．":
            answer = await line.post(
                "/v1/citizens/lookup", json=body | {"name": person.name.replace("·", dot)}
            )
            assert answer.status_code == 200
            assert answer.json()["name"] == person.name


@pytest.mark.parametrize(
    "wrong",
    [
        {"identity_number": "37"},
        {"identity_kind": "999"},
        {"name": ""},
        {"name": 7},
        {"surprise": True},
        {"identity_number": None},
    ],
)
async def test_a_body_that_is_not_as_described_is_refused(
    desk: Desk, wrong: dict[str, object]
) -> None:
    async with desk.line() as line:
        answer = await line.post("/v1/citizens/lookup", json=PERSON | wrong)
    assert _code(answer) == (422, "invalid_request")
    assert ZHANG_SAN.number not in answer.text


async def test_what_is_no_json_and_what_is_nowhere_are_problems_too(desk: Desk) -> None:
    async with desk.line() as line:
        header = {"Content-Type": "application/json"}
        broken = await line.post("/v1/citizens/lookup", content=b"{", headers=header)
        odd = await line.post(
            "/v1/citizens/lookup", content=b'{"\\ud800": 1, "name": "\\udfff"}', headers=header
        )
        assert _code(broken) == (422, "invalid_request")
        assert _code(odd) == (422, "invalid_request")
        assert _code(await line.get("/v1/nothing")) == (404, "invalid_request")
        assert _code(await line.delete("/v1/terminal")) == (405, "invalid_request")


def test_everybody_of_the_cast_is_known_except_who_should_not_be() -> None:
    unknown = {person.key for person in people_of(Case.NO_RECORD)}
    assert set(KNOWN) == {person.key for person in PEOPLE} - unknown


def test_every_known_person_can_be_looked_up(desk: Desk) -> None:
    for key in KNOWN:
        assert desk.look_up(key).identity_number == find_person(key).number


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (Case.NO_ENROLMENT, Code.NO_ENROLMENT),
        (Case.SEVERAL_NUMBERS, Code.SEVERAL_PERSONAL_NUMBERS),
    ],
)
def test_who_has_no_pension_to_pay_here_is_told_why(desk: Desk, case: Case, code: Code) -> None:
    with pytest.raises(Problem) as refusal:
        desk.pension(people_of(case)[0].key)
    assert refusal.value.code is code


def test_residents_and_flexible_payers_are_searched_apart(desk: Desk) -> None:
    for person in people_of(Case.RESIDENT_ONLY):
        token = desk.look_up(person.key).person_token
        with pytest.raises(Problem) as refusal:
            _search(desk, token, HERE)
        assert refusal.value.code is Code.NO_ENROLMENT
        wanted = SearchEnrolments(person_token=token, group="0")
        found = search(desk.collection, HERE, wanted).enrolments
        assert {enrolment.insurance for enrolment in found} <= {
            "resident_pension",
            "resident_medical",
        }


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (Case.SUSPENDED, EnrolmentStatus.SUSPENDED),
        (Case.OVER_SIXTY, EnrolmentStatus.ENDED),
    ],
)
def test_an_enrolment_that_is_not_active_is_shown_and_has_nothing_payable(
    desk: Desk, case: Case, status: EnrolmentStatus
) -> None:
    _, enrolment = desk.pension(people_of(case)[0].key)
    assert enrolment.status == status.value
    assert enrolment.payable == []


def test_paid_and_payable_months_make_up_the_year(desk: Desk) -> None:
    _, enrolment = desk.pension("li-si")
    assert enrolment.paid == [f"2026{month:02d}" for month in range(1, 7)]
    assert enrolment.payable == [f"2026{month:02d}" for month in range(7, 13)]
    assert enrolment.base is not None
    assert enrolment.base.previous_fen == 450_400


def test_a_year_that_is_paid_whole_leaves_nothing(desk: Desk) -> None:
    _, enrolment = desk.pension(people_of(Case.PAID_WHOLE_YEAR)[0].key)
    assert enrolment.payable == []
    assert len(enrolment.paid) == 12


def test_a_token_is_good_for_one_terminal_and_one_visit(desk: Desk) -> None:
    token = desk.look_up("zhang-san").person_token
    with pytest.raises(Problem) as elsewhere:
        _search(desk, token, ELSEWHERE)
    assert elsewhere.value.code is Code.VISIT_EXPIRED
    desk.clock.advance(1800)
    with pytest.raises(Problem) as late:
        _search(desk, token, HERE)
    assert late.value.code is Code.VISIT_EXPIRED


def _search(desk: Desk, token: str, terminal: str) -> None:
    search(desk.collection, terminal, SearchEnrolments(person_token=token, group="1"))


async def test_a_quote_adds_up_and_every_month_is_rounded_by_itself(desk: Desk) -> None:
    async with desk.line() as line:
        answer = await _ask_quote(line, {"base_fen": 500_003})
    assert answer.status_code == 201
    quote = answer.json()
    assert [entry["first_month"] for entry in quote["lines"]] == ["202607", "202608", "202609"]
    assert quote["periods"] == [{"first_month": "202607", "last_month": "202609"}]
    assert quote["basis"] == {"kind": "base", "amount_fen": 500_003, "name": ""}
    assert {entry["amount_fen"] for entry in quote["lines"]} == {100_001}
    assert quote["total_fen"] == 3 * 100_001
    assert quote["demonstration"] is True
    assert quote["valid_seconds"] == 600


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"base_fen": 450_399}, 422, "base_out_of_bounds"),
        ({"base_fen": 2_251_801}, 422, "base_out_of_bounds"),
        ({"first_month": "202609", "last_month": "202607"}, 422, "period_not_payable"),
        ({"first_month": "202612", "last_month": "202701"}, 422, "period_not_payable"),
        ({"first_month": "202512", "last_month": "202512"}, 422, "period_not_payable"),
        ({"first_month": "202701", "last_month": "202701"}, 422, "period_not_payable"),
        ({"first_month": "202613"}, 422, "invalid_request"),
        ({"base_fen": 500_000.0}, 422, "invalid_request"),
        ({"base_fen": "500000"}, 422, "invalid_request"),
        ({"base_fen": True}, 422, "invalid_request"),
        ({"base_fen": 0}, 422, "invalid_request"),
        ({"personal_number": "370120999999"}, 404, "no_enrolment"),
        ({"insurance": "flexible_medical"}, 404, "no_enrolment"),
        ({"person_token": "0" * 48}, 403, "visit_expired"),
    ],
)
async def test_a_quote_that_cannot_be_is_refused(
    desk: Desk, changes: dict[str, object], status: int, code: str
) -> None:
    async with desk.line() as line:
        assert _code(await _ask_quote(line, changes)) == (status, code)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (people_of(Case.PAID_WHOLE_YEAR)[0].key, Code.ALREADY_PAID),
        (people_of(Case.SUSPENDED)[0].key, Code.ENROLMENT_SUSPENDED),
        (people_of(Case.OVER_SIXTY)[0].key, Code.ENROLMENT_SUSPENDED),
        (people_of(Case.DEDUCTION_IN_PROGRESS)[0].key, Code.DEDUCTION_IN_PROGRESS),
    ],
)
def test_some_people_cannot_be_quoted(desk: Desk, key: str, code: Code) -> None:
    with pytest.raises(Problem) as refusal:
        desk.quote(key)
    assert refusal.value.code is code


def test_one_paid_month_among_the_wanted_ones_is_enough_to_refuse(desk: Desk) -> None:
    with pytest.raises(Problem) as refusal:
        desk.quote("li-si", "202606", "202607")
    assert refusal.value.code is Code.ALREADY_PAID


def test_months_before_the_enrolment_cannot_be_paid() -> None:
    desk = Desk(now=datetime(2024, 10, 8, 9, tzinfo=CHINA))
    try:
        _, enrolment = desk.pension("xu-gang")
        assert enrolment.payable[0] == "202405"
        with pytest.raises(Problem) as refusal:
            desk.quote("xu-gang", "202404", "202405")
        assert refusal.value.code is Code.PERIOD_NOT_PAYABLE
    finally:
        desk.close()


def test_a_running_deduction_that_ends_lets_the_person_pay(desk: Desk) -> None:
    key = people_of(Case.DEDUCTION_IN_PROGRESS)[0].key
    _, enrolment = desk.pension(key)
    desk.admin.set_deduction(enrolment.personal_number, running=False)
    assert desk.quote(key).total_fen == 300_000


def test_unpublished_bounds_mean_that_it_is_not_the_time_to_pay(desk: Desk) -> None:
    desk.admin.withdraw_bounds(InsuranceKind.FLEXIBLE_PENSION)
    with pytest.raises(Problem) as refusal:
        desk.quote()
    assert refusal.value.code is Code.NOT_IN_COLLECTION_WINDOW


def test_a_closed_window_means_that_it_is_not_the_time_to_pay(desk: Desk) -> None:
    desk.admin.set_window(InsuranceKind.FLEXIBLE_PENSION, is_open=False)
    _, enrolment = desk.pension("zhang-san")
    assert enrolment.payable == []
    with pytest.raises(Problem) as refusal:
        desk.quote()
    assert refusal.value.code is Code.NOT_IN_COLLECTION_WINDOW
    desk.admin.set_window(InsuranceKind.FLEXIBLE_PENSION, is_open=True)
    assert desk.quote().total_fen == 300_000
