"""A sample of everything that is ever asked of the world."""

from __future__ import annotations

from kiosk.domain.bill import BillKind
from kiosk.domain.certificate import CertificateForm
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.selection import ChosenBills, MonthsOnBase, YearOnTier
from kiosk.domain.tender import Tender
from kiosk.flows.requests.card import ChargeCard, EnterPin, InsertCard, ReturnCard
from kiosk.flows.requests.certificates import (
    DrawDocument,
    FindCertifiable,
    FindIssued,
    IssueTaxCertificate,
    MakeContributionCertificate,
    PrintDocument,
    ReprintCertificate,
    StopPrinting,
)
from kiosk.flows.requests.contributions import (
    AskQuote,
    FindBills,
    FindEnrolments,
    FindMedicalOffer,
    FindYears,
)
from kiosk.flows.requests.declarations import DeclareBase, FindDeclarations, VoidBase
from kiosk.flows.requests.history import MakeList, PrintResolution, ReprintReceipt, SearchPayments
from kiosk.flows.requests.login import ConfirmPayee, FindCitizen, FindPayee, ReadCard
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    ReadPaymentCode,
    WatchOrder,
)
from kiosk.flows.requests.receipt import FindReceiptAddress, PrintReceipt, PrintSlip
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.notices import fault_notice, referral
from kiosk.session.requests import Request
from tests.support.samples import (
    BASE,
    CARD,
    CITIZEN,
    CODE,
    MEDICAL,
    NUMBER,
    PAYEE,
    PERIOD,
    PERSONAL_NUMBER,
    QUESTION,
    RESIDENT_PENSION,
    YEAR,
    quote,
)
from tests.support.service_samples import (
    CERTIFICATE,
    DECLARED,
    DOCUMENT,
    RECORD,
    ROWS,
    UNDECLARED,
    bills,
)
from tests.support.staff_samples import STAFF_REQUESTS

CRITERIA = Criteria(YEAR - 1, YEAR)
_FLEXIBLE = CitizenGroup.FLEXIBLE
_BY_WHAT = (
    (InsuranceKind.FLEXIBLE_PENSION, MonthsOnBase(PERIOD, BASE)),
    (InsuranceKind.FLEXIBLE_MEDICAL, MonthsOnBase(PERIOD, BASE, "A", ("10", "20"))),
    (InsuranceKind.RESIDENT_PENSION, YearOnTier(YEAR, "300")),
    (InsuranceKind.FLEXIBLE_PENSION, ChosenBills(bills(BillKind.SPECIAL)[:2])),
)

REQUESTS: tuple[Request[object], ...] = (
    ReadCard(),
    FindCitizen(CARD),
    FindPayee(PAYEE.number),
    ConfirmPayee(QUESTION, PAYEE.number, QUESTION.surnames[0]),
    *(FindEnrolments(CITIZEN, group) for group in CitizenGroup),
    FindYears(CITIZEN, RESIDENT_PENSION),
    FindMedicalOffer(CITIZEN, MEDICAL),
    *(FindBills(CITIZEN, kind) for kind in BillKind),
    *(AskQuote(CITIZEN, PERSONAL_NUMBER, insurance, chosen) for insurance, chosen in _BY_WHAT),
    OpenOrder(CITIZEN, quote(), Tender.ALIPAY),
    ReadPaymentCode(),
    ChargeCode(CITIZEN, quote(), CODE),
    WatchOrder(NUMBER, 180),
    CloseOrder(NUMBER),
    AwaitPosting(NUMBER),
    InsertCard(NUMBER, 60),
    EnterPin(NUMBER, 60),
    ChargeCard(NUMBER),
    ReturnCard(30),
    PrintReceipt(NUMBER),
    FindReceiptAddress(NUMBER),
    PrintSlip(NUMBER, str(FAULT_TEXTS[FaultCode.INTERNAL].title), ()),
    referral(fault_notice(Fault(FaultCode.NO_ENROLMENT))),
    FindDeclarations(CITIZEN),
    DeclareBase(CITIZEN, UNDECLARED, BASE, allows_batch=True),
    VoidBase(CITIZEN, DECLARED),
    SearchPayments(CITIZEN, _FLEXIBLE, CRITERIA),
    ReprintReceipt(CITIZEN, RECORD),
    PrintResolution(CITIZEN, RECORD),
    MakeList(CITIZEN, _FLEXIBLE, CRITERIA),
    FindCertifiable(CITIZEN, _FLEXIBLE, CRITERIA),
    FindIssued(CITIZEN, _FLEXIBLE, CRITERIA),
    IssueTaxCertificate(CITIZEN, ROWS),
    ReprintCertificate(CITIZEN, CERTIFICATE.number),
    MakeContributionCertificate(CITIZEN, _FLEXIBLE, CRITERIA, CertificateForm.SUMMARY),
    DrawDocument(DOCUMENT, CITIZEN),
    PrintDocument(DOCUMENT),
    StopPrinting(DOCUMENT),
    *STAFF_REQUESTS,
)
