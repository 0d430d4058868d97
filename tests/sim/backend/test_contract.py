"""The service does what its OpenAPI document says, and the document in docs/api is that one."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.tender import Tender
from sim.backend.app import create_routes
from sim.backend.problems import Code
from sim.people import find_person
from tests.sim.backend.desk import Desk, placing

ROOT = Path(__file__).parents[3]
GENERATOR = ROOT / "scripts" / "generate_api.py"
DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs/api/openapi.json").read_text(encoding="utf-8"))
EXAMPLES = 40
IN_ADDRESSES = {
    "Idempotency-Key",
    "order_number",
    "payment_number",
    "print_key",
    "issue_key",
    "certificate_number",
    "series",
    "sequence",
}
"""Numbers of papers, payments and reports, which name nobody."""
OneCase = Case[APIOperation[Any, Any, Any, Any]]  # one per dialect of OpenAPI


class _Switchboard:
    """An application that is another one in each test; schemathesis wants one at import."""

    def __init__(self) -> None:
        self.app: ASGIApp = create_routes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


_switchboard = _Switchboard()
schema = schemathesis.openapi.from_asgi("/openapi.json", _switchboard)


@pytest.fixture
def connected(desk: Desk) -> Desk:
    """The service, answering the requests of ``schema``."""
    _switchboard.app = desk.app()
    return desk


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_gets_an_answer_that_is_not_described(connected: Desk, case: OneCase) -> None:
    answer = case.call()
    # What is well-formed may still be refused, with 410 or 422 too, by the rules of the trade.
    case.validate_response(answer, excluded_checks=[positive_data_acceptance])
    if _is_well_formed(case):
        assert answer.status_code < 400 or answer.json()["code"] != Code.INVALID_REQUEST.value


def _is_well_formed(case: OneCase) -> bool:
    """As described, and amounts written as integers: to JSON Schema 1.0 is one, to us it is not."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return False
    return not _has_float(case.body)


def _has_float(value: object) -> bool:
    match value:
        case dict():
            return any(_has_float(inner) for inner in value.values())
        case list():
            return any(_has_float(inner) for inner in value)
        case _:
            return isinstance(value, float)


def test_the_true_answers_are_as_described(connected: Desk) -> None:
    intent = connected.intent(connected.quote())
    path, headers, body = placing(intent)
    number = {"order_number": intent.number}
    place = schema["/v1/orders/{order_number}"]["PUT"]
    look = schema["/v1/orders/{order_number}"]["GET"]
    give_up = schema["/v1/orders/{order_number}/close"]["POST"]
    for status in (201, 200):
        case = place.Case(path_parameters=number, headers=headers, body=dict[str, Any](body))
        answer = case.call()
        assert (answer.status_code, case.formatted_path) == (status, path)
        case.validate_response(answer)
    connected.admin.pay(intent.number)
    for state in ("paid", "posted"):
        case = look.Case(path_parameters=number)
        answer = case.call()
        assert answer.json()["state"] == state
        case.validate_response(answer)
        connected.admin.settle()
    for other in (intent.number, connected.number()):
        case = give_up.Case(path_parameters={"order_number": other})
        case.call_and_validate()
    token, enrolment = connected.pension("zhang-san")
    search = schema["/v1/enrolments/search"]["POST"]
    search.Case(body={"person_token": token, "group": "1"}).call_and_validate()
    quoted = schema["/v1/quotes"]["POST"].Case(
        body={
            "person_token": token,
            "personal_number": enrolment.personal_number,
            "insurance": "flexible_pension",
            "selection": {
                "kind": "months",
                "first_month": enrolment.payable[0],
                "last_month": enrolment.payable[1],
                "base_fen": 450_400,
            },
        }
    )
    answer = quoted.call()
    assert answer.status_code == 201
    quoted.validate_response(answer)


def _post(
    path: str, body: dict[str, Any], status: int = 200, method: str = "POST"
) -> dict[str, Any]:
    """Call with a body and hold the answer to its description."""
    case = schema[path][method].Case(body=body)
    answer = case.call()
    told: dict[str, Any] = answer.json()
    assert answer.status_code == status, (path, told)
    case.validate_response(answer)
    return told


def test_the_true_answers_about_what_can_be_paid_are_as_described(connected: Desk) -> None:
    token = connected.look_up("tao-li").person_token
    medical = connected.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL).personal_number
    about = {"person_token": token, "personal_number": medical}
    offer = _post("/v1/medical-offers/search", about)
    months = {
        "kind": "months",
        "first_month": "202611",
        "last_month": "202612",
        "base_fen": offer["plans"][0]["bases_fen"][0],
        "plan": offer["plans"][0]["code"],
        "items": [item["code"] for item in offer["items"]],
    }
    quote = _post(
        "/v1/quotes", about | {"insurance": "flexible_medical", "selection": months}, status=201
    )
    assert len(quote["lines"]) == 2 * len(offer["items"])

    token = connected.look_up("shen-yang").person_token
    pension = connected.enrolment(token, InsuranceKind.RESIDENT_PENSION).personal_number
    about = {"person_token": token, "personal_number": pension}
    (year,) = _post("/v1/years/search", about)["years"]
    tier = {"kind": "year", "year": year["year"], "tier": year["tiers"][0]["code"]}
    _post("/v1/quotes", about | {"insurance": "resident_pension", "selection": tier}, status=201)

    token = connected.look_up("qi-shi").person_token
    found = _post("/v1/bills/search", {"person_token": token, "kind": "special"})["bills"]
    wanted = [bill for bill in found if bill["insurance"] == found[0]["insurance"]]
    chosen = {
        "person_token": token,
        "personal_number": wanted[0]["personal_number"],
        "insurance": wanted[0]["insurance"],
        "selection": {"kind": "bills", "bill_numbers": [bill["bill_number"] for bill in wanted]},
    }
    _post("/v1/quotes", chosen, status=201)


def test_the_true_answers_about_declared_bases_are_as_described(connected: Desk) -> None:
    token, enrolment = connected.pension("zhang-san")
    about = {"person_token": token, "personal_number": enrolment.personal_number}
    declared = about | {"base_fen": 500_000, "allows_batch": True}
    assert _post("/v1/base-declarations", declared, method="PUT")["state"] == "declared"
    (found,) = _post("/v1/base-declarations/search", {"person_token": token})["declarations"]
    assert found["base_fen"] == 500_000
    assert _post("/v1/base-declarations/void", about)["state"] == "none"


def test_the_true_answers_about_payees_and_their_codes_are_as_described(connected: Desk) -> None:
    person = find_person("zhang-san")
    asked = {"identity_kind": "201", "identity_number": person.number}
    question = _post("/v1/payees/lookup", asked)
    answer = {"question_token": question["question_token"], "surname": "张"}
    payee = _post("/v1/payees/confirm", answer)
    assert payee["name"] == "张*"
    _post("/v1/payees/confirm", answer, status=404)
    _post("/v1/base-declarations/search", {"person_token": payee["person_token"]}, status=403)
    intent = connected.intent(
        connected.quote(), payment_code=connected.admin.show_payment_code(Tender.WECHAT)
    )
    _, headers, body = placing(intent)
    case = schema["/v1/orders/{order_number}"]["PUT"].Case(
        path_parameters={"order_number": intent.number}, headers=headers, body=dict[str, Any](body)
    )
    charged = case.call()
    assert (charged.status_code, charged.json()["state"]) == (201, "paid")
    case.validate_response(charged)


def test_the_true_answers_about_bank_cards_are_as_described(connected: Desk) -> None:
    intent = connected.intent(connected.quote(), "bank_card")
    _, headers, body = placing(intent)
    number = {"order_number": intent.number}
    case = schema["/v1/orders/{order_number}"]["PUT"].Case(
        path_parameters=number, headers=headers, body=dict[str, Any](body)
    )
    placed = case.call()
    assert (placed.status_code, placed.json()["expires_in"]) == (201, None)
    case.validate_response(placed)
    charged = {
        "terminal_id": "12345678",
        "merchant_id": "102440000000001",
        "batch": 2,
        "trace": 17,
        "reference": "093015000017",
        "authorisation": "",
        "card_masked": "622848*********0018",
        "amount_fen": intent.body.total_fen,
        "paid_at": "2026-11-23T09:30:15+08:00",
    }
    report = schema["/v1/orders/{order_number}/card-payment"]["POST"]
    for sent, status in ((charged, 200), (charged, 200), (charged | {"trace": 18}, 409)):
        case = report.Case(path_parameters=number, body=dict[str, Any](sent))
        answer = case.call()
        assert answer.status_code == status
        case.validate_response(answer)


def test_the_document_in_the_repository_is_current() -> None:
    check = subprocess.run(
        [sys.executable, GENERATOR, "--check"], capture_output=True, text=True, check=False
    )
    assert (check.returncode, check.stderr) == (0, "")


def test_an_outdated_document_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("generate_api", GENERATOR)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Python adds a script's own folder for those it runs itself.
    monkeypatch.syspath_prepend(GENERATOR.parent)
    spec.loader.exec_module(module)
    outdated = tmp_path / "openapi.json"
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "TARGET", outdated)
    monkeypatch.setattr(sys, "argv", ["generate_api.py", "--check"])
    assert module.main() == 1
    outdated.write_text("{}", encoding="utf-8")
    assert module.main() == 1
    monkeypatch.setattr(sys, "argv", ["generate_api.py"])
    assert module.main() == 0
    assert json.loads(outdated.read_text(encoding="utf-8")) == DOCUMENT


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_every_operation_and_every_schema_is_described() -> None:
    for name, operation in _operations():
        assert operation["description"], name
        assert operation["operationId"], name
    for name, description in DOCUMENT["components"]["schemas"].items():
        assert "description" in description, name


def test_every_refusal_is_a_problem_with_its_codes_enumerated() -> None:
    described: set[str] = set()
    for name, operation in _operations():
        refusals = {s: r for s, r in operation["responses"].items() if int(s) >= 400}
        for status, refusal in refusals.items():
            problem = refusal["content"]["application/problem+json"]
            codes = problem["schema"]["allOf"][1]["properties"]["code"]["enum"]
            assert {str(Code(code).status) for code in codes} == {status}, name
            assert set(problem["examples"]) == set(codes)
            described |= set(codes)
    assert described == {code.value for code in Code}


def test_no_personal_data_travels_in_an_address() -> None:
    for name, operation in _operations():
        names = {parameter["name"] for parameter in operation.get("parameters", ())}
        assert names <= IN_ADDRESSES, name


def test_the_connection_is_described_as_mutual_tls() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert schemes["terminalCertificate"]["type"] == "mutualTLS"
    assert DOCUMENT["security"] == [{"terminalCertificate": []}]
