"""Samples of everything a citizen's visit is made of. Everybody and everything is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Protocol, runtime_checkable

from kiosk.domain.bank_card import CardKind, ShownCard
from kiosk.domain.basis import monthly_base
from kiosk.domain.citizen import Citizen, IdentityCard, SocialSecurityCard
from kiosk.domain.enrolment import BaseRule, Enrolment, EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.masking import mask_name
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.selection import MonthsOnBase
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import (
    ABSENT,
    ONLINE,
    Condition,
    DeviceKind,
    DeviceStatus,
    TerminalFacts,
)
from kiosk.flows.requests.card import (
    CardInserted,
    CardReturned,
    CardSeen,
    ChargeCard,
    EnterPin,
    InsertCard,
    PinEntered,
    PinProgress,
    ReturnCard,
)
from kiosk.flows.requests.contributions import AskQuote, Enrolments, FindEnrolments
from kiosk.flows.requests.login import (
    CardRead,
    ConfirmPayee,
    FindCitizen,
    FindPayee,
    PayeeQuestion,
    ReadCard,
)
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    ReadPaymentCode,
    WatchOrder,
)
from kiosk.flows.requests.receipt import (
    FindReceiptAddress,
    Printed,
    PrintReceipt,
    PrintSlip,
    ReceiptAddress,
)
from kiosk.session.health import AcquirerStatus, Health, ServiceStatus
from kiosk.session.requests import PrintReferral, Request, SlipPrinted
from sim.people import find_person
from tests.support import service_samples, staff_samples

FACTS = TerminalFacts(
    name="社保费自助缴费终端",
    number="JN-03",
    hall_name="市民服务大厅",
    tax_authority="国家税务总局示例税务局",
    window="3 号人工窗口",
    hotline="12366",
)
WELL = Health(
    devices=(
        (DeviceKind.BANK_CARD_READER, ONLINE),
        (DeviceKind.CODE_SCANNER, ONLINE),
        (DeviceKind.DOCUMENT_PRINTER, ONLINE),
        (DeviceKind.ID_CARD_READER, ONLINE),
        (DeviceKind.PIN_PAD, ONLINE),
        (DeviceKind.RECEIPT_PRINTER, ONLINE),
    ),
    service=ServiceStatus.UP,
    tenders=frozenset(Tender),
    settled=True,
    acquirer=AcquirerStatus.READY,
)
PAPERLESS = WELL.with_device(DeviceKind.RECEIPT_PRINTER, Condition(DeviceStatus.USER_ERROR))
UNPRINTABLE = WELL.with_device(DeviceKind.DOCUMENT_PRINTER, ABSENT)
READERLESS = WELL.with_device(DeviceKind.ID_CARD_READER, Condition(DeviceStatus.NO_DEVICE))
CUT_OFF = replace(WELL, service=ServiceStatus.UNREACHABLE)

PERSON = find_person("guli-yangben")
TODAY = date(2026, 3, 16)
TOKEN = "person-token-4711"
PERSONAL_NUMBER = "3701000098765432"
CARD = IdentityCard(
    PERSON.name, PERSON.identity, PERSON.sex, PERSON.birth, PERSON.valid_from, PERSON.valid_to
)
CITIZEN = Citizen(TOKEN, PERSON.name, PERSON.identity)
PAYEE_TOKEN = "payee-token-0815"
_PAYEE = find_person("wang-wu")
PAYEE = Citizen(PAYEE_TOKEN, mask_name(_PAYEE.name), _PAYEE.identity, proxied=True)
QUESTION = PayeeQuestion("question-4711", ("李", "王", "张"))
BANK_CARD = ShownCard("622848*********0018", CardKind.DEBIT)
CODE = PaymentCode("134567890123456789", Tender.WECHAT)
SECRETS = (
    PERSON.name,
    PERSON.number,
    TOKEN,
    PERSONAL_NUMBER,
    _PAYEE.name,
    PAYEE_TOKEN,
    QUESTION.token,
    CODE.digits,
)
PAYEE_NUMBER = _PAYEE.number
"""Secret too, but for the screen on which the payer types it."""

YEAR = 2026
RULE = BaseRule(
    lower=Money.yuan(4504),
    upper=Money.yuan(22518),
    rate_bp=2000,
    policy_year=YEAR,
    previous=Money.yuan(5200),
    demonstration=False,
)
PERIOD = ContributionPeriod(Month(YEAR, 1), Month(YEAR, 3))
BASE = Money.yuan(5200)
NUMBER = OrderNumber("JN0320260316000000001")
QR = "https://wallet.example/pay/1"
RECEIPT_PAGE = "https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P"


def months(*numbers: int) -> tuple[Month, ...]:
    """Months of the sample year."""
    return tuple(Month(YEAR, number) for number in numbers)


PENSION = Enrolment(
    personal_number=PERSONAL_NUMBER,
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name="济南市社会保险事业中心",
    status=EnrolmentStatus.ACTIVE,
    since=Month(2019, 5),
    payable=months(1, 2, 3, 5),
    paid=months(4),
    base=RULE,
)
MEDICAL = replace(PENSION, insurance=InsuranceKind.FLEXIBLE_MEDICAL)
RESIDENT_PENSION = replace(
    PENSION, insurance=InsuranceKind.RESIDENT_PENSION, payable=(), paid=(), base=None
)
RESIDENT_MEDICAL = replace(RESIDENT_PENSION, insurance=InsuranceKind.RESIDENT_MEDICAL)
SOCIAL_CARD = SocialSecurityCard(PERSON.name, PERSON.identity, date(2030, 1, 1))

CARDS = (
    CardRead(CARD, TODAY),
    CardRead(replace(CARD, valid_to=date(2026, 3, 15)), TODAY),
    CardRead(SOCIAL_CARD, TODAY),
    CardRead(replace(SOCIAL_CARD, valid_to=date(2026, 3, 15)), TODAY),
)
ENROLMENTS = tuple(
    Enrolments(items)
    for items in (
        (PENSION, MEDICAL),
        (),
        (replace(MEDICAL, payable=(), paid=()),),
        (replace(PENSION, status=EnrolmentStatus.SUSPENDED),),
        (PENSION, PENSION),
        (replace(PENSION, payable=(), paid=months(1, 2)),),
        (replace(PENSION, payable=(), paid=()),),
        (replace(PENSION, base=None),),
    )
)
RESIDENTS = tuple(
    Enrolments(items)
    for items in (
        (RESIDENT_PENSION, RESIDENT_MEDICAL),
        (),
        (replace(RESIDENT_MEDICAL, status=EnrolmentStatus.ENDED),),
    )
)


def quote(
    period: ContributionPeriod = PERIOD,
    base: Money = BASE,
    *,
    number: str = "Q-1",
    last_month_dearer: Money = ZERO,
    demonstration: bool = False,
) -> Quote:
    """What the service computes for a period of the pension on a base."""
    lines = [
        QuoteLine(ContributionPeriod(month, month), base.share(RULE.rate_bp))
        for month in period.months
    ]
    lines[-1] = replace(lines[-1], amount=lines[-1].amount + last_month_dearer)
    return Quote(
        number=number,
        personal_number=PERSONAL_NUMBER,
        insurance=InsuranceKind.FLEXIBLE_PENSION,
        agency_name=PENSION.agency_name,
        periods=(period,),
        basis=monthly_base(base),
        lines=tuple(lines),
        total=Money(sum(line.amount.fen for line in lines)),
        demonstration=demonstration,
    )


def quotes(asked: AskQuote) -> tuple[Quote, ...]:
    """What the service may answer to a question, whatever was selected."""
    match asked:
        case AskQuote(insurance=InsuranceKind.FLEXIBLE_PENSION, selection=MonthsOnBase() as chosen):
            period, base = chosen.period, chosen.base
            return (
                quote(period, base),
                quote(period, base, last_month_dearer=Money(100), demonstration=True),
            )
        case _:
            return (service_samples.quote(asked),)


def order(
    state: OrderState = OrderState.PAYING,
    *,
    amount: Money | None = None,
    tender: Tender = Tender.ALIPAY,
    qr_payload: str | None = QR,
    expires_in: int | None = 180,
) -> OrderStatus:
    """What the service says of the sample order; the code only while it waits for payment."""
    scannable = state is OrderState.PAYING
    return OrderStatus(
        number=NUMBER,
        state=state,
        amount=quote().total if amount is None else amount,
        tender=tender,
        qr_payload=qr_payload if scannable else None,
        expires_in=expires_in if scannable else None,
    )


def orders(amount: Money, tender: Tender) -> tuple[OrderStatus, ...]:
    """The order in every state, and waiting without a code or without time."""
    return (
        *(order(state, amount=amount, tender=tender) for state in OrderState),
        order(amount=amount, tender=tender, qr_payload=None),
        order(amount=amount, tender=tender, expires_in=0),
    )


@runtime_checkable
class Sampled(Protocol):
    """A request that is made up for a test and says itself what may be replied to it."""

    def sample_replies(self) -> tuple[object, ...]:
        """Every kind of reply, that with which a visit simply goes on in front."""


def replies(request: Request[object], opened: OrderStatus | None = None) -> tuple[object, ...]:
    """Every kind of reply that a request may get. Raises LookupError for a request without any."""
    terms = opened or order()
    match request:
        case Sampled():
            return request.sample_replies()
        case ReadCard():
            return CARDS
        case FindCitizen():
            return (CITIZEN,)
        case FindPayee():
            return (QUESTION,)
        case ConfirmPayee(number=number):
            return (replace(PAYEE, number=number),)
        case FindEnrolments(_, CitizenGroup.FLEXIBLE):
            return ENROLMENTS
        case FindEnrolments():
            return RESIDENTS
        case AskQuote():
            return quotes(request)
        case OpenOrder(_, offer, tender):
            return orders(offer.total, tender)
        case ReadPaymentCode():
            return (CODE,)
        case InsertCard():
            return (CardInserted(BANK_CARD), CardInserted(BANK_CARD, needs_pin=False))
        case EnterPin():
            return (PinEntered(),)
        case ChargeCard():
            return charges(terms.amount, Tender.BANK_CARD)
        case ReturnCard():
            return (CardReturned(), CardReturned(kept=True), CardReturned(forgotten=True))
        case ChargeCode(_, offer, code):
            return charges(offer.total, code.tender)
        case WatchOrder() | CloseOrder() | AwaitPosting():
            return orders(terms.amount, terms.tender)
        case PrintReceipt():
            return (Printed(0), Printed(1))
        case PrintSlip():
            return (Printed(0),)
        case FindReceiptAddress():
            return (ReceiptAddress(RECEIPT_PAGE),)
        case PrintReferral():
            return (SlipPrinted(),)
        case _ if type(request).__module__.startswith("kiosk.flows.requests.maintenance"):
            return staff_samples.staff_replies(request)
        case _:
            return service_samples.replies(request)


def news(request: Request[object]) -> tuple[object, ...]:
    """Every kind of news that may be told of a request while it is under way."""
    match request:
        case InsertCard():
            return (CardSeen(),)
        case EnterPin():
            return tuple(map(PinProgress, (1, 6, 0)))
        case _:
            return staff_samples.staff_news(request)


def charges(amount: Money, tender: Tender) -> tuple[OrderStatus, ...]:
    """What may become of a code that was scanned; no code of ours to scan is shown meanwhile."""
    return tuple(
        order(state, amount=amount, tender=tender, qr_payload=None) for state in OrderState
    )


def good_reply(request: Request[object]) -> object:
    """The reply with which a visit simply goes on; a payment is paid at once and posted."""
    match request:
        case WatchOrder():
            return order(OrderState.PAID)
        case ChargeCard():
            return order(OrderState.PAID, tender=Tender.BANK_CARD)
        case AwaitPosting():
            return order(OrderState.POSTED)
        case CloseOrder():
            return order(OrderState.CLOSED)
        case OpenOrder(_, offer, tender):
            return order(amount=offer.total, tender=tender)
        case ChargeCode(_, offer, code):
            return order(OrderState.PAID, amount=offer.total, tender=code.tender)
        case _:
            return replies(request)[0]
