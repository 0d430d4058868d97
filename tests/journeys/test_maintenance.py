"""Staff at the terminal, on the real window with real devices: each task, each role, each wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.staff import Role, Task, tasks_of
from kiosk.maintenance.staff_list import FIRST_SEEN
from sim.scenario import Expect, find
from tests.journeys.conftest import look_into
from tests.journeys.sitting import Sitting, expect_nobody_left, expect_sound_books, sitting_in

DONE = {
    "maintenance-overview": ["T0417 overview.print begun", "T0417 overview.print done"],
    "maintenance-paper": ["H0203 replenished.receipt_roll done"],
    "maintenance-connections": [
        "T0417 acquirer.sign_in begun",
        "T0417 acquirer.sign_in ready",
    ],
    "maintenance-money": [
        "C0301 money.end_day begun",
        "C0301 money.end_day balanced",
        "C0301 money.print_settlement begun",
        "C0301 money.print_settlement done",
        "C0301 money.print_copy begun",
        "C0301 money.print_copy done",
    ],
    "maintenance-keys": [
        "K0101 keys.load begun",
        "K0102 keys.load begun",
        "K0101 keys.load check_value",
        "K0102 keys.load check_value",
        "K0101 keys.load begun",
        "K0102 keys.load begun",
        "K0101 keys.load done",
        "K0102 keys.load done",
    ],
    "maintenance-device-tests": [
        *(
            f"T0417 test.{test} {outcome}"
            for test, ended in (
                ("id_card_reader", "passed"),
                ("code_scanner", "passed"),
                ("bank_card_reader", "passed"),
                ("pin_pad", "passed"),
                ("receipt_printer", "passed"),
                ("document_printer", "failed"),
                ("social_card_reader", "given_up"),
            )
            for outcome in ("begun", ended)
        ),
        "T0417 test.colours begun",
        "T0417 test.colours passed",
        "T0417 test.touch begun",
        "T0417 test.touch failed",
        # Whoever leaves in the middle of a test says nothing of what came of it.
        "T0417 test.lights begun",
        "T0417 test.lights abandoned",
    ],
    "maintenance-settings": [
        "T0417 settings.receipt_printer.roll_metres begun",
        "T0417 settings.write done",
        "T0417 settings.receipt_printer.roll_metres begun",
        "T0417 settings.restore done",
    ],
    "maintenance-logs": [
        "T0417 logs.bundle begun",
        "T0417 logs.bundle failed",
        "T0417 logs.bundle begun",
        "T0417 logs.bundle done",
    ],
    "maintenance-stuck-print": [
        "T0417 documents.end begun",
        "T0417 documents.end done",
    ],
    "maintenance-roles": [],
    "maintenance-card": [],
    "maintenance-card-blocked": [],
    "maintenance-codes": [],
    "maintenance-locked-out": [],
    "maintenance-waits": [],
}
"""What each of them leaves in the audit trail."""
REFUSED = {
    "maintenance-card": ["T0417"],
    "maintenance-card-blocked": ["T0417"] * 3,
    "maintenance-codes": ["K0101"] * 2,
    "maintenance-locked-out": ["T0417"] * 3,
}
"""Who is refused, and how often."""


@pytest.fixture(scope="module")
def sitting(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("usual", qapp, tmp_path_factory.mktemp("maintenance")) as begun:
        yield begun


@pytest.mark.parametrize("scenario", DONE)
def test_a_task_is_done_and_written_down(sitting: Sitting, scenario: str) -> None:
    known = sitting.trail()
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    with look_into(journey.settings) as ledger:
        trail = ledger.staff_trail()[len(known) :]
    acts = [entry.facts for entry in trail if entry.kind == "staff_acted"]
    # A terminal that has just started tells whom it finds on the list of staff.
    acted = [facts for facts in acts if facts["outcome"] != FIRST_SEEN]
    told = [f"{facts['who']} {facts['what']} {facts['outcome']}" for facts in acted]
    assert told == DONE[scenario]
    came = [entry.facts["who"] for entry in trail if entry.kind == "staff_admitted"]
    left = [entry.facts["who"] for entry in trail if entry.kind == "staff_left"]
    assert sorted(came) == sorted(left)
    assert came
    refused = [entry.facts["who"] for entry in trail if entry.kind == "staff_refused"]
    assert refused == REFUSED.get(scenario, [])


@pytest.mark.parametrize("role", Role)
def test_each_role_is_shown_its_own_tasks_and_no_other(role: Role) -> None:
    menus = [
        step
        for step in find("maintenance-roles").steps
        if isinstance(step, Expect) and "维护菜单" in step.text
    ]
    (menu,) = (one for one in menus if any(text.startswith(role.label) for text in one.text))
    own = [task.label for task in tasks_of(role)]
    assert list(menu.text[2:]) == own
    assert list(menu.absent) == [task.label for task in Task if task.label not in own]
