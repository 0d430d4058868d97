"""The collection service with its registers in memory, beside its counter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kiosk.domain.bill import Bill, BillKind
from kiosk.domain.certificate import (
    CertifiableRow,
    CertificateForm,
    IssuedCertificate,
    ServiceDocument,
)
from kiosk.domain.citizen import Citizen, IdentityCard, SocialSecurityCard
from kiosk.domain.criteria import Criteria
from kiosk.domain.declaration import Declaration, DeclarationState
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.identity import IdentityNumber
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.medical import MedicalOffer
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentRecord
from kiosk.domain.quote import Quote
from kiosk.domain.selection import MonthsOnBase, Selection
from kiosk.domain.tier import YearOffer
from kiosk.flows.requests.contributions import AskQuote
from kiosk.flows.requests.login import PayeeQuestion
from tests.runtime.fake_service import CounterService
from tests.support import service_samples
from tests.support.samples import CITIZEN, PAYEE, PENSION, QUESTION, quote


class FakeService(CounterService):
    """Everything the service can do.

    ``certificates`` are those issued, by their keys; ``prints`` says for each key of a print which
    reprint it was.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.certificates: dict[str, ServiceDocument] = {}
        self.prints: dict[str, int] = {}

    async def look_up_citizen(self, card: IdentityCard | SocialSecurityCard) -> Citizen:
        def effect() -> Citizen:
            return replace(CITIZEN, name=card.name, number=card.number)

        return await self._answered("look_up", effect)

    async def ask_payee(self, number: IdentityNumber) -> PayeeQuestion:
        return await self._answered("ask_payee", lambda: QUESTION)

    async def confirm_payee(
        self, question: PayeeQuestion, number: IdentityNumber, surname: str
    ) -> Citizen:
        assert surname in question.surnames
        return await self._answered("confirm_payee", lambda: replace(PAYEE, number=number))

    async def enrolments(self, citizen: Citizen, group: CitizenGroup) -> tuple[Enrolment, ...]:
        return await self._answered("enrolments", lambda: (PENSION,))

    async def years(self, citizen: Citizen, enrolment: Enrolment) -> tuple[YearOffer, ...]:
        return await self._answered("years", lambda: service_samples.YEARS.items)

    async def medical_offer(self, citizen: Citizen, enrolment: Enrolment) -> MedicalOffer:
        return await self._answered("medical_offer", lambda: service_samples.OFFER)

    async def bills(self, citizen: Citizen, kind: BillKind) -> tuple[Bill, ...]:
        return await self._answered("bills", lambda: service_samples.bills(kind))

    async def quote(
        self,
        citizen: Citizen,
        personal_number: str,
        insurance: InsuranceKind,
        selection: Selection,
    ) -> Quote:
        def effect() -> Quote:
            if insurance is InsuranceKind.FLEXIBLE_PENSION and isinstance(selection, MonthsOnBase):
                return quote(selection.period, selection.base)
            asked = AskQuote(citizen, personal_number, insurance, selection)
            return service_samples.quote(asked)

        return await self._answered("quote", effect)

    async def declarations(self, citizen: Citizen) -> tuple[Declaration, ...]:
        return await self._answered("declarations", lambda: (service_samples.UNDECLARED,))

    async def declare_base(
        self, citizen: Citizen, personal_number: str, base: Money, *, allows_batch: bool
    ) -> Declaration:
        declared = replace(
            service_samples.UNDECLARED,
            personal_number=personal_number,
            state=DeclarationState.DECLARED,
            base=base,
            allows_batch=allows_batch,
        )
        return await self._answered("declare_base", lambda: declared)

    async def void_base(self, citizen: Citizen, personal_number: str) -> Declaration:
        void = replace(service_samples.UNDECLARED, personal_number=personal_number)
        return await self._answered("void_base", lambda: void)

    async def payments(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> tuple[tuple[PaymentRecord, ...], bool]:
        return await self._answered("payments", lambda: ((service_samples.RECORD,), True))

    async def count_receipt_print(
        self, citizen: Citizen, payment_number: str, print_key: str, printed_before: int
    ) -> int:
        return await self._answered("count_print", lambda: self._counted(print_key, printed_before))

    async def payment_list(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> ServiceDocument:
        return await self._answered("payment_list", lambda: service_samples.LIST)

    async def certifiable(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> tuple[CertifiableRow, ...]:
        return await self._answered("certifiable", lambda: service_samples.ROWS)

    async def issued(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> tuple[IssuedCertificate, ...]:
        return await self._answered("issued", lambda: (service_samples.CERTIFICATE,))

    async def issue_tax_certificate(
        self, citizen: Citizen, issue_key: str, rows: tuple[CertifiableRow, ...]
    ) -> ServiceDocument:
        return await self._answered(
            "issue", lambda: self._issued(issue_key, service_samples.DOCUMENT.title)
        )

    async def reprint_certificate(
        self, citizen: Citizen, number: str, print_key: str
    ) -> ServiceDocument:
        def effect() -> ServiceDocument:
            reprint = self._counted(print_key, 0)
            return replace(service_samples.DOCUMENT, number=number, reprint=reprint)

        return await self._answered("reprint", effect)

    async def contribution_certificate(
        self,
        citizen: Citizen,
        issue_key: str,
        group: CitizenGroup,
        criteria: Criteria,
        form: CertificateForm,
    ) -> ServiceDocument:
        title = f"社会保险费缴费证明（{form.label}）"
        return await self._answered("contribution", lambda: self._issued(issue_key, title))

    def _issued(self, key: str, title: str) -> ServiceDocument:
        number = f"33701026030000{len(self.certificates):04}"
        document = replace(service_samples.DOCUMENT, number=number, title=title)
        return self.certificates.setdefault(key, document)

    def _counted(self, key: str, before: int) -> int:
        return self.prints.setdefault(key, max((0, before, *self.prints.values())) + 1)
