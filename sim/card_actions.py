"""What people do with cards and PINs, and what goes wrong with their devices, as typed data.

Part of the vocabulary of ``sim.actions``. ``person`` is a key of ``sim.people``, ``card`` one of
``sim.cards.cast``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.cards.chip_fault import ChipFault
from sim.cards.staff_authority import StaffCardFlaw

Generation = Literal[1, 2, 3]
CableState = Literal["unplugged", "plugged"]
ContactFault = Literal["upside_down", "loose_contact"]
"""No chip where the contacts are; contacts that fail in the middle."""
SocialCardFault = ContactFault | Literal["bank_card", "blocked", "garbled"]
"""``bank_card``: it is none of social security."""

_KEY = "([0-9]+|enter|cancel|clear)"
Keys = Annotated[str, Field(pattern=rf"^{_KEY}( {_KEY})*$", max_length=80)]
"""Keys of the PIN pad, one after another: figures, and words for the others, as in ``12 clear
123456 enter``."""


class _CardAction(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SocialCardInserted(_CardAction):
    """Somebody puts their social-security card (社保卡) into its reader, in place of the one there.

    ``fault`` is what is wrong with it. It answers ``remaining`` commands and is then pulled out;
    None leaves it there.
    """

    world: Literal["social.insert"] = "social.insert"
    person: str
    generation: Generation = 2
    fault: SocialCardFault | None = None
    remaining: Annotated[int, Field(ge=0)] | None = None


class SocialCardRemoved(_CardAction):
    """The social-security card is taken out."""

    world: Literal["social.remove"] = "social.remove"


class SocialReaderCable(_CardAction):
    """The cable of the reader of social-security cards."""

    world: Literal["socialreader.cable"] = "socialreader.cable"
    state: CableState


class BankCardInserted(_CardAction):
    """Somebody puts a bank card into its reader. Who pays need not be whose card it is.

    ``fault`` is what is wrong with it, or when it is pulled out while it pays.
    """

    world: Literal["bank.insert"] = "bank.insert"
    card: str
    fault: ChipFault | ContactFault | None = None


class BankCardRemoved(_CardAction):
    """The bank card is taken: out of the slot, or from the mouth of a motorised reader."""

    world: Literal["bank.remove"] = "bank.remove"


class BankReaderCable(_CardAction):
    """The cable of the reader of bank cards."""

    world: Literal["bankreader.cable"] = "bankreader.cable"
    state: CableState


class PadPressed(_CardAction):
    """Somebody presses keys of the PIN pad."""

    world: Literal["pad.press"] = "pad.press"
    keys: Keys

    @property
    def pressed(self) -> tuple[str, ...]:
        """Key by key."""
        return tuple(
            key
            for word in self.keys.split()
            for key in (word if word.isdigit() else (word.upper(),))
        )


class PinTyped(_CardAction):
    """The right PIN of a card is entered, without anybody writing it down here."""

    world: Literal["pad.pin"] = "pad.pin"
    card: str


class PadFaultAdded(_CardAction):
    """The PIN pad fails; ``fault`` is a name of ``sim.devices.pin_pad.faults``, or ``tampered``,
    ``removed``, ``battery_low``, ``gives_up`` (it has waited long enough for a key)."""

    world: Literal["pad.fault"] = "pad.fault"
    fault: str


class PadMended(_CardAction):
    """The PIN pad works again."""

    world: Literal["pad.mend"] = "pad.mend"


class PadCable(_CardAction):
    """The cable of the PIN pad."""

    world: Literal["pad.cable"] = "pad.cable"
    state: CableState


class AcquirerFaultAdded(_CardAction):
    """The acquirer or its line goes wrong; ``fault`` is a name of ``sim.acquirer.faults``.

    It lets ``after`` messages pass that it would strike.
    """

    world: Literal["acquirer.fault"] = "acquirer.fault"
    fault: str
    after: Annotated[int, Field(ge=0)] = 0


class AcquirerFaultsCleared(_CardAction):
    """The acquirer answers rightly again."""

    world: Literal["acquirer.clear"] = "acquirer.clear"


class AcquirerLine(_CardAction):
    """The line to the acquirer: cut, it takes no connection and ends those there are."""

    world: Literal["acquirer.line"] = "acquirer.line"
    line: Literal["up", "cut"]


class StaffCardInserted(_CardAction):
    """Somebody of the staff puts their chip card into the slot: that for social-security cards
    where there is one, else that for bank cards. ``member`` is a key of ``sim.staff``.

    ``flaw`` is what is wrong with the card. It answers ``remaining`` commands and is then pulled
    out; None leaves it there.
    """

    world: Literal["staffcard.insert"] = "staffcard.insert"
    member: str
    flaw: StaffCardFlaw | None = None
    remaining: Annotated[int, Field(ge=0)] | None = None


class StaffCardRemoved(_CardAction):
    """The staff card is taken out, as soon as the reader lets go of it."""

    world: Literal["staffcard.remove"] = "staffcard.remove"


StaffCardAction = StaffCardInserted | StaffCardRemoved
SocialAction = SocialCardInserted | SocialCardRemoved | SocialReaderCable
BankAction = BankCardInserted | BankCardRemoved | BankReaderCable
PadAction = PadPressed | PinTyped | PadFaultAdded | PadMended | PadCable
AcquirerAction = AcquirerFaultAdded | AcquirerFaultsCleared | AcquirerLine
CardAction = SocialAction | StaffCardAction | BankAction | PadAction | AcquirerAction
