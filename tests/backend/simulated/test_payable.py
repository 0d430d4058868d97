"""What can be paid at the simulated service, and payments of every kind."""

from __future__ import annotations

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.domain.basis import BasisKind
from kiosk.domain.bill import BillKind
from kiosk.domain.citizen import Citizen, SocialSecurityCard
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import ZERO
from kiosk.domain.order import OrderState
from kiosk.domain.payment_code import parse_payment_code
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.selection import ChosenBills, MonthsOnBase, YearOnTier
from kiosk.domain.tender import Tender
from sim.backend.faults import Fault, FaultKind, Hostility
from sim.backend.server import CollectionService as Simulated
from sim.people import PEOPLE, find_person
from tests.backend.simulated.visits import (
    MONTHS,
    PENSION,
    come_in,
    enrolment_in,
    key,
    log_in,
    number,
    pay,
    quoted,
    reach,
    refused,
)

MEDICAL = InsuranceKind.FLEXIBLE_MEDICAL
RESIDENT_PENSION = InsuranceKind.RESIDENT_PENSION
RESIDENT_MEDICAL = InsuranceKind.RESIDENT_MEDICAL


async def test_a_social_security_card_finds_its_citizen(service: CollectionService) -> None:
    person = find_person("zhang-san")
    citizen = await service.look_up_citizen(
        SocialSecurityCard(person.called, person.identity, None)
    )
    assert citizen.number == person.identity


@pytest.mark.parametrize("insurance", [RESIDENT_PENSION, RESIDENT_MEDICAL])
async def test_a_year_is_paid_on_a_tier(
    service: CollectionService, simulated: Simulated, insurance: InsuranceKind
) -> None:
    citizen, enrolment = await come_in(service, "shen-yang", insurance)
    offers = await service.years(citizen, enrolment)
    year, tier = offers[0].year, offers[0].tiers[-1]
    quote = await service.quote(
        citizen, enrolment.personal_number, insurance, YearOnTier(year, tier.code)
    )
    assert (quote.basis.kind, quote.basis.amount) == (BasisKind.TIER, tier.amount)
    assert quote.periods == (ContributionPeriod.whole_year(year),)
    await pay(service, simulated, quote)
    with refused("already_paid"):
        await service.quote(
            citizen, enrolment.personal_number, insurance, YearOnTier(year, tier.code)
        )


async def test_a_tier_may_be_paid_by_the_government(service: CollectionService) -> None:
    found = []
    for person in ("wei-shi", "yu-shi", "bai-yang"):
        citizen, enrolment = await come_in(service, person, RESIDENT_MEDICAL)
        for offer in await service.years(citizen, enrolment):
            found += [(citizen, enrolment, offer.year, tier) for tier in offer.tiers]
    free = [one for one in found if one[3].amount == ZERO]
    assert free
    citizen, enrolment, year, tier = free[0]
    assert tier.note
    with refused("nothing_due"):
        await service.quote(
            citizen, enrolment.personal_number, RESIDENT_MEDICAL, YearOnTier(year, tier.code)
        )


async def test_a_tier_for_others_is_refused(service: CollectionService) -> None:
    rich, enrolment = await come_in(service, "shen-yang", RESIDENT_PENSION)
    theirs = {tier.code for offer in await service.years(rich, enrolment) for tier in offer.tiers}
    poor, entitled = await come_in(service, "wei-shi", RESIDENT_PENSION)
    (offer, *_) = await service.years(poor, entitled)
    (hardship,) = {tier.code for tier in offer.tiers} - theirs
    with refused("tier_not_entitled"):
        await service.quote(
            rich, enrolment.personal_number, RESIDENT_PENSION, YearOnTier(offer.year, hardship)
        )


@pytest.mark.parametrize(
    ("person", "insurance", "code"),
    [
        ("zhao-liu", RESIDENT_PENSION, "over_age"),
        ("chu-yang", RESIDENT_MEDICAL, "double_cover"),
        ("dou-shi", RESIDENT_PENSION, "already_paid"),
        ("zhang-yang", RESIDENT_MEDICAL, "deduction_in_progress"),
    ],
)
async def test_a_year_that_cannot_be_paid_is_refused(
    service: CollectionService, person: str, insurance: InsuranceKind, code: str
) -> None:
    citizen, enrolment = await come_in(service, person, insurance)
    with refused(code):
        await service.years(citizen, enrolment)


async def test_a_year_outside_its_window_is_refused(
    service: CollectionService, simulated: Simulated
) -> None:
    citizen, enrolment = await come_in(service, "shen-yang", RESIDENT_MEDICAL)
    simulated.admin.set_window(RESIDENT_MEDICAL, is_open=False)
    with refused("not_in_collection_window"):
        await service.years(citizen, enrolment)


async def test_months_of_medical_insurance_are_paid_with_their_items(
    service: CollectionService, simulated: Simulated
) -> None:
    citizen, enrolment = await come_in(service, "tao-li", MEDICAL)
    offer = await service.medical_offer(citizen, enrolment)
    plan = offer.plans[0]
    period = ContributionPeriod(enrolment.payable[0], enrolment.payable[0])
    everything = tuple(item.code for item in offer.items)
    required = tuple(item.code for item in offer.items if item.required)
    quotes = []
    for items in (everything, required):
        selection = MonthsOnBase(period, plan.bases[0], plan.code, items)
        quote = await service.quote(citizen, enrolment.personal_number, MEDICAL, selection)
        assert quote.basis.name == plan.name
        assert {line.item for line in quote.lines} == {
            item.name for item in offer.items if item.code in items
        }
        quotes.append(quote)
    assert quotes[0].total > quotes[1].total
    await pay(service, simulated, quotes[1])


async def test_bills_are_paid_together(service: CollectionService, simulated: Simulated) -> None:
    citizen = await log_in(service, "qi-shi")
    found = await service.bills(citizen, BillKind.SPECIAL)
    mine = [bill for bill in found if bill.insurance is PENSION][:2]
    chosen = ChosenBills(tuple(mine))
    quote = await service.quote(citizen, mine[0].personal_number, PENSION, chosen)
    assert (quote.basis.kind, quote.basis.name) == (BasisKind.BILLS, "特殊缴费")
    assert quote.total == mine[0].amount + mine[1].amount
    await pay(service, simulated, quote)
    left = await service.bills(citizen, BillKind.SPECIAL)
    assert set(left) == set(found) - set(mine)


@pytest.mark.parametrize(
    ("person", "kind"),
    [("xie-yang", BillKind.FLEXIBLE_ARREARS), ("zou-li", BillKind.RESIDENT_ARREARS)],
)
async def test_arrears_are_bills(service: CollectionService, person: str, kind: BillKind) -> None:
    citizen = await log_in(service, person)
    found = await service.bills(citizen, kind)
    assert {bill.kind for bill in found} == {kind}
    assert await service.bills(citizen, BillKind.SPECIAL) == ()


async def test_somebody_is_paid_for_by_who_knows_the_surname(
    service: CollectionService, simulated: Simulated
) -> None:
    person = find_person("zhang-san")
    question = await service.ask_payee(person.identity)
    payee = await service.confirm_payee(question, person.identity, "张")
    assert (payee.proxied, payee.shown_name) == (True, "张*")
    enrolment = await enrolment_in(service, payee, PENSION)
    assert enrolment.paid == ()
    assert enrolment.base is not None
    assert enrolment.base.previous is None
    quote = await service.quote(payee, enrolment.personal_number, PENSION, MONTHS)
    payer, order = await log_in(service, "li-si"), number()
    await service.put_order(order, key(), quote, Tender.WECHAT, payer)
    simulated.admin.pay(order)
    await reach(service, order, OrderState.POSTED)
    with refused("not_authorised"):
        await service.declarations(payee)


async def test_a_question_can_be_answered_once(service: CollectionService) -> None:
    person = find_person("zhang-san")
    question = await service.ask_payee(person.identity)
    wrong = next(surname for surname in question.surnames if surname != "张")
    for surname in (wrong, "张"):
        with refused("payee_not_confirmed"):
            await service.confirm_payee(question, person.identity, surname)


async def test_somebody_unknown_is_asked_about_all_the_same(service: CollectionService) -> None:
    stranger = find_person("feng-er").identity
    question = await service.ask_payee(stranger)
    assert len(question.surnames) == 6
    with refused("payee_not_confirmed"):
        await service.confirm_payee(question, stranger, question.surnames[0])


async def test_tries_to_guess_a_surname_are_used_up(service: CollectionService) -> None:
    person = find_person("zhang-san")
    for _ in range(5):
        question = await service.ask_payee(person.identity)
        wrong = next(surname for surname in question.surnames if surname != "张")
        with refused("payee_not_confirmed"):
            await service.confirm_payee(question, person.identity, wrong)
    with refused("payee_attempts_used"):
        question = await service.ask_payee(person.identity)
        await service.confirm_payee(question, person.identity, "张")


async def test_every_name_of_the_cast_is_masked_for_a_proxy(
    service: CollectionService, simulated: Simulated
) -> None:
    codes, shown = set(), []
    for person in PEOPLE:
        question = await service.ask_payee(person.identity)
        payee: Citizen | None = None
        for surname in question.surnames:
            if not person.called.startswith(surname):
                continue
            try:
                payee = await service.confirm_payee(question, person.identity, surname)
            except ServiceError as error:
                codes.add(error.code)
                simulated.admin.reset()
        shown.append("" if payee is None else payee.shown_name)
    assert codes <= {"payee_not_confirmed"}
    assert len([name for name in shown if "*" in name]) > len(PEOPLE) // 2


@pytest.mark.parametrize("tender", [Tender.ALIPAY, Tender.WECHAT, Tender.UNIONPAY_QR])
async def test_a_payment_code_is_charged(
    service: CollectionService, simulated: Simulated, tender: Tender
) -> None:
    quote, order = await quoted(service), number()
    code = parse_payment_code(simulated.admin.show_payment_code(tender))
    assert code.tender is tender
    charged = await service.put_order(order, key(), quote, tender, None, code)
    assert charged.qr_payload is None
    await reach(service, order, OrderState.POSTED)


async def test_a_code_nobody_shows_is_refused(service: CollectionService) -> None:
    quote = await quoted(service)
    code = parse_payment_code("134567890123456789")
    with refused("code_refused"):
        await service.put_order(number(), key(), quote, code.tender, None, code)


async def test_a_tender_that_is_not_offered_is_refused(
    service: CollectionService, simulated: Simulated
) -> None:
    simulated.admin.set_tender(Tender.BANK_CARD, available=False)
    quote = await quoted(service)
    with refused("tender_unavailable"):
        await service.put_order(number(), key(), quote, Tender.BANK_CARD)


@pytest.mark.parametrize("hostility", [Hostility.UNBALANCED_QUOTE, Hostility.NEGATIVE_AMOUNT])
async def test_no_quote_of_a_year_or_a_bill_may_lie(
    service: CollectionService, simulated: Simulated, hostility: Hostility
) -> None:
    resident, enrolment = await come_in(service, "shen-yang", RESIDENT_PENSION)
    (offer, *_) = await service.years(resident, enrolment)
    year = YearOnTier(offer.year, offer.tiers[0].code)
    worker = await log_in(service, "qi-shi")
    (bill, *_) = await service.bills(worker, BillKind.SPECIAL)
    bills = ChosenBills((bill,))
    simulated.faults.set(Fault(FaultKind.HOSTILE, "/v1/quotes", hostility=hostility))
    with pytest.raises(ServiceError) as failed:
        await service.quote(resident, enrolment.personal_number, RESIDENT_PENSION, year)
    assert failed.value.kind is ServiceErrorKind.MALFORMED
    with pytest.raises(ServiceError) as failed:
        await service.quote(worker, bill.personal_number, bill.insurance, bills)
    assert failed.value.kind is ServiceErrorKind.MALFORMED


async def test_everybody_in_the_cast_can_be_asked_what_they_can_pay(
    service: CollectionService,
) -> None:
    """Whatever the answer is, the client understands it."""
    kinds = set()
    for person in PEOPLE:
        try:
            citizen = await log_in(service, person.key)
            for group in CitizenGroup:
                for enrolment in await service.enrolments(citizen, group):
                    if group is CitizenGroup.RESIDENT:
                        await service.years(citizen, enrolment)
                    elif enrolment.insurance is MEDICAL:
                        await service.medical_offer(citizen, enrolment)
            for kind in BillKind:
                await service.bills(citizen, kind)
        except ServiceError as error:
            kinds.add(error.kind)
    assert kinds == {ServiceErrorKind.REFUSED}
