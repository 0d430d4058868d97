"""From what a card's chip says to an identity card that the terminal believes."""

from __future__ import annotations

from typing import assert_never

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.identity_record import (
    CitizenRecord,
    ForeignerRecord,
    IdentityRecord,
    IdentityRecordError,
    ResidencePermitRecord,
    UnknownRecordKind,
    decode_identity_record,
)
from kiosk.domain.citizen import IdentityCard, Sex
from kiosk.domain.identity import (
    IdentityKind,
    IdentityNumber,
    IdentityNumberError,
    parse_identity_number,
)
from kiosk.domain.names import normalise_name
from kiosk.domain.terminal import Remedy


def identity_card(record: bytes) -> IdentityCard:
    """Read the 256-byte text record of GA/T 490 and check it against itself.

    Only what the terminal needs is kept: address, nation and issuing authority stay behind. Whether
    the card has expired is for the caller, who knows the date. Raises DeviceError with
    CARD_UNREADABLE, CARD_WRONG_KIND or CARD_CONTRADICTS_ITSELF.
    """
    try:
        said = decode_identity_record(record)
    except UnknownRecordKind:
        raise DeviceError(DeviceCause.CARD_WRONG_KIND, Remedy.NONE) from None
    except IdentityRecordError:
        raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE) from None
    name = normalise_name(said.name)
    if not name:
        raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE)
    try:
        number = parse_identity_number(said.number)
    except IdentityNumberError:
        raise DeviceError(DeviceCause.CARD_CONTRADICTS_ITSELF, Remedy.NONE) from None
    if not _agrees(said, number):
        raise DeviceError(DeviceCause.CARD_CONTRADICTS_ITSELF, Remedy.NONE)
    return IdentityCard(
        name=name,
        number=number,
        sex=said.sex,
        birth=said.birth,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
    )


def _agrees(said: IdentityRecord, number: IdentityNumber) -> bool:
    if not number.matches_birth(said.birth):
        return False
    match said:
        case CitizenRecord():
            return number.kind is IdentityKind.RESIDENT and _sex_agrees(said.sex, number)
        case ResidencePermitRecord():
            permits = (
                IdentityKind.HK_MACAO_RESIDENCE_PERMIT,
                IdentityKind.TAIWAN_RESIDENCE_PERMIT,
            )
            return number.kind in permits and _sex_agrees(said.sex, number)
        case ForeignerRecord():
            # No public source says that a foreigner's number tells the sex.
            return number.kind is IdentityKind.FOREIGN_PERMANENT_RESIDENT
        case _:
            assert_never(said)


def _sex_agrees(sex: Sex, number: IdentityNumber) -> bool:
    digit = number.sex_digit
    if digit is None or sex not in (Sex.MALE, Sex.FEMALE):
        return True
    return (digit % 2 == 1) is (sex is Sex.MALE)
