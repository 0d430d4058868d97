"""What every document begins with, and how its content reaches the template."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from kiosk.domain.identity import parse_identity_number
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import mask_identity, mask_name
from sim.backend.models import Person, Terminal

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_PROJECTS = {
    InsuranceKind.FLEXIBLE_PENSION: "基本养老保险费",
    InsuranceKind.FLEXIBLE_MEDICAL: "基本医疗保险费",
    InsuranceKind.RESIDENT_PENSION: "城乡居民基本养老保险费",
    InsuranceKind.RESIDENT_MEDICAL: "城乡居民基本医疗保险费",
}


@dataclass(frozen=True, slots=True)
class Head:
    """Whose document it is and who issues it, as printed."""

    authority: str
    holder: str
    identity_kind: str
    identity_number: str
    issued_on: str

    @property
    def masked(self) -> Head:
        """For papers that are no certificates and may lie about."""
        number = parse_identity_number(self.identity_number)
        return replace(self, holder=mask_name(self.holder), identity_number=mask_identity(number))


def head_of(session: Session, person_id: int, terminal: str, today: date) -> Head:
    """A head with the full name and number, as certificates have it. Raises NoResultFound."""
    person = session.get_one(Person, person_id)
    return Head(
        authority=session.get_one(Terminal, terminal).tax_authority,
        holder=person.name,
        identity_kind=person.identity_kind.label,
        identity_number=person.identity_number,
        issued_on=f"{today.year}年{today:%m}月{today:%d}日",
    )


def content_of(head: Head, *parts: DataclassInstance) -> str:
    """All of them in one as JSON, for the template."""
    fields = {name: value for part in (head, *parts) for name, value in asdict(part).items()}
    return json.dumps(fields, ensure_ascii=False)


def project_of(insurance: InsuranceKind) -> str:
    """征收项目 in Chinese."""
    return _PROJECTS[insurance]
