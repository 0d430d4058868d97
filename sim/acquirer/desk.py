"""What the host answers to each message, when nothing goes wrong on the way."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from kiosk.domain.bank_card import mask_account
from sim.acquirer.bank import Bank, CardIssuer
from sim.acquirer.books import Books, HostPurchase, PurchaseState
from sim.acquirer.checks import amount_of, batch_of, refusal, trace_of
from sim.acquirer.ciphers import Suite, union_mac
from sim.acquirer.keys import new_keys
from sim.acquirer.terminals import RegisteredTerminal
from sim.acquirer.wire import TPDU, Packet, write_message

_ACQUIRER = "01020000"
_ECHO = "301"
_SIGN_IN = {"003": Suite.TRIPLE_DES, "006": Suite.SM4}
_BALANCED, _UNBALANCED = "1", "2"
_PER_SIDE = 15
_MILLION = 1_000_000
_REPEATED = (2, 3, 4, 14, 25, 49)


def _six_figures() -> str:
    return f"{secrets.randbelow(_MILLION):06d}"


class Desk:
    """Host and acquirer without a wire. Calls come from one thread."""

    def __init__(
        self,
        books: Books,
        issuer: CardIssuer,
        now: Callable[[], datetime],
        *,
        draw_key: Callable[[int], bytes] = secrets.token_bytes,
        draw_authorisation: Callable[[], str] = _six_figures,
    ) -> None:
        self._books = books
        self._bank = Bank(issuer, books, lambda: now().date())
        self._now = now
        self._draw_key = draw_key
        self._draw_authorisation = draw_authorisation
        self._terminals: dict[str, RegisteredTerminal] = {}
        self._count = 0

    def register(self, terminal: RegisteredTerminal) -> None:
        """Take a terminal under contract, or a new contract for one."""
        self._terminals[terminal.terminal_id] = terminal

    def terminal(self, terminal_id: str) -> RegisteredTerminal:
        """A registered terminal. Raises KeyError."""
        return self._terminals[terminal_id]

    def answer(self, packet: Packet, body: bytes) -> Packet:
        """The answer to a message, not yet sealed. ``body`` is the message as it came."""
        terminal = self._terminals.get(packet.text(41))
        code = refusal(packet, body, terminal, self._books)
        if code is not None or terminal is None:
            return self.respond(packet, code or "97")
        match packet.kind:
            case "0200":
                return self._purchase(packet, terminal)
            case "0400":
                return self._reversal(packet, terminal)
            case "0500":
                return self._settlement(packet, terminal)
            case _:
                return self._management(packet, terminal)

    def respond(self, packet: Packet, code: str) -> Packet:
        """A bare answer with this code, nothing done."""
        self._count = self._count % (_MILLION - 1) + 1
        now = self._now()
        terminal = self._terminals.get(packet.text(41))
        answer = Packet(
            f"{packet.kind[:2]}1{packet.kind[3]}",
            tpdu=packet.tpdu[:1] + packet.tpdu[3:TPDU] + packet.tpdu[1:3],
            header=_asking(packet.header, terminal.asks if terminal else 0),
        )
        for number in (*_REPEATED, 11, 41, 42):
            if packet.text(number):
                answer.texts[number] = packet.text(number)
        answer.texts |= {
            12: f"{now:%H%M%S}",
            13: f"{now:%m%d}",
            32: _ACQUIRER,
            37: f"{now:%H%M%S}{self._count:06d}",
            39: code,
        }
        if packet.kind in ("0200", "0400"):
            answer.texts |= {
                15: f"{now:%m%d}",
                44: _ACQUIRER.ljust(11) * 2,
                60: packet.text(60)[:8],
            }
        elif packet.text(60):
            answer.texts[60] = packet.text(60)
        return answer

    def seal(self, answer: Packet) -> bytes:
        """The bytes of an answer, with a MAC where such answers have one and there is a key."""
        terminal = self._terminals.get(answer.text(41))
        keys = terminal.keys if terminal else None
        if keys is None or answer.kind not in ("0210", "0410"):
            return write_message(answer)
        answer.octets[64] = bytes(8)
        to_seal = write_message(answer)[:-8]
        return to_seal + union_mac(keys.suite, keys.mac, to_seal)

    def _management(self, packet: Packet, terminal: RegisteredTerminal) -> Packet:
        wanted = packet.text(60)[8:11]
        if wanted == _ECHO:
            return self.respond(packet, "00")
        if _SIGN_IN.get(wanted) is not terminal.suite:
            return self.respond(packet, "40")
        terminal.keys = new_keys(terminal.suite, self._draw_key)
        answer = self.respond(packet, "00")
        answer.texts[60] = f"00{terminal.batch:06d}{wanted}"
        answer.octets[62] = terminal.keys.under(terminal.master_key)
        return answer

    def _purchase(self, packet: Packet, terminal: RegisteredTerminal) -> Packet:
        keys = terminal.keys
        if keys is None:
            return self.respond(packet, "A0")
        verdict = self._bank.judge(packet, keys)
        answer = self.respond(packet, verdict.code)
        approved = verdict.code == "00"
        if approved:
            answer.texts[38] = self._draw_authorisation()
        if verdict.field_55:
            answer.octets[55] = verdict.field_55
        self._books.write(
            HostPurchase(
                terminal_id=terminal.terminal_id,
                merchant_id=terminal.merchant_id,
                batch=batch_of(packet),
                trace=trace_of(packet),
                account=packet.text(2),
                card_masked=mask_account(packet.text(2)),
                amount_fen=amount_of(packet),
                reference=answer.text(37),
                authorisation=answer.text(38),
                at=self._now(),
                state=PurchaseState.APPROVED if approved else PurchaseState.DECLINED,
                code=verdict.code,
            )
        )
        return answer

    def _reversal(self, packet: Packet, terminal: RegisteredTerminal) -> Packet:
        code = self._books.reverse(
            terminal.terminal_id,
            batch_of(packet),
            trace_of(packet),
            packet.text(2),
            amount_of(packet),
        )
        return self.respond(packet, code)

    def _settlement(self, packet: Packet, terminal: RegisteredTerminal) -> Packet:
        counted = self._books.totals(terminal.terminal_id, terminal.batch)
        ours = f"{counted.amount_fen:012d}{counted.count:03d}".ljust(2 * _PER_SIDE, "0")
        stated = packet.text(48)
        mark = _BALANCED if stated[: 2 * _PER_SIDE] == ours else _UNBALANCED
        answer = self.respond(packet, "00")
        answer.texts[48] = (ours + mark).ljust(2 * _PER_SIDE + 1, "0").ljust(62, "0")
        terminal.close_batch()
        return answer


def _asking(header: bytes, asks: int) -> bytes:
    """The header with what is asked of the terminal in it."""
    return header[:2] + bytes((header[2] & 0xF0 | asks,)) + header[3:]
