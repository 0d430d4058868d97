"""How a fault spoils an answer, before it is sealed and after."""

from __future__ import annotations

from sim.acquirer.checks import amount_of, trace_of
from sim.acquirer.faults import HostFault, HostFaultKind
from sim.acquirer.wire import HEADER, PREFIX, TPDU, Packet

_BEFORE = PREFIX + TPDU + HEADER


def spoil_answer(answer: Packet, fault: HostFault) -> None:
    """Change what the host itself gets wrong, so that the MAC is right for it."""
    match fault.kind:
        case HostFaultKind.MISREPORT:
            answer.texts[39] = fault.code
        case HostFaultKind.WRONG_TRACE:
            answer.texts[11] = f"{trace_of(answer) % 999_999 + 1:06d}"
        case HostFaultKind.WRONG_AMOUNT:
            answer.texts[4] = f"{amount_of(answer) + 1:012d}"
        case HostFaultKind.WRONG_ARPC if 55 in answer.octets:
            answer.octets[55] = answer.octets[55][:2] + _flipped(answer.octets[55][2:])
        case HostFaultKind.JUNK_TPDU:
            answer.tpdu = b"\xa5" * TPDU
        case _:
            pass


def spoil_frame(sealed: bytes, answer: Packet, fault: HostFault) -> bytes:
    """Change what happens to the bytes of an answer on their way. One without a MAC cannot lose
    it."""
    has_mac = 64 in answer.octets
    match fault.kind:
        case HostFaultKind.WRONG_MAC if has_mac:
            return sealed[:-8] + b"00000000"
        case HostFaultKind.NO_MAC if has_mac:
            return _without_mac(sealed)
        case HostFaultKind.CUT:
            return sealed[: fault.amount]
        case HostFaultKind.GARBAGE:
            return sealed[:_BEFORE] + _flipped(sealed[_BEFORE:])
        case HostFaultKind.SENSELESS_LENGTH:
            return b"\xff\xff" + sealed[PREFIX:]
        case _:
            return sealed


def _without_mac(sealed: bytes) -> bytes:
    """As from a host that has no key to make a MAC with: F64 and its bit are not there."""
    bitmap_end = _BEFORE + 10
    bitmap_last = sealed[bitmap_end - 1] & 0xFE
    body = sealed[PREFIX : bitmap_end - 1] + bytes((bitmap_last,)) + sealed[bitmap_end:-8]
    return len(body).to_bytes(PREFIX, "big") + body


def _flipped(octets: bytes) -> bytes:
    return bytes(octet ^ 0xFF for octet in octets)
