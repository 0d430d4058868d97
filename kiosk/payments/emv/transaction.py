"""One purchase with an opened card: the question to the bank, and its answer to the card.

EMV Book 3, 10.5 to 10.11, as far as a terminal needs it that asks the bank about every purchase.
What it does not do, it says in the TVR: no offline data authentication, no offline PIN; of the
terminal's risk management only the floor limit, which is zero. It is no certified kernel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.payments.card import Card
from kiosk.payments.emv import commands
from kiosk.payments.emv.commands import CryptogramKind
from kiosk.payments.emv.cryptogram import Generated, generate
from kiosk.payments.emv.cvm import NOT_PERFORMED, HolderVerified, verify_holder
from kiosk.payments.emv.dol import fill_dol
from kiosk.payments.emv.field_55 import PURCHASE, REVERSAL, field_55
from kiosk.payments.emv.files import Options
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.reading import CardData
from kiosk.payments.emv.restrictions import declines, restrictions
from kiosk.payments.emv.scripts import NOT_CARRIED_OUT, run_script, scripts
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.terminal import EmvPurchase, figures, terminal_objects
from kiosk.payments.emv.tlv import MalformedTlv, Tlv, decode
from kiosk.payments.emv.trouble import ChipTrouble, ChipTroubleCause, malformed
from kiosk.payments.emv.verification import Found, Performed, Profile

_APPROVED = frozenset({"00", "11", "16"})
"""F39 of a consent without reserve: plain, to a favoured customer, and with a track 3 to write."""
_NOT_ASKED = "Z3"
"""The bank could not be asked; a terminal that must ask declines (EMV Book 4, annex A6)."""


@dataclass(frozen=True, slots=True)
class FirstHalf:
    """What goes to the bank: field 55 of the purchase, and of the reversal it may come to."""

    field_55: bytes = field(repr=False)
    reversal_55: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class IssuerAnswer:
    """The bank's answer: F39, two characters, and F55 with objects 91, 71, 72; empty without it."""

    response_code: str
    field_55: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if len(self.response_code) != 2 or not self.response_code.isascii():
            raise ValueError("a response code has two characters")

    @property
    def approved(self) -> bool:
        """Whether the bank says yes without any reserve."""
        return self.response_code in _APPROVED


class _Stage(Enum):
    OPENED = "opened"
    ASKING = "asking"
    CONCLUDED = "concluded"


class OpenCard:
    """A card whose application is open for one purchase; made by ``open_card``.

    In this order: ``authorise`` once, ``conclude`` once, ``finish``. Out of it they raise
    RuntimeError, and after a failure the card is opened anew. What the card's connection raises
    passes through.
    """

    def __init__(
        self,
        card: Card,
        data: CardData,
        options: Options,
        records: DataObjects,
        purchase: EmvPurchase,
    ) -> None:
        self._card = card
        self._data = data
        self._profile = options.profile
        self._records = records
        self._purchase = purchase
        self._own = terminal_objects(purchase).under(
            DataObjects({Tag.AIP: options.aip, Tag.DF_NAME: data.aid, Tag.TERMINAL_AID: data.aid})
        )
        self._found = Found.NO_OFFLINE_AUTHENTICATION | Found.OVER_FLOOR_LIMIT
        self._found |= restrictions(records, purchase.terminal)
        self._performed = Performed.TERMINAL_RISK_MANAGEMENT
        self._needs_pin = not self._verified(pin_entered=True).waives
        self._stage = _Stage.OPENED
        self._asked: Generated | None = None
        self._scripts: tuple[Tlv, ...] = ()
        self._script_results: list[bytes] = []

    @property
    def data(self) -> CardData:
        """What the card says of itself."""
        return self._data

    @property
    def needs_pin(self) -> bool:
        """Whether the holder is asked for the PIN that the bank checks. False only where the card's
        list of methods comes to no verification."""
        return self._needs_pin

    @property
    def script_results(self) -> bytes:
        """What became of the bank's commands, five bytes for each script (DF31); for the next
        message to the acquirer."""
        return b"".join(self._script_results)

    async def authorise(self, *, trace: int, pin_entered: bool) -> FirstHalf:
        """Have the card ask for the bank's consent (ARQC).

        ``trace`` is F11, told the card as its transaction counter (9F41); ``pin_entered`` whether a
        PIN block goes with the message. Raises ChipTrouble: DECLINED when the card refuses, or the
        bank has told it to; MALFORMED.
        """
        self._step(_Stage.OPENED, _Stage.ASKING)
        try:
            return await self._authorise(trace, pin_entered=pin_entered)
        except MalformedTlv:
            raise malformed() from None

    async def conclude(self, answer: IssuerAnswer | None) -> bool:
        """Tell the card what the bank said, None when it said nothing. Whether the card approves
        (TC); never after anything but the bank's plain consent.

        When the bank approved and this is False or raises, the purchase is to be reversed (06).
        Raises ChipTrouble MALFORMED for an answer that makes no sense, of the card or of the bank.
        """
        self._step(_Stage.ASKING, _Stage.CONCLUDED)
        try:
            return await self._conclude(answer)
        except MalformedTlv:
            raise malformed() from None

    async def finish(self) -> None:
        """Carry out the bank's commands that come last (object 72). They change nothing about the
        purchase, not even when the card is gone by then."""
        if self._stage is not _Stage.CONCLUDED:
            raise RuntimeError("the purchase is not concluded")
        try:
            await self._run(Tag.SCRIPT_AFTER, Found.SCRIPT_FAILED_AFTER)
        finally:
            self._scripts = ()

    async def _authorise(self, trace: int, *, pin_entered: bool) -> FirstHalf:
        verified = self._verified(pin_entered=pin_entered)
        self._found |= verified.found
        if pin_entered:
            self._found |= Found.ONLINE_PIN_ENTERED
        if self._profile & Profile.HOLDER_VERIFICATION:
            self._performed |= Performed.HOLDER_VERIFICATION
        self._own = self._own.under(
            DataObjects(
                {
                    Tag.CVM_RESULTS: verified.results,
                    Tag.SEQUENCE_COUNTER: figures(trace, 4),
                }
            )
        )
        declined = declines(self._records, self._found)
        wanted = CryptogramKind.AAC if declined else CryptogramKind.ARQC
        generated = await self._generate(wanted, Tag.CDOL_1)
        match generated.kind:
            case CryptogramKind.AAC:
                raise ChipTrouble(ChipTroubleCause.DECLINED)
            case CryptogramKind.ARQC if not declined:
                self._asked = generated
            case _:
                # A card never says more than it was asked for.
                raise malformed()
        self._performed |= Performed.CARD_RISK_MANAGEMENT
        # What belongs to the cryptogram comes with it, never out of a record.
        generated.objects.need(Tag.ISSUER_DATA)
        values = self._values().under(generated.objects)
        return FirstHalf(field_55(PURCHASE, values), field_55(REVERSAL, values))

    def _verified(self, *, pin_entered: bool) -> HolderVerified:
        if not self._profile & Profile.HOLDER_VERIFICATION:
            return NOT_PERFORMED
        currency = self._records.sized(Tag.APPLICATION_CURRENCY, 2)
        return verify_holder(
            self._records.get(Tag.CVM_LIST),
            self._purchase.amount,
            own_currency=currency == figures(self._purchase.terminal.currency, 2),
            pin_entered=pin_entered,
        )

    async def _conclude(self, answer: IssuerAnswer | None) -> bool:
        asked = self._asked
        if asked is None:
            raise RuntimeError("the card has asked for nothing")
        code = _NOT_ASKED if answer is None else answer.response_code
        approved = answer is not None and answer.approved
        told: dict[int, bytes] = {Tag.RESPONSE_CODE: code.encode("ascii")}
        if answer is not None:
            self._scripts = decode(answer.field_55)
            authentication = _authentication(self._scripts)
            if authentication is not None:
                told[Tag.ISSUER_AUTHENTICATION] = authentication
                await self._authenticate(authentication)
            await self._run(Tag.SCRIPT_BEFORE, Found.SCRIPT_FAILED_BEFORE)
        self._own = self._own.under(DataObjects(told))
        wanted = CryptogramKind.TC if approved else CryptogramKind.AAC
        generated = await self._generate(wanted, Tag.CDOL_2)
        if generated.objects.need(Tag.COUNTER) != asked.objects.need(Tag.COUNTER):
            raise MalformedTlv("the answer belongs to another transaction")
        match generated.kind:
            case CryptogramKind.TC if approved:
                return True
            case CryptogramKind.AAC:
                return False
            case _:
                raise malformed()

    async def _authenticate(self, authentication: bytes) -> None:
        """Show the card that the answer is its bank's; else GENERATE AC does, by its CDOL2."""
        if not self._profile & Profile.ISSUER_AUTHENTICATION:
            return
        reply = await self._card.exchange(commands.external_authenticate(authentication))
        self._performed |= Performed.ISSUER_AUTHENTICATION
        if reply.sw != commands.DONE:
            # The card itself says with its second cryptogram what it makes of that.
            self._found |= Found.ISSUER_NOT_AUTHENTIC

    async def _run(self, template: Tag, failed: Found) -> None:
        """Carry out the scripts of one kind. Those that make no sense have failed, as those that a
        card refuses; the purchase goes on."""
        try:
            found = scripts(self._scripts, template)
        except MalformedTlv:
            self._found |= failed
            self._script_results.append(NOT_CARRIED_OUT)
            return
        for script in found:
            result = await run_script(self._card, script)
            self._performed |= Performed.SCRIPTS
            self._script_results.append(result.data)
            if not result.well:
                self._found |= failed

    async def _generate(self, wanted: CryptogramKind, list_tag: Tag) -> Generated:
        data = fill_dol(self._records.need(list_tag), self._values())
        return await generate(self._card, wanted, data)

    def _values(self) -> DataObjects:
        """Everything known by now; what the terminal says counts more than what a card says."""
        found: dict[int, bytes] = {Tag.TVR: self._found.data, Tag.TSI: self._performed.data}
        return self._records.under(self._own).under(DataObjects(found))

    def _step(self, expected: _Stage, following: _Stage) -> None:
        if self._stage is not expected:
            raise RuntimeError(f"the purchase is {self._stage.value}, not {expected.value}")
        self._stage = following


def _authentication(answer: tuple[Tlv, ...]) -> bytes | None:
    """Issuer authentication data, 8 to 16 bytes, where the bank sent them. Raises MalformedTlv."""
    named = DataObjects.of(
        item for item in answer if item.tag not in (Tag.SCRIPT_BEFORE, Tag.SCRIPT_AFTER)
    )
    value = named.get(Tag.ISSUER_AUTHENTICATION)
    if value is not None and not 8 <= len(value) <= 16:
        raise MalformedTlv("issuer authentication data have 8 to 16 bytes")
    return value
