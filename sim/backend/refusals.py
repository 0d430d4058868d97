"""How the refusals of each operation are described in the OpenAPI document."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sim.backend.problems import PROBLEM_JSON, Code

PROBLEM_SCHEMA = "Problem"

_EVERYWHERE = (Code.INVALID_REQUEST, Code.TERMINAL_UNKNOWN, Code.MAINTENANCE, Code.INTERNAL)

# FastAPI types an OpenAPI response description as dict[str, Any].
Responses = dict[int | str, dict[str, Any]]


def refusals(*codes: Code) -> Responses:
    """The ``responses`` of an operation that may refuse with these codes and the common ones."""
    by_status: defaultdict[int, list[Code]] = defaultdict(list)
    for code in (*codes, *_EVERYWHERE):
        by_status[code.status].append(code)
    return {status: _describe(status, found) for status, found in sorted(by_status.items())}


def _describe(status: int, codes: list[Code]) -> dict[str, Any]:
    return {
        "description": "; ".join(f"`{code.value}` {code.title}" for code in codes),
        "content": {
            PROBLEM_JSON: {
                "schema": {
                    "allOf": [
                        {"$ref": f"#/components/schemas/{PROBLEM_SCHEMA}"},
                        {"properties": {"code": {"enum": [code.value for code in codes]}}},
                    ]
                },
                "examples": {code.value: {"value": _example(status, code)} for code in codes},
            }
        },
        "headers": {
            "X-Event-Id": {
                "description": "Number of this event in the service's logs",
                "schema": {"type": "string", "format": "uuid"},
            }
        },
    }


def _example(status: int, code: Code) -> dict[str, str | int]:
    return {
        "type": "about:blank",
        "title": code.title,
        "status": status,
        "code": code.value,
        "event_id": "6f1f4f6e-6f0e-4a53-9a55-0f6a5d0b7c21",
    }
