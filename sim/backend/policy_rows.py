"""The policy rows the service starts with, in fen; ``source`` says what each is worth."""

from __future__ import annotations

from datetime import date

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.tender import Tender
from sim.backend.columns import Base
from sim.backend.policy_rows_medical import medical_policy
from sim.backend.policy_rows_residents import resident_policy
from sim.backend.policy_tables import (
    BaseBounds,
    Bound,
    CollectionWindow,
    Duration,
    Limit,
    Publication,
    Rate,
    TenderRule,
    Term,
)

_MANUAL = "Qingdao manual for flexible payers, figures of 2022"
_REMEMBERED = "60 % and 300 % of the provincial average wage as remembered; unverified"
_DERIVED = "60 % and 300 % of the provincial average wage of 7506 yuan; derived"
_CARRIED = "Figures of the year before, used until publication; demonstration"
_DATE_ASSUMED = "Day of publication assumed"
_LAST_CARRIED_YEAR = 2035

_FIGURES = {
    2022: (398_000, 1_989_900),
    2023: (424_200, 2_120_700),
    2024: (441_600, 2_207_800),
    2025: (450_400, 2_251_800),
}


def _bounds(
    year: int, effective_from: date, publication: Publication, figures_of: int, source: str
) -> BaseBounds:
    lower, upper = _FIGURES[figures_of]
    return BaseBounds(
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        year=year,
        effective_from=effective_from,
        publication=publication,
        lower_fen=lower,
        upper_fen=upper,
        source=f"{source}. {_DATE_ASSUMED}.",
        demonstration=source is not _MANUAL,
    )


def starting_policy() -> tuple[Base, ...]:
    """New rows for an empty database."""
    return (*_base_bounds(), *_rules(), *medical_policy(), *resident_policy())


def _base_bounds() -> tuple[BaseBounds, ...]:
    published, carried = Publication.PUBLISHED, Publication.CARRIED_OVER
    return (
        _bounds(2022, date(2022, 1, 1), Publication.UNPUBLISHED, 2022, _MANUAL),
        _bounds(2022, date(2022, 7, 1), published, 2022, _MANUAL),
        _bounds(2023, date(2023, 1, 1), carried, 2022, _CARRIED),
        _bounds(2023, date(2023, 9, 1), published, 2023, _REMEMBERED),
        _bounds(2024, date(2024, 1, 1), carried, 2023, _CARRIED),
        _bounds(2024, date(2024, 9, 1), published, 2024, _REMEMBERED),
        _bounds(2025, date(2025, 1, 1), carried, 2024, _CARRIED),
        _bounds(2025, date(2025, 9, 1), published, 2025, _DERIVED),
        # Nobody knows the figures of later years; the last ones stand in for them.
        *(
            _bounds(year, date(year, 1, 1), carried, 2025, _CARRIED)
            for year in range(2026, _LAST_CARRIED_YEAR + 1)
        ),
    )


def _rules() -> tuple[Base, ...]:
    start = date(2006, 1, 1)
    return (
        Rate(
            insurance=InsuranceKind.FLEXIBLE_PENSION,
            effective_from=start,
            rate_bp=2000,
            source="国发〔2005〕38号: 20 %, of which 8 % to the personal account",
            demonstration=False,
        ),
        CollectionWindow(
            insurance=InsuranceKind.FLEXIBLE_PENSION,
            effective_from=start,
            opens="0101",
            closes="1231",
            months_ahead=12,
            source="By the month, quarter, half-year or year within the calendar year",
            demonstration=True,
        ),
        Limit(
            bound=Bound.PAYEE_ATTEMPTS,
            effective_from=start,
            value=5,
            source="Assumed",
            demonstration=True,
        ),
        Duration(term=Term.QR, effective_from=start, seconds=180),
        Duration(term=Term.PAYMENT_CODE, effective_from=start, seconds=60),
        Duration(term=Term.QUOTE, effective_from=start, seconds=600),
        Duration(term=Term.VISIT, effective_from=start, seconds=1800),
        Duration(term=Term.PAYEE_QUESTION, effective_from=start, seconds=300),
        Duration(term=Term.PAYEE_WINDOW, effective_from=start, seconds=600),
        Duration(term=Term.DOCUMENT_LINK, effective_from=start, seconds=300),
        TenderRule(tender=Tender.ALIPAY, effective_from=start, available=True, reason=None),
        TenderRule(tender=Tender.WECHAT, effective_from=start, available=True, reason=None),
        TenderRule(tender=Tender.UNIONPAY_QR, effective_from=start, available=True, reason=None),
        TenderRule(tender=Tender.BANK_CARD, effective_from=start, available=True, reason=None),
    )
