from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.observe import Event
from kiosk.observe.events import CATALOGUE as DECLARATIONS
from kiosk.observe.events import FIELD_LABELS
from kiosk.observe.fields import Level, Room

ROOT = Path(__file__).parents[2]
CATALOGUE = "kiosk/observe/events.toml"
MODULE = "kiosk/observe/events.py"
DOCUMENT = "docs/events.md"
SMALL = """
[fields]
cause = { kind = "code", zh = "原因", meaning = "why" }

[events.PRINTER_LOST]
room = "printer"
level = "warning"
fields = ["cause"]
meaning = "The printer does not answer."
remedy = "Look at its cable."
zh = "打印机没有应答。"
zh_remedy = "看看它的电缆。"
"""


def generate(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "generate_events.py", "--root", root, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / CATALOGUE).parent.mkdir(parents=True)
    shutil.copy(ROOT / CATALOGUE, tmp_path / CATALOGUE)
    return tmp_path


def test_what_is_made_from_the_catalogue_is_current() -> None:
    assert generate(ROOT, "--check").returncode == 0


def test_a_change_of_the_catalogue_is_noticed_and_carried_over(root: Path) -> None:
    assert generate(root, "--check").returncode == 1
    assert not (root / MODULE).exists()
    assert generate(root).returncode == 0
    for made in (MODULE, DOCUMENT):
        assert (root / made).read_text("utf-8") == (ROOT / made).read_text("utf-8")
    assert generate(root, "--check").returncode == 0
    source = (root / CATALOGUE).read_text("utf-8")
    (root / CATALOGUE).write_text(source.replace("touched the screen", "came"), "utf-8")
    stale = generate(root, "--check")
    assert (stale.returncode, stale.stderr.splitlines()) == (
        1,
        [f"{MODULE} is not current", f"{DOCUMENT} is not current"],
    )


def test_a_small_catalogue_is_enough(root: Path) -> None:
    (root / CATALOGUE).write_text(SMALL, "utf-8")
    assert generate(root).returncode == 0
    assert "| `PRINTER_LOST` | warning | `cause` |" in (root / DOCUMENT).read_text("utf-8")
    compile((root / MODULE).read_text("utf-8"), MODULE, "exec")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('room = "printer"', 'room = "cellar"', "no such room"),
        ('level = "warning"', 'level = "debug"', "no such room or level"),
        ('level = "warning"', 'level = "info"', "an information none"),
        ('"Look at its cable."', '""', "has a remedy"),
        ('meaning = "The printer does not answer."', 'meaning = ""', "PRINTER_LOST"),
        ('["cause"]', '["cause", "name"]', "undeclared"),
        ('["cause"]', '["cause", "cause"]', "repeated"),
        ('["cause"]', "[]", "no event has the fields cause"),
        ('kind = "code"', 'kind = "text"', "no kind text"),
        ("cause = {", "level = {", "cannot be the name"),
        ("PRINTER_LOST", "printer_lost", "constant"),
        ('room = "printer"', 'room = "printer"\ncolour = "red"', "nothing else"),
        ('zh = "打印机没有应答。"', 'zh = "No answer."', "zh is Chinese"),
        ('zh_remedy = "看看它的电缆。"', 'zh_remedy = ""', "in both languages"),
        ('zh = "原因"', 'zh = "cause"', "zh is Chinese"),
        ("[fields]", "[fields", "kiosk/observe/events.toml"),
    ],
    ids=(
        "room level info_remedy no_remedy no_meaning undeclared repeated unused kind taken name "
        "extra english half_remedy english_field syntax"
    ).split(),
)
def test_a_wrong_catalogue_is_refused(root: Path, old: str, new: str, complaint: str) -> None:
    assert old in SMALL
    (root / CATALOGUE).write_text(SMALL.replace(old, new), "utf-8")
    refused = generate(root)
    assert refused.returncode == 2
    assert complaint in refused.stderr
    assert not (root / MODULE).exists()


def test_every_event_of_the_catalogue_is_recorded_somewhere() -> None:
    sources = "\n".join(
        file.read_text("utf-8")
        for file in (ROOT / "kiosk").rglob("*.py")
        if "observe" not in file.parts
    )
    recorded = set(re.findall(r"\b(?:Log)?Event\.([A-Z][A-Z_]+)\b", sources))
    assert {event.value for event in Event} <= recorded


def test_the_module_has_the_events_of_the_catalogue() -> None:
    catalogue = tomllib.loads((ROOT / CATALOGUE).read_text("utf-8"))
    assert {event.value for event in Event} == catalogue["events"].keys()


def test_rooms_and_what_they_are_called_are_those_of_the_catalogue() -> None:
    catalogue = tomllib.loads((ROOT / CATALOGUE).read_text("utf-8"))
    rooms = {told["room"] for told in catalogue["events"].values()}
    assert {declaration.room.value for declaration in DECLARATIONS.values()} == rooms
    assert all(room.label for room in Room)


@pytest.mark.parametrize("event", Event)
def test_every_event_is_told_in_short_chinese(event: Event) -> None:
    declared = DECLARATIONS[event]
    assert declared.meaning.endswith("。")
    assert len(declared.meaning) <= 40
    assert bool(declared.remedy) is (declared.level is not Level.INFO)
    assert len(declared.remedy) <= 60
    assert declared.fields.keys() <= FIELD_LABELS.keys()
