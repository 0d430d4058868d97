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

from sim.backend.app import create_routes
from sim.backend.problems import Code
from tests.sim.backend.desk import Desk, placing

ROOT = Path(__file__).parents[3]
GENERATOR = ROOT / "scripts" / "generate_api.py"
DOCUMENT: dict[str, Any] = json.loads((ROOT / "docs/api/openapi.json").read_text(encoding="utf-8"))
EXAMPLES = 40
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
    body: object = case.body
    return not isinstance(body, dict) or not any(isinstance(v, float) for v in body.values())


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
        assert names <= {"order_number", "Idempotency-Key"}, name


def test_the_connection_is_described_as_mutual_tls() -> None:
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert schemes["terminalCertificate"]["type"] == "mutualTLS"
    assert DOCUMENT["security"] == [{"terminalCertificate": []}]
