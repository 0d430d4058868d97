"""The application: routes, refusals, the OpenAPI document, and what is wrapped around them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route
from starlette.types import ASGIApp

from sim.backend import api, api_history, api_payable, api_reports
from sim.backend.collection import Collection
from sim.backend.faults import FaultTable
from sim.backend.middleware import EVENT_ID, Faults, Stamp
from sim.backend.orders import listen_to_channels
from sim.backend.problems import Code, Problem, problem_response
from sim.backend.refusals import PROBLEM_SCHEMA
from sim.backend.wire import ProblemAnswer

_ROUTERS = (api.routes, api_payable.routes, api_history.routes, api_reports.routes)
"""Every file of operations; another one is added here."""

_HTTP_KNOWS_BETTER = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)

_DESCRIPTION = """\
The tax authority's collection service for social-insurance contributions, as self-service terminals
call it: HTTPS with mutual TLS, JSON, amounts in whole fen, months as YYYYMM, times with offset.

Refusals are RFC 9457 problem details whose `code` is stable. Personal data travels in bodies only.
Every answer carries `Date`, by which the terminal checks its clock, and `X-Event-Id`.

The state of an order only ever moves forward:
created → paying → unknown | closed | paid; paid → posting → posted; paid, posting and (after a late
payment) closed → refunding → refunded; posting and refunding → needs_person → posted | refunded.
"""

_TAGS = [
    {"name": "terminal", "description": "The calling terminal itself"},
    {"name": "citizens", "description": "Natural persons (自然人)"},
    {"name": "enrolments", "description": "Enrolments (参保登记) and what can be paid on them"},
    {"name": "payable", "description": "Years, plans and bills (核定单据) that can be paid"},
    {"name": "declarations", "description": "Bases declared for a year (缴费基数选择)"},
    {"name": "quotes", "description": "What a payment costs (核定)"},
    {"name": "orders", "description": "Payment orders (缴费订单)"},
    {"name": "payments", "description": "Payments of the past (缴费记录)"},
    {"name": "certificates", "description": "Certificates (社保费凭证)"},
]


def create_app(
    collection: Collection,
    faults: FaultTable | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> ASGIApp:
    """The whole service as an ASGI application, behind its faults, which are slow by ``sleep``."""
    listen_to_channels(collection)
    app = create_routes()
    app.state.collection = collection
    return Faults(Stamp(app, collection.clock), faults or FaultTable(), sleep)


def create_routes() -> FastAPI:
    """The service's operations and their description alone; served only with a collection."""
    app = FastAPI(
        title="社会保险费征缴服务 Collection service",
        version="1.0.0",
        description=_DESCRIPTION,
        openapi_tags=_TAGS,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "/", "description": "Given to the terminal in its configuration"}],
    )
    for router in _ROUTERS:
        app.include_router(router)
    app.add_exception_handler(Problem, _refuse)
    app.add_exception_handler(RequestValidationError, _refuse_invalid)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.add_exception_handler(Exception, _refuse_internal)

    def describe() -> dict[str, Any]:  # FastAPI's own type of the document
        if app.openapi_schema is None:
            app.openapi_schema = _openapi(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # the way FastAPI documents
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
    )
    components = document["components"]
    problem = ProblemAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    components["schemas"].update(problem.pop("$defs"))
    components["schemas"][PROBLEM_SCHEMA] = problem
    components["securitySchemes"] = {
        "terminalCertificate": {
            "type": "mutualTLS",
            "description": "Client certificate whose common name is the terminal's number",
        }
    }
    document["security"] = [{"terminalCertificate": []}]
    return document


def _event_id(request: Request) -> str:
    event_id: str = request.scope["state"][EVENT_ID]
    return event_id


def _refuse(request: Request, problem: Exception) -> JSONResponse:
    if not isinstance(problem, Problem):
        raise problem
    return problem_response(problem.code, _event_id(request), detail=problem.detail)


def _refuse_invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    # Only where, never what: the values may be personal data.
    places = sorted({_place(fault["type"], fault["loc"]) for fault in error.errors()})
    return problem_response(
        Code.INVALID_REQUEST, _event_id(request), detail=f"not as described: {', '.join(places)}"
    )


def _place(kind: str, location: tuple[int | str, ...]) -> str:
    # The name of an unknown field is the caller's own text.
    known = location[:-1] if kind == "extra_forbidden" else location
    return ".".join(str(part) for part in known)


def _refuse_http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    # A body that cannot even be decoded is 400 to the framework and the same 422 to the contract.
    status = error.status_code if error.status_code in _HTTP_KNOWS_BETTER else None
    response = problem_response(
        Code.INVALID_REQUEST, _event_id(request), status=status, detail=error.detail
    )
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(_methods(request))
    return response


def _methods(request: Request) -> list[str]:
    """Every method of a path; the framework itself names those of one route only."""
    methods: set[str] = set()
    for router in _ROUTERS:
        for route in router.routes:
            match, _ = route.matches(request.scope)
            if match is not Match.NONE and isinstance(route, Route):
                methods |= route.methods or set()
    return sorted(methods)


def _refuse_internal(request: Request, error: Exception) -> JSONResponse:
    return problem_response(Code.INTERNAL, _event_id(request))
