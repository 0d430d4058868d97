"""``kiosk ledger``: verify the chain, list open orders and documents on A4, export everything."""

from __future__ import annotations

import argparse
import json
import sys

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.domain.period import periods_label
from kiosk.equipment import Misconfigured, ledger_key
from kiosk.ledger import (
    CardAttempt,
    LedgerDocument,
    LedgerError,
    LedgerOrder,
    LedgerReader,
    acknowledge_damage,
)
from kiosk.settings import Settings

EXIT_UNSOUND = 1
EXIT_UNREADABLE = 2


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("ledger", help="look into the ledger; changes nothing")
    add_config(parser)
    parser.add_argument(
        "what",
        choices=("verify", "open", "documents", "export", "acknowledge-damage"),
        help="verify the chain; list open orders; list documents on A4 and the sheets of all of "
        "them; print everything as JSON; or, once the evidence of a damaged ledger is safe, allow "
        "a new one to be begun",
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Returns 0 when the ledger is sound."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    try:
        if options.what == "acknowledge-damage":
            for kept in acknowledge_damage(settings.ledger.path):
                sys.stdout.write(f"{kept}\n")
            return 0
        with LedgerReader.look(settings.ledger.path, key=ledger_key(settings)) as reader:
            return _answer(reader, options.what)
    except (LedgerError, Misconfigured) as error:
        sys.stderr.write(f"{settings.ledger.path}: {error}\n")
        return EXIT_UNREADABLE


def _answer(reader: LedgerReader, what: str) -> int:
    if what == "export":
        exported = reader.export()
        sys.stdout.write(json.dumps(exported, ensure_ascii=False, indent=2) + "\n")
        return 0 if exported["sound"] else EXIT_UNSOUND
    if what == "open":
        for order in reader.open_orders():
            sys.stdout.write(_line(order) + "\n")
            for attempt in order.attempts:
                sys.stdout.write(_attempt_line(attempt) + "\n")
        return 0
    if what == "documents":
        for document in reader.documents():
            sys.stdout.write(_document_line(document) + "\n")
        sys.stdout.write(f"{reader.sheets_on_paper()} sheets on paper\n")
        return 0
    report = reader.verify()
    sys.stdout.write(f"{report}\n")
    return 0 if report.sound else EXIT_UNSOUND


def _line(order: LedgerOrder) -> str:
    terms = order.terms
    return "  ".join(
        (
            order.number,
            order.state.value,
            f"{terms.created_at:%Y-%m-%d %H:%M}",
            terms.insurance.value,
            periods_label(terms.periods),
            f"{terms.amount.figures}",
            terms.tender.value,
            terms.payer_name_masked,
        )
    )


def _attempt_line(attempt: CardAttempt) -> str:
    """Beneath its order: what the acquirer needs to find it, and how it ended."""
    return "    " + "  ".join(
        (
            attempt.card_masked,
            f"batch {attempt.batch:06d}",
            f"trace {attempt.trace:06d}",
            attempt.terminal_id,
            attempt.state.value,
            attempt.response_code or attempt.reason or "-",
        )
    )


def _document_line(document: LedgerDocument) -> str:
    """What it is, and how much of it is on paper; ``?`` where nobody knows."""
    terms = document.terms
    sheets = "?" if document.sheets is None else document.sheets
    return "  ".join(
        (
            terms.number or "list",
            f"reprint {terms.reprint}" if terms.reprint else "original",
            document.state.value,
            f"{document.since:%Y-%m-%d %H:%M}",
            f"{sheets}/{terms.pages} sheets",
            document.job if document.attempts else terms.sha256[:16],
            document.cause or "-",
        )
    )
