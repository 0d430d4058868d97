"""Answers that are well-formed and wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import assert_never

from sim.backend.faults import Hostility

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_OTHER_ORDER_NUMBER = "ZZ9920200101000000000001"


def spoil(body: bytes, hostility: Hostility) -> bytes:
    """The answer made wrong; one that has no such field comes back as it was."""
    value: Json = json.loads(body)
    return json.dumps(_spoil(value, hostility), ensure_ascii=False).encode()


def _spoil(value: Json, hostility: Hostility) -> Json:
    match hostility:
        case Hostility.NEGATIVE_AMOUNT:
            return _amounts(value, lambda fen: -fen - 1)
        case Hostility.HUGE_AMOUNT:
            return _amounts(value, lambda _: 10**30)
        case Hostility.TEXT_FOR_NUMBER:
            return _amounts(value, str)
        case Hostility.FRACTION:
            return _amounts(value, lambda fen: fen + 0.5)
        case Hostility.OTHER_AMOUNT:
            return _replace(value, "amount_fen", lambda old: _more(old, 100))
        case Hostility.OTHER_ORDER:
            return _replace(value, "order_number", lambda _: _OTHER_ORDER_NUMBER)
        case Hostility.UNBALANCED_QUOTE:
            return _replace(value, "total_fen", lambda old: _more(old, 1))
        case Hostility.OTHER_MONTHS:
            return _replace(value, "lines", _of_other_months)
        case Hostility.BACKWARDS:
            return _replace(value, "state", lambda _: "created")
        case Hostility.UNKNOWN_STATE:
            return _replace(value, "state", lambda _: "blessed")
        case Hostility.MISSING_FIELD:
            return _without_first_field(value)
        case Hostility.NULLS:
            return dict.fromkeys(value) if isinstance(value, dict) else None
        case Hostility.NOT_AN_OBJECT:
            return [value]
        case _:
            assert_never(hostility)


def _amounts(value: Json, change: Callable[[int], Json]) -> Json:
    match value:
        case dict():
            return {
                key: change(inner)
                if key.endswith("_fen") and isinstance(inner, int)
                else _amounts(inner, change)
                for key, inner in value.items()
            }
        case list():
            return [_amounts(inner, change) for inner in value]
        case _:
            return value


def _replace(value: Json, field: str, change: Callable[[Json], Json]) -> Json:
    match value:
        case dict():
            return {
                key: change(inner) if key == field else _replace(inner, field, change)
                for key, inner in value.items()
            }
        case list():
            return [_replace(inner, field, change) for inner in value]
        case _:
            return value


def _of_other_months(lines: Json) -> Json:
    begun = _replace(lines, "first_month", lambda _: "209912")
    return _replace(begun, "last_month", lambda _: "209912")


def _more(value: Json, by: int) -> Json:
    return value + by if isinstance(value, int) else value


def _without_first_field(value: Json) -> Json:
    return dict(list(value.items())[1:]) if isinstance(value, dict) else value
