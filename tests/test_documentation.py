"""The documents say what is so: links, commands, files and tests they name exist."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from kiosk.commands import COMMANDS
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.health import Obstacle
from sim import scenario

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("assets/**/*.md")],
    key=lambda page: page.as_posix(),
)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
COMMAND_LINE = "(?:run|doctor|bundle|ledger|demo|maintenance|staff|acquirer|keys)"
KIOSK = re.compile(rf"(?:^|\s)(?:/opt/kiosk/\.venv/bin/)?kiosk ({COMMAND_LINE}\b.*)$")
PLACE = re.compile(r"(?:kiosk|sim|tests|scripts|config|docs|assets)/[\w./-]*[\w/]")
# The example of a service that somebody may add.
TO_BE_WRITTEN = {"kiosk/flows/maternity.py"}
CITED_TEST = re.compile(r"(tests/[\w/]+\.py)::(\w+)")


@pytest.fixture(params=PAGES, ids=NAMES)
def page(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def prose(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def code(page: Path) -> Iterator[str]:
    """Every line of code of a page, in blocks of a shell and between backticks."""
    text = page.read_text(encoding="utf-8")
    for language, block in FENCE.findall(text):
        if language == "sh":
            yield from block.replace("\\\n", " ").splitlines()
    yield from CODE.findall(FENCE.sub("", text))


def anchors(page: Path) -> set[str]:
    """What GitHub makes of the headings."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.strip().lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = prose(page)
    links = LINK.findall(text) + [
        found for pair in PICTURE.findall(text) for found in pair if found
    ]
    for link in links:
        if re.match(r"[a-z]+:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target), link


def test_every_target_of_make_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    for line in code(page):
        match = re.match(r"make ([a-z]+)", line)
        if match:
            assert match[1] in targets, line


def test_every_scenario_that_is_named_exists(page: Path) -> None:
    for line in code(page):
        for name in re.findall(r"SCENARIO=([\w-]+)", line):
            assert name == "its-name" or name in scenario.names(), line


def parser() -> argparse.ArgumentParser:
    built = argparse.ArgumentParser(prog="kiosk")
    commands = built.add_subparsers(required=True)
    for command in COMMANDS:
        command.register(commands)
    return built


def test_every_command_that_is_shown_is_understood(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in code(page):
        match = KIOSK.search(line)
        # `kiosk ledger` and the like alone name the command, they do not call it.
        if match is None or " " not in match[1] or "|" in match[1] or "…" in match[1]:
            continue
        words = shlex.split(match[1].split(">")[0].split("--config")[0], comments=True)
        try:
            parser().parse_args(words)
        except SystemExit:
            pytest.fail(f"{line}: {capsys.readouterr().err}")


def test_every_file_that_is_named_exists(page: Path) -> None:
    for span in CODE.findall(prose(page)):
        place = PLACE.match(span)
        if place and not re.search(r"[…*]", span) and place[0] not in TO_BE_WRITTEN:
            assert (ROOT / place[0]).exists(), span


def test_every_test_that_is_cited_exists(page: Path) -> None:
    for file, name in CITED_TEST.findall(page.read_text(encoding="utf-8")):
        text = (ROOT / file).read_text(encoding="utf-8")
        assert re.search(rf"^\s*(?:async )?def {name}\(", text, re.MULTILINE), f"{file}::{name}"


def test_the_promises_about_money_are_each_proved_by_a_test() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## Promises about money")[2].partition("\n## ")[0]
    promises = re.findall(r"^\d+\. .*(?:\n {3,}.*)*", section, re.MULTILINE)
    assert len(promises) >= 15
    for promise in promises:
        assert re.search(r"[Pp]roved by\s+`tests/", promise), promise


def test_hall_staff_are_told_what_to_do_about_everything_the_screen_may_say() -> None:
    manual = (ROOT / "docs" / "operator.zh-CN.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in manual.splitlines() if line.startswith("| ")]
    told = {row[1].strip() for row in rows if row[2].strip()}
    said = {str(text.title) for text in FAULT_TEXTS.values()} | {one.value for one in Obstacle}
    assert said - told == set()


def test_both_languages_show_the_same_commands_and_sections() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    blocks = [FENCE.findall(page.read_text(encoding="utf-8")) for page in (english, chinese)]
    assert blocks[0] == blocks[1]
    levels = [re.findall(r"^(#+) ", prose(page), re.MULTILINE) for page in (english, chinese)]
    assert levels[0] == levels[1]


def test_every_page_of_the_documents_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / link).resolve() for link in LINK.findall(index)}
    pages = {page for page in PAGES if page.is_relative_to(ROOT / "docs")} - {
        ROOT / "docs" / "README.md"
    }
    # The pages of single flows are listed by docs/flows/README.md.
    flows = {page for page in pages if page.parent.name == "flows" and page.name != "README.md"}
    assert pages - flows <= linked


def test_the_pictures_stay_small() -> None:
    pictures = [one for one in (ROOT / "docs" / "pictures").rglob("*") if one.is_file()]
    assert sum(picture.stat().st_size for picture in pictures) < 2 * 1024 * 1024


def test_every_picture_is_shown_by_a_page() -> None:
    folder = ROOT / "docs" / "pictures"
    pictures = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    text = "".join(one.read_text(encoding="utf-8") for one in PAGES)
    shown = {found.group(1) for found in re.finditer(r"pictures/([\w./-]+\.(?:png|webp))", text)}
    assert pictures == shown
