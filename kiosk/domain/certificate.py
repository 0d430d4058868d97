"""Official certificates (社保费凭证): what can be certified, and the document the service made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod

MOST_ROWS = 40
"""As many rows fit on one tax certificate."""
LIST_TITLE = "社会保险费缴费清单"
"""Of the list of payments, which is no certificate."""


class CertificateKind(Enum):
    """Which certificate. The value is the wire name."""

    TAX = "tax"
    CONTRIBUTION = "contribution"

    @property
    def label(self) -> str:
        """The full name of the document."""
        return {"tax": "税收完税证明", "contribution": "社会保险费缴费证明"}[self.value]


class CertificateForm(Enum):
    """申请类型 of the contribution certificate."""

    SUMMARY = "summary"
    DETAIL = "detail"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"summary": "汇总", "detail": "明细"}[self.value]

    @property
    def title(self) -> str:
        """The whole title of the certificate in this form."""
        return f"{CertificateKind.CONTRIBUTION.label}（{self.label}）"


@dataclass(frozen=True, slots=True)
class CertifiableRow:
    """One payment that no tax certificate has been issued for yet (当日开票申请).

    ``key`` names it towards the service. ``refund`` marks a 电子收入退还书.
    """

    key: str
    insurance: InsuranceKind
    period: ContributionPeriod
    amount: Money
    posted_on: date
    refund: bool


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate issued before (已生成凭证); ``prints`` counts how often it was handed out."""

    number: str
    kind: CertificateKind
    amount: Money
    rows: int
    issued_on: date
    prints: int


@dataclass(frozen=True, slots=True)
class ServiceDocument:
    """A PDF the service made for the citizen who is logged in: a certificate or a list.

    ``title`` is what it says it is, on paper too. ``number`` is 凭证号码, empty for a list, which
    shows name and number masked. ``reprint`` is 0 for a first issue and n for 补打 第n次. ``link``
    is where a phone can fetch it for ``valid_seconds``, empty where it may not. The content is
    personal and is left out of ``repr``.
    """

    number: str
    title: str
    pdf: bytes = field(repr=False)
    reprint: int
    link: str = field(repr=False)
    valid_seconds: int
