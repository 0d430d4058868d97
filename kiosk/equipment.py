"""Devices, service and ledger as the settings describe them."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.backend.client import CollectionService
from kiosk.backend.transport import Credentials, Patience, Transport
from kiosk.devices.api import CodeScanner
from kiosk.devices.code_scanner import SerialCodeScanner
from kiosk.devices.codecs.printer_profile import PROFILES, PrinterProfile
from kiosk.devices.codecs.scanner_line import TRIGGER_PROFILES
from kiosk.devices.id_card_reader import Ga467Reader, ReaderTiming
from kiosk.devices.ports.address import port_at
from kiosk.devices.ports.escpos_port import (
    NetworkPrinter,
    PrinterAddress,
    SerialPrinter,
    UsbPrinter,
    printer_port,
)
from kiosk.devices.ports.serial_port import serial_port
from kiosk.devices.receipt_printer import EscPosPrinter
from kiosk.domain.terminal import TerminalFacts
from kiosk.ledger import Ledger
from kiosk.runtime.clock import Clock
from kiosk.runtime.timing import Timing
from kiosk.settings import ReceiptPrinterSettings, Settings

_KEY_BYTES = 32


class Misconfigured(Exception):
    """The settings ask for something that does not exist; the message says what."""


def facts_of(settings: Settings) -> TerminalFacts:
    """What the terminal is called."""
    terminal = settings.terminal
    return TerminalFacts(
        name=terminal.name,
        number=terminal.number,
        hall_name=terminal.hall_name,
        tax_authority=terminal.tax_authority,
        window=terminal.window,
        hotline=terminal.hotline,
    )


def timing_of(settings: Settings) -> Timing:
    """The waits, with what the settings override. Raises Misconfigured for unknown names."""
    try:
        return Timing(**settings.timing)
    except TypeError as error:
        raise Misconfigured(f"[timing]: {error}") from error


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


def service_of(settings: Settings) -> CollectionService:
    """The client of the collection service. Raises Misconfigured for unusable certificates."""
    service = settings.service
    credentials = Credentials(service.ca, service.certificate, service.key)
    try:
        transport = Transport(str(service.url).rstrip("/"), credentials, Patience())
    except OSError as error:
        raise Misconfigured(f"certificates of the service: {error}") from error
    return CollectionService(transport)


def ledger_of(settings: Settings, now: Callable[[], datetime]) -> Ledger:
    """The ledger, opened; a terminal that has none yet begins one, and its key with it.

    Raises LedgerError, Misconfigured.
    """
    ledger = settings.ledger
    if not ledger.key_file.exists() and not ledger.path.exists():
        _make_key(ledger.key_file)
    return Ledger.open(ledger.path, now=now, key=ledger_key(settings))


def ledger_key(settings: Settings) -> bytes:
    """The ledger's key; made once, together with the ledger, and never replaced.

    Raises Misconfigured when it is not there or cannot be read.
    """
    path = settings.ledger.key_file
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        raise Misconfigured(f"{path}: the ledger's key is missing") from None
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from error
    if len(key) < _KEY_BYTES:
        raise Misconfigured(f"{path}: a ledger's key has at least {_KEY_BYTES} bytes")
    return key


def _make_key(path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, os.urandom(_KEY_BYTES))
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from error


def _write_once(path: Path, content: bytes) -> None:
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    # Without this the name itself may not survive a power cut, and the ledger would have no key.
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
