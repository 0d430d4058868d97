"""The audit trail of staff."""

from __future__ import annotations

import pytest

from kiosk.ledger import Ledger


def test_who_did_what_is_written_with_before_and_after(ledger: Ledger) -> None:
    ledger.staff_admitted("T0417", "technician")
    ledger.staff_acted("T0417", "settings.timing.order_poll", before="1.0", after="2.0")
    ledger.staff_left("T0417", "idle")
    trail = [(one.kind, dict(one.facts)) for one in ledger.staff_trail()]
    assert trail == [
        ("staff_admitted", {"who": "T0417", "role": "technician"}),
        (
            "staff_acted",
            {
                "who": "T0417",
                "what": "settings.timing.order_poll",
                "outcome": "done",
                "before": "1.0",
                "after": "2.0",
            },
        ),
        ("staff_left", {"who": "T0417", "reason": "idle"}),
    ]
    assert ledger.verify().sound


def test_the_last_of_each_thing_that_was_done_is_found(ledger: Ledger) -> None:
    for what, outcome in (
        ("test.pin_pad", "passed"),
        ("test.lights", "begun"),
        ("test.pin_pad", "failed"),
        ("testament", "done"),
        ("power.restart", "done"),
    ):
        ledger.staff_acted("T0417", what, outcome=outcome)
    ledger.staff_refused("T0417")
    last = ledger.last_acted("test.")
    assert {what: entry.facts["outcome"] for what, entry in last.items()} == {
        "test.lights": "begun",
        "test.pin_pad": "failed",
    }
    assert ledger.last_acted("keys.") == {}


def test_refusals_count_from_the_last_admission_and_each_number_by_itself(ledger: Ledger) -> None:
    for who in ("T0417", "T0417", "K01"):
        ledger.staff_refused(who)
    assert len(ledger.staff_refusals("T0417")) == 2
    ledger.staff_admitted("T0417", "technician")
    assert ledger.staff_refusals("T0417") == ()
    ledger.staff_refused("T0417")
    assert [len(ledger.staff_refusals(who)) for who in ("T0417", "K01", "T9")] == [1, 1, 0]


@pytest.mark.parametrize("who", ["", "张三", "t0417", "T0417; drop", "370102199001011234"])
def test_people_go_by_their_number(ledger: Ledger, who: str) -> None:
    with pytest.raises(ValueError, match="personal number"):
        ledger.staff_refused(who)


@pytest.mark.parametrize("who", ["T0417", "command:root", "command:kiosk-admin", "unknown"])
def test_what_is_done_is_done_by_somebody_of_the_staff_by_command_or_by_nobody_known(
    ledger: Ledger, who: str
) -> None:
    ledger.staff_acted(who, "command.restart", outcome="heard")
    assert [entry.facts["who"] for entry in ledger.staff_trail()] == [who]


@pytest.mark.parametrize("who", ["command:", "command:张三", "command:Root", "root", "张三"])
def test_nobody_else_does_anything(ledger: Ledger, who: str) -> None:
    with pytest.raises(ValueError, match="personal number"):
        ledger.staff_acted(who, "command.restart")


@pytest.mark.parametrize("who", ["command:root", "unknown"])
def test_only_somebody_with_a_number_is_let_in(ledger: Ledger, who: str) -> None:
    with pytest.raises(ValueError, match="personal number"):
        ledger.staff_admitted(who, "technician")


@pytest.mark.parametrize(
    "value", ["370102199001011234", "tel 13800138000", "born 19900101", "x" * 201]
)
def test_values_name_no_citizen(ledger: Ledger, value: str) -> None:
    with pytest.raises(ValueError, match="names no person"):
        ledger.staff_acted("T0417", "note", after=value)
    assert ledger.staff_trail() == ()


def test_values_have_room_for_what_is_no_person(ledger: Ledger) -> None:
    ledger.staff_acted("T0417", "a" * 64, before="batch 1234567", after="x" * 200)
    (entry,) = ledger.staff_trail()
    assert (entry.facts["before"], entry.facts["after"]) == ("batch 1234567", "x" * 200)


@pytest.mark.parametrize("what", ["", "a" * 65, "Restart", "9a", "电源", "a b"])
def test_what_is_done_goes_by_a_short_code(ledger: Ledger, what: str) -> None:
    with pytest.raises(ValueError, match="short code"):
        ledger.staff_acted("T0417", what)
    assert ledger.staff_trail() == ()
