"""社保费缴费查询: payments of the past."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.payment_record import PaymentRecord
from kiosk.flows.requests.receipt import Printed
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class Payments:
    """What was found, the latest first. ``more`` says that the service knows of older ones."""

    items: tuple[PaymentRecord, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class SearchPayments(Request[Payments]):
    """Ask the service for payments of the citizen."""

    citizen: Citizen
    group: CitizenGroup
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class ReprintReceipt(Request[Printed]):
    """补打缴费小票: have the service count the print, then print it marked with its count."""

    citizen: Citizen
    record: PaymentRecord


@dataclass(frozen=True, slots=True)
class PrintResolution(Request[Printed]):
    """打印缴费结果说明: say on paper how a payment ended, posted or refunded. It is no receipt, and
    nobody counts it."""

    citizen: Citizen
    record: PaymentRecord


@dataclass(frozen=True, slots=True)
class MakeList(Request[ServiceDocument]):
    """Have the service make a list (缴费清单) of the payments that meet the criteria."""

    citizen: Citizen
    group: CitizenGroup
    criteria: Criteria
