"""Card readers, PIN pad and acquirer as the settings describe them."""

from __future__ import annotations

from functools import partial

from kiosk.devices.api import (
    BankCardReader,
    KeyCipher,
    KeyUse,
    PinBlockForm,
    PinPad,
    SocialCardReader,
    WorkingKey,
)
from kiosk.devices.chip_card_reader import ChipCardReader
from kiosk.devices.motor_card_reader import MotorCardReader
from kiosk.devices.pin_pad.component_loaders import ComponentLoader, component_loader
from kiosk.devices.pin_pad.dialect import KeyPlaces
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.xz_f35 import xz_f35_pin_pad
from kiosk.devices.pin_pad.zt598 import zt598_pin_pad
from kiosk.devices.ports.chip_address import chip_port_at
from kiosk.devices.ports.serial_port import serial_port
from kiosk.devices.social_card_reader import ChipSocialCardReader
from kiosk.equipment.misconfigured import Misconfigured
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.profile import AcquirerProfile, TlsFiles
from kiosk.payments.emv.terminal import TerminalData
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.keys import EncipheredKey, KeySet
from kiosk.runtime.cards.counter import CardEquipment
from kiosk.runtime.cards.desk import CardManner
from kiosk.runtime.clock import Clock
from kiosk.settings import AcquirerSettings, Settings

_SERIAL_SIZE = 8
_PIN_CIPHERS = {Dialect.TRIPLE_DES: KeyCipher.TRIPLE_DES, Dialect.SM4: KeyCipher.SM4}
_MAC_CIPHERS = {Dialect.TRIPLE_DES: KeyCipher.DES, Dialect.SM4: KeyCipher.SM4}
_PIN_FORMS = {"iso0": PinBlockForm.ISO0_SM4, "iso0-padded": PinBlockForm.ISO0_PADDED_SM4}


def social_card_reader_of(settings: Settings, clock: Clock) -> SocialCardReader | None:
    """The reader of social-security cards, not yet opened; None for a terminal without one. Raises
    Misconfigured for an impossible port."""
    reader = settings.social_card_reader
    if reader is None:
        return None
    try:
        return ChipSocialCardReader(chip_port_at(reader.port, clock), clock)
    except ValueError as error:
        raise Misconfigured(f"social-security card reader: {error}") from error


def bank_card_reader_of(settings: Settings, clock: Clock) -> BankCardReader | None:
    """The reader of bank cards, not yet opened; None for a terminal without one. Raises
    Misconfigured for an impossible port."""
    reader = settings.bank_card_reader
    if reader is None:
        return None
    if reader.driver == "crt-571":
        return MotorCardReader(serial_port(reader.port, speed=reader.baud), clock)
    try:
        return ChipCardReader(chip_port_at(reader.port, clock), clock)
    except ValueError as error:
        raise Misconfigured(f"bank-card reader: {error}") from error


def pad_of(settings: Settings, clock: Clock) -> EncryptingPinPad | None:
    """The PIN pad, not yet opened; None for a terminal without one."""
    pad = settings.pin_pad
    if pad is None:
        return None
    opener = serial_port(pad.port, speed=pad.baud)
    places = KeyPlaces(master=pad.master_key, pin=pad.pin_key, mac=pad.mac_key, data=pad.data_key)
    make = zt598_pin_pad if pad.driver == "zt598" else xz_f35_pin_pad
    return make(opener, clock, places)


def component_loader_of(settings: Settings) -> ComponentLoader:
    """How the pad of these settings takes a master key for its acquirer. Raises Misconfigured."""
    pad, acquirer = settings.pin_pad, settings.acquirer
    if pad is None or acquirer is None:
        raise Misconfigured("a master key is for a PIN pad and an acquirer")
    cipher = _PIN_CIPHERS[Dialect(acquirer.dialect)]
    return component_loader(pad.driver, cipher, pad.master_key)


def cards_of(settings: Settings, clock: Clock) -> CardEquipment | None:
    """Everything for card payments; None for a terminal that takes no cards. Raises
    Misconfigured."""
    reader, pad = bank_card_reader_of(settings, clock), pad_of(settings, clock)
    acquirer = settings.acquirer
    if reader is None or pad is None or acquirer is None:
        return None
    profile = _profile(acquirer)
    return CardEquipment(
        reader=reader,
        pad=pad,
        acquirer=acquirer_with(profile, pad, clock),
        terminal=TerminalData(
            terminal_id=profile.terminal_id,
            serial=_serial(settings.terminal.number),
            merchant_id=profile.merchant_id,
        ),
        profile=profile,
        pin_form=_pin_form(acquirer),
        manner=_manner(settings),
        loader=partial(component_loader_of, settings),
    )


def acquirer_of(settings: Settings, clock: Clock) -> tuple[Acquirer, PinPad] | None:
    """The acquirer alone, and the pad that has its keys, for examining and settling."""
    pad, acquirer = pad_of(settings, clock), settings.acquirer
    if pad is None or acquirer is None:
        return None
    return acquirer_with(_profile(acquirer), pad, clock), pad


def acquirer_with(profile: AcquirerProfile, pad: PinPad, clock: Clock) -> Acquirer:
    """The acquirer of a profile, whose keys are in this pad and nowhere else."""
    cipher = _MAC_CIPHERS[profile.dialect]

    async def load(keys: KeySet) -> None:
        await pad.load_working_keys(_working_keys(keys))

    async def mac(data: bytes) -> bytes:
        return await pad.mac(data, cipher)

    return Acquirer(profile, load=load, mac=mac, clock=clock)


def _working_keys(keys: KeySet) -> tuple[WorkingKey, ...]:
    pin, mac = _PIN_CIPHERS[keys.dialect], _MAC_CIPHERS[keys.dialect]
    wanted = [(KeyUse.PIN, pin, keys.pin), (KeyUse.MAC, mac, keys.mac)]
    if keys.data is not None:
        wanted.append((KeyUse.DATA, pin, keys.data))
    return tuple(_working_key(use, cipher, key) for use, cipher, key in wanted)


def _working_key(use: KeyUse, cipher: KeyCipher, key: EncipheredKey) -> WorkingKey:
    return WorkingKey(use, cipher, key.cryptogram, key.check_value)


def _profile(acquirer: AcquirerSettings) -> AcquirerProfile:
    tls = None
    if acquirer.ca is not None:
        tls = TlsFiles(acquirer.ca, acquirer.certificate, acquirer.key)
    return AcquirerProfile(
        host=acquirer.host,
        port=acquirer.port,
        terminal_id=acquirer.terminal_id,
        merchant_id=acquirer.merchant_id,
        dialect=Dialect(acquirer.dialect),
        tpdu=bytes.fromhex(acquirer.tpdu),
        header=bytes.fromhex(acquirer.header),
        tls=tls,
        connect_seconds=acquirer.connect_seconds,
        answer_seconds=acquirer.answer_seconds,
        reads_stripe=acquirer.accepts_stripe,
    )


def _pin_form(acquirer: AcquirerSettings) -> PinBlockForm:
    sm4 = acquirer.dialect == "sm4"
    return _PIN_FORMS[acquirer.pin_form] if sm4 else PinBlockForm.ISO0_3DES


def _manner(settings: Settings) -> CardManner:
    reader, pad = settings.bank_card_reader, settings.pin_pad
    if reader is None or pad is None:
        raise Misconfigured("card payment needs a reader and a PIN pad")
    return CardManner(
        least_pin=pad.shortest_pin,
        most_pin=pad.longest_pin,
        captures=reader.capture,
        grace_s=reader.take_seconds,
    )


def _serial(number: str) -> str:
    """9F1E has room for eight letters and figures."""
    plain = "".join(sign for sign in number if sign.isalnum())
    return plain[-_SERIAL_SIZE:].rjust(_SERIAL_SIZE, "0")
