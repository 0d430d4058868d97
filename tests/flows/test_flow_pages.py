from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.flows.visit import VISIT
from kiosk.session.faults import FaultCode
from tests.support.flow_pages import pages
from tests.support.tables import Entry, Kind, entries

# The walk takes its time where coverage is measured.
pytestmark = pytest.mark.timeout(600)
DIRECTORY = Path(__file__).parents[2] / "docs" / "flows"
EDGE = re.compile(r"^    (\S+) --> (\S+)(?:: (.+))?$", re.MULTILINE)
LONGEST_LINE = 900
STATE = re.compile(r'^    state ".+" as (\w+)$', re.MULTILINE)


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return pages()


def edges(page: str) -> list[tuple[str, str]]:
    return [(here, there) for here, there, _ in EDGE.findall(page)]


def table(flow: str) -> list[Entry]:
    """The steps of a flow, which may be run in several places."""
    steps = {entry.name: entry for entry in entries(VISIT) if entry.flow == flow}
    return list(steps.values())


def test_the_documents_are_what_the_tables_say_now(written: dict[str, str]) -> None:
    on_disk = {page.name: page.read_text(encoding="utf-8") for page in DIRECTORY.glob("*.md")}
    assert on_disk.keys() == written.keys()
    stale = [name for name in written if on_disk[name] != written[name]]
    assert not stale, f"run scripts/generate_flows.py: {stale}"


def test_every_flow_has_a_page_and_the_index_names_it(written: dict[str, str]) -> None:
    flows = {entry.flow for entry in entries(VISIT)}
    assert written.keys() == {"README.md"} | {f"{flow}.md" for flow in flows}
    assert all(f"({flow}.md)" in written["README.md"] for flow in flows)


@pytest.mark.parametrize("flow", sorted({entry.flow for entry in entries(VISIT)}))
def test_a_diagram_draws_the_leads_of_its_table_and_no_others(
    written: dict[str, str], flow: str
) -> None:
    page = written[f"{flow}.md"]
    steps = [entry.name for entry in table(flow)]
    assert STATE.findall(page) == steps
    drawn = edges(page)
    for place, entry in enumerate(table(flow)):
        onwards = {*steps[place + 1 :], "[*]"}
        led = {"[*]" if lead in {"end", "depart"} else lead for lead in entry.leads}
        targets = {there for here, there in drawn if here == entry.name}
        assert targets or entry.kind is Kind.RUN, f"{flow}.{entry.name} leads nowhere"
        assert led <= targets <= led | onwards


def test_a_page_says_what_each_step_shows_asks_and_waits_for(written: dict[str, str]) -> None:
    rows = {
        line.split("|")[1].strip(): line
        for line in written["payment.md"].splitlines()[5:]
        if line.startswith("| `")
    }
    assert "`WatchOrder` → `OrderStatus`" in rows["`scan`"]
    assert "换个方式付" in rows["`scan`"]
    assert "may be abandoned" in rows["`scan`"]
    assert "no way out" in rows["`close`"]
    assert "irreversible" in rows["`slip`"]
    assert "may be skipped" in rows["`no_paper`"]
    assert "60 s, then 您还在吗" in rows["`expired`"]
    assert "45 s, then the visit ends" in written["receipt.md"]
    assert "[缴款](payment.md)" in written["settle.md"]
    assert "answered once" in written["pay_other.md"]


def test_faults_are_listed_only_where_a_step_has_an_answer_of_its_own(
    written: dict[str, str],
) -> None:
    assert f"fault `{FaultCode.QUOTE_EXPIRED.value}`" in written["payment.md"]
    assert "fault" not in written["login.md"].split("```mermaid")[1]


def test_faults_that_all_lead_the_same_way_are_not_told_one_by_one(
    written: dict[str, str],
) -> None:
    assert "any other fault → `not_charged`" in written["payment.md"]
    assert "any fault → `close`" in written["payment.md"]
    assert max(map(len, "\n".join(written.values()).splitlines())) < LONGEST_LINE


def test_a_flow_that_is_run_once_more_leads_to_itself(written: dict[str, str]) -> None:
    assert ("pay", "pay") in edges(written["pay_own.md"])


def test_the_index_draws_the_phases_of_the_terminal(written: dict[str, str]) -> None:
    assert {
        ("[*]", "Starting"),
        ("Starting", "Attract"),
        ("Attract", "Visit"),
        ("Visit", "Visit"),
        ("Visit", "Pausing"),
        ("Pausing", "Maintenance"),
        ("Maintenance", "Resuming"),
        ("Maintenance", "Closing"),
        ("Resuming", "OutOfService"),
        ("OutOfService", "Attract"),
    } <= set(edges(written["README.md"]))
    assert ("Starting", "Visit") not in edges(written["README.md"])
    assert ("Visit", "Maintenance") not in edges(written["README.md"])
    assert ("Maintenance", "Visit") not in edges(written["README.md"])
