"""The service's parts in one hand: its books, its clock, its channels, and how it behaves today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.domain.tender import Tender
from sim.backend.channels.alipay import Alipay
from sim.backend.channels.api import Channel
from sim.backend.channels.bank_card import BankCard, CardAcquirer, WillingAcquirer
from sim.backend.channels.payment_codes import PaymentCodes
from sim.backend.channels.platform import Platform
from sim.backend.channels.unionpay import UnionPay
from sim.backend.channels.wechat import WeChat
from sim.backend.copies import Copies
from sim.backend.document_authority import DocumentAuthority
from sim.backend.document_flaws import DocumentFlaw
from sim.backend.mint import Mint
from sim.backend.numbering import Numbering
from sim.backend.store import Store
from sim.clock import WorldClock


@dataclass(frozen=True, slots=True)
class Plan:
    """Planned maintenance, announced to terminals; the service itself takes no notice of it."""

    begins: datetime
    ends: datetime
    reason: str


@dataclass(slots=True)
class Conditions:
    """What is out of the ordinary today. Read anew at every step, so it may change at any time.

    ``postings_refused`` counts how many of the next postings the tax side turns down (-1: all),
    ``notifications_lost`` likewise those of the channels that never arrive, ``documents_flawed``
    the documents that have the ``document_flaw``. ``planned`` is what is announced, ``clock_ahead``
    how much the service is wrong about the time. With ``strikes_off`` it knows no terminal.
    """

    maintenance: bool = False
    posting_seconds: float = 0.0
    ticket_seconds: float = 0.0
    postings_refused: int = 0
    orders_refused: set[str] = field(default_factory=set)
    notifications_lost: int = 0
    document_flaw: DocumentFlaw | None = None
    documents_flawed: int = 0
    planned: tuple[Plan, ...] = ()
    clock_ahead: timedelta = timedelta()
    strikes_off: bool = False

    def take_posting_refusal(self, order_number: str) -> bool:
        """Whether the tax side refuses this posting; counts it."""
        if order_number in self.orders_refused:
            return True
        refused, self.postings_refused = _take(self.postings_refused)
        return refused

    def take_lost_notification(self) -> bool:
        """Whether this notification is lost; counts it."""
        lost, self.notifications_lost = _take(self.notifications_lost)
        return lost

    def take_document_flaw(self) -> DocumentFlaw | None:
        """What is wrong with this document, None for nothing; counts it."""
        flawed, self.documents_flawed = _take(self.documents_flawed)
        return self.document_flaw if flawed else None


def _take(left: int) -> tuple[bool, int]:
    if left < 0:
        return True, left
    return left > 0, max(left - 1, 0)


class Collection:
    """The collection service without its network side."""

    def __init__(
        self,
        store: Store,
        clock: WorldClock,
        wallet_url: str,
        mint: Mint | None = None,
        acquirer: CardAcquirer | None = None,
        authority: DocumentAuthority | None = None,
        numbering: Numbering | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.mint = mint or Mint()
        self.wallet_url = wallet_url
        self.conditions = Conditions()
        self.question_key = self.mint.token().encode()
        """What the questions about payees are made with; another one after each start."""
        self.payment_codes = PaymentCodes(clock, self.mint)
        self.copies = Copies()
        self.authority = authority or DocumentAuthority()
        self.numbering = numbering or Numbering.somewhere(self.mint)
        own = (store, clock, self.mint, wallet_url, self.payment_codes)
        self.alipay, self.wechat, self.unionpay = Alipay(*own), WeChat(*own), UnionPay(*own)
        self.bank_card = BankCard(store, clock, acquirer or WillingAcquirer())

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """All that phones pay by, as they see them."""
        return (self.alipay, self.wechat, self.unionpay)

    def channel(self, tender: Tender) -> Channel:
        """The channel of a tender."""
        return self.bank_card if tender is Tender.BANK_CARD else self.platform(tender)

    def platform(self, tender: Tender) -> Platform:
        """The platform of a tender. Raises LookupError for one that no phone pays by."""
        for platform in self.platforms:
            if platform.tender is tender:
                return platform
        raise LookupError(tender.value)
