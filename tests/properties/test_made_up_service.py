"""A service that nobody wrote is one table, its requests and one entry of the menu.

Everything about it is in this file. What holds for every service then holds for it, without a line
changed anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import pytest

from kiosk.domain.bill import BillKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.selection import ChosenBills
from kiosk.domain.text import say
from kiosk.flows.offerings import OFFERINGS
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.settle import SETTLE, SettleCase
from kiosk.flows.parts.stops import nothing_found
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.pay import offering
from kiosk.flows.visit import VisitCase, visiting
from kiosk.session.answers import Picked, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.position import Move, begin
from kiosk.session.requests import Request
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import Icon, NoticeView, Option, OptionsView, Place, View
from tests.support import samples, service_samples
from tests.support.explore import Explored, explore, visit_of
from tests.support.tables import Kind, entries
from tests.support.visit import Session

# --- what it asks of the world --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bands:
    """Years of voluntary accident cover that can be bought."""

    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FindBands(Request[Bands]):
    """Ask the service which of them are on sale for the person."""

    citizen: Citizen

    def sample_replies(self) -> tuple[object, ...]:
        """Two years, or none."""
        return (Bands((2026, 2027)), Bands(()))


# --- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AccidentCase(Case):
    """A year of it in the making."""

    party: Party
    years: tuple[int, ...] = ()
    year: int | None = None
    asked_again: bool = False


def take_bands(case: AccidentCase, bands: Bands) -> Outcome[AccidentCase]:
    if not bands.years:
        return nothing_found("现在没有可以买的", "意外保险还没有开始办理。", "请以后再来。")
    return replace(case, years=bands.years)


def years(case: AccidentCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("选择保障年度"),
        hint=say("请选一年"),
        options=tuple(
            Option(Picked(place), say("{year} 年", year=year), say(""), say(""))
            for place, year in enumerate(case.years)
        ),
    )


def take_year(case: AccidentCase, answer: Picked) -> Taken[AccidentCase]:
    year = case.years[answer.place]
    if year == case.years[-1] and not case.asked_again:
        return Goto("bands", replace(case, asked_again=True))
    if year == case.years[-1]:
        return Refusal(say("这一年还没有开始办理，请选别的年度。"))
    return replace(case, year=year)


def settle(case: AccidentCase, _situation: Situation) -> SettleCase:
    assert case.year is not None
    bill = replace(
        service_samples.bill(BillKind.SPECIAL, "A-1", case.year),
        period=ContributionPeriod.whole_year(case.year),
    )
    insurance = InsuranceKind.RESIDENT_PENSION
    return SettleCase(case.party, bill.personal_number, insurance, ChosenBills((bill,)))


ACCIDENT: Flow[AccidentCase] = Flow(
    "accident",
    "意外保险",
    (
        Do(
            name="bands",
            request=lambda case, _situation: FindBands(case.party.payee),
            reply=Bands,
            take=take_bands,
            view=lambda _case, _situation: waiting_for("正在查询可以买的年度"),
            place=Place.CHOOSE,
        ),
        Ask(
            name="year",
            view=years,
            answers=(Picked,),
            take=take_year,
            place=Place.FILL,
            leads=("bands",),
        ),
        Run(name="settle", flow=SETTLE, enter=settle, leave=lambda case, _settled: case),
    ),
)


# --- the entry on the menu ------------------------------------------------------------------------


class MadeUp(Enum):
    """A module that is on no list."""

    ACCIDENT = "意外保险"


OF_THE_TEST = offering(
    ServiceChosen(MadeUp.ACCIDENT),
    ACCIDENT,
    group=CitizenGroup.RESIDENT,
    about="每年买一次",
    icon=Icon.SHIELD,
    enter=lambda case: AccidentCase(case.party),
)
VISITING: Flow[VisitCase] = visiting((*OFFERINGS, OF_THE_TEST))
# The other services are walked through in test_every_reachable_state.
ELSEWHERE = frozenset(one.run.name for one in OFFERINGS) | {"certificates", "query"}


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore(VISITING, stopping_at=ELSEWHERE)


def start(situation: Situation) -> Move:
    return begin(VISITING, VisitCase(), situation)


def to_bands() -> Session:
    session = Session(Terminal(samples.FACTS, start))
    return session.to_service(samples.RESIDENTS[0], CitizenGroup.RESIDENT).touch("意外保险")


def test_it_keeps_every_promise_and_every_step_of_it_is_reached(explored: Explored) -> None:
    """The walk checks the promises on every transition; here is that it went everywhere."""
    phases = [terminal.phase for terminal in explored.states.values()]
    reached = {phase.position.trace for phase in phases if isinstance(phase, Visit)}
    resting = {
        entry.trace
        for entry in entries(VISITING)
        if "/accident/" in entry.trace and entry.kind is not Kind.RUN
    }
    assert len(resting) > 2 * len(ACCIDENT.steps)
    assert sorted(resting - reached) == []


def test_it_leads_where_its_table_says_and_nowhere_else(explored: Explored) -> None:
    ours = {lead for lead in explored.gone if lead[0] == "accident"}
    assert ours == {("accident", "year", "bands")}
    assert ("pay", "accident", "end") in explored.gone


def test_it_stands_on_the_menu_of_its_group_after_the_others() -> None:
    session = Session(Terminal(samples.FACTS, start))
    session.to_service(samples.RESIDENTS[0], CitizenGroup.RESIDENT)
    assert session.choices[-1] == "意外保险"


def test_it_is_paid_like_any_other_and_the_menu_comes_again() -> None:
    session = to_bands().done(Bands((2026, 2027))).touch("2026 年")
    request = session.visit.position.request(session.terminal.situation)
    assert request is not None
    (quote,) = samples.replies(request)
    assert session.settled(quote).title == "缴费成功"
    assert session.touch("继续缴费").done(samples.RESIDENTS[0]).choices[-1] == "意外保险"


def test_its_refusals_and_empty_results_are_told_like_any_others() -> None:
    assert isinstance(to_bands().done(Bands(())).scene.view, NoticeView)
    session = to_bands().done(Bands((2026, 2027))).touch("2027 年").done(Bands((2026, 2027)))
    assert session.touch("2027 年").complaint == "这一年还没有开始办理，请选别的年度。"
    assert visit_of(session.terminal).position.trace.endswith("accident/year")
