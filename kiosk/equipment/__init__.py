"""Devices, service, acquirer and ledger as the settings describe them."""

from __future__ import annotations

from kiosk.equipment.auxiliaries import auxiliaries_of
from kiosk.equipment.books import document_authorities_of, ledger_key, ledger_of
from kiosk.equipment.cards import (
    acquirer_of,
    bank_card_reader_of,
    cards_of,
    component_loader_of,
    pad_of,
    social_card_reader_of,
)
from kiosk.equipment.devices import (
    document_printer_of,
    printer_of,
    printer_profile_of,
    reader_of,
    scanner_of,
)
from kiosk.equipment.misconfigured import Misconfigured
from kiosk.equipment.observing import Observation
from kiosk.equipment.rehearsal import rehearsal_with
from kiosk.equipment.service import control_socket_of, facts_of, hours_of, service_of, timing_of

__all__ = [
    "Misconfigured",
    "Observation",
    "acquirer_of",
    "auxiliaries_of",
    "bank_card_reader_of",
    "cards_of",
    "component_loader_of",
    "control_socket_of",
    "document_authorities_of",
    "document_printer_of",
    "facts_of",
    "hours_of",
    "ledger_key",
    "ledger_of",
    "pad_of",
    "printer_of",
    "printer_profile_of",
    "reader_of",
    "rehearsal_with",
    "scanner_of",
    "service_of",
    "social_card_reader_of",
    "timing_of",
]
