"""What can be paid once it is known who pays for whom: the services of one group, as tiles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.enrolment import Enrolment, EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.text import say
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.stops import stop_for
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.contributions import Enrolments, FindEnrolments
from kiosk.session.answers import InsuranceChosen, ServiceChosen
from kiosk.session.faults import FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Finish, Halt, Outcome, Taken
from kiosk.session.steps import Ask, Do, Flow, Run, S, Step
from kiosk.session.views import Icon, Place, Tile, TilesView, View

Wanted = InsuranceChosen | ServiceChosen


@dataclass(frozen=True, slots=True)
class PayCase(Case):
    """Somebody who pays: for whom, what they are enrolled in, and which service was chosen.

    ``chosen`` is the enrolment the service is about, None for a service that needs none.
    """

    group: CitizenGroup
    party: Party
    enrolments: tuple[Enrolment, ...] = ()
    wanted: Wanted | None = None
    chosen: Enrolment | None = None

    @property
    def enrolled(self) -> Enrolment:
        """The enrolment; only services that need one ask."""
        assert self.chosen is not None  # noqa: S101
        return self.chosen


@dataclass(frozen=True, slots=True)
class Offering:
    """A service on the menu: its tile, which citizens it is for, and the step that runs it.

    ``by_proxy`` False keeps it from those who pay for somebody else. ``admits`` says why the
    service cannot begin on the one enrolment it needs, None if it can.
    """

    group: CitizenGroup
    tile: Tile
    run: Step[PayCase]
    by_proxy: bool
    admits: Callable[[Enrolment], Halt | None]


def offering(
    wanted: Wanted,
    flow: Flow[S],
    *,
    group: CitizenGroup,
    about: str,
    icon: Icon,
    enter: Callable[[PayCase], S],
    by_proxy: bool = True,
    admits: Callable[[Enrolment], Halt | None] = lambda _enrolment: None,
) -> Offering:
    """A service made of its flow; ``enter`` begins its case from that of the payment."""

    def is_wanted(case: PayCase, _situation: Situation) -> bool:
        return case.wanted == wanted

    run = Run(
        name=flow.name,
        flow=flow,
        enter=lambda case, _situation: enter(case),
        leave=lambda case, _done: Finish(case),
        when=is_wanted,
        leads=("end",),
    )
    tile = Tile(wanted, say(flow.title), say(about), icon)
    return Offering(group, tile, run, by_proxy, admits)


def paying(offerings: tuple[Offering, ...]) -> Flow[PayCase]:
    """The flow that offers these services. It ends when one of them has been paid."""

    def choose(case: PayCase, _situation: Situation) -> View:
        return TilesView(
            title=say("您要缴哪一项？"),
            hint=say("请选择要办的项目"),
            tiles=tuple(
                one.tile
                for one in offerings
                if one.group is case.group and (one.by_proxy or not case.party.payee.proxied)
            ),
        )

    def take(case: PayCase, answer: Wanted) -> Taken[PayCase]:
        chosen = replace(case, wanted=answer, chosen=None)
        if isinstance(answer, ServiceChosen):
            return chosen
        found = the_enrolment(case.enrolments, answer.insurance)
        if isinstance(found, Halt):
            return found
        admits = next(one.admits for one in offerings if one.tile.answer == answer)
        return admits(found) or replace(chosen, chosen=found)

    return Flow(
        "pay",
        "社保费缴费",
        (
            Do(
                name="enrolments",
                request=lambda case, _situation: FindEnrolments(case.party.payee, case.group),
                reply=Enrolments,
                take=_take_enrolments,
                view=lambda _case, _situation: waiting_for("正在查询参保信息"),
                place=Place.CHOOSE,
            ),
            Ask(
                name="service",
                view=choose,
                answers=_ANSWERS,
                take=take,
                place=Place.CHOOSE,
            ),
            *(one.run for one in offerings),
        ),
    )


_ANSWERS: tuple[type[Wanted], ...] = (InsuranceChosen, ServiceChosen)


def _take_enrolments(case: PayCase, found: Enrolments) -> Outcome[PayCase]:
    return replace(case, enrolments=found.items, wanted=None, chosen=None)


def the_enrolment(enrolments: tuple[Enrolment, ...], insurance: InsuranceKind) -> Enrolment | Halt:
    """The one enrolment to pay on, or why there is none."""
    found = [one for one in enrolments if one.insurance is insurance]
    if not found:
        return stop_for(FaultCode.NO_ENROLMENT)
    active = [one for one in found if one.status is EnrolmentStatus.ACTIVE]
    if not active:
        return stop_for(FaultCode.ENROLMENT_SUSPENDED)
    if len(active) > 1:
        return stop_for(FaultCode.SEVERAL_PERSONAL_NUMBERS)
    return active[0]
