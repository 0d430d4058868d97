"""Samples of what the services of the menu are about. Everybody and everything is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.certificate import (
    CertifiableRow,
    CertificateKind,
    IssuedCertificate,
    ServiceDocument,
)
from kiosk.domain.declaration import Declaration, DeclarationState
from kiosk.domain.enrolment import BaseRule
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.medical import InsuranceItem, MedicalOffer, MedicalPlan
from kiosk.domain.money import ZERO, Money
from kiosk.domain.payment_record import PaymentRecord, PaymentState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.selection import ChosenBills, MonthsOnBase, Selection, YearOnTier
from kiosk.domain.tier import Tier, YearOffer
from kiosk.flows.requests.certificates import (
    CertifiableRows,
    DocumentPages,
    DrawDocument,
    FindCertifiable,
    FindIssued,
    IssuedCertificates,
    IssueTaxCertificate,
    MakeContributionCertificate,
    PrintDocument,
    PrintStopped,
    ReprintCertificate,
    StopPrinting,
)
from kiosk.flows.requests.contributions import (
    AskQuote,
    Bills,
    FindBills,
    FindMedicalOffer,
    FindYears,
    YearOffers,
)
from kiosk.flows.requests.declarations import (
    Declarations,
    DeclareBase,
    FindDeclarations,
    VoidBase,
)
from kiosk.flows.requests.history import (
    MakeList,
    Payments,
    PrintResolution,
    ReprintReceipt,
    SearchPayments,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.session.requests import Request

AGENCY = "济南市社会保险事业中心"
HEALTH_AGENCY = "济南市医疗保险事业中心"
PERSONAL_NUMBER = "3701000098765432"
BEIJING = timezone(timedelta(hours=8))

BASES = (Money.yuan(4504), Money.yuan(7506))
PLAN = MedicalPlan("A", "统账结合", "有个人账户", 900, BASES)
POORER_PLAN = MedicalPlan("B", "单建统筹", "没有个人账户", 600, BASES[:1])
BASIC = InsuranceItem("10", "基本医疗保险", None, required=True)
CARE = InsuranceItem("20", "长期护理保险", Money(800), required=False)
OFFER = MedicalOffer(
    (PLAN, POORER_PLAN), (BASIC, CARE), "中断缴费会有待遇等待期。", demonstration=True
)
SIMPLE_OFFER = MedicalOffer((PLAN,), (BASIC,), "", demonstration=False)

TIERS = (
    Tier("100", "100 元档", Money.yuan(100), Money.yuan(30), "重度残疾人等困难群体"),
    Tier("300", "300 元档", Money.yuan(300), Money.yuan(30)),
    Tier("500", "500 元档", Money.yuan(500), ZERO),
)
FREE_TIER = Tier("0", "全额资助", ZERO, Money.yuan(400), "特困供养人员")
YEARS = YearOffers(
    (
        YearOffer(2026, "普通居民", TIERS, demonstration=True),
        YearOffer(2027, "特困供养人员", (FREE_TIER,), demonstration=True),
    )
)


def bill(
    kind: BillKind,
    number: str,
    year: int,
    *,
    insurance: InsuranceKind = InsuranceKind.FLEXIBLE_PENSION,
    agency: str = AGENCY,
) -> Bill:
    """A bill of a whole year."""
    return Bill(
        number=number,
        kind=kind,
        insurance=insurance,
        personal_number=PERSONAL_NUMBER,
        agency_name=agency,
        period=ContributionPeriod.whole_year(year),
        amount=Money.yuan(9552),
        determined_on=date(2026, 2, 1),
    )


def bills(kind: BillKind) -> tuple[Bill, ...]:
    """Two that go together and one that does not."""
    return (
        bill(kind, "HD-1", 2023),
        bill(kind, "HD-2", 2024),
        bill(
            kind,
            "HD-3",
            2024,
            insurance=InsuranceKind.FLEXIBLE_MEDICAL,
            agency=HEALTH_AGENCY,
        ),
    )


def quote(asked: AskQuote) -> Quote:
    """What the service computes for anything but the pension of flexible workers."""
    basis, lines = _computed(asked.selection)
    return Quote(
        number="Q-9",
        personal_number=asked.personal_number,
        insurance=asked.insurance,
        agency_name=AGENCY,
        periods=tuple(dict.fromkeys(line.period for line in lines)),
        basis=basis,
        lines=lines,
        total=Money(sum(line.amount.fen for line in lines)),
        demonstration=True,
    )


def _computed(selection: Selection) -> tuple[Basis, tuple[QuoteLine, ...]]:
    match selection:
        case MonthsOnBase(period, base, _, items):
            return monthly_base(base, PLAN.name), tuple(
                QuoteLine(period, Money(4000), item) for item in items
            )
        case YearOnTier(year, tier):
            period = ContributionPeriod.whole_year(year)
            amount = Money.yuan(int(tier))
            return Basis(BasisKind.TIER, amount, f"{tier} 元档"), (QuoteLine(period, amount),)
        case ChosenBills(chosen):
            basis = Basis(BasisKind.BILLS, ZERO, chosen[0].kind.label)
            return basis, tuple(QuoteLine(bill.period, bill.amount) for bill in chosen)


RULE = BaseRule(Money.yuan(4504), Money.yuan(22518), 2000, 2026, None, demonstration=False)
UNDECLARED = Declaration(
    personal_number=PERSONAL_NUMBER,
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name=AGENCY,
    rule=RULE,
    state=DeclarationState.NONE,
    base=None,
    allows_batch=False,
)
DECLARED = replace(
    UNDECLARED, state=DeclarationState.DECLARED, base=Money.yuan(5200), allows_batch=True
)
IN_USE = replace(DECLARED, state=DeclarationState.IN_USE)

RECORD = PaymentRecord(
    number="JN0320260316000000001",
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name=AGENCY,
    periods=(ContributionPeriod(Month(2026, 1), Month(2026, 3)),),
    basis=monthly_base(Money.yuan(5200)),
    amount=Money.yuan(3120),
    tender="支付宝支付",
    channel="自助终端",
    state=PaymentState.POSTED,
    paid_at=datetime(2026, 3, 16, 9, 30, tzinfo=BEIJING),
    posting_serial="S-1",
    channel_trade_number="T-1",
    tax_ticket_number="337000000001",
    prints=1,
)
REFUNDED = replace(RECORD, number="JN0320260316000000003", state=PaymentState.REFUNDED)
UNDER_WAY = replace(RECORD, state=PaymentState.UNDER_WAY, tax_ticket_number="")

ROWS = tuple(
    CertifiableRow(
        key=f"K-{year}",
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        period=ContributionPeriod.whole_year(year),
        amount=Money.yuan(9552),
        posted_on=date(year, 12, 20),
        refund=refund,
    )
    for year, refund in ((2024, False), (2025, True))
)
CERTIFICATE = IssuedCertificate(
    "337010260300000123", CertificateKind.TAX, Money.yuan(9552), 1, date(2026, 3, 1), 1
)
DOCUMENT = ServiceDocument("337010260300000123", "税收完税证明", b"%PDF-1.7", 0, "", 0)
REPRINTED = replace(DOCUMENT, reprint=1)
LIST = ServiceDocument("", "社会保险费缴费清单", b"%PDF-1.7", 0, "https://wallet.example/d/1", 300)
PAGES = DocumentPages((b"\x89PNG-1", b"\x89PNG-2"))


def replies(request: Request[object]) -> tuple[object, ...]:
    """Every kind of reply to a request of a service. Raises LookupError for one without any."""
    match request:
        case FindYears():
            return (YEARS, YearOffers(()))
        case FindMedicalOffer():
            return (OFFER, SIMPLE_OFFER)
        case FindBills(kind=kind):
            return (Bills(bills(kind)), Bills(bills(kind)[:1]), Bills(()))
        case FindDeclarations():
            return (Declarations((UNDECLARED, DECLARED, IN_USE)), Declarations(()))
        case DeclareBase(declaration=before, base=base, allows_batch=allows):
            state = DeclarationState.DECLARED
            return (replace(before, state=state, base=base, allows_batch=allows),)
        case VoidBase(declaration=before):
            return (replace(before, state=DeclarationState.NONE, base=None, allows_batch=False),)
        case SearchPayments():
            return (
                Payments((RECORD, UNDER_WAY, REFUNDED), more=False),
                Payments((), more=False),
                Payments((RECORD,), more=True),
            )
        case ReprintReceipt():
            return (Printed(2),)
        case PrintResolution():
            return (Printed(0),)
        case MakeList():
            return (LIST, replace(LIST, link="", valid_seconds=0))
        case FindCertifiable():
            return (CertifiableRows(ROWS), CertifiableRows(()))
        case FindIssued():
            return (IssuedCertificates((CERTIFICATE,)), IssuedCertificates(()))
        case IssueTaxCertificate() | MakeContributionCertificate():
            return (DOCUMENT,)
        case ReprintCertificate():
            return (REPRINTED,)
        case DrawDocument():
            return (PAGES,)
        case PrintDocument():
            return (Printed(0),)
        case StopPrinting():
            return tuple(PrintStopped(pages) for pages in (0, 1, len(PAGES.pages), None))
        case _:
            raise LookupError(f"no sample reply to {type(request).__name__}")
