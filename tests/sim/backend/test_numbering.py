"""No number is given out twice: not after a reset, and not after a new start."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.certificate import CertificateKind
from sim.backend import contribution_certificates
from sim.backend.collection import Collection
from sim.backend.mint import Mint
from sim.backend.models_documents import Certificate
from sim.backend.numbering import Numbering
from sim.backend.store import Store
from sim.backend.wire_history import MakeContributionCertificate
from sim.clock import WorldClock
from tests.sim.backend.desk import HERE, OPENING, Desk
from tests.sim.backend.records import Records
from tests.support.signed_documents import authority

DAY = "437261123"


def certified(desk: Desk) -> int:
    """The number of a new certificate."""
    wanted = MakeContributionCertificate(
        person_token=desk.look_up("yun-li").person_token, group="1", first_year=2000,
        last_year=2026, insurance=None, form="summary",
    )  # fmt: skip
    made = contribution_certificates.make(desk.collection, HERE, str(uuid4()), wanted)
    assert len(made.number) == 18
    assert made.number.startswith(DAY)
    return int(made.number)


def test_a_reset_never_repeats_a_number_and_counting_goes_on_from_there(desk: Desk) -> None:
    given = [certified(desk) for _ in range(2)]
    for _ in range(3):
        desk.admin.reset()
        given += [certified(desk) for _ in range(2)]
    assert given == list(range(given[0], given[0] + len(given)))


def test_another_day_and_another_kind_are_counted_apart_and_left_behind_all_the_same() -> None:
    records = Records()
    numbering, at = Numbering(40), records.clock.now()
    person = records.person("zhang-san")

    def give(kind: CertificateKind, at: datetime, many: int = 1) -> list[str]:
        def work(session: Session) -> str:
            number = numbering.next(session, kind, at)
            session.add(
                Certificate(
                    number=number, kind=kind, person_id=person, terminal_number=HERE,
                    issue_key=str(uuid4()), issued_at=at, title="", amount_fen=1, template="",
                    content="{}",
                )
            )  # fmt: skip
            return number

        return [records.store.run(work) for _ in range(many)]

    assert give(CertificateKind.TAX, at, 2) == ["337261123000000041", "337261123000000042"]
    assert give(CertificateKind.CONTRIBUTION, at) == ["437261123000000041"]
    records.clock.advance(86_400)
    assert give(CertificateKind.TAX, records.clock.now()) == ["337261124000000041"]
    records.store.run(numbering.leave_behind)
    assert give(CertificateKind.TAX, records.clock.now()) == ["337261124000000042"]
    records.clock.advance(86_400)
    assert give(CertificateKind.TAX, records.clock.now()) == ["337261125000000043"]
    records.close()


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """A database with one certificate in it, left by a service that is gone."""
    url = f"sqlite:///{tmp_path / 'kept.sqlite'}"
    desk = Desk(url)
    certified(desk)
    desk.close()
    return url


def only(store: Store) -> str:
    """The number of the one certificate there is."""
    return store.run(lambda session: session.scalars(select(Certificate.number)).one())


def test_books_that_are_kept_are_gone_on_with(kept: str) -> None:
    store = Store(kept)
    collection = Collection(store, WorldClock.frozen(OPENING), "", authority=authority())
    last = only(store)
    number = store.run(
        lambda session: collection.numbering.next(session, CertificateKind.CONTRIBUTION, OPENING)
    )
    assert int(number) == int(last) + 1
    store.close()


def test_books_that_are_emptied_by_a_new_start_are_left_behind(kept: str) -> None:
    store = Store(kept)
    last = only(store)
    store.close()
    desk = Desk(kept, numbering=Numbering(0))
    assert certified(desk) == int(last) + 1
    desk.close()


def test_every_start_begins_somewhere_else() -> None:
    beginnings = {_beginning(Numbering.somewhere(Mint())) for _ in range(20)}
    assert len(beginnings) == 20
    least, most = (
        _beginning(Numbering.somewhere(Mint(drawn.to_bytes))) for drawn in (0, 99_999_999)
    )
    assert least == f"{DAY}000000001"
    assert most == f"{DAY}899999992"


def _beginning(numbering: Numbering) -> str:
    records = Records()
    number = records.store.run(
        lambda session: numbering.next(session, CertificateKind.CONTRIBUTION, records.clock.now())
    )
    records.close()
    return number


def test_what_is_drawn_by_chance_does_not_come_again_after_a_reset(desk: Desk) -> None:
    """Posting serials, tax tickets, trade numbers and check codes."""
    seen: set[str] = set()
    for round_ in range(1, 3):
        number = desk.order()
        desk.admin.pay(number)
        desk.later(0)
        order = desk.admin.order(number)
        look = desk.look(number)
        for drawn in (
            order.posting_serial, order.tax_ticket_number, order.channel_trade_number,
            look.check_url,
        ):  # fmt: skip
            assert drawn
            seen.add(drawn)
        assert len(seen) == 4 * round_
        desk.admin.reset()
