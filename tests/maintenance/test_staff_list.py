"""Whatever becomes of the list of staff is in the audit trail, and no secret is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from kiosk.domain.staff import Role
from kiosk.ledger import Ledger
from kiosk.maintenance.log_words import told_entry
from kiosk.maintenance.staff import Staff, StaffMember
from kiosk.maintenance.staff_list import note_list
from kiosk.session.staff_views import Mark
from tests.ledger.given import Clock, opened

PIN = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaG9uZQ"
OTHER = "$argon2id$v=19$m=8,t=1,p=1$b3RoZXJzYWx0$aGFzaHR3bw"
SECRET, NEW_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DP", "KRSXG5CTMVRXEZLUKRSXG5CT"
# A personal number may be all digits, and then as long as a birthday.
NUMBER = "20170041"


def listed(*members: StaffMember) -> Staff:
    return Staff(staff=members)


def member(
    number: str = "T0417", role: Role = Role.TECHNICIAN, pin: str = PIN, totp: str = ""
) -> StaffMember:
    return StaffMember(number=number, role=role, pin=pin, totp=totp)


class Book:
    """The trail of one terminal."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def note(
        self, *members: StaffMember, issuers: bytes = b"", who: Mapping[str, str] | None = None
    ) -> list[tuple[str, str, Mark]]:
        """What is said, in Chinese, of the list being this."""
        before = len(self.ledger.staff_trail())
        note_list(self.ledger, listed(*members), issuers, who or {})
        told = (told_entry(one) for one in self.ledger.staff_trail()[before:])
        return [(one.what, one.facts, one.mark) for one in told]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened(tmp_path / "ledger.db", Clock()) as ledger:
        yield Book(ledger)


@pytest.fixture
def known(book: Book) -> Book:
    """A terminal whose list has somebody in it, with an authenticator."""
    book.note(member(totp=SECRET))
    return book


def test_of_a_list_that_was_never_seen_everybody_is_noted_once(book: Book) -> None:
    two = (member(), member(NUMBER, Role.CASHIER))
    assert book.note(*two) == [
        ("（不知是谁） 改工作人员名单 20170041", "加入，出纳，第一次记下", Mark.FINE),
        ("（不知是谁） 改工作人员名单 T0417", "加入，维护技术员，第一次记下", Mark.FINE),
    ]
    assert book.note(*two) == []
    # In whatever order the file has them.
    assert book.note(*reversed(two)) == []


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (member(role=Role.KEY_OFFICER, totp=SECRET), "维护技术员 → 密钥员"),
        (member(pin=OTHER, totp=SECRET), "换了密码"),
        (member(), "取消了验证器"),
        (member(totp=NEW_SECRET), "换了验证器"),
        (member(role=Role.CASHIER, pin=OTHER), "维护技术员 → 出纳，换了密码，取消了验证器"),
    ],
)
def test_what_changed_is_told(known: Book, now: StaffMember, told: str) -> None:
    assert known.note(now) == [("（不知是谁） 改工作人员名单 T0417", told, Mark.WARNING)]
    assert known.note(now) == []


def test_an_authenticator_that_comes_is_told(book: Book) -> None:
    book.note(member())
    assert [facts for _, facts, _ in book.note(member(totp=SECRET))] == ["加了验证器"]


def test_who_is_gone_and_comes_again_is_told_each_time(known: Book) -> None:
    gone = ("（不知是谁） 改工作人员名单 T0417", "删除，原来是维护技术员", Mark.WARNING)
    assert known.note() == [gone]
    assert known.note() == []
    assert [facts for _, facts, _ in known.note(member())] == ["加入，维护技术员"]


def test_who_has_said_so_answers_for_that_number_alone(known: Book) -> None:
    who = {"staff.number.t0417": "command:root"}
    both = (member(pin=OTHER, totp=SECRET), member("K01", Role.KEY_OFFICER))
    assert known.note(*both, who=who) == [
        ("（不知是谁） 改工作人员名单 K01", "加入，密钥员", Mark.WARNING),
        ("命令行（root） 改工作人员名单 T0417", "换了密码", Mark.FINE),
    ]


def test_others_that_issue_cards_are_noted(known: Book) -> None:
    said = ("（不知是谁） 工作人员卡由谁发，文件换了", "", Mark.WARNING)
    assert known.note(member(totp=SECRET), issuers=b"one") == [said]
    assert known.note(member(totp=SECRET), issuers=b"one") == []
    assert known.note(member(totp=SECRET), issuers=b"another") == [said]
    assert known.note(member(totp=SECRET)) == [said]


def test_no_secret_is_in_the_trail(book: Book) -> None:
    book.note(member(NUMBER, totp=SECRET), issuers=b"authority")
    book.note(member(NUMBER, pin=OTHER))
    payloads = "".join(one.payload for one in book.ledger.staff_trail())
    for secret in (PIN, OTHER, SECRET):
        assert not any(part in payloads for part in secret.split("$") if len(part) > 4)
    assert book.ledger.verify().sound


def test_the_same_pin_of_two_people_leaves_two_marks(book: Book) -> None:
    book.note(member("T01"), member("T02"))
    first, second = (str(one.facts["after"]) for one in book.ledger.staff_trail())
    assert first != second
