"""The terminal's configuration: typed, from one TOML file, nothing unknown accepted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, model_validator


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TerminalSettings(_Section):
    """What the terminal is called. ``profile`` says whether simulated ports are acceptable."""

    number: str = Field(pattern=r"^[A-Z0-9-]{2,16}$")
    name: str = Field(min_length=1, max_length=30)
    hall_name: str = Field(min_length=1, max_length=30)
    tax_authority: str = Field(default="国家税务总局山东省税务局", max_length=40)
    window: str = Field(default="人工窗口", max_length=20)
    hotline: str = Field(default="12366", max_length=20)
    profile: Literal["production", "simulated-hall"] = "production"


class ScreenSettings(_Section):
    """The panel, in pixels and millimetres; the layout follows its physical size."""

    width_px: int = Field(ge=640, le=8192)
    height_px: int = Field(ge=640, le=8192)
    width_mm: float = Field(gt=100, lt=2000)
    full_screen: bool = True


class IdCardReaderSettings(_Section):
    """``port`` is a serial device, ``socket://host:port`` or ``usb://vendor:product``."""

    port: str
    baud: int = 115_200
    poll_seconds: float = Field(default=0.3, gt=0, le=5)


class ReceiptPrinterSettings(_Section):
    """Where the receipt printer is and which model it is."""

    transport: Literal["tcp", "serial", "usb"]
    host: str = ""
    port: int = Field(default=9100, ge=1, le=65535)
    device: str = ""
    baud: int = 19_200
    vendor: int = 0
    product: int = 0
    profile: str

    @model_validator(mode="after")
    def _address_is_complete(self) -> ReceiptPrinterSettings:
        needed = {"tcp": self.host, "serial": self.device, "usb": self.vendor}
        if not needed[self.transport]:
            raise ValueError(f"a {self.transport} printer needs its address")
        return self


class ServiceSettings(_Section):
    """The collection service and the terminal's own certificate for it."""

    url: HttpUrl
    ca: Path
    certificate: Path
    key: Path


class LedgerSettings(_Section):
    """The ledger and the file with its key (at least 32 bytes, readable by the kiosk only)."""

    path: Path
    key_file: Path


class LogSettings(_Section):
    """Where events are logged."""

    path: Path


class Settings(_Section):
    """Everything the terminal is told about its surroundings."""

    terminal: TerminalSettings
    screen: ScreenSettings
    id_card_reader: IdCardReaderSettings
    receipt_printer: ReceiptPrinterSettings
    service: ServiceSettings
    ledger: LedgerSettings
    log: LogSettings
    timing: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_simulated_ports_in_production(self) -> Settings:
        if self.terminal.profile == "production":
            suspects = (
                self.id_card_reader.port,
                self.receipt_printer.host,
                self.receipt_printer.device,
                str(self.service.url),
            )
            simulated = [text for text in suspects if _is_simulated(text)]
            if simulated:
                raise ValueError(f"the production profile refuses simulated ports: {simulated}")
        return self

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Read a TOML file. Relative paths in it are relative to the file.

        Raises OSError, tomllib.TOMLDecodeError, pydantic.ValidationError.
        """
        with path.open("rb") as file:
            return cls.model_validate(tomllib.load(file))


def _is_simulated(address: str) -> bool:
    signs = ("127.0.0.1", "localhost", "[::1]", "/dev/pts/", "socket://", "loop://", "spy://")
    real = str(Path(address).resolve()) if address.startswith("/") else address
    return any(sign in text for sign in signs for text in (address, real))
