"""城乡居民基本养老保险, 城乡居民基本医疗保险: a year on a tier (manual 六(一)).

The manual asks for the tender before the tier; here people see the amount first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO
from kiosk.domain.selection import YearOnTier
from kiosk.domain.text import Text, say
from kiosk.domain.tier import Tier, YearOffer
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.settle import SETTLE, SettleCase
from kiosk.flows.parts.stops import stop_for
from kiosk.flows.parts.words import waiting_for, yuan
from kiosk.flows.requests.contributions import FindYears, YearOffers
from kiosk.session.answers import Picked
from kiosk.session.faults import FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Outcome, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import Option, OptionsView, Place, Row, View


@dataclass(frozen=True, slots=True)
class YearlyCase(Case):
    """A year of a residents' insurance in the making."""

    party: Party
    enrolment: Enrolment
    years: tuple[YearOffer, ...] = ()
    year: YearOffer | None = None
    tier: Tier | None = None

    @property
    def chosen(self) -> YearOffer:
        """The year; only steps after its choice ask."""
        assert self.year is not None  # noqa: S101
        return self.year


def _take_years(case: YearlyCase, found: YearOffers) -> Outcome[YearlyCase]:
    if not found.items:
        return stop_for(FaultCode.NOT_IN_WINDOW)
    return replace(case, years=found.items, year=None, tier=None)


def _years(case: YearlyCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("选择缴费年度"),
        hint=say("请选择要缴哪一年的{insurance}", insurance=case.enrolment.insurance.label),
        options=tuple(
            Option(
                Picked(place),
                say("{year} 年度", year=offer.year),
                say("人员类别：{kind}", kind=offer.person_type),
                say(""),
                chosen=offer == case.year,
            )
            for place, offer in enumerate(case.years)
        ),
    )


def _take_year(case: YearlyCase, answer: Picked) -> Taken[YearlyCase]:
    year = case.years[answer.place]
    return replace(case, year=year, tier=case.tier if case.tier in year.tiers else None)


def _tiers(case: YearlyCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("选择缴费档次"),
        hint=say("{year} 年度，缴一次管一年", year=case.chosen.year),
        options=tuple(
            Option(
                Picked(place),
                say(tier.name),
                _gain(tier),
                yuan(tier.amount.figures),
                chosen=tier == case.tier,
            )
            for place, tier in enumerate(case.chosen.tiers)
        ),
    )


def _gain(tier: Tier) -> Text:
    """What the government adds, and for whom the tier is."""
    subsidy = f"政府补贴 {tier.subsidy.figures} 元" if tier.subsidy != ZERO else ""
    return say("　".join(part for part in (subsidy, tier.note) if part))


def _take_tier(case: YearlyCase, answer: Picked) -> Taken[YearlyCase]:
    tier = case.chosen.tiers[answer.place]
    if tier.amount == ZERO:
        return stop_for(FaultCode.NOTHING_DUE)
    return replace(case, tier=tier)


def _settle(case: YearlyCase, _situation: Situation) -> SettleCase:
    assert case.tier is not None  # noqa: S101
    year, tier, enrolment = case.chosen, case.tier, case.enrolment
    remarks = [Row(say("人员类别"), say(year.person_type))]
    if tier.subsidy != ZERO:
        remarks.append(Row(say("政府补贴"), yuan(tier.subsidy.figures)))
    return SettleCase(
        case.party,
        enrolment.personal_number,
        enrolment.insurance,
        YearOnTier(year.year, tier.code),
        tuple(remarks),
    )


def _yearly(name: str, insurance: InsuranceKind) -> Flow[YearlyCase]:
    return Flow(
        name,
        insurance.label,
        (
            Do(
                name="years",
                request=lambda case, _situation: FindYears(case.party.payee, case.enrolment),
                reply=YearOffers,
                take=_take_years,
                view=lambda _case, _situation: waiting_for("正在查询可以缴费的年度"),
                place=Place.CHOOSE,
            ),
            Ask(
                name="year",
                view=_years,
                answers=(Picked,),
                take=_take_year,
                place=Place.FILL,
            ),
            Ask(
                name="tier",
                view=_tiers,
                answers=(Picked,),
                take=_take_tier,
                place=Place.FILL,
            ),
            Run(name="settle", flow=SETTLE, enter=_settle, leave=lambda case, _settled: case),
        ),
    )


RESIDENT_PENSION = _yearly("resident_pension", InsuranceKind.RESIDENT_PENSION)
RESIDENT_MEDICAL = _yearly("resident_medical", InsuranceKind.RESIDENT_MEDICAL)
