"""The acquirer, as the terminal talks with it.

Only an answer with the right MAC is believed, and only if it answers what was asked. Whatever else
happens after a purchase has left is an ``AcquirerTrouble`` whose ``sent`` is True, and the purchase
has to be reversed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from kiosk.payments.acquirer.answer import (
    Answer,
    SignedIn,
    answered_at,
    is_answer_to,
    read_answer,
    read_batch,
)
from kiosk.payments.acquirer.clock import Clock
from kiosk.payments.acquirer.connection import Connection, Line
from kiosk.payments.acquirer.messages import (
    echo_message,
    purchase_message,
    settlement_message,
    sign_in_message,
)
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.acquirer.purchase import Purchase
from kiosk.payments.acquirer.reversal import Reversal
from kiosk.payments.acquirer.settlement import Settlement, SettlementAnswer
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.codec import (
    NO_MAC,
    MalformedMessage,
    Message,
    decode_message,
    encode_message,
)
from kiosk.payments.iso8583.frame import Frame, HostAsk, decode_frame, encode_frame
from kiosk.payments.iso8583.keys import KeySet, read_keys
from kiosk.payments.iso8583.mac import is_same_mac, mac_field, mac_input, what_is_sealed
from kiosk.payments.iso8583.responses import ResponseAction, response_for
from kiosk.payments.iso8583.totals import read_reconciliation

_MAC, _CODE = 64, 39


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer and its bytes, from which its MAC is made."""

    message: Message
    octets: bytes = field(repr=False)
    asks: HostAsk


class Acquirer:
    """The acquirer at the other end of the line.

    ``load`` takes the keys of a sign-in into the PIN pad, where they are checked; ``mac`` has the
    pad make a CBC-MAC of two blocks under the MAC key. What they raise passes through, except after
    a purchase or reversal has been answered: then it is an AcquirerTrouble with PAD.

    Messages that need the keys go one after the other; a connection is opened for each. Cancelled
    while a purchase is under way, nobody knows its outcome.
    """

    def __init__(
        self,
        profile: AcquirerProfile,
        *,
        load: Callable[[KeySet], Awaitable[None]],
        mac: Callable[[bytes], Awaitable[bytes]],
        clock: Clock,
    ) -> None:
        self._profile = profile
        self._load = load
        self._mac = mac
        self._clock = clock
        self._line = Line(profile, clock)
        self._turn = asyncio.Lock()

    async def sign_in(self, trace: int, batch: int = 1) -> SignedIn:
        """Have the host send keys, and the pad take them. ``batch`` is the terminal's so far.

        Raises AcquirerTrouble, with REFUSED and the code for a refusal, and what ``load`` raises.
        """
        profile = self._profile
        async with self._turn:
            said = await self._manage(sign_in_message(profile, trace, batch))
            try:
                keys = read_keys(said.message.octets(62), profile.dialect)
                signed_in = SignedIn(
                    read_batch(said.message),
                    answered_at(said.message, self._clock.now()),
                    said.asks,
                )
            except MalformedMessage:
                raise AcquirerTrouble(AcquirerCause.GARBLED) from None
            await self._load(keys)
            return signed_in

    async def echo(self, trace: int, batch: int = 1) -> None:
        """Ask whether the host is there. Raises AcquirerTrouble, with REFUSED for a refusal."""
        await self._manage(echo_message(self._profile, trace, batch))

    async def purchase(self, purchase: Purchase) -> Answer:
        """Ask for a purchase. Its reversal must be on the disk before.

        Raises AcquirerTrouble; ValueError and what ``mac`` raises before anything is sent.
        """
        return await self._sealed(purchase_message(self._profile, purchase))

    async def reverse(self, reversal: Reversal) -> Answer:
        """Ask for a reversal; finished when the answer's ``ends_reversal``. May be repeated.

        Raises AcquirerTrouble, and what ``mac`` raises before anything is sent.
        """
        return await self._sealed(reversal.message())

    async def settle(self, settlement: Settlement) -> SettlementAnswer:
        """Close a batch. Raises AcquirerTrouble, with REFUSED and the code for a refusal."""
        async with self._turn:
            said = await self._manage(settlement_message(self._profile, settlement))
        try:
            mark = read_reconciliation(said.message.get(48))
        except MalformedMessage:
            raise AcquirerTrouble(AcquirerCause.GARBLED) from None
        return SettlementAnswer(settlement.batch, mark)

    async def _manage(self, message: Message) -> _Said:
        """The answer to a message without a MAC, which is a consent."""
        said = await self._ask(message, encode_message(message))
        code = said.message.get(_CODE)
        if response_for(code).action is not ResponseAction.APPROVED:
            raise AcquirerTrouble(AcquirerCause.REFUSED, code)
        return said

    async def _sealed(self, message: Message) -> Answer:
        """The answer to a message with a MAC, believed."""
        async with self._turn:
            unsealed = encode_message(Message(message.kind, {**message.fields, _MAC: NO_MAC}))
            to_seal = what_is_sealed(unsealed)
            said = await self._ask(message, to_seal + await self._seal(to_seal))
            await self._believe(said)
        try:
            return read_answer(said.message, said.asks, self._clock.now())
        except MalformedMessage:
            raise AcquirerTrouble(AcquirerCause.GARBLED) from None

    async def _seal(self, to_seal: bytes) -> bytes:
        return mac_field(await self._mac(mac_input(to_seal, self._profile.dialect)))

    async def _believe(self, said: _Said) -> None:
        mac = said.message.octets(_MAC)
        try:
            expected = await self._seal(what_is_sealed(said.octets)) if mac else b""
        except Exception as error:  # the pad's own, which payments do not know
            raise AcquirerTrouble(AcquirerCause.PAD) from error
        if not mac or not is_same_mac(expected, mac):
            raise AcquirerTrouble(AcquirerCause.UNAUTHENTIC, said.message.get(_CODE))

    async def _ask(self, asked: Message, octets: bytes) -> _Said:
        profile = self._profile
        frame = encode_frame(Frame(profile.tpdu, profile.header, octets))
        connection = await self._line.open()
        try:
            await connection.send(frame)
            return await self._answer(connection, asked)
        finally:
            connection.close()

    async def _answer(self, connection: Connection, asked: Message) -> _Said:
        """The first answer to this message; late ones to earlier messages are passed over."""
        until = self._clock.monotonic() + self._profile.answer_seconds
        noticed = AcquirerCause.SILENT
        while True:
            try:
                body = await connection.receive(until)
            except MalformedMessage:
                # Where the next frame begins is anybody's guess.
                raise AcquirerTrouble(AcquirerCause.GARBLED) from None
            if body is None:
                raise AcquirerTrouble(noticed)
            try:
                frame = decode_frame(body)
                message = decode_message(frame.message)
                if is_answer_to(asked, message):
                    return _Said(message, frame.message, frame.asks)
            except MalformedMessage:
                noticed = AcquirerCause.GARBLED
