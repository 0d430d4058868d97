"""The part of the client that asks for what is on record, and for papers about it."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.backend import documents, translate_records
from kiosk.backend.calls import Calls
from kiosk.backend.fields import read
from kiosk.backend.translate import malformed
from kiosk.backend.transport import MOST_DOCUMENT_BYTES
from kiosk.backend.wire_records import (
    CertifiableAnswer,
    DeclarationAnswer,
    DeclarationsAnswer,
    DocumentAnswer,
    IssuedCertificatesAnswer,
    PaymentsAnswer,
    ReceiptPrintAnswer,
)
from kiosk.domain.certificate import (
    CertifiableRow,
    CertificateForm,
    IssuedCertificate,
    ServiceDocument,
)
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.declaration import Declaration
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentRecord


class Declarations(Calls):
    """Bases chosen for a year."""

    async def declarations(self, citizen: Citizen) -> tuple[Declaration, ...]:
        """One for each 个人参保编号 that knows a base."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/base-declarations/search", {"person_token": citizen.token}
        )
        return translate_records.declarations(read(DeclarationsAnswer, answer))

    async def declare_base(
        self, citizen: Citizen, personal_number: str, base: Money, *, allows_batch: bool
    ) -> Declaration:
        """Set the base of the year; the same again changes nothing."""
        answer = await self._transport.repeatedly(
            "PUT",
            "/v1/base-declarations",
            {
                "person_token": citizen.token,
                "personal_number": personal_number,
                "base_fen": base.fen,
                "allows_batch": allows_batch,
            },
        )
        return translate_records.declared_base(
            read(DeclarationAnswer, answer), personal_number, base, allows_batch=allows_batch
        )

    async def void_base(self, citizen: Citizen, personal_number: str) -> Declaration:
        """Take the base of the year back; once more changes nothing."""
        answer = await self._transport.repeatedly(
            "POST",
            "/v1/base-declarations/void",
            {"person_token": citizen.token, "personal_number": personal_number},
        )
        return translate_records.voided_base(read(DeclarationAnswer, answer), personal_number)


class _Papers(Calls):
    async def _document(self, method: str, path: str, body: Mapping[str, object]) -> DocumentAnswer:
        answer = await self._transport.repeatedly(
            method, path, body, most_bytes=MOST_DOCUMENT_BYTES
        )
        return read(DocumentAnswer, answer)


class History(_Papers):
    """Payments of the past."""

    async def payments(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> tuple[tuple[PaymentRecord, ...], bool]:
        """Payments that meet the criteria, the latest first, and whether there are older ones."""
        answer = read(
            PaymentsAnswer,
            await self._transport.repeatedly(
                "POST",
                "/v1/payments/search",
                _payments_of(citizen, group, criteria),
            ),
        )
        return translate_records.payments(answer, group, criteria), answer.more

    async def count_receipt_print(
        self, citizen: Citizen, payment_number: str, print_key: str, printed_before: int
    ) -> int:
        """Have one more receipt of a posted payment counted, and say which reprint it is (from 1).

        ``print_key`` is a UUID of this one print: the same again is counted once.
        ``printed_before`` is how many reprints this terminal knows of.
        """
        answer = await self._transport.repeatedly(
            "PUT",
            f"/v1/payments/{payment_number}/receipt-prints/{print_key}",
            {"person_token": citizen.token, "printed_before": printed_before},
        )
        reprint = read(ReceiptPrintAnswer, answer).reprint
        if reprint <= printed_before:
            raise malformed("count")
        return reprint

    async def payment_list(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> ServiceDocument:
        """A list of the payments that meet the criteria."""
        answer = await self._document(
            "POST",
            "/v1/payment-lists",
            _payments_of(citizen, group, criteria),
        )
        return documents.payment_list(answer)


class Certificates(_Papers):
    """What can be certified, and the certificates."""

    async def certifiable(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> tuple[CertifiableRow, ...]:
        """Payments, or refunds, that have no tax certificate yet."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/certificates/certifiable", _certificates_of(citizen, group, criteria)
        )
        return translate_records.certifiable(read(CertifiableAnswer, answer), group, criteria)

    async def issued(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria
    ) -> tuple[IssuedCertificate, ...]:
        """Tax certificates issued before."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/certificates/issued", _certificates_of(citizen, group, criteria)
        )
        return translate_records.issued(read(IssuedCertificatesAnswer, answer))

    async def issue_tax_certificate(
        self, citizen: Citizen, issue_key: str, rows: tuple[CertifiableRow, ...]
    ) -> ServiceDocument:
        """首次开具 of these rows. ``issue_key`` is a UUID of this one certificate: the same again
        gives the same certificate."""
        answer = await self._document(
            "PUT",
            f"/v1/certificates/tax/{issue_key}",
            {"person_token": citizen.token, "row_keys": [row.key for row in rows]},
        )
        return documents.new_certificate(answer)

    async def reprint_certificate(
        self, citizen: Citizen, number: str, print_key: str
    ) -> ServiceDocument:
        """补打 of a certificate. ``print_key`` is a UUID of this one print: the same again is
        counted once."""
        answer = await self._document(
            "PUT",
            f"/v1/certificates/{number}/prints/{print_key}",
            {"person_token": citizen.token},
        )
        return documents.reprinted_certificate(answer, number)

    async def contribution_certificate(
        self,
        citizen: Citizen,
        issue_key: str,
        group: CitizenGroup,
        criteria: Criteria,
        form: CertificateForm,
    ) -> ServiceDocument:
        """社会保险费缴费证明 of what was paid. ``issue_key`` is a UUID of this one certificate: the
        same again gives the same certificate."""
        answer = await self._document(
            "PUT",
            f"/v1/certificates/contribution/{issue_key}",
            {
                **_past(citizen, group, criteria),
                **_insurance(criteria),
                "form": form.value,
            },
        )
        return documents.new_certificate(answer)


def _past(citizen: Citizen, group: CitizenGroup, criteria: Criteria) -> dict[str, object]:
    return {
        "person_token": citizen.token,
        "group": group.value,
        "first_year": criteria.first_year,
        "last_year": criteria.last_year,
    }


def _insurance(criteria: Criteria) -> dict[str, object]:
    return {"insurance": None if criteria.insurance is None else criteria.insurance.value}


def _payments_of(citizen: Citizen, group: CitizenGroup, criteria: Criteria) -> dict[str, object]:
    state = None if criteria.state is None else criteria.state.value
    return {**_past(citizen, group, criteria), **_insurance(criteria), "state": state}


def _certificates_of(
    citizen: Citizen, group: CitizenGroup, criteria: Criteria
) -> dict[str, object]:
    return {**_past(citizen, group, criteria), "refunds": criteria.refunds}
