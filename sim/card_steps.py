"""Steps of scenarios with cards and the PIN pad; see ``sim.scenario``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from sim.card_actions import Generation, Keys
from sim.staff import find_member


class _CardStep(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SocialCard(_CardStep):
    """Put in a person's social-security card."""

    social_card: str
    generation: Generation = 2


class BankCard(_CardStep):
    """Put in a bank card."""

    bank_card: str


class InsertStaffCard(_CardStep):
    """Put in the chip card of one of the staff."""

    staff_card: str

    @field_validator("staff_card")
    @classmethod
    def _is_of_the_staff(cls, key: str) -> str:
        try:
            return find_member(key).key
        except LookupError:
            raise ValueError(f"nobody of the staff is called {key}") from None


class TakeStaffCard(_CardStep):
    """Take the staff card."""

    take_staff_card: Literal[True]


class TakeSocialCard(_CardStep):
    """Take the social-security card."""

    take_social_card: Literal[True]


class TakeBankCard(_CardStep):
    """Take the bank card, as soon as that can be done: a motorised reader has to let go first."""

    take_bank_card: Literal[True]


class Pin(_CardStep):
    """Type the right PIN of a card, once the pad waits for one."""

    pin: str


class Press(_CardStep):
    """Press keys of the pad, once it waits for a PIN."""

    press: Keys


class Purchases(_CardStep):
    """Wait until these are all purchases in the acquirer's books, the oldest first."""

    purchases: tuple[Literal["approved", "reversed", "declined"], ...]
    within: Annotated[float, Field(gt=0)] = 15.0


class AcquirerHears(_CardStep):
    """Wait until the acquirer has been sent a message of that kind, whatever becomes of it."""

    acquirer_hears: Literal["purchase", "reversal"]


CardStep = (
    SocialCard
    | BankCard
    | InsertStaffCard
    | TakeSocialCard
    | TakeBankCard
    | TakeStaffCard
    | Pin
    | Press
    | Purchases
    | AcquirerHears
)
