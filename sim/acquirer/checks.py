"""What the acquirer checks before it asks a bank. Each check gives a response code, or nothing."""

from __future__ import annotations

import hmac

from sim.acquirer.books import Books
from sim.acquirer.ciphers import union_mac
from sim.acquirer.terminals import RegisteredTerminal
from sim.acquirer.wire import Packet, sealed_part

_CHIP, _STRIPE = "05", "02"
_MUST_HAVE = {
    "0200": (2, 3, 4, 11, 14, 22, 25, 41, 42, 49, 53, 60),
    "0400": (2, 3, 4, 11, 14, 22, 25, 39, 41, 42, 49, 60),
    "0500": (11, 41, 42, 48, 49, 60),
    "0800": (11, 41, 42, 60),
}
_SEALED = frozenset({"0200", "0400"})
_SHORTEST_ACCOUNT = 13


def batch_of(packet: Packet) -> int:
    """F60.2; 0 where there is none."""
    return int(packet.text(60)[2:8] or "0")


def trace_of(packet: Packet) -> int:
    """F11; 0 where there is none."""
    return int(packet.text(11) or "0")


def amount_of(packet: Packet) -> int:
    """F4 in fen; 0 where there is none."""
    return int(packet.text(4) or "0")


def refusal(
    packet: Packet, body: bytes, terminal: RegisteredTerminal | None, books: Books
) -> str | None:
    """Why the acquirer refuses a message, as F39; None when it does not."""
    if packet.kind not in _MUST_HAVE:
        return "40"
    if terminal is None:
        return "97"
    if terminal.merchant_id != packet.text(42):
        return "03"
    if _misses_something(packet):
        return "30"
    if packet.kind in _SEALED and not _seal_is_right(packet, body, terminal):
        return "A0"
    # A reversal is of the batch of its purchase, which may be closed by now.
    if packet.kind in ("0200", "0500") and batch_of(packet) != terminal.batch:
        return "77"
    numbers = (terminal.terminal_id, batch_of(packet), trace_of(packet))
    if packet.kind == "0200" and books.is_used(*numbers):
        return "94"
    return None


def _misses_something(packet: Packet) -> bool:
    if any(not packet.text(number) for number in _MUST_HAVE[packet.kind]):
        return True
    if not (batch_of(packet) and trace_of(packet)):
        return True
    if packet.kind in _SEALED and len(packet.text(2)) < _SHORTEST_ACCOUNT:
        return True
    if packet.kind != "0200":
        return False
    entry, pin = packet.text(22)[:2], packet.text(22)[2:]
    by_chip = entry == _CHIP and bool(packet.octets.get(55))
    by_stripe = entry == _STRIPE and bool(packet.text(35)) and 55 not in packet.octets
    return not (by_chip or by_stripe) or (pin == "1") is not (52 in packet.octets)


def _seal_is_right(packet: Packet, body: bytes, terminal: RegisteredTerminal) -> bool:
    keys, mac = terminal.keys, packet.octets.get(64, b"")
    if keys is None:
        return False
    return hmac.compare_digest(union_mac(keys.suite, keys.mac, sealed_part(body)), mac)
