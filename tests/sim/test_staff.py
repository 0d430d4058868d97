"""The staff of the simulated hall can log in at a terminal that reads its file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pyotp import TOTP

from kiosk.domain.staff import Role
from kiosk.maintenance.staff import Staff
from sim.staff import PIN, STAFF, find_member, write_staff
from tests.support.manual_clock import ManualClock


def test_everybody_proves_who_they_are_with_the_pin_of_the_hall(tmp_path: Path) -> None:
    file = write_staff(tmp_path / "staff.toml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    staff, now = Staff.load(file), ManualClock().now()
    for one in STAFF:
        member = staff.proven(one.number, PIN)
        assert member is not None
        assert member.role is one.role
        assert bool(one.code(now)) is bool(member.totp)
        assert not member.totp or one.code(now) == TOTP(member.totp).at(now)


def test_there_is_somebody_for_every_role_and_two_for_the_keys() -> None:
    roles = [one.role for one in STAFF]
    assert set(roles) == set(Role)
    assert roles.count(Role.KEY_OFFICER) == 2
    assert find_member("cashier").role is Role.CASHIER
    with pytest.raises(LookupError):
        find_member("queen")
