"""Who may service the terminal, and who may not yet try again."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from pyotp import TOTP

from kiosk.domain.staff import Role, Task, tasks_of
from kiosk.maintenance.lockout import FREE_TRIES, Refusals
from kiosk.maintenance.staff import Staff, StaffMember, hash_of

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DP"
PIN = "204817"


@pytest.fixture(scope="module")
def staff() -> Staff:
    plain = StaffMember(number="T0417", role=Role.TECHNICIAN, pin=hash_of(PIN))
    careful = StaffMember(number="K01", role=Role.KEY_OFFICER, pin=plain.pin, totp=SECRET)
    return Staff(staff=(plain, careful))


def test_number_and_pin_prove_who_somebody_is(staff: Staff) -> None:
    member = staff.proven(" t0417 ", PIN)
    assert member is not None
    assert member.role is Role.TECHNICIAN


@pytest.mark.parametrize(
    ("number", "pin"), [("T0417", "204818"), ("T0417", ""), ("T0418", PIN), ("", "nobody")]
)
def test_anything_else_proves_nothing(staff: Staff, number: str, pin: str) -> None:
    assert staff.proven(number, pin) is None


@pytest.mark.parametrize(("seconds", "taken"), [(0, True), (-30, True), (-90, False), (90, False)])
def test_who_has_an_authenticator_needs_its_code_of_now(
    staff: Staff, seconds: int, *, taken: bool
) -> None:
    member = staff.proven("K01", PIN)
    assert member is not None
    code = TOTP(SECRET).at(NOW + timedelta(seconds=seconds))
    assert (member.step_of(code, NOW) is not None) is taken
    assert member.step_of("", NOW) is None


@pytest.mark.parametrize("pin", ["12345", "abcdef", "１２３４５６", ""])
def test_a_pin_is_six_digits_that_the_keypad_has(pin: str) -> None:
    with pytest.raises(ValueError, match="6 digits"):
        hash_of(pin)


def test_what_is_saved_is_read_again_by_its_owner_alone(tmp_path: Path, staff: Staff) -> None:
    file = tmp_path / "staff.toml"
    staff.save(file)
    assert Staff.load(file) == staff
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    changed = staff.without("K01").with_member(
        StaffMember(number="H07", role=Role.HALL_STAFF, pin=hash_of(PIN))
    )
    changed.save(file)
    assert [one.number for one in Staff.load(file).staff] == ["T0417", "H07"]
    assert [one.name for one in tmp_path.iterdir()] == ["staff.toml"]
    with pytest.raises(ValueError, match="twice"):
        changed.with_member(changed.staff[0])


def test_a_file_with_a_clear_pin_or_a_number_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "staff.toml"
    file.write_text('[[staff]]\nnumber = "T1A"\nrole = "cashier"\npin = "204817"\n')
    with pytest.raises(ValidationError) as caught:
        Staff.load(file)
    assert "argon2id" in str(caught.value)
    entry = f'[[staff]]\nnumber = "T1A"\nrole = "cashier"\npin = "{hash_of(PIN)}"\n'
    file.write_text(entry)
    assert Staff.load(file).find("t1a") is not None
    file.write_text(entry * 2)
    with pytest.raises(ValidationError, match="twice"):
        Staff.load(file)


def test_nothing_secret_is_in_what_is_printed_of_staff(staff: Staff) -> None:
    assert SECRET not in repr(staff)
    assert "argon2id" not in repr(staff)


def test_each_role_may_do_its_own() -> None:
    assert set(tasks_of(Role.KEY_OFFICER)) & set(tasks_of(Role.CASHIER)) == {Task.OVERVIEW}
    assert not {Task.KEYS, Task.MONEY} & set(tasks_of(Role.TECHNICIAN))
    assert Task.SETTINGS not in tasks_of(Role.HALL_STAFF)
    assert set().union(*map(tasks_of, Role)) == set(Task)


def test_the_wait_doubles_up_to_an_hour_and_the_first_tries_are_free() -> None:
    refusals, waits = Refusals(), []
    for _ in range(FREE_TRIES + 12):
        until = refusals.closed_until()
        waits.append(0 if until is None else int((until - NOW).total_seconds()))
        refusals = refusals.another(NOW)
    assert waits[:FREE_TRIES] == [0, 0, 0]
    assert waits[FREE_TRIES : FREE_TRIES + 4] == [30, 60, 120, 240]
    assert max(waits) == waits[-1] == 3600
