"""What the session knows as a fault when a card, its bank or the pad says no."""

from __future__ import annotations

from kiosk.payments.emv.trouble import ChipTroubleCause
from kiosk.payments.iso8583.responses import ResponseAction
from kiosk.session.faults import FaultCode

CHIP_FAULTS = {
    ChipTroubleCause.WRONG_KIND: FaultCode.BANK_CARD_WRONG_KIND,
    ChipTroubleCause.EXPIRED: FaultCode.BANK_CARD_EXPIRED,
    ChipTroubleCause.NOT_YET_VALID: FaultCode.BANK_CARD_EXPIRED,
    ChipTroubleCause.BLOCKED: FaultCode.BANK_CARD_BLOCKED,
    ChipTroubleCause.MALFORMED: FaultCode.BANK_CARD_UNREADABLE,
    ChipTroubleCause.DECLINED: FaultCode.BANK_REFUSED,
}
"""Of a card that cannot pay, before anything has been asked of its bank."""

BANK_FAULTS = {
    ResponseAction.DECLINED: FaultCode.BANK_REFUSED,
    ResponseAction.PIN_AGAIN: FaultCode.BANK_PIN_WRONG,
    ResponseAction.PIN_TRIES_USED: FaultCode.BANK_PIN_TRIES_USED,
    ResponseAction.FUNDS: FaultCode.BANK_FUNDS,
    ResponseAction.LIMIT: FaultCode.BANK_LIMIT,
    ResponseAction.KEEP_CARD: FaultCode.BANK_KEEP_CARD,
    ResponseAction.SIGN_IN: FaultCode.BANK_BUSY,
    ResponseAction.BUSY: FaultCode.BANK_BUSY,
}
"""Of an answer that says for certain that no money has moved."""
