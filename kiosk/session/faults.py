"""Everything that can go wrong for a citizen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FaultCode(Enum):
    """Why a request could not be fulfilled. The value is stable: logs and tests use it."""

    CARD_REMOVED = "card_removed"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NOT_GENUINE = "card_not_genuine"
    CARD_WRONG_KIND = "card_wrong_kind"
    READER_LOST = "reader_lost"
    CARD_PROTECTED = "card_protected"
    CODE_NOT_PAYMENT = "code_not_payment"
    CODE_REFUSED = "code_refused"
    SCANNER_LOST = "scanner_lost"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    PRINTER_FAULT = "printer_fault"
    PRINTER_LOST = "printer_lost"
    DOCUMENT_PRINTER_LOST = "document_printer_lost"
    DOCUMENT_UNSOUND = "document_unsound"
    NETWORK_LOST = "network_lost"
    SERVICE_SLOW = "service_slow"
    SERVICE_DOWN = "service_down"
    SERVICE_WRONG = "service_wrong"
    SERVICE_REFUSED = "service_refused"
    NO_NATURAL_PERSON = "no_natural_person"
    NAME_MISMATCH = "name_mismatch"
    SEVERAL_PERSONAL_NUMBERS = "several_personal_numbers"
    NO_ENROLMENT = "no_enrolment"
    ENROLMENT_SUSPENDED = "enrolment_suspended"
    ALREADY_PAID = "already_paid"
    DEDUCTION_IN_PROGRESS = "deduction_in_progress"
    NOT_IN_WINDOW = "not_in_collection_window"
    OVER_AGE = "over_age"
    DOUBLE_COVER = "double_cover"
    NOTHING_DUE = "nothing_due"
    TIER_NOT_ENTITLED = "tier_not_entitled"
    BASE_IN_USE = "base_in_use"
    VISIT_EXPIRED = "visit_expired"
    NOT_FOUND = "not_found"
    PAYEE_NOT_CONFIRMED = "payee_not_confirmed"
    PAYEE_ATTEMPTS_USED = "payee_attempts_used"
    NOT_AUTHORISED = "not_authorised"
    ALREADY_CERTIFIED = "already_certified"
    ORDER_OPEN = "order_open"
    BASE_OUT_OF_BOUNDS = "base_out_of_bounds"
    PERIOD_NOT_PAYABLE = "period_not_payable"
    QUOTE_EXPIRED = "quote_expired"
    AMOUNT_CHANGED = "amount_changed"
    TENDER_UNAVAILABLE = "tender_unavailable"
    LEDGER_UNAVAILABLE = "ledger_unavailable"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Fault:
    """A request failed. ``reference`` is the event number a person at the window can look up."""

    code: FaultCode
    reference: str = ""
