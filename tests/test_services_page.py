"""The page that holds the terminal against the manuals tells the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.flows.visit import VISIT
from sim.scenario import names
from tests.journeys.services import PLAYED
from tests.support.services_page import PAGE, ROOT, Item, items, page
from tests.support.tables import entries

KIOSK_CHAPTERS = set(range(1, 61))
# The items of the other channels that a citizen may want at a terminal.
OTHER_CHANNELS = {
    *(62, 64, *range(66, 78), *range(83, 97), *range(102, 107), *range(108, 125)),
}
STEPS = {f"{entry.flow}.{entry.name}" for entry in entries(VISIT)}

every_item = pytest.mark.parametrize("item", items(), ids=lambda item: str(item.number))


def test_every_item_is_there_once_and_in_order() -> None:
    numbers = [item.number for item in items()]
    assert numbers == sorted(KIOSK_CHAPTERS | OTHER_CHANNELS)


@every_item
def test_the_steps_of_an_item_exist(item: Item) -> None:
    assert set(item.steps) <= STEPS


@every_item
def test_what_shows_an_item_exists_and_is_run_with_the_tests(item: Item) -> None:
    for proof in item.shown_by:
        if proof.startswith("tests/"):
            assert (ROOT / proof).is_file(), proof
        else:
            assert proof in names(), proof
            assert proof in PLAYED or _is_a_journey(proof), proof


def _is_a_journey(scenario: str) -> bool:
    tests = (ROOT / "tests" / "journeys").glob("test_*.py")
    return any(f'"{scenario}"' in Path(test).read_text(encoding="utf-8") for test in tests)


def test_every_service_of_the_menu_is_on_the_page() -> None:
    shown = {step for item in items() for step in item.steps}
    flows = {entry.flow for entry in entries(VISIT)}
    assert flows - {step.partition(".")[0] for step in shown} <= {"pay_own"}


def test_the_page_is_what_would_be_written_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run scripts/generate_services.py"
