"""Devices as the settings describe them."""

from __future__ import annotations

from kiosk.devices.api import CodeScanner
from kiosk.devices.code_scanner import SerialCodeScanner
from kiosk.devices.codecs.ipp_ticket import Paper
from kiosk.devices.codecs.printer_profile import PROFILES, PrinterProfile
from kiosk.devices.codecs.scanner_line import TRIGGER_PROFILES
from kiosk.devices.document_printer import IppPrinter, PrinterSetup
from kiosk.devices.id_card_reader import Ga467Reader, ReaderTiming
from kiosk.devices.ports.address import port_at
from kiosk.devices.ports.escpos_port import (
    NetworkPrinter,
    PrinterAddress,
    SerialPrinter,
    UsbPrinter,
    printer_port,
)
from kiosk.devices.ports.ipp_port import ipp_port
from kiosk.devices.ports.serial_port import serial_port
from kiosk.devices.receipt_printer import EscPosPrinter
from kiosk.equipment.misconfigured import Misconfigured
from kiosk.runtime.clock import Clock
from kiosk.settings import ReceiptPrinterSettings, Settings


def printer_profile_of(settings: ReceiptPrinterSettings) -> PrinterProfile:
    """The model's profile. Raises Misconfigured for one that is not known."""
    try:
        return PROFILES[settings.profile]
    except KeyError:
        known = ", ".join(sorted(PROFILES))
        raise Misconfigured(
            f"receipt printer profile {settings.profile!r} is none of: {known}"
        ) from None


def reader_of(settings: Settings, clock: Clock) -> Ga467Reader:
    """The identity-card reader, not yet opened. Raises Misconfigured for an impossible port."""
    reader = settings.id_card_reader
    try:
        opener = port_at(reader.port, speed=reader.baud)
    except ValueError as error:
        raise Misconfigured(f"identity-card reader: {error}") from error
    return Ga467Reader((opener,), clock, ReaderTiming(poll_s=reader.poll_seconds))


def printer_of(settings: Settings, clock: Clock) -> EscPosPrinter:
    """The receipt printer, not yet opened."""
    printer = settings.receipt_printer
    return EscPosPrinter(printer_port(_address(printer)), printer_profile_of(printer), clock)


def _address(printer: ReceiptPrinterSettings) -> PrinterAddress:
    match printer.transport:
        case "tcp":
            return NetworkPrinter(printer.host, printer.port)
        case "serial":
            return SerialPrinter(printer.device, printer.baud)
        case "usb":
            return UsbPrinter(printer.vendor, printer.product)


def scanner_of(settings: Settings, clock: Clock) -> CodeScanner | None:
    """The code scanner, not yet opened; None for a terminal without one. Raises Misconfigured for
    an impossible port."""
    scanner = settings.code_scanner
    if scanner is None:
        return None
    if scanner.port.startswith("usb://"):
        raise Misconfigured("code scanner: set it to USB serial (CDC) and name its serial device")
    opener = serial_port(scanner.port, speed=scanner.baud)
    return SerialCodeScanner(opener, TRIGGER_PROFILES[scanner.profile], clock)


def document_printer_of(settings: Settings, clock: Clock) -> IppPrinter | None:
    """The printer of documents, not yet opened; None for a terminal without one. Raises
    Misconfigured for certificates that cannot be read."""
    printer = settings.document_printer
    if printer is None:
        return None
    uri = str(printer.uri)
    try:
        wire = ipp_port(uri, clock, printer.ca)
    except OSError as error:
        raise Misconfigured(f"document printer: {printer.ca}: {error}") from error
    paper = Paper(printer.media, printer.tray)
    return IppPrinter(wire, PrinterSetup(uri, paper, confirms=printer.confirms), clock)
