"""Chip cards, the PIN pad, and the acquirer of card payments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kiosk.settings.section import FilePath, Section

_MOST_XZ_PLACE = 63
KeySlot = Annotated[int, Field(ge=0, le=0x7F)]


class SocialCardReaderSettings(Section):
    """``port`` is ``pcsc://`` for the only reader, ``pcsc://name=PART`` or ``pcsc://usb=PATH`` for
    one of several, or ``socket://host:port``."""

    port: str = Field(min_length=1)


class BankCardReaderSettings(Section):
    """``driver`` is "pcsc" for a reader that cards are pushed into by hand, "crt-571" for one that
    draws them in. ``baud`` is for the latter. A forgotten card is kept where ``capture`` is set and
    the reader can; ``take_seconds`` is how long it waits once its holder has left the screen."""

    driver: Literal["pcsc", "crt-571"] = "pcsc"
    port: str = Field(min_length=1)
    baud: int = 9600
    capture: bool = True
    take_seconds: int = Field(default=30, ge=10, le=120)


class PinPadSettings(Section):
    """``port`` is a serial device or ``socket://host:port``. The keys are the places in the pad
    where they lie, as its key officers and its manual number them."""

    driver: Literal["zt598", "xz-f35"] = "zt598"
    port: str = Field(min_length=1)
    baud: int = 9600
    master_key: KeySlot = 1
    pin_key: KeySlot = 0x30
    mac_key: KeySlot = 0x31
    data_key: KeySlot = 0x32
    shortest_pin: int = Field(default=6, ge=4, le=12)
    longest_pin: int = Field(default=6, ge=4, le=12)

    @model_validator(mode="after")
    def _keys_and_lengths_make_sense(self) -> PinPadSettings:
        slots = (self.master_key, self.pin_key, self.mac_key, self.data_key)
        if len(set(slots)) != len(slots):
            raise ValueError("each key has a place of its own in the pad")
        if self.driver == "xz-f35" and max(slots) > _MOST_XZ_PLACE:
            raise ValueError(f"an XZ-F35 has places 0 to {_MOST_XZ_PLACE}")
        if self.shortest_pin > self.longest_pin:
            raise ValueError("the shortest PIN is longer than the longest")
        return self


class AcquirerSettings(Section):
    """The UnionPay acquirer (收单机构) and this terminal's name there.

    ``terminal_id`` is F41, ``merchant_id`` F42, as in the acquirer's contract. ``tpdu`` (5 bytes)
    and ``header`` (6 bytes) are hexadecimal, as the acquirer gives them. ``pin_form`` matters for
    SM4 alone. With ``ca`` the connection is TLS, with ``certificate`` and ``key`` on both sides.
    """

    host: str = Field(min_length=1)
    port: int = Field(ge=1, le=65535)
    terminal_id: str = Field(pattern=r"^[0-9A-Z]{8}$")
    merchant_id: str = Field(pattern=r"^[0-9A-Z]{15}$")
    dialect: Literal["3des", "sm4"] = "3des"
    pin_form: Literal["iso0", "iso0-padded"] = "iso0"
    tpdu: str = Field(default="6000030000", pattern=r"^[0-9A-Fa-f]{10}$")
    header: str = Field(default="603100311300", pattern=r"^[0-9A-Fa-f]{12}$")
    connect_seconds: float = Field(default=10.0, gt=0, le=60)
    answer_seconds: float = Field(default=60.0, gt=0, le=90)
    accepts_stripe: bool = False
    ca: FilePath | None = None
    certificate: FilePath | None = None
    key: FilePath | None = None

    @model_validator(mode="after")
    def _certificates_are_complete(self) -> AcquirerSettings:
        if (self.certificate is None) is not (self.key is None):
            raise ValueError("a certificate needs its key")
        if self.certificate is not None and self.ca is None:
            raise ValueError("a certificate is for TLS, which needs the acquirer's ca")
        return self
