"""The terminal's configuration: typed, from one TOML file, nothing unknown accepted."""

from __future__ import annotations

import ipaddress
import socket
import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    UrlConstraints,
    ValidationInfo,
    model_validator,
)


def _beside_the_file(path: Path, info: ValidationInfo) -> Path:
    folder = info.context.get("folder") if isinstance(info.context, dict) else None
    return folder / path if isinstance(folder, Path) else path


FilePath = Annotated[Path, AfterValidator(_beside_the_file)]
HttpsUrl = Annotated[HttpUrl, UrlConstraints(allowed_schemes=["https"])]
Wait = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TerminalSettings(_Section):
    """What the terminal is called. ``profile`` says whether simulated ports are acceptable."""

    # Without its hyphens it begins every order number, which has room for ten characters.
    number: str = Field(min_length=2, max_length=16, pattern=r"^-*([A-Z0-9]-*){1,10}$")
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


class CodeScannerSettings(_Section):
    """``port`` is a serial device or ``socket://host:port``. ``profile`` says how the model is told
    to look for a code; ``continuous`` is one that always does."""

    port: str = Field(min_length=1)
    baud: int = 9600
    profile: Literal["honeywell", "continuous"] = "honeywell"


class ServiceSettings(_Section):
    """The collection service and the terminal's own certificate for it."""

    url: HttpsUrl
    ca: FilePath
    certificate: FilePath
    key: FilePath


class LedgerSettings(_Section):
    """The ledger and the file with its key (at least 32 bytes, readable by the kiosk only)."""

    path: FilePath
    key_file: FilePath


class LogSettings(_Section):
    """Where events are logged."""

    path: FilePath


class Settings(_Section):
    """Everything the terminal is told about its surroundings."""

    terminal: TerminalSettings
    screen: ScreenSettings
    id_card_reader: IdCardReaderSettings
    receipt_printer: ReceiptPrinterSettings
    code_scanner: CodeScannerSettings | None = None
    service: ServiceSettings
    ledger: LedgerSettings
    log: LogSettings
    timing: dict[str, Wait] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _no_simulated_ports_in_production(self) -> Settings:
        if self.terminal.profile == "production":
            printer = self.receipt_printer
            scanner = self.code_scanner.port if self.code_scanner else ""
            simulated = [
                address
                for address, is_simulated in (
                    (self.id_card_reader.port, _leads_to_a_process(self.id_card_reader.port)),
                    (scanner, _leads_to_a_process(scanner)),
                    (printer.device, _leads_to_a_process(printer.device)),
                    (printer.host, _is_this_machine(printer.host)),
                    (str(self.service.url), _is_this_machine(self.service.url.host or "")),
                )
                if address and is_simulated
            ]
            if simulated:
                raise ValueError(f"the production profile refuses simulated ports: {simulated}")
        return self

    @classmethod
    def load(cls, path: Path) -> Settings:
        """Read a TOML file. Relative paths in it are relative to the file.

        Raises OSError, ValueError for what is no TOML, pydantic.ValidationError.
        """
        with path.open("rb") as file:
            return cls.model_validate(
                tomllib.load(file), context={"folder": path.absolute().parent}
            )


def _leads_to_a_process(port: str) -> bool:
    """Whether a port may have a program of this machine at its other end: anything but USB and the
    devices of the system, symbolic links followed, pseudo-terminals left out."""
    if port.startswith("usb://"):
        return False
    real = Path(port).resolve()
    is_device = "://" not in port and Path("/dev") in real.parents
    is_pseudo = Path("/dev/pts") in real.parents or real == Path("/dev/ptmx")
    return not is_device or is_pseudo


def _is_this_machine(host: str) -> bool:
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".localdomain")):
        return True
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        try:
            # The C library also takes 127.1 and 0x7f000001 for addresses.
            address = ipaddress.ip_address(socket.inet_aton(name))
        except OSError:
            return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified
