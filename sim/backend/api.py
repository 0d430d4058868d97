"""The operations of the collection service, version 1."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Response

from sim.backend import card_payments, citizens, enrolments, orders, payees, quotes
from sim.backend.calling import Caller, Service
from sim.backend.problems import Code
from sim.backend.refusals import refusals
from sim.backend.terminals import describe_terminal
from sim.backend.wire import (
    CitizenAnswer,
    ConfirmPayee,
    EnrolmentsAnswer,
    FindPayee,
    LookUpCitizen,
    OrderAnswer,
    PayeeAnswer,
    PayeeQuestionAnswer,
    PlaceOrder,
    ReportCardPayment,
    SearchEnrolments,
    TerminalAnswer,
)
from sim.backend.wire_payable import AskQuote, QuoteAnswer

routes = APIRouter(prefix="/v1")


OrderNumberInPath = Annotated[
    str,
    Path(
        pattern=r"^[0-9A-Z]{20,32}$",
        description="订单号, minted by the terminal",
        examples=["JN0320261122093015000042"],
    ),
]
IdempotencyKey = Annotated[
    UUID,
    Header(
        alias="Idempotency-Key",
        description="The same for every repetition of this request, and for no other",
        examples=["0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"],
    ),
]

_ABOUT_PERSON = (Code.VISIT_EXPIRED, Code.SEVERAL_PERSONAL_NUMBERS, Code.NO_ENROLMENT)
_ABOUT_PAYMENT = (
    Code.ENROLMENT_SUSPENDED,
    Code.DEDUCTION_IN_PROGRESS,
    Code.NOT_IN_COLLECTION_WINDOW,
    Code.ALREADY_PAID,
    Code.PERIOD_NOT_PAYABLE,
    Code.BASE_OUT_OF_BOUNDS,
    Code.ORDER_OPEN,
    Code.BASE_IN_USE,
    Code.OVER_AGE,
    Code.DOUBLE_COVER,
    Code.NOTHING_DUE,
    Code.TIER_NOT_ENTITLED,
    Code.NOT_FOUND,
)


@routes.get("/terminal", operation_id="describe_terminal", tags=["terminal"], responses=refusals())
def describe_calling_terminal(terminal: Caller, collection: Service) -> TerminalAnswer:
    """What the calling terminal is called, what time it is, and which tenders it may offer."""
    return describe_terminal(collection, terminal)


@routes.post(
    "/citizens/lookup",
    operation_id="look_up_citizen",
    tags=["citizens"],
    responses=refusals(Code.NO_NATURAL_PERSON, Code.NAME_MISMATCH),
)
def look_up_citizen(body: LookUpCitizen, terminal: Caller, collection: Service) -> CitizenAnswer:
    """Begin a visit: find the natural person an identity card belongs to."""
    return citizens.look_up(collection, terminal, body)


@routes.post(
    "/payees/lookup",
    operation_id="find_payee",
    tags=["citizens"],
    responses=refusals(Code.PAYEE_ATTEMPTS_USED),
)
def find_payee(body: FindPayee, terminal: Caller, collection: Service) -> PayeeQuestionAnswer:
    """Ask who the person of a number is, to pay for them (代缴).

    A number nobody has gets a question too. For one number the surnames are always the same.
    """
    return payees.ask(collection, terminal, body)


@routes.post(
    "/payees/confirm",
    operation_id="confirm_payee",
    tags=["citizens"],
    responses=refusals(Code.PAYEE_NOT_CONFIRMED, Code.PAYEE_ATTEMPTS_USED),
)
def confirm_payee(body: ConfirmPayee, terminal: Caller, collection: Service) -> PayeeAnswer:
    """Answer the question; each can be answered once.

    The token is good for finding out what can be paid, for quotes and for nothing else. After
    several wrong answers at one terminal nobody is asked there for a while.
    """
    return payees.confirm(collection, terminal, body)


@routes.post(
    "/enrolments/search",
    operation_id="search_enrolments",
    tags=["enrolments"],
    responses=refusals(*_ABOUT_PERSON),
)
def search_enrolments(
    body: SearchEnrolments, terminal: Caller, collection: Service
) -> EnrolmentsAnswer:
    """Enrolments of the person in one group of insurances, with what can be paid on each now."""
    return enrolments.search(collection, terminal, body)


@routes.post(
    "/quotes",
    status_code=201,
    operation_id="ask_quote",
    tags=["quotes"],
    responses=refusals(*_ABOUT_PERSON, *_ABOUT_PAYMENT),
)
def ask_quote(body: AskQuote, terminal: Caller, collection: Service) -> QuoteAnswer:
    """Compute what months on a base, a year on a tier, or bills cost.

    A month costs base times rate, half a fen rounded up, and each insurance item besides; the total
    is the sum of the lines.
    """
    return quotes.offer(collection, terminal, body)


@routes.put(
    "/orders/{order_number}",
    status_code=201,
    operation_id="place_order",
    tags=["orders"],
    responses={
        200: {"model": OrderAnswer, "description": "Placed before; where it stands now"},
        **refusals(
            *_ABOUT_PAYMENT,
            Code.VISIT_EXPIRED,
            Code.NOT_AUTHORISED,
            Code.CODE_REFUSED,
            Code.QUOTE_EXPIRED,
            Code.AMOUNT_CHANGED,
            Code.TENDER_UNAVAILABLE,
            Code.IDEMPOTENCY_CONFLICT,
            Code.ORDER_CLOSED,
        ),
    },
)
def place_order(
    order_number: OrderNumberInPath,
    key: IdempotencyKey,
    body: PlaceOrder,
    response: Response,
    terminal: Caller,
    collection: Service,
) -> OrderAnswer:
    """Accept a quote under an order number minted by the terminal, and get the QR code; or have a
    payment code (付款码) charged, which is answered `paid`, or `paying` while the payer is asked
    for a password. After `code_refused` the order is closed.

    Safe to repeat with the same number, key and body. One person has at most one order that is not
    final for an insurance and a month. `proxy_token` is the payer's own where somebody else is paid
    for. `order_closed` is the answer for a number that was closed
    before it was placed.

    With the tender `bank_card` there is nothing to show, and the order does not expire: the
    terminal charges the card itself and reports that, or closes the order.
    """
    placed = orders.place(collection, terminal, order_number, str(key), body)
    if not placed.first:
        response.status_code = 200
    return placed.answer


@routes.get(
    "/orders/{order_number}",
    operation_id="get_order",
    tags=["orders"],
    responses=refusals(Code.ORDER_UNKNOWN),
)
def get_order(
    order_number: OrderNumberInPath, terminal: Caller, collection: Service
) -> OrderAnswer:
    """Where an order stands. Never-final states are worth asking about again."""
    return orders.look(collection, terminal, order_number)


@routes.post(
    "/orders/{order_number}/close",
    operation_id="close_order",
    tags=["orders"],
    responses=refusals(Code.ORDER_UNKNOWN),
)
def close_order(
    order_number: OrderNumberInPath, terminal: Caller, collection: Service
) -> OrderAnswer:
    """See to it that an order is not paid any more; safe to repeat.

    An order paid meanwhile is answered with its state and is never closed. While the channel cannot
    say, the state is `unknown`. A number never seen is answered `closed` and refused from then on.
    A payment that arrives after the close is refunded.
    """
    return orders.close(collection, terminal, order_number)


@routes.post(
    "/orders/{order_number}/card-payment",
    operation_id="report_card_payment",
    tags=["orders"],
    responses=refusals(Code.ORDER_UNKNOWN, Code.ORDER_CLOSED, Code.CARD_PAYMENT_CONFLICT),
)
def report_card_payment(
    order_number: OrderNumberInPath,
    body: ReportCardPayment,
    terminal: Caller,
    collection: Service,
) -> OrderAnswer:
    """Report that the terminal has charged the order to a bank card and the acquirer has approved;
    safe to repeat.

    The answer is `paid` or a later state. What is reported of an order that was closed is refunded,
    and so is a payment whose months were paid by somebody else meanwhile. Another purchase than the
    one that paid the order, another amount, a purchase that pays another order and an order to be
    paid otherwise are `card_payment_conflict`. `order_closed` is the answer for a number that was
    closed before it was placed.
    """
    return card_payments.report(collection, terminal, order_number, body)
