"""The terminal's configuration: typed, from one TOML file, nothing unknown accepted."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from kiosk.settings.addresses import is_this_machine, leads_to_a_process
from kiosk.settings.auxiliaries import AuxiliariesSettings
from kiosk.settings.cards import (
    AcquirerSettings,
    BankCardReaderSettings,
    PinPadSettings,
    SocialCardReaderSettings,
)
from kiosk.settings.hours import HoursSettings
from kiosk.settings.maintenance import MaintenanceSettings
from kiosk.settings.meaning import Choices, Contradiction, Hexadecimal, Unit
from kiosk.settings.papers import DocumentPrinterSettings, DocumentsSettings
from kiosk.settings.section import Baud, FilePath, HttpsUrl, Section, Wait


class TerminalSettings(Section):
    """What the terminal is called. ``profile`` says whether simulated ports are acceptable."""

    # Without its hyphens it begins every order number, which has room for ten characters.
    number: str = Field(
        min_length=2,
        max_length=16,
        pattern=r"^-*([A-Z0-9]-*){1,10}$",
        title="终端编号",
        description="大写字母、数字和横线，字母数字最多 10 个；须与终端证书的 CN 一致",
    )
    name: str = Field(min_length=1, max_length=30, title="终端名称", description="在屏幕上方")
    hall_name: str = Field(
        min_length=1, max_length=30, title="大厅名称", description="在屏幕上，也印在小票上"
    )
    tax_authority: str = Field(
        default="国家税务总局山东省税务局",
        max_length=40,
        title="税务机关",
        description="小票抬头",
    )
    window: str = Field(
        default="人工窗口", max_length=20, title="人工窗口", description="窗口的叫法，提示里会用到"
    )
    hotline: str = Field(
        default="12366", max_length=20, title="服务热线", description="提示里的电话"
    )
    profile: Annotated[
        Literal["production", "simulated-hall"],
        Choices((("production", "正式终端"), ("simulated-hall", "模拟大厅"))),
    ] = Field(default="production", title="用途", description="正式终端拒绝一切模拟设备")


class ScreenSettings(Section):
    """The panel, in pixels and millimetres; the layout follows its physical size."""

    width_px: Annotated[int, Unit("像素")] = Field(
        ge=640, le=8192, title="屏幕宽", description="竖屏时宽小于高"
    )
    height_px: Annotated[int, Unit("像素")] = Field(
        ge=640, le=8192, title="屏幕高", description="竖屏时高大于宽"
    )
    width_mm: Annotated[float, Unit("毫米")] = Field(
        gt=100, lt=2000, title="可视区宽度", description="用尺量；字和按键的大小由它决定"
    )
    full_screen: bool = Field(default=True, title="全屏显示", description="盖住整个屏幕")


class IdCardReaderSettings(Section):
    """``port`` is a serial device, ``socket://host:port`` or ``usb://vendor:product``."""

    port: str = Field(title="接口", description="USB 写 usb://厂商:产品，串口写设备名")
    baud: Baud = Field(default=115_200, title="串口速率", description="只用于串口")
    poll_seconds: Annotated[float, Unit("秒")] = Field(
        default=0.3, gt=0, le=5, title="寻卡间隔", description="两次寻卡之间的时间，一般 0.3 到 1"
    )


class ReceiptPrinterSettings(Section):
    """Where the receipt printer is and which model it is. ``roll_metres`` is how long a new roll of
    paper is; it says how long one lasts, and nothing else."""

    transport: Annotated[
        Literal["tcp", "serial", "usb"],
        Choices((("tcp", "网口（tcp）"), ("serial", "串口（serial）"), ("usb", "USB（usb）"))),
    ] = Field(title="连接方式", description="网口要填地址，串口要填设备，USB 要填两个编号")
    host: str = Field(default="", title="网口地址", description="打印机的固定地址，只用于网口")
    port: int = Field(default=9100, ge=1, le=65535, title="网口端口", description="只用于网口")
    device: str = Field(default="", title="串口设备", description="只用于串口")
    baud: Baud = Field(
        default=19_200, title="串口速率", description="只用于串口，须与打印机拨码一致"
    )
    vendor: Annotated[int, Hexadecimal()] = Field(
        default=0, title="USB 厂商编号", description="lsusb 显示的前一个编号，如 0x04b8"
    )
    product: Annotated[int, Hexadecimal()] = Field(
        default=0, title="USB 产品编号", description="lsusb 显示的后一个编号，如 0x0e15"
    )
    profile: str = Field(title="型号", description="generic-80、generic-58、epson-80 或 csn-a2")
    roll_metres: Annotated[float, Unit("米")] = Field(
        default=60.0,
        gt=0,
        le=1000,
        title="纸卷长度",
        description="一卷新纸的长度，用来估计还剩多少",
    )

    @model_validator(mode="after")
    def _address_is_complete(self) -> ReceiptPrinterSettings:
        needed = {"tcp": self.host, "serial": self.device, "usb": self.vendor}
        if not needed[self.transport]:
            raise Contradiction(
                f"a {self.transport} printer needs its address",
                "小票打印机的连接方式和地址要配套：网口填地址，串口填设备，USB 填编号",
            )
        return self


class CodeScannerSettings(Section):
    """``port`` is a serial device or ``socket://host:port``. ``profile`` says how the model is told
    to look for a code; ``continuous`` is one that always does."""

    port: str = Field(min_length=1, title="接口", description="串口设备；USB 型须设为虚拟串口")
    baud: Baud = Field(default=9600, title="串口速率", description="与扫码器的设置一致")
    profile: Annotated[
        Literal["honeywell", "continuous"],
        Choices((("honeywell", "串口触发（honeywell）"), ("continuous", "一直识读（continuous）"))),
    ] = Field(default="honeywell", title="触发方式", description="与扫码器的设置一致")


class ServiceSettings(Section):
    """The collection service and the terminal's own certificate for it."""

    url: HttpsUrl = Field(title="地址", description="收缴服务的地址，以 https:// 开头")
    ca: FilePath = Field(title="服务器根证书", description="PEM 文件")
    certificate: FilePath = Field(title="终端证书", description="PEM 文件")
    key: FilePath = Field(title="终端私钥", description="私钥文件的位置，不显示内容")


class LedgerSettings(Section):
    """The ledger and the file with its key (at least 32 bytes, readable by the kiosk only)."""

    path: FilePath = Field(title="账本文件", description="只能放本地硬盘")
    key_file: FilePath = Field(title="账本密钥", description="密钥文件的位置，不显示内容")


class LogSettings(Section):
    """Where events are logged."""

    path: FilePath = Field(title="日志文件", description="运行日志，保存半年以上")


class MetricsSettings(Section):
    """Metrics for Prometheus, on 127.0.0.1 and nowhere else, at ``port``."""

    port: int = Field(ge=1024, le=65535, title="端口", description="只有本机可以读")


class Settings(Section):
    """Everything the terminal is told about its surroundings."""

    terminal: TerminalSettings = Field(title="终端", description="编号、名称和提示里的叫法")
    screen: ScreenSettings = Field(title="屏幕", description="尺寸和显示")
    id_card_reader: IdCardReaderSettings = Field(title="身份证阅读器", description="接口和寻卡")
    receipt_printer: ReceiptPrinterSettings = Field(
        title="小票打印机", description="接口、型号和纸卷"
    )
    document_printer: DocumentPrinterSettings | None = Field(
        default=None, title="A4 打印机", description="打印凭证和清单"
    )
    documents: DocumentsSettings | None = Field(
        default=None, title="凭证验签", description="凭证须验签后才能预览、打印"
    )
    code_scanner: CodeScannerSettings | None = Field(
        default=None, title="扫码器", description="扫付款码"
    )
    social_card_reader: SocialCardReaderSettings | None = Field(
        default=None, title="社保卡读卡器", description="用社保卡登录"
    )
    bank_card_reader: BankCardReaderSettings | None = Field(
        default=None, title="银行卡读卡器", description="刷卡支付；须与密码键盘、收单机构一起配"
    )
    pin_pad: PinPadSettings | None = Field(
        default=None, title="密码键盘", description="刷卡支付；须与读卡器、收单机构一起配"
    )
    acquirer: AcquirerSettings | None = Field(
        default=None, title="收单机构", description="刷卡支付；须与读卡器、密码键盘一起配"
    )
    auxiliaries: AuxiliariesSettings | None = Field(
        default=None, title="钥匙、柜门和指示灯", description="接这些部件的板子"
    )
    maintenance: MaintenanceSettings | None = Field(
        default=None, title="维护", description="谁可以维护，怎样关机"
    )
    hours: HoursSettings | None = Field(
        default=None, title="服务时间", description="什么时候可以自助办理；不写就一直开放"
    )
    service: ServiceSettings = Field(title="收缴服务", description="地址和证书")
    ledger: LedgerSettings = Field(title="账本", description="位置和密钥")
    log: LogSettings = Field(title="日志", description="位置")
    metrics: MetricsSettings | None = Field(
        default=None, title="运行指标", description="供本机采集"
    )
    timing: dict[str, Wait] = Field(
        default_factory=dict, title="等待时间", description="没有特别要求不要改"
    )

    @model_validator(mode="after")
    def _cards_are_paid_with_everything_or_nothing(self) -> Settings:
        needed = (self.bank_card_reader, self.pin_pad, self.acquirer)
        if any(needed) and not all(needed):
            raise Contradiction(
                "card payment needs bank_card_reader, pin_pad and acquirer together",
                "刷卡支付的银行卡读卡器、密码键盘、收单机构要么都配，要么都不配",
            )
        return self

    @model_validator(mode="after")
    def _no_simulated_ports_in_production(self) -> Settings:
        if self.terminal.profile == "production":
            simulated = [port for port in self._ports if leads_to_a_process(port)]
            simulated += [host for host in self._hosts if is_this_machine(host)]
            if simulated:
                raise Contradiction(
                    f"the production profile refuses simulated ports: {simulated}",
                    f"正式终端不能连到本机的程序：{'、'.join(simulated)}",
                )
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
        return cls.read(path.read_text(encoding="utf-8"), folder=path.absolute().parent)

    @classmethod
    def read(cls, text: str, *, folder: Path) -> Settings:
        """What a TOML file in this folder says. Raises ValueError for what is no TOML,
        pydantic.ValidationError."""
        return cls.model_validate(tomllib.loads(text), context={"folder": folder})


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
