"""How a cardholder is verified: the card's CVM list (EMV Book 3, 10.5) at a terminal that knows the
PIN that the bank checks (online PIN) and no verification at all.

A card whose list leads nowhere, or that has none, is asked for its PIN all the same: domestic cards
expect it, and the bank decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.money import Money
from kiosk.payments.emv.tlv import MalformedTlv
from kiosk.payments.emv.verification import Found

_AMOUNTS = 8
_METHOD = 0x3F
_NEXT_IF_FAILED = 0x40
_ONLINE_PIN = 0x02
_NO_VERIFICATION = 0x1F
_KNOWN = frozenset({0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x1E, 0x1F, 0x20})
"""Methods of EMV, and 20, the identity document of JR/T 0025."""
_SUPPORTED = frozenset({_ONLINE_PIN, _NO_VERIFICATION})

_NONE_PERFORMED = b"\x3f\x00"
_RESULT_UNKNOWN = b"\x00"
_RESULT_FAILED = b"\x01"
_RESULT_SUCCESSFUL = b"\x02"


@dataclass(frozen=True, slots=True)
class HolderVerified:
    """``results`` is object 9F34, ``found`` goes into the TVR. ``asks_pin`` where the list itself
    comes to the online PIN, ``waives`` where it comes to no verification."""

    results: bytes
    found: Found
    asks_pin: bool = False
    waives: bool = False


NOT_PERFORMED = HolderVerified(_NONE_PERFORMED + _RESULT_UNKNOWN, Found.NOTHING)
"""The card does not want its holder verified."""


@dataclass(frozen=True, slots=True)
class _Rule:
    code: int
    condition: int

    @property
    def method(self) -> int:
        return self.code & _METHOD

    @property
    def goes_on(self) -> bool:
        return bool(self.code & _NEXT_IF_FAILED)

    def performed(self, result: bytes) -> bytes:
        return bytes([self.code, self.condition]) + result


def verify_holder(
    methods: bytes | None, amount: Money, *, own_currency: bool, pin_entered: bool
) -> HolderVerified:
    """Walk the list (object 8E) for a purchase at an unattended terminal.

    ``own_currency``: the amount is in the currency of the card. Before anybody was asked, call it
    with ``pin_entered`` to learn what would be asked. Raises MalformedTlv for a list that is none.
    """
    if methods is None:
        return HolderVerified(NOT_PERFORMED.results, Found.DATA_MISSING)
    found = Found.NOTHING
    last = _NONE_PERFORMED + _RESULT_FAILED
    for rule in _rules(methods):
        if not _applies(rule, methods, amount.fen if own_currency else None):
            continue
        last = rule.performed(_RESULT_FAILED)
        if rule.method == _NO_VERIFICATION:
            return HolderVerified(rule.performed(_RESULT_SUCCESSFUL), found, waives=True)
        if rule.method == _ONLINE_PIN:
            if pin_entered:
                results = rule.performed(_RESULT_UNKNOWN)
                return HolderVerified(results, found | Found.ONLINE_PIN_ENTERED, asks_pin=True)
            found |= Found.PIN_NOT_ENTERED
        elif rule.method not in _KNOWN:
            found |= Found.METHOD_UNKNOWN
        if not rule.goes_on:
            break
    return HolderVerified(last, found | Found.HOLDER_NOT_VERIFIED)


def _rules(methods: bytes) -> tuple[_Rule, ...]:
    body = methods[_AMOUNTS:]
    if not body or len(body) % 2:
        raise MalformedTlv("a CVM list is two amounts and rules of two bytes")
    return tuple(_Rule(body[at], body[at + 1]) for at in range(0, len(body), 2))


def _applies(rule: _Rule, methods: bytes, fen: int | None) -> bool:
    """Whether the condition of a rule holds; ``fen`` None outside the card's own currency."""
    x, y = int.from_bytes(methods[:4], "big"), int.from_bytes(methods[4:_AMOUNTS], "big")
    match rule.condition:
        case 0x00 | 0x02:
            return True
        case 0x03:
            return rule.method in _SUPPORTED or rule.method == 0
        case 0x06:
            return fen is not None and fen < x
        case 0x07:
            return fen is not None and fen > x
        case 0x08:
            return fen is not None and fen < y
        case 0x09:
            return fen is not None and fen > y
        case _:
            # Cash, cashback, and what no standard has given a meaning.
            return False
