"""The services of this terminal, in the order of the menu. A new one is one entry here."""

from __future__ import annotations

from kiosk.domain.bill import BillKind
from kiosk.domain.enrolment import BaseRule
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.flows.base_selection import BASE_SELECTION, SelectionCase
from kiosk.flows.bills import FLEXIBLE_ARREARS, RESIDENT_ARREARS, SPECIAL_PAYMENT, BillsCase
from kiosk.flows.flexible_medical import FLEXIBLE_MEDICAL, MedicalCase
from kiosk.flows.flexible_pension import FLEXIBLE_PENSION, PensionCase
from kiosk.flows.parts.months import without_months
from kiosk.flows.pay import Offering, PayCase, offering
from kiosk.flows.residents import RESIDENT_MEDICAL, RESIDENT_PENSION, YearlyCase
from kiosk.session.answers import InsuranceChosen, Service, ServiceChosen
from kiosk.session.views import Icon


def _pension(case: PayCase) -> PensionCase:
    rule: BaseRule | None = case.enrolled.base
    assert rule is not None  # noqa: S101  (``without_months`` has seen to it)
    return PensionCase(case.party, case.enrolled, rule, base=rule.declared)


def _yearly(case: PayCase) -> YearlyCase:
    return YearlyCase(case.party, case.enrolled)


OFFERINGS: tuple[Offering, ...] = (
    offering(
        InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION),
        FLEXIBLE_PENSION,
        group=CitizenGroup.FLEXIBLE,
        about="自己选月份，自己填基数",
        icon=Icon.COINS,
        enter=_pension,
        admits=without_months,
    ),
    offering(
        InsuranceChosen(InsuranceKind.FLEXIBLE_MEDICAL),
        FLEXIBLE_MEDICAL,
        group=CitizenGroup.FLEXIBLE,
        about="按月缴职工医保",
        icon=Icon.HEART,
        enter=lambda case: MedicalCase(case.party, case.enrolled),
        admits=without_months,
    ),
    offering(
        ServiceChosen(Service.SPECIAL_PAYMENT),
        SPECIAL_PAYMENT,
        group=CitizenGroup.FLEXIBLE,
        about="补缴以前年度的核定单据",
        icon=Icon.BILL,
        enter=lambda case: BillsCase(case.party, BillKind.SPECIAL),
    ),
    offering(
        ServiceChosen(Service.FLEXIBLE_ARREARS),
        FLEXIBLE_ARREARS,
        group=CitizenGroup.FLEXIBLE,
        about="补缴欠缴的养老、医疗",
        icon=Icon.CALENDAR,
        enter=lambda case: BillsCase(case.party, BillKind.FLEXIBLE_ARREARS),
    ),
    offering(
        ServiceChosen(Service.BASE_SELECTION),
        BASE_SELECTION,
        group=CitizenGroup.FLEXIBLE,
        about="先定下今年的缴费基数",
        icon=Icon.SLIDERS,
        enter=lambda case: SelectionCase(case.party),
        by_proxy=False,
    ),
    offering(
        InsuranceChosen(InsuranceKind.RESIDENT_PENSION),
        RESIDENT_PENSION,
        group=CitizenGroup.RESIDENT,
        about="选档次，每年缴一次",
        icon=Icon.COINS,
        enter=_yearly,
    ),
    offering(
        InsuranceChosen(InsuranceKind.RESIDENT_MEDICAL),
        RESIDENT_MEDICAL,
        group=CitizenGroup.RESIDENT,
        about="每年集中缴费期缴一次",
        icon=Icon.HEART,
        enter=_yearly,
    ),
    offering(
        ServiceChosen(Service.RESIDENT_ARREARS),
        RESIDENT_ARREARS,
        group=CitizenGroup.RESIDENT,
        about="补缴以前年度的居民养老",
        icon=Icon.CALENDAR,
        enter=lambda case: BillsCase(case.party, BillKind.RESIDENT_ARREARS),
    ),
)
