"""The bodies of requests and answers about bases that are declared apart from a payment."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from sim.backend.wire import (
    MAX_FEN,
    BaseAnswer,
    Fen,
    InsuranceName,
    PersonalNumber,
    Request,
    Token,
)


class SearchDeclarations(Request):
    """Whose declarations are wanted."""

    person_token: Token


class DeclareBase(Request):
    """A base for the current year."""

    person_token: Token
    personal_number: PersonalNumber
    base_fen: int = Field(ge=1, le=MAX_FEN, description="缴费基数", examples=[520000])
    allows_batch: bool = Field(description="允许用于批扣")


class VoidBase(Request):
    """基数作废."""

    person_token: Token
    personal_number: PersonalNumber


class DeclarationAnswer(BaseModel):
    """The base of one enrolment for the policy year of ``base``."""

    personal_number: PersonalNumber
    insurance: InsuranceName
    agency_name: str
    base: BaseAnswer
    state: Literal["none", "declared", "in_use"] = Field(
        description="Once something was paid on it, it stays for the year"
    )
    base_fen: Fen | None = Field(description="None exactly when there is none")
    allows_batch: bool = Field(description="允许用于批扣")


class DeclarationsAnswer(BaseModel):
    """One for each active enrolment that knows a base."""

    declarations: list[DeclarationAnswer]
