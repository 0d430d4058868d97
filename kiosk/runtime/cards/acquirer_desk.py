"""The line to the acquirer kept ready: signed in, asked whether it is there, and every purchase
whose outcome is open reversed before there is another one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from kiosk.devices.api import DeviceCause, DeviceError, PinPad
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber
from kiosk.domain.terminal import STARTING
from kiosk.ledger import CardAttempt, NewAttempt
from kiosk.observe import Event, EventLog
from kiosk.payments.acquirer.client import Acquirer
from kiosk.payments.acquirer.reversal import NO_ANSWER, Reversal
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.end_of_day import BatchClosed, close_batch
from kiosk.runtime.cards.traces import Traces
from kiosk.runtime.clock import Clock, no_longer_than
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.supervision import Watched
from kiosk.runtime.timing import Timing
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import AcquirerStatus

_NEVER_SENT = "none"
_KEYS = frozenset({DeviceCause.KEY_MISSING, DeviceCause.KEY_REFUSED, DeviceCause.KEY_MISUSED})
_LONGEST_RETRY = 12
"""How many times the usual pause a line that stays down is left alone."""
_REFUSING = frozenset({AcquirerCause.GARBLED, AcquirerCause.UNAUTHENTIC, AcquirerCause.REFUSED})


class AcquirerDesk:
    """One conversation with the acquirer at a time. ``changed`` is told every new ``status``;
    ``cause`` is why it is not READY, as a short code."""

    def __init__(
        self,
        *,
        acquirer: Acquirer,
        pad: Watched[PinPad],
        books: Bookkeeping,
        clock: Clock,
        timing: Timing,
        log: EventLog,
        changed: Callable[[AcquirerStatus], None],
    ) -> None:
        self._acquirer = acquirer
        self._pad = pad
        self._books = books
        self._clock = clock
        self._timing = timing
        self._log = log
        self._changed = changed
        self._turn = asyncio.Lock()
        self._wake = asyncio.Event()
        self._resting = False
        self._signed_in = False
        self._keys_loaded_at = 0
        self._unresolved = False
        self._traces = Traces(books)
        self._retry_s = timing.acquirer_retry / 2
        self.status = AcquirerStatus.STARTING
        self.cause = ""

    async def run(self) -> None:
        """Keep the line ready for ever. It is never busy while a purchase is under way."""
        while True:
            self._wake.clear()
            async with self._turn:
                await self._tried(self._make_ready())
            await self._pause()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Have the line to oneself, made ready. Raises RequestFailed(ACQUIRER_LOST) if it is not:
        signed out, or an earlier purchase waits to be reversed."""
        async with self._turn:
            try:
                is_ready = self._has_keys and self.status is AcquirerStatus.READY
                if not is_ready or await self._at_risk():
                    await self._tried(self._make_ready())
                if self.status is not AcquirerStatus.READY:
                    raise RequestFailed(Fault(FaultCode.ACQUIRER_LOST))
                yield
            finally:
                if self._unresolved or self.status is not AcquirerStatus.READY:
                    # What is open is seen to soon, and not after the pause of a line that was well.
                    self._wake.set()

    async def rest(self) -> None:
        """Return once no purchase is under way, and whatever waits to be reversed has been tried
        once more. The line itself stays at work: money of citizens does not wait for staff."""
        async with self._turn:
            if await self._at_risk():
                await self._tried(self._make_ready())
            self._resting = True

    def resume(self) -> None:
        """Take cards of citizens again."""
        self._resting = False
        self._wake.set()

    # For staff, while no citizen pays ------------------------------------------------------------

    @property
    def is_signed_in(self) -> bool:
        """Whether the acquirer's keys are in the pad, whatever else is wrong."""
        return self._has_keys

    async def try_line(self) -> AcquirerStatus:
        """Sign in where that is due, else ask whether the host is there; then reverse what waits.
        ``cause`` says afterwards what is wrong. Raises PermissionError."""
        async with self._resting_turn():
            await self._tried(self._make_ready())
            return self.status

    async def sign_in_now(self) -> AcquirerStatus:
        """Have the host send new keys, whatever there are. Raises PermissionError."""
        async with self._resting_turn():
            self._signed_in = False
            await self._tried(self._make_ready())
            return self.status

    async def close_batch(self) -> BatchClosed:
        """See ``end_of_day.close_batch``. Raises PermissionError as well."""
        async with self._resting_turn():
            return await close_batch(self._acquirer, self._books)

    @asynccontextmanager
    async def _resting_turn(self) -> AsyncIterator[None]:
        if not self._resting:
            raise PermissionError("the line is at work for citizens")
        async with self._turn:
            yield

    # --------------------------------------------------------------------------------------------

    async def settle(self, number: OrderNumber) -> bool:
        """See to it that no purchase of this order is open any more; False if one still is. Raises
        RequestFailed if the ledger cannot be read."""
        if not await self._is_open(number):
            # Nobody waits for a slow host who has nothing to settle with it.
            return True
        try:
            async with no_longer_than(self._clock, self._timing.reversal_patience), self._turn:
                if await self._is_open(number):
                    await self._tried(self._make_ready())
        except TimeoutError:
            self._become(AcquirerStatus.REVERSING, "slow")
        return not await self._is_open(number)

    # With the line held ------------------------------------------------------------------------

    async def begin(self, number: OrderNumber, attempt: NewAttempt) -> int:
        """Write a purchase down with its reversal, before any byte of it leaves. Returns its
        ordinal. Raises RequestFailed."""
        self._unresolved = True
        ordinal = await self._books(self._books.ledger.begin_purchase, number, attempt)
        self._log.record(Event.CARD_PURCHASE_SENT, order=number, trace=attempt.trace)
        return ordinal

    async def approved(self, number: OrderNumber, ordinal: int, payment: CardPayment) -> None:
        """Acquirer and card have both agreed."""
        await self._books(self._books.ledger.purchase_approved, number, ordinal, payment)
        self._unresolved = False
        self._log.record(Event.CARD_PURCHASE_APPROVED, order=number, trace=payment.trace)

    async def declined(self, number: OrderNumber, ordinal: int, trace: int, code: str) -> None:
        """The acquirer has said for certain that no money moved; ``code`` is its F39."""
        await self._books(self._books.ledger.purchase_declined, number, ordinal, code)
        self._unresolved = False
        self._log.record(Event.CARD_PURCHASE_DECLINED, order=number, trace=trace, response=code)

    async def never_sent(self, number: OrderNumber, ordinal: int, trace: int) -> None:
        """No byte of the purchase has left."""
        await self.declined(number, ordinal, trace, _NEVER_SENT)

    def lost(self, cause: str) -> None:
        """The acquirer could not be reached. Nobody is offered to pay by card until it can."""
        self._become(AcquirerStatus.UNREACHABLE, cause)
        self._wake.set()

    async def reverse_now(self, number: OrderNumber, ordinal: int, trace: int, reason: str) -> bool:
        """Note why a purchase must be reversed and try it while the citizen waits. Returns whether
        the acquirer has confirmed; if not, it is tried until it has."""
        await self._books(self._books.ledger.reversal_due, number, ordinal, reason)
        self._log.record(Event.CARD_REVERSAL_DUE, order=number, trace=trace, reason=reason)
        try:
            async with no_longer_than(self._clock, self._timing.reversal_patience):
                await self._tried(self._make_ready())
        except TimeoutError:
            self._become(AcquirerStatus.REVERSING, "slow")
        return self.status is AcquirerStatus.READY

    def sign_in_anew(self) -> None:
        """The acquirer wants that before it believes anything again."""
        self._signed_in = False

    def pad_failed(self, error: DeviceError) -> None:
        """What the pad may have forgotten it is told again. Its keys are the acquirer's business;
        of other trouble its keeper hears."""
        self._signed_in = False
        if error.cause not in _KEYS:
            self._pad.keeper.report(error)

    # Making ready ------------------------------------------------------------------------------

    async def _make_ready(self) -> None:
        pad = self._pad.keeper.condition
        if not pad.usable:
            # Its keys are wanted for everything; the host is not troubled for nothing.
            self._signed_in = False
            if pad != STARTING:
                self._become(AcquirerStatus.UNREACHABLE, "pin_pad")
            return
        if not self._has_keys:
            await self._sign_in()
        elif not await self._at_risk():
            await self._traces.asked(self._acquirer.echo)
        for attempt, secret in await self._at_risk():
            if not await self._reversed(attempt, secret):
                self._become(AcquirerStatus.REVERSING, "refused")
                return
        self._become(AcquirerStatus.READY)

    @property
    def _has_keys(self) -> bool:
        """Whether the acquirer's keys are in the pad. One that was opened anew has them no more."""
        return self._signed_in and self._keys_loaded_at == self._pad.keeper.openings

    async def _sign_in(self) -> None:
        opening = self._pad.keeper.openings
        signed_in = await self._traces.asked(self._acquirer.sign_in)
        await self._books(self._books.ledger.adopt_batch, signed_in.batch)
        self._signed_in = True
        self._keys_loaded_at = opening

    async def _reversed(self, attempt: CardAttempt, secret: bytes) -> bool:
        number, ordinal = attempt.order_number, attempt.ordinal
        if not attempt.reason:
            # The program ended while it was under way: no answer came that anybody saw.
            await self._books(self._books.ledger.reversal_due, number, ordinal, NO_ANSWER)
        reversal = Reversal.from_bytes(secret).because(attempt.reason or NO_ANSWER)
        try:
            answer = await self._acquirer.reverse(reversal)
        except AcquirerTrouble as trouble:
            self._not_reversed(attempt, cause=trouble.cause.value)
            raise
        if not answer.ends_reversal:
            self._not_reversed(attempt, response=answer.code)
            self._signed_in = False
            return False
        await self._books(self._books.ledger.purchase_reversed, number, ordinal, answer.code)
        self._unresolved = False
        self._log.record(
            Event.CARD_PURCHASE_REVERSED, order=number, trace=attempt.trace, response=answer.code
        )
        return True

    def _not_reversed(self, attempt: CardAttempt, *, response: str = "", cause: str = "") -> None:
        self._log.record(
            Event.CARD_REVERSAL_FAILED,
            order=attempt.order_number,
            trace=attempt.trace,
            response=response,
            cause=cause,
        )

    async def _tried(self, work: Awaitable[None]) -> None:
        """Whatever keeps the line from being ready becomes the status, and nothing is raised."""
        try:
            await work
        except AcquirerTrouble as trouble:
            refusing = trouble.cause in _REFUSING
            if refusing:
                # Wrong keys look just like this, and new ones mend it.
                self._signed_in = False
            status = AcquirerStatus.REFUSING if refusing else AcquirerStatus.UNREACHABLE
            self._become(status, trouble.cause.value)
        except DeviceError as error:
            self.pad_failed(error)
            self._become(AcquirerStatus.UNREACHABLE, error.cause.value)
        except RequestFailed as failure:
            self._become(AcquirerStatus.UNREACHABLE, failure.fault.code.value)
        except Exception as error:  # whatever it is, wallets can still be paid with
            self._log.record(Event.INTERNAL_ERROR, request="acquirer", error=type(error).__name__)
            self._become(AcquirerStatus.UNREACHABLE, "internal")

    def _become(self, status: AcquirerStatus, cause: str = "") -> None:
        self.cause = cause
        if status is not self.status:
            self.status = status
            self._log.record(Event.ACQUIRER_CHANGED, status=status.value, cause=cause)
            self._changed(status)

    async def _is_open(self, number: OrderNumber) -> bool:
        return any(attempt.order_number == number for attempt, _ in await self._at_risk())

    async def _at_risk(self) -> tuple[tuple[CardAttempt, bytes], ...]:
        return await self._books(self._books.ledger.at_risk)

    def _until_next(self) -> float:
        match self.status:
            case AcquirerStatus.READY:
                self._retry_s = self._timing.acquirer_retry / 2
                return self._timing.acquirer_echo
            case AcquirerStatus.STARTING:
                return self._timing.reopen_first
            case _:
                self._retry_s = min(2 * self._retry_s, _LONGEST_RETRY * self._timing.acquirer_retry)
                return self._retry_s

    async def _pause(self) -> None:
        waiting = {
            asyncio.ensure_future(self._wake.wait()),
            asyncio.ensure_future(self._clock.sleep(self._until_next())),
        }
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
