"""What the screen says of everything that can go wrong, by subject."""

from __future__ import annotations

from kiosk.session.fault_texts.bank_cards import BANK_CARD_TEXTS
from kiosk.session.fault_texts.login_cards import LOGIN_CARD_TEXTS
from kiosk.session.fault_texts.papers import PAPER_TEXTS
from kiosk.session.fault_texts.papers import PRINTING_IS_FREE as PRINTING_IS_FREE
from kiosk.session.fault_texts.paying import PAYING_TEXTS
from kiosk.session.fault_texts.register import REGISTER_TEXTS
from kiosk.session.fault_texts.terminal import TERMINAL_TEXTS
from kiosk.session.fault_texts.text import ANOTHER_WAY as ANOTHER_WAY
from kiosk.session.fault_texts.text import NO_MONEY_MOVED as NO_MONEY_MOVED
from kiosk.session.fault_texts.text import NOT_CHARGED_AGAIN as NOT_CHARGED_AGAIN
from kiosk.session.fault_texts.text import FaultText as FaultText
from kiosk.session.faults import FaultCode

FAULT_TEXTS: dict[FaultCode, FaultText] = {
    **LOGIN_CARD_TEXTS,
    **BANK_CARD_TEXTS,
    **PAPER_TEXTS,
    **PAYING_TEXTS,
    **REGISTER_TEXTS,
    **TERMINAL_TEXTS,
}
