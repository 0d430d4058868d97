"""Documents issued one after another, with the same numbers and codes in every run."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable
from datetime import date

from sim.backend import (
    contribution_certificates,
    issued_certificates,
    payment_lists,
    tax_certificates,
)
from sim.backend.documents import Titled, make_pdf
from sim.backend.mint import Mint
from sim.backend.wire_history import (
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
    SearchCertificates,
    SearchPayments,
)
from tests.sim.backend.records import HERE, MEDICAL, Records, months

EVERYTHING: dict[str, object] = {"group": "1", "first_year": 2000, "last_year": 2026}


def counted() -> Callable[[int], bytes]:
    """Bytes that are the same in every run."""
    count = itertools.count(1)
    return lambda size: hashlib.shake_256(str(next(count)).encode()).digest(size)


class Issuing(Records):
    """Books of whose documents every byte but the signature is known beforehand."""

    def __init__(self) -> None:
        super().__init__(mint=Mint(counted()))
        self._keys = itertools.count(1)

    def paid_often(self, key: str, many: int, name: str = "") -> int:
        """Somebody who has paid a pension for so many months, and medical insurance once."""
        person = self.person(key, name)
        for place in range(many):
            year, month = 2023 + place // 12, 1 + place % 12
            paid = months(f"{year}{month:02d}", f"{year}{month:02d}")
            self.paid(person, paid, on=date(year, month, 9))
        self.paid(person, months("202602", "202602"), insurance=MEDICAL, fen=45_000)
        return person

    def refund(self, person: int) -> int:
        """Enter two months that were paid and given back; returns the person."""
        self.paid(person, months("202602", "202603"), refunded=date(2026, 4, 1))
        return person

    def tax(self, person: int, *, refunds: bool = False) -> Titled:
        """税收完税证明 of everything, or of what was given back."""
        wanted = SearchCertificates.model_validate(
            {"person_token": self.token(person), **EVERYTHING, "refunds": refunds}
        )
        rows = tax_certificates.certifiable(self.collection, HERE, wanted).rows
        issue = IssueTaxCertificate(
            person_token=self.token(person), row_keys=[row.key for row in rows]
        )
        return tax_certificates.issue(self.collection, HERE, self._key(), issue)

    def contribution(self, person: int, form: str) -> Titled:
        """社会保险费缴费证明 of everything."""
        wanted = MakeContributionCertificate.model_validate(
            {"person_token": self.token(person), **EVERYTHING, "insurance": None, "form": form}
        )
        return contribution_certificates.make(self.collection, HERE, self._key(), wanted)

    def again(self, person: int, titled: Titled) -> Titled:
        """补打 第1次."""
        wanted = ReprintCertificate(person_token=self.token(person))
        return issued_certificates.reprint(
            self.collection, HERE, titled.number, self._key(), wanted
        )

    def listed(self, person: int) -> Titled:
        """社会保险费缴费清单 of everything."""
        wanted = SearchPayments.model_validate(
            {"person_token": self.token(person), **EVERYTHING, "insurance": None, "state": None}
        )
        return payment_lists.make(self.collection, HERE, wanted)

    def pdf_of(self, titled: Titled) -> bytes:
        """The document as a terminal gets it. Takes long."""
        return make_pdf(self.collection, titled.manuscript)

    def _key(self) -> str:
        return f"{next(self._keys):036d}"
