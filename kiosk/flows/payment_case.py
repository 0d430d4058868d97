"""What is known while an order is paid."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.order import OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.flows.parts.party import Party
from kiosk.flows.requests.card import CardReturned
from kiosk.session.faults import Fault
from kiosk.session.outcomes import Case, Way


@dataclass(frozen=True, slots=True)
class PaymentCase(Case):
    """What is paid, how, and what became of the order: None at the end if the quote no longer held.

    ``code`` is a wallet's payment code that was scanned, ``returned`` what became of a bank card.
    ``way`` remembers a wish to leave while the order is being closed, ``fault`` why the quote must
    be renewed or the code or card was not charged, ``slip_printed`` whether the citizen has
    something in hand.
    """

    party: Party
    quote: Quote
    tender: Tender | None = None
    code: PaymentCode | None = None
    order: OrderStatus | None = None
    way: Way | None = None
    fault: Fault | None = None
    returned: CardReturned | None = None
    slip_printed: bool = False

    @property
    def chosen(self) -> Tender:
        """The tender; only steps after the choice ask."""
        assert self.tender is not None  # noqa: S101
        return self.tender

    @property
    def opened(self) -> OrderStatus:
        """The order; only steps after its opening ask."""
        assert self.order is not None  # noqa: S101
        return self.order

    @property
    def by_card(self) -> bool:
        """Whether a bank card pays. Nobody but this terminal can charge such an order."""
        return self.tender is Tender.BANK_CARD

    @property
    def lost_card(self) -> CardReturned | None:
        """What became of a bank card that its holder did not get back."""
        returned = self.returned
        return returned if returned is not None and (returned.kept or returned.forgotten) else None
