from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import ValidationError

from kiosk.flows.offerings import OFFERINGS
from kiosk.session import views
from kiosk.session.answers import answer_name
from sim import scenario
from sim.actions import CardPlaced, PrinterPaper
from sim.card_steps import BankCard, Press, SocialCard
from sim.devices.reader_faults import NAMED_FAULTS
from sim.devices.receipt_printer import PaperLevel
from sim.scenario import Expect, Number, Pick, Place, Surname, Tick, Touch, WrongSurname

HEAD = 'name = "case"\ntitle = "例"\nperson = "zhang-san"\n'


def written(folder: Path, text: str, *, name: str = "case") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", scenario.names())
def test_every_scenario_of_the_package_loads_and_begins_and_ends_with_nobody_there(
    name: str,
) -> None:
    played = scenario.find(name)
    shown = [step.expect for step in played.steps if isinstance(step, Expect)]
    assert shown[0] == "attract"
    assert shown[-1] == "attract"


@pytest.mark.parametrize("name", scenario.names())
def test_scenarios_touch_only_what_answers_are_called(name: str) -> None:
    known = re.compile(
        r"(Begin|GoBack|GoHome|Leave|Confirmed|Again|Another|Finished|SlipWanted|TouchTested"
        r"|(GroupChosen|ModuleChosen|InsuranceChosen|ServiceChosen|TenderChosen|Chosen)\.[A-Z_]+"
        r"|colour|key:(clear|backspace)|insurance:[a-z_]+|state:[a-z_]+|refunds:yes|zoom:in)"
    )
    touched = [step.touch for step in scenario.find(name).steps if isinstance(step, Touch)]
    assert all(known.fullmatch(one) for one in touched), touched


def test_the_names_of_views_are_those_of_the_session() -> None:
    classes = [name for name, _ in inspect.getmembers(views, inspect.isclass)]
    spelled = {
        re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("View")).lower()
        for name in classes
        if name.endswith("View")
    }
    assert set(get_args(scenario.ViewName)) == spelled


def test_a_part_stands_for_its_steps_and_me_for_the_person(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        HEAD + 'steps = [{part = "log-in"}, {world = "reader.card", person = "me", remaining = 2}]',
    )
    played = scenario.load(path)
    assert Place(place="zhang-san") in played.steps
    assert played.steps[-1] == CardPlaced(person="zhang-san", remaining=2)
    assert isinstance(played.steps[0], Expect)


def test_a_step_of_the_world_is_an_action(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + 'steps = [{world = "printer.paper", level = "near_end"}]')
    assert scenario.load(path).steps == (PrinterPaper(level=PaperLevel.NEAR_END),)


def test_who_is_named_by_number_or_surname_may_be_me(tmp_path: Path) -> None:
    steps = '{number = "me"}, {surname = "me"}, {wrong_surname = "me"}'
    path = written(tmp_path, f"{HEAD}steps = [{steps}]")
    assert scenario.load(path).steps == (
        Number(number="zhang-san"),
        Surname(surname="zhang-san"),
        WrongSurname(wrong_surname="zhang-san"),
    )


def test_one_of_several_is_named_by_its_place_or_its_words(tmp_path: Path) -> None:
    steps = '{pick = 2}, {pick = "500元档"}, {tick = [1, "9,552.00"]}'
    path = written(tmp_path, f"{HEAD}steps = [{steps}]")
    assert scenario.load(path).steps == (
        Pick(pick=2),
        Pick(pick="500元档"),
        Tick(tick=(1, "9,552.00")),
    )


def test_cards_are_put_in_and_pins_entered(tmp_path: Path) -> None:
    steps = '{social_card = "me"}, {bank_card = "li-si-debit"}, {press = "12 cancel"}'
    path = written(tmp_path, f"{HEAD}steps = [{steps}]")
    assert scenario.load(path).steps == (
        SocialCard(social_card="zhang-san"),
        BankCard(bank_card="li-si-debit"),
        Press(press="12 cancel"),
    )


@pytest.mark.parametrize(
    "steps",
    [
        '{social_card = "nobody"}',
        '{bank_card = "nobody-debit"}',
        '{pin = "nobody-debit"}',
        '{world = "bank.insert", card = "nobody-debit"}',
        '{world = "bank.insert", card = "li-si-debit", fault = "boredom"}',
        '{press = "one"}',
        '{purchases = ["lost"]}',
        '{acquirer_hears = "music"}',
        '{touch = "Begin", keys = "1"}',
        '{knock = "Begin"}',
        '{expect = "nowhere"}',
        '{world = "printer.coffee", state = "hot"}',
        '{world = "printer.cover", state = "ajar"}',
        '{place = "nobody"}',
        '{number = "nobody"}',
        '{surname = "nobody"}',
        '{world = "service.paid_elsewhere", person = "nobody", insurance = "resident_pension"}',
        "{pick = 0}",
        '{pick = ""}',
        "{tick = []}",
        "{years = [1]}",
        '{show_code = "cash"}',
        '{orders = ["lost"]}',
        "{download = false}",
        '{keys = "five"}',
        '{shot = "../../elsewhere"}',
        "",
    ],
)
def test_a_step_that_says_nothing_known_is_refused(tmp_path: Path, steps: str) -> None:
    with pytest.raises(ValidationError):
        scenario.load(written(tmp_path, f"{HEAD}steps = [{steps}]"))


def test_a_file_that_calls_itself_otherwise_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + 'steps = [{touch = "Begin"}]', name="other")
    with pytest.raises(ValueError, match="calls itself case"):
        scenario.load(path)


def test_a_scenario_is_found_by_its_path_too(tmp_path: Path) -> None:
    path = written(tmp_path, HEAD + 'steps = [{touch = "Begin"}]')
    assert scenario.find(str(path)).name == "case"


def test_reader_faults_of_scenarios_have_a_meaning() -> None:
    named = re.compile(r'world = "reader\.fault", fault = "(\w+)"')
    texts = [path.read_text(encoding="utf-8") for path in scenario.SCENARIOS.rglob("*.toml")]
    used = {fault for text in texts for fault in named.findall(text)}
    assert used
    assert used <= NAMED_FAULTS.keys()


def test_every_part_is_used() -> None:
    files = [*scenario.SCENARIOS.rglob("*.toml")]
    named = re.compile(r'part = "([\w-]+)"')
    used = {part for path in files for part in named.findall(path.read_text(encoding="utf-8"))}
    assert {path.stem for path in scenario.PARTS.glob("*.toml")} == used


def test_every_service_of_the_menu_is_paid_in_some_scenario() -> None:
    files = [*scenario.SCENARIOS.rglob("*.toml")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    answers = {answer_name(one.tile.answer) for one in OFFERINGS}
    assert {answer for answer in answers if f'"{answer}"' not in text} == set()


def test_there_is_a_scenario_for_every_fault_of_the_journey() -> None:
    assert set(scenario.names()) >= {
        "flexible-pension-alipay",
        "flexible-pension-wechat",
        "card-removed-too-early",
        "card-unreadable",
        "card-expired",
        "wrong-insurance",
        "base-out-of-bounds",
        "service-down",
        "service-slow",
        "service-malformed",
        "service-wrong-amount",
        "qr-expired",
        "paid-after-expiry",
        "result-unknown",
        "paper-out-before",
        "paper-out-mid-print",
        "printer-unplugged",
        "network-cut",
        "several-personal-numbers",
        "deduction-in-progress",
        "already-paid",
        "no-natural-person",
        "card-payment",
        "card-payment-credit",
        "card-wrong-pin",
        "card-pin-tries-used",
        "card-insufficient-funds",
        "card-pin-cancelled",
        "card-pin-timeout",
        "card-pulled-while-charging",
        "acquirer-silent",
        "acquirer-late-answer",
        "acquirer-wrong-mac",
        "card-left-behind",
        "bank-card-expired",
        "card-wanted-by-bank",
        "pin-pad-unplugged",
        "log-in-social-card",
        "social-card-third-generation",
        "social-card-wrong-kind",
        "social-card-removed",
    }
