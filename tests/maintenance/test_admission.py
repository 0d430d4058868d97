"""Wrong tries wait, on the disk; who is let in is written down before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pyotp import TOTP, random_base32

from kiosk.domain.staff import Role
from kiosk.ledger import Ledger
from kiosk.maintenance.admission import Admission, CodeWanted, NotYet, Recollection, Refused
from kiosk.maintenance.staff import Staff, StaffMember, hash_of
from tests.ledger.given import Clock, opened

PIN, WRONG = "204817", "204818"


@pytest.fixture(scope="module")
def staff() -> Staff:
    return Staff(staff=(StaffMember(number="T0417", role=Role.TECHNICIAN, pin=hash_of(PIN)),))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.db", clock) as ledger:
        yield ledger


def test_who_proves_it_is_let_in_and_written_down(
    staff: Staff, ledger: Ledger, clock: Clock
) -> None:
    let_in = Admission(staff, ledger).admit("t0417", PIN, "", clock())
    assert isinstance(let_in, StaffMember)
    assert [entry.kind for entry in ledger.staff_trail()] == ["staff_admitted"]


def test_the_wait_survives_a_restart_and_grows(staff: Staff, tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "ledger.db"
    with opened(path, clock) as ledger:
        for _ in range(2):
            assert Admission(staff, ledger).admit("T0417", WRONG, "", clock()) == Refused()
        third = Admission(staff, ledger).admit("T0417", WRONG, "", clock())
        assert isinstance(third, Refused)
        assert third.until is not None
    with opened(path, clock) as ledger:
        admission = Admission(staff, ledger)
        now = clock()
        waiting = admission.admit("T0417", PIN, "", now)
        assert isinstance(waiting, NotYet)
        assert timedelta(0) < waiting.until - now <= timedelta(seconds=30)
        assert admission.wait("T0417", waiting.until - timedelta(microseconds=1)) == waiting
        assert admission.wait("T0417", waiting.until) is None
        clock.moment = waiting.until
        assert isinstance(admission.admit("T0417", WRONG, "", clock()), Refused)
        again = admission.admit("T0417", PIN, "", clock())
        assert isinstance(again, NotYet)
        assert again.until - clock.moment > timedelta(seconds=50)
        clock.moment = again.until
        assert isinstance(admission.admit("T0417", PIN, "", clock()), StaffMember)
        assert ledger.staff_refusals("T0417") == ()


def test_what_is_typed_for_nobody_is_not_kept(staff: Staff, ledger: Ledger, clock: Clock) -> None:
    admission = Admission(staff, ledger)
    for typed in ("K99", "370102199001011234", "", "张三"):
        assert admission.admit(typed, PIN, "", clock()) == Refused()
    assert ledger.staff_trail() == ()


def test_whoever_has_an_authenticator_is_asked_for_its_code_and_wrong_ones_count(
    ledger: Ledger, clock: Clock
) -> None:
    secret = random_base32()
    officer = StaffMember(number="K01", role=Role.KEY_OFFICER, pin=hash_of(PIN), totp=secret)
    admission = Admission(Staff(staff=(officer,)), ledger)
    assert admission.admit("K01", PIN, "", clock()) == CodeWanted()
    assert ledger.staff_trail() == ()
    assert isinstance(admission.admit("K01", WRONG, "", clock()), Refused)
    assert isinstance(admission.admit("K01", PIN, "000000", clock()), Refused)
    assert [entry.kind for entry in ledger.staff_trail()] == ["staff_refused"] * 2
    now = clock()
    assert admission.admit("K01", PIN, TOTP(secret).at(now), now) == officer


def test_a_code_is_good_once(ledger: Ledger, clock: Clock) -> None:
    secret = random_base32()
    officer = StaffMember(number="K01", role=Role.KEY_OFFICER, pin=hash_of(PIN), totp=secret)
    admission = Admission(Staff(staff=(officer,)), ledger)
    now = clock()
    code = TOTP(secret).at(now)
    assert admission.admit("K01", PIN, code, now) == officer
    assert isinstance(admission.admit("K01", PIN, code, now), Refused)
    later = now + timedelta(seconds=60)
    assert admission.admit("K01", PIN, TOTP(secret).at(later), later) == officer


def test_the_wait_does_not_tell_who_there_is(staff: Staff, ledger: Ledger, clock: Clock) -> None:
    admission, now = Admission(staff, ledger, Recollection()), clock()
    answers = {
        number: [admission.admit(number, WRONG, "", now) for _ in range(4)]
        for number in ("T0417", "T0418")
    }
    kinds = {number: [type(one) for one in told] for number, told in answers.items()}
    assert kinds["T0417"] == kinds["T0418"] == [Refused, Refused, Refused, NotYet]
    assert {entry.facts["who"] for entry in ledger.staff_trail()} == {"T0417"}


def test_only_so_many_strangers_are_remembered(clock: Clock) -> None:
    recollection, now = Recollection(), clock()
    for number in range(200):
        recollection.refused_stranger(f"X{number:03}", now)
    assert len(recollection.strangers) == 200
    recollection.refused_stranger("X200", now)
    assert set(recollection.strangers) == {"X200"}
