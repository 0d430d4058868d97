from __future__ import annotations

import json

import pytest

from sim.backend.faults import Fault, FaultKind, FaultTable, Hostility
from sim.backend.hostile import spoil

JANUARY = {"first_month": "202601", "last_month": "202601"}
QUOTE = {
    "quote_number": "HD1",
    "periods": [JANUARY],
    "basis": {"kind": "base", "amount_fen": 450_400},
    "lines": [JANUARY | {"amount_fen": 90_080}],
    "total_fen": 90_080,
}
ORDER = {"order_number": "TT", "state": "paid", "amount_fen": 90_080}


def test_a_fault_strikes_its_requests_and_no_others() -> None:
    table = FaultTable()
    fault = Fault(FaultKind.DOWN, "/v1/orders/*", "PUT")
    table.set(fault)
    assert table.strike("PUT", "/v1/orders/A1") == (fault,)
    assert table.strike("PUT", "/v1/orders/A1") == (fault,)
    assert table.strike("GET", "/v1/orders/A1") == ()
    assert table.strike("PUT", "/v1/quotes") == ()


def test_a_fault_can_wait_and_run_out() -> None:
    table = FaultTable()
    table.set(Fault(FaultKind.STATUS, times=2, skip=1))
    struck = [len(table.strike("GET", "/v1/terminal")) for _ in range(5)]
    assert struck == [0, 1, 1, 0, 0]
    assert table.current == {}


def test_faults_can_be_lifted_one_by_one_or_all() -> None:
    table = FaultTable()
    first = table.set(Fault(FaultKind.SLOW, seconds=1))
    table.set(Fault(FaultKind.STATUS))
    table.lift(first)
    table.lift(first)
    assert [fault.kind for fault in table.strike("GET", "/")] == [FaultKind.STATUS]
    table.clear()
    assert table.strike("GET", "/") == ()


def _spoilt(value: object, hostility: Hostility) -> object:
    spoilt: object = json.loads(spoil(json.dumps(value).encode(), hostility))
    return spoilt


@pytest.mark.parametrize(
    ("hostility", "expected"),
    [
        (Hostility.NEGATIVE_AMOUNT, ORDER | {"amount_fen": -90_081}),
        (Hostility.HUGE_AMOUNT, ORDER | {"amount_fen": 10**30}),
        (Hostility.TEXT_FOR_NUMBER, ORDER | {"amount_fen": "90080"}),
        (Hostility.FRACTION, ORDER | {"amount_fen": 90_080.5}),
        (Hostility.OTHER_AMOUNT, ORDER | {"amount_fen": 90_180}),
        (Hostility.OTHER_ORDER, ORDER | {"order_number": "ZZ9920200101000000000001"}),
        (Hostility.BACKWARDS, ORDER | {"state": "created"}),
        (Hostility.UNKNOWN_STATE, ORDER | {"state": "blessed"}),
        (Hostility.MISSING_FIELD, {"state": "paid", "amount_fen": 90_080}),
        (Hostility.NULLS, dict.fromkeys(ORDER)),
        (Hostility.NOT_AN_OBJECT, [ORDER]),
        (Hostility.UNBALANCED_QUOTE, ORDER),
        (Hostility.OTHER_MONTHS, ORDER),
    ],
)
def test_every_hostility_spoils_its_part_of_an_order(
    hostility: Hostility, expected: object
) -> None:
    assert _spoilt(ORDER, hostility) == expected


def test_amounts_are_spoilt_at_every_depth() -> None:
    spoilt = _spoilt(QUOTE, Hostility.HUGE_AMOUNT)
    line = JANUARY | {"amount_fen": 10**30}
    basis = {"kind": "base", "amount_fen": 10**30}
    assert spoilt == QUOTE | {"basis": basis, "total_fen": 10**30, "lines": [line]}


def test_a_quote_can_be_made_not_to_add_up_or_to_be_for_other_months() -> None:
    assert _spoilt(QUOTE, Hostility.UNBALANCED_QUOTE) == QUOTE | {"total_fen": 90_081}
    other = {"first_month": "209912", "last_month": "209912", "amount_fen": 90_080}
    assert _spoilt(QUOTE, Hostility.OTHER_MONTHS) == QUOTE | {"lines": [other]}


def test_what_has_no_such_field_stays_as_it_is() -> None:
    assert _spoilt([1, "a", None], Hostility.NEGATIVE_AMOUNT) == [1, "a", None]
    assert _spoilt("a", Hostility.MISSING_FIELD) == "a"
    assert _spoilt(7, Hostility.NULLS) is None
