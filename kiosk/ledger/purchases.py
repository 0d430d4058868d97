"""Purchases by bank card in the ledger: written before they are sent, settled before the next."""

from __future__ import annotations

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber
from kiosk.ledger.attempt import AttemptState, CardAttempt, NewAttempt, check_code
from kiosk.ledger.attempt_codec import write_begun, write_payment
from kiosk.ledger.charging import attempt_of
from kiosk.ledger.entry import EntryKind
from kiosk.ledger.errors import LedgerDamaged, PurchaseAtRisk, RatchetViolation
from kiosk.ledger.queries import sealed_attempts
from kiosk.ledger.sealing import sha256_of
from kiosk.ledger.writer import LedgerWriter


class PurchaseLedger(LedgerWriter):
    """What a terminal must not forget while it talks to an acquirer."""

    def next_trace(self) -> int:
        """A trace number (F11), 1 to 999999, never given out before in this batch. Raises
        TracesUsedUp when the batch has had them all."""
        with self._writing() as journal:
            return journal.take_trace()

    def adopt_batch(self, batch: int) -> None:
        """The acquirer has named its batch (F60.2, 1 to 999999); the same again is no news. Raises
        ValueError."""
        with self._writing() as journal:
            journal.adopt_batch(batch)

    def begin_purchase(self, number: OrderNumber, new: NewAttempt) -> int:
        """Call before the first byte of the purchase leaves. The order's outcome is unknown from
        now on, and the secret is kept sealed until the attempt ends.

        Returns the attempt's ordinal. Raises PurchaseAtRisk while any attempt of any order is not
        settled; OrderUnknown; RatchetViolation for an order that cannot be paid by bank card any
        more, and for a trace that another purchase of the batch had.
        """
        with self._writing() as journal:
            at_risk = journal.at_risk()
            if at_risk is not None:
                raise PurchaseAtRisk(at_risk.order_number)
            if journal.has_purchase(new):
                raise RatchetViolation(number, "trace")
            ordinal = len(journal.order(number).attempts)
            sealed = self._sealing.seal(new.secret, number, ordinal)
            facts = write_begun(new, ordinal, sha256_of(sealed))
            journal.change(number, EntryKind.PURCHASE_BEGUN, facts)
            journal.keep_sealed(number, ordinal, sealed)
            return ordinal

    def purchase_approved(self, number: OrderNumber, ordinal: int, payment: CardPayment) -> None:
        """The acquirer approved and the card agreed: the order is PAID, the secret erased.

        Raises OrderUnknown; RatchetViolation where the payment is not of that attempt, or the
        attempt is to be reversed or has ended otherwise.
        """
        self._end(number, ordinal, EntryKind.PURCHASE_APPROVED, payment=payment)

    def purchase_declined(self, number: OrderNumber, ordinal: int, response_code: str) -> None:
        """It is certain that no money moved, for the acquirer said so or nothing was sent: the
        secret is erased. ``response_code`` is F39 or a short code. Raises OrderUnknown,
        RatchetViolation where a reversal is due, ValueError."""
        self._end(number, ordinal, EntryKind.PURCHASE_DECLINED, code=response_code)

    def reversal_due(self, number: OrderNumber, ordinal: int, reason: str) -> None:
        """Call before the first byte of a reversal (冲正) leaves: from now on the attempt can only
        end as reversed. ``reason`` is F39 of the reversal or a short code; the first one stays.
        Raises OrderUnknown, RatchetViolation for an attempt that has ended, ValueError."""
        check_code(reason, "reason")
        with self._writing() as journal:
            attempt = attempt_of(journal.order(number), ordinal)
            if not attempt.at_risk:
                raise RatchetViolation(number, "attempts")
            if not attempt.reason:
                journal.change(
                    number, EntryKind.REVERSAL_DUE, {"ordinal": ordinal, "reason": reason}
                )

    def purchase_reversed(self, number: OrderNumber, ordinal: int, response_code: str) -> None:
        """The acquirer acknowledged the reversal: the secret is erased. ``response_code`` is its
        F39. Raises OrderUnknown, RatchetViolation, ValueError."""
        self._end(number, ordinal, EntryKind.PURCHASE_REVERSED, code=response_code)

    def at_risk(self) -> tuple[tuple[CardAttempt, bytes], ...]:
        """Every attempt that has not ended, with its secret, oldest first. Raises LedgerDamaged
        where a secret is not as it was sealed."""
        with self._reading() as connection:
            found = sealed_attempts(connection)
        try:
            return tuple(
                (one, self._sealing.unseal(sealed, one.order_number, one.ordinal))
                for one, sealed in found
            )
        except ValueError as error:
            raise LedgerDamaged("a sealed secret is not as it was", ()) from error

    def _end(
        self,
        number: OrderNumber,
        ordinal: int,
        kind: EntryKind,
        *,
        code: str = "",
        payment: CardPayment | None = None,
    ) -> None:
        if payment is None:
            check_code(code, "response_code")
        with self._writing() as journal:
            attempt = attempt_of(journal.order(number), ordinal)
            if (attempt.state, attempt.response_code, attempt.payment) == (
                _ENDS[kind],
                code,
                payment,
            ):
                return
            said = {"response_code": code} if payment is None else write_payment(payment)
            journal.change(number, kind, {"ordinal": ordinal, **said})
            journal.erase_sealed(number, ordinal)


_ENDS = {
    EntryKind.PURCHASE_APPROVED: AttemptState.APPROVED,
    EntryKind.PURCHASE_DECLINED: AttemptState.DECLINED,
    EntryKind.PURCHASE_REVERSED: AttemptState.REVERSED,
}
