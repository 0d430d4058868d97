"""The citizens' phones: which order is meant, and what the wallet makes of it."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim import actions
from sim.actions import WalletAction
from sim.backend.admin import ALWAYS, Admin, OrderRecord
from sim.backend.channels.platform import WalletResult
from sim.impossible import Impossible

WAITING = frozenset({OrderState.CREATED, OrderState.PAYING, OrderState.UNKNOWN})
"""States in which somebody may still pay."""


def awaits_phone(record: OrderRecord) -> bool:
    """Whether a phone has seen the order: by its QR code, or by a payment code that was charged."""
    if record.by_code:
        return record.state is not OrderState.CREATED
    return record.wallet_url is not None


def play_wallet(admin: Admin, action: WalletAction) -> None:
    """Do something with a phone, or to the companies behind it. Raises Impossible."""
    match action:
        case actions.WalletPay():
            _expect_paid(admin.pay(_chosen(admin, action).number))
        case actions.WalletScan():
            admin.scan(_chosen(admin, action).number)
        case actions.WalletPayLate():
            _expect_paid(admin.pay_late(_chosen(admin, action).number))
        case actions.ChannelLine():
            admin.set_channel(Tender(action.wallet), reachable=action.state == "up")
        case actions.Notifications():
            admin.lose_notifications(ALWAYS if action.state == "lost" else 0)
        case _:
            assert_never(action)


def _chosen(
    admin: Admin, action: actions.WalletPay | actions.WalletScan | actions.WalletPayLate
) -> OrderRecord:
    """The order named, or the newest with a code that waits; a late payment waits for nothing."""
    for record in reversed(admin.orders()):
        if action.order not in (None, record.number) or not awaits_phone(record):
            continue
        # A named order is tried whatever its state, so that the wallet itself says why not.
        late = isinstance(action, actions.WalletPayLate) and record.paid_at is None
        if action.order is None and not late and record.state not in WAITING:
            continue
        if action.wallet in (None, record.tender.value):
            return record
    raise Impossible("no such order waits for that wallet")


def _expect_paid(result: WalletResult) -> None:
    if result is not WalletResult.PAID:
        raise Impossible(f"the wallet says: {result.value}")
