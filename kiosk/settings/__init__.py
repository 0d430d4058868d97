"""The terminal's configuration: typed, from one TOML file, nothing unknown accepted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from kiosk.settings.addresses import is_this_machine, leads_to_a_process
from kiosk.settings.auxiliaries import AuxiliariesSettings
from kiosk.settings.cards import (
    AcquirerSettings,
    BankCardReaderSettings,
    PinPadSettings,
    SocialCardReaderSettings,
)
from kiosk.settings.maintenance import MaintenanceSettings
from kiosk.settings.papers import DocumentPrinterSettings, DocumentsSettings
from kiosk.settings.section import FilePath, HttpsUrl, Section, Wait


class TerminalSettings(Section):
    """What the terminal is called. ``profile`` says whether simulated ports are acceptable."""

    # Without its hyphens it begins every order number, which has room for ten characters.
    number: str = Field(min_length=2, max_length=16, pattern=r"^-*([A-Z0-9]-*){1,10}$")
    name: str = Field(min_length=1, max_length=30)
    hall_name: str = Field(min_length=1, max_length=30)
    tax_authority: str = Field(default="国家税务总局山东省税务局", max_length=40)
    window: str = Field(default="人工窗口", max_length=20)
    hotline: str = Field(default="12366", max_length=20)
    profile: Literal["production", "simulated-hall"] = "production"


class ScreenSettings(Section):
    """The panel, in pixels and millimetres; the layout follows its physical size."""

    width_px: int = Field(ge=640, le=8192)
    height_px: int = Field(ge=640, le=8192)
    width_mm: float = Field(gt=100, lt=2000)
    full_screen: bool = True


class IdCardReaderSettings(Section):
    """``port`` is a serial device, ``socket://host:port`` or ``usb://vendor:product``."""

    port: str
    baud: int = 115_200
    poll_seconds: float = Field(default=0.3, gt=0, le=5)


class ReceiptPrinterSettings(Section):
    """Where the receipt printer is and which model it is. ``roll_metres`` is how long a new roll of
    paper is; it says how long one lasts, and nothing else."""

    transport: Literal["tcp", "serial", "usb"]
    host: str = ""
    port: int = Field(default=9100, ge=1, le=65535)
    device: str = ""
    baud: int = 19_200
    vendor: int = 0
    product: int = 0
    profile: str
    roll_metres: float = Field(default=60.0, gt=0, le=1000)

    @model_validator(mode="after")
    def _address_is_complete(self) -> ReceiptPrinterSettings:
        needed = {"tcp": self.host, "serial": self.device, "usb": self.vendor}
        if not needed[self.transport]:
            raise ValueError(f"a {self.transport} printer needs its address")
        return self


class CodeScannerSettings(Section):
    """``port`` is a serial device or ``socket://host:port``. ``profile`` says how the model is told
    to look for a code; ``continuous`` is one that always does."""

    port: str = Field(min_length=1)
    baud: int = 9600
    profile: Literal["honeywell", "continuous"] = "honeywell"


class ServiceSettings(Section):
    """The collection service and the terminal's own certificate for it."""

    url: HttpsUrl
    ca: FilePath
    certificate: FilePath
    key: FilePath


class LedgerSettings(Section):
    """The ledger and the file with its key (at least 32 bytes, readable by the kiosk only)."""

    path: FilePath
    key_file: FilePath


class LogSettings(Section):
    """Where events are logged."""

    path: FilePath


class MetricsSettings(Section):
    """Metrics for Prometheus, on 127.0.0.1 and nowhere else, at ``port``."""

    port: int = Field(ge=1024, le=65535)


class Settings(Section):
    """Everything the terminal is told about its surroundings."""

    terminal: TerminalSettings
    screen: ScreenSettings
    id_card_reader: IdCardReaderSettings
    receipt_printer: ReceiptPrinterSettings
    document_printer: DocumentPrinterSettings | None = None
    documents: DocumentsSettings | None = None
    code_scanner: CodeScannerSettings | None = None
    social_card_reader: SocialCardReaderSettings | None = None
    bank_card_reader: BankCardReaderSettings | None = None
    pin_pad: PinPadSettings | None = None
    acquirer: AcquirerSettings | None = None
    auxiliaries: AuxiliariesSettings | None = None
    maintenance: MaintenanceSettings | None = None
    service: ServiceSettings
    ledger: LedgerSettings
    log: LogSettings
    metrics: MetricsSettings | None = None
    timing: dict[str, Wait] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _cards_are_paid_with_everything_or_nothing(self) -> Settings:
        needed = (self.bank_card_reader, self.pin_pad, self.acquirer)
        if any(needed) and not all(needed):
            raise ValueError("card payment needs bank_card_reader, pin_pad and acquirer together")
        return self

    @model_validator(mode="after")
    def _no_simulated_ports_in_production(self) -> Settings:
        if self.terminal.profile == "production":
            simulated = [port for port in self._ports if leads_to_a_process(port)]
            simulated += [host for host in self._hosts if is_this_machine(host)]
            if simulated:
                raise ValueError(f"the production profile refuses simulated ports: {simulated}")
        return self

    @property
    def _ports(self) -> tuple[str, ...]:
        fitted = (
            self.code_scanner,
            self.social_card_reader,
            self.bank_card_reader,
            self.pin_pad,
            self.auxiliaries,
        )
        ports = (
            self.id_card_reader.port,
            self.receipt_printer.device,
            *(device.port for device in fitted if device is not None),
        )
        return tuple(port for port in ports if port)

    @property
    def _hosts(self) -> tuple[str, ...]:
        acquirer = "" if self.acquirer is None else self.acquirer.host
        printer = self.document_printer
        # CUPS on this machine is how a printer on USB is reached: the system's, no simulator.
        pages = "" if printer is None or printer.is_queue else printer.uri.host or ""
        hosts = (self.receipt_printer.host, pages, acquirer, self.service.url.host or "")
        return tuple(host for host in hosts if host)

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Read a TOML file. Relative paths in it are relative to the file.

        Raises OSError, ValueError for what is no TOML, pydantic.ValidationError.
        """
        with path.open("rb") as file:
            return cls.model_validate(
                tomllib.load(file), context={"folder": path.absolute().parent}
            )


__all__ = [
    "AcquirerSettings",
    "AuxiliariesSettings",
    "BankCardReaderSettings",
    "CodeScannerSettings",
    "DocumentPrinterSettings",
    "DocumentsSettings",
    "IdCardReaderSettings",
    "LedgerSettings",
    "LogSettings",
    "MaintenanceSettings",
    "MetricsSettings",
    "PinPadSettings",
    "ReceiptPrinterSettings",
    "ScreenSettings",
    "ServiceSettings",
    "Settings",
    "SocialCardReaderSettings",
    "TerminalSettings",
]
