"""Whether a terminal would start with other settings than those it runs with."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kiosk.equipment.auxiliaries import auxiliaries_of
from kiosk.equipment.books import document_authorities_of
from kiosk.equipment.cards import cards_of, social_card_reader_of
from kiosk.equipment.devices import (
    document_printer_of,
    printer_of,
    printer_profile_of,
    reader_of,
    scanner_of,
)
from kiosk.equipment.misconfigured import Misconfigured
from kiosk.equipment.service import service_of, timing_of
from kiosk.runtime.clock import Clock
from kiosk.settings import Settings


def rehearsal_with(clock: Clock) -> Callable[[Settings], str]:
    """Makes everything that a start makes and opens nothing. Says in Chinese in which section
    something cannot be, empty if nothing; reads the files that are named, and so blocks."""

    def rehearse(settings: Settings) -> str:
        for section, make in _made(settings, clock):
            try:
                make()
            except (Misconfigured, OSError, ValueError) as error:
                title = Settings.model_fields[section].title
                return f"“{title}”这一节的值终端用不了，按它启动不起来（{error}）。"
        return ""

    return rehearse


def _made(settings: Settings, clock: Clock) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "timing", lambda: timing_of(settings)
    yield "id_card_reader", lambda: reader_of(settings, clock)
    yield "receipt_printer", lambda: printer_profile_of(settings.receipt_printer)
    yield "receipt_printer", lambda: printer_of(settings, clock)
    yield "document_printer", lambda: document_printer_of(settings, clock)
    yield "documents", lambda: document_authorities_of(settings)
    yield "code_scanner", lambda: scanner_of(settings, clock)
    yield "social_card_reader", lambda: social_card_reader_of(settings, clock)
    yield "bank_card_reader", lambda: cards_of(settings, clock)
    yield "auxiliaries", lambda: auxiliaries_of(settings, clock)
    yield "service", lambda: service_of(settings)
