"""The event catalogue. Made from events.toml by scripts/generate_events.py."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from kiosk.observe.fields import Declaration, FieldKind, Level


class Event(Enum):
    """Everything the terminal logs."""

    TERMINAL_STARTED = "TERMINAL_STARTED"
    """The terminal has started and opened its ledger."""

    TERMINAL_STOPPED = "TERMINAL_STOPPED"
    """The terminal has let go of devices, service and ledger."""

    MEMORY_NOT_OVERWRITTEN = "MEMORY_NOT_OVERWRITTEN"
    """The terminal takes cards, and what it frees of its memory is not overwritten."""

    LEDGER_REFUSED = "LEDGER_REFUSED"
    """The ledger cannot be opened or trusted; the terminal takes no money."""

    DEVICE_CHANGED = "DEVICE_CHANGED"
    """A device came, went, or has a fault; `remedy` says who can put it right."""

    OPERATOR_SWITCH_ON = "OPERATOR_SWITCH_ON"
    """The key switch was turned to maintenance."""

    OPERATOR_SWITCH_OFF = "OPERATOR_SWITCH_OFF"
    """The key switch was turned back."""

    CABINET_OPENED = "CABINET_OPENED"
    """The door of the cabinet was opened; no citizen is served until it is closed."""

    CABINET_CLOSED = "CABINET_CLOSED"
    """The door of the cabinet was closed."""

    CABINET_TAMPERED = "CABINET_TAMPERED"
    """The tamper contact says that the cabinet was prised open or moved; the terminal goes on."""

    CABINET_MENDED = "CABINET_MENDED"
    """The tamper contact is as it should be again."""

    PHASE_CHANGED = "PHASE_CHANGED"
    """The terminal went out of service, came back, or was given to a technician."""

    VISIT_STARTED = "VISIT_STARTED"
    """A citizen touched the screen."""

    VISIT_ENDED = "VISIT_ENDED"
    """A visit ended; everything personal was wiped."""

    VISIT_TIMED_OUT = "VISIT_TIMED_OUT"
    """Nobody touched the screen for too long."""

    VISIT_HALTED = "VISIT_HALTED"
    """The service could not go on for this citizen; the screen said why."""

    SERVICE_CALL_FAILED = "SERVICE_CALL_FAILED"
    """The collection service could not be asked, refused, or gave no answer that can be true."""

    REPORT_REFUSED = "REPORT_REFUSED"
    """The service will not take a report about the terminal; it is not told again."""

    REPORTS_NOT_KEPT = "REPORTS_NOT_KEPT"
    """Reports about the terminal cannot be written down; the hall may not see how it is."""

    METRICS_NOT_SERVED = "METRICS_NOT_SERVED"
    """The metrics cannot be given out on their port of 127.0.0.1."""

    VISIT_FAULT = "VISIT_FAULT"
    """A request failed in front of a citizen; the screen said so."""

    STAFF_CAME = "STAFF_CAME"
    """Every part is at rest and the maintenance screens are shown; nobody has logged in yet."""

    STAFF_LEFT = "STAFF_LEFT"
    """The maintenance screens are left: by a touch (leave), or because nobody was there (idle)."""

    STAFF_ADMITTED = "STAFF_ADMITTED"
    """Somebody of the staff has logged in; the audit trail in the ledger knows who."""

    STAFF_REFUSED = "STAFF_REFUSED"
    """Somebody tried to log in as staff and was refused: wrong, or too early after wrong tries."""

    STAFF_ACTED = "STAFF_ACTED"
    """Staff have done something at the terminal; the audit trail in the ledger knows who and
    what."""

    STAFF_FILE_UNREADABLE = "STAFF_FILE_UNREADABLE"
    """The file of staff cannot be read, or says something impossible: nobody can log in."""

    ORDER_CREATED = "ORDER_CREATED"
    """An order was written to the ledger."""

    ORDER_ADVANCED = "ORDER_ADVANCED"
    """The service told a state of an order and the ledger has it."""

    ORDER_CONTRADICTED = "ORDER_CONTRADICTED"
    """The service said something of an order that contradicts the ledger; it was not believed."""

    ORDER_FOLLOWED_UP = "ORDER_FOLLOWED_UP"
    """An order left open was asked about."""

    ORDER_FOLLOW_UP_FAILED = "ORDER_FOLLOW_UP_FAILED"
    """An order left open could not be asked about; it will be again."""

    CHARGE_IN_DOUBT = "CHARGE_IN_DOUBT"
    """Nobody could say whether a payment code was charged; the order will be asked about."""

    CARD_PURCHASE_SENT = "CARD_PURCHASE_SENT"
    """A purchase by bank card is about to leave; its reversal is in the ledger."""

    CARD_PURCHASE_APPROVED = "CARD_PURCHASE_APPROVED"
    """The acquirer approved a purchase and the card agreed."""

    CARD_PURCHASE_DECLINED = "CARD_PURCHASE_DECLINED"
    """The bank declined a purchase, or it never left; no money has moved."""

    CARD_REVERSAL_DUE = "CARD_REVERSAL_DUE"
    """Nobody can say whether a purchase was made; it is reversed until the acquirer confirms."""

    CARD_PURCHASE_REVERSED = "CARD_PURCHASE_REVERSED"
    """The acquirer confirmed a reversal, or that there was nothing to reverse."""

    CARD_REVERSAL_FAILED = "CARD_REVERSAL_FAILED"
    """A reversal could not be delivered or was not confirmed; it will be sent again."""

    CARD_PAYMENT_NOT_REPORTED = "CARD_PAYMENT_NOT_REPORTED"
    """The collection service has not yet heard of an approved card payment; it will be told
    again."""

    ACQUIRER_CHANGED = "ACQUIRER_CHANGED"
    """Card payments became possible, or impossible."""

    BANK_CARD_KEPT = "BANK_CARD_KEPT"
    """The reader kept a bank card: nobody took it, or the bank asked for it."""

    BANK_CARD_FORGOTTEN = "BANK_CARD_FORGOTTEN"
    """Nobody took a bank card out of a reader that cannot keep it; no card is taken meanwhile."""

    RECEIPT_PRINTED = "RECEIPT_PRINTED"
    """The printer confirmed a receipt; `reprint` 0 is the original."""

    RECEIPT_FAILED = "RECEIPT_FAILED"
    """A receipt did not come out whole. The payment stands."""

    RECEIPT_NOT_RECOVERED = "RECEIPT_NOT_RECOVERED"
    """The receipt of an order finished at start-up could not be printed."""

    RECEIPT_REPRINTED = "RECEIPT_REPRINTED"
    """The printer confirmed the receipt of an earlier payment; `order` only if it was made here."""

    SLIP_PRINTED = "SLIP_PRINTED"
    """A slip about an order with an open outcome, or about how a payment ended, was printed;
    `order` only if it was made here."""

    REFERRAL_PRINTED = "REFERRAL_PRINTED"
    """A slip that sends a citizen to the window was printed."""

    DOCUMENT_PRINTED = "DOCUMENT_PRINTED"
    """A certificate or list was printed on A4; `reprint` 0 is a first issue."""

    DOCUMENT_NOT_PRINTED = "DOCUMENT_NOT_PRINTED"
    """A certificate or list could not be printed on A4."""

    DOCUMENT_UNSOUND = "DOCUMENT_UNSOUND"
    """A document of the service was not believed (its signature, its holder, its number, its kind,
    its print, its form), and neither shown nor printed."""

    INTERNAL_ERROR = "INTERNAL_ERROR"
    """The program met something nobody foresaw while carrying out a request."""


CATALOGUE: Mapping[Event, Declaration] = {
    Event.TERMINAL_STARTED: Declaration(
        Level.INFO,
    ),
    Event.TERMINAL_STOPPED: Declaration(
        Level.INFO,
    ),
    Event.MEMORY_NOT_OVERWRITTEN: Declaration(
        Level.WARNING,
    ),
    Event.LEDGER_REFUSED: Declaration(
        Level.CRITICAL,
        {
            "cause": FieldKind.CODE,
        },
    ),
    Event.DEVICE_CHANGED: Declaration(
        Level.WARNING,
        {
            "device": FieldKind.CODE,
            "status": FieldKind.CODE,
            "remedy": FieldKind.CODE,
            "cause": FieldKind.CODE,
        },
    ),
    Event.OPERATOR_SWITCH_ON: Declaration(
        Level.INFO,
    ),
    Event.OPERATOR_SWITCH_OFF: Declaration(
        Level.INFO,
    ),
    Event.CABINET_OPENED: Declaration(
        Level.WARNING,
    ),
    Event.CABINET_CLOSED: Declaration(
        Level.INFO,
    ),
    Event.CABINET_TAMPERED: Declaration(
        Level.ERROR,
    ),
    Event.CABINET_MENDED: Declaration(
        Level.INFO,
    ),
    Event.PHASE_CHANGED: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_STARTED: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_ENDED: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_TIMED_OUT: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.VISIT_HALTED: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.SERVICE_CALL_FAILED: Declaration(
        Level.WARNING,
        {
            "request": FieldKind.CODE,
            "why": FieldKind.CODE,
            "refusal": FieldKind.CODE,
            "event_number": FieldKind.EVENT_NUMBER,
            "reference": FieldKind.REFERENCE,
            "cause": FieldKind.CODE,
        },
    ),
    Event.REPORT_REFUSED: Declaration(
        Level.WARNING,
        {
            "refusal": FieldKind.CODE,
        },
    ),
    Event.REPORTS_NOT_KEPT: Declaration(
        Level.WARNING,
        {
            "cause": FieldKind.CODE,
        },
    ),
    Event.METRICS_NOT_SERVED: Declaration(
        Level.WARNING,
        {
            "cause": FieldKind.CODE,
        },
    ),
    Event.VISIT_FAULT: Declaration(
        Level.WARNING,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.STAFF_CAME: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.STAFF_LEFT: Declaration(
        Level.INFO,
        {
            "where": FieldKind.CODE,
            "why": FieldKind.CODE,
        },
    ),
    Event.STAFF_ADMITTED: Declaration(
        Level.INFO,
        {
            "role": FieldKind.CODE,
        },
    ),
    Event.STAFF_REFUSED: Declaration(
        Level.WARNING,
        {
            "why": FieldKind.CODE,
        },
    ),
    Event.STAFF_ACTED: Declaration(
        Level.INFO,
        {
            "what": FieldKind.CODE,
            "outcome": FieldKind.CODE,
        },
    ),
    Event.STAFF_FILE_UNREADABLE: Declaration(
        Level.ERROR,
        {
            "error": FieldKind.CODE,
        },
    ),
    Event.ORDER_CREATED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "tender": FieldKind.CODE,
        },
    ),
    Event.ORDER_ADVANCED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "tender": FieldKind.CODE,
            "state": FieldKind.CODE,
        },
    ),
    Event.ORDER_CONTRADICTED: Declaration(
        Level.ERROR,
        {
            "order": FieldKind.ORDER_NUMBER,
        },
    ),
    Event.ORDER_FOLLOWED_UP: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "state": FieldKind.CODE,
        },
    ),
    Event.ORDER_FOLLOW_UP_FAILED: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
            "cause": FieldKind.CODE,
        },
    ),
    Event.CHARGE_IN_DOUBT: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
            "error": FieldKind.CODE,
        },
    ),
    Event.CARD_PURCHASE_SENT: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
        },
    ),
    Event.CARD_PURCHASE_APPROVED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
        },
    ),
    Event.CARD_PURCHASE_DECLINED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "response": FieldKind.CODE,
        },
    ),
    Event.CARD_REVERSAL_DUE: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "reason": FieldKind.CODE,
        },
    ),
    Event.CARD_PURCHASE_REVERSED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "response": FieldKind.CODE,
        },
    ),
    Event.CARD_REVERSAL_FAILED: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
            "trace": FieldKind.COUNT,
            "response": FieldKind.CODE,
            "cause": FieldKind.CODE,
        },
    ),
    Event.CARD_PAYMENT_NOT_REPORTED: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
            "cause": FieldKind.CODE,
        },
    ),
    Event.ACQUIRER_CHANGED: Declaration(
        Level.WARNING,
        {
            "status": FieldKind.CODE,
            "cause": FieldKind.CODE,
        },
    ),
    Event.BANK_CARD_KEPT: Declaration(
        Level.WARNING,
        {
            "why": FieldKind.CODE,
        },
    ),
    Event.BANK_CARD_FORGOTTEN: Declaration(
        Level.WARNING,
    ),
    Event.RECEIPT_PRINTED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "reprint": FieldKind.COUNT,
        },
    ),
    Event.RECEIPT_FAILED: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
            "cause": FieldKind.CODE,
            "reprint": FieldKind.COUNT,
        },
    ),
    Event.RECEIPT_NOT_RECOVERED: Declaration(
        Level.WARNING,
        {
            "order": FieldKind.ORDER_NUMBER,
        },
    ),
    Event.RECEIPT_REPRINTED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
            "reprint": FieldKind.COUNT,
        },
    ),
    Event.SLIP_PRINTED: Declaration(
        Level.INFO,
        {
            "order": FieldKind.ORDER_NUMBER,
        },
    ),
    Event.REFERRAL_PRINTED: Declaration(
        Level.INFO,
    ),
    Event.DOCUMENT_PRINTED: Declaration(
        Level.INFO,
        {
            "reprint": FieldKind.COUNT,
            "sheets": FieldKind.COUNT,
        },
    ),
    Event.DOCUMENT_NOT_PRINTED: Declaration(
        Level.WARNING,
        {
            "cause": FieldKind.CODE,
            "reprint": FieldKind.COUNT,
            "sheets": FieldKind.COUNT,
        },
    ),
    Event.DOCUMENT_UNSOUND: Declaration(
        Level.ERROR,
        {
            "cause": FieldKind.CODE,
            "reprint": FieldKind.COUNT,
        },
    ),
    Event.INTERNAL_ERROR: Declaration(
        Level.ERROR,
        {
            "request": FieldKind.CODE,
            "error": FieldKind.CODE,
        },
    ),
}
