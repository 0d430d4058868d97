"""A4 paper: the printer, and whose signatures on documents are believed."""

from __future__ import annotations

from typing import Annotated

from pydantic import AnyUrl, Field, UrlConstraints, model_validator

from kiosk.settings.meaning import Contradiction
from kiosk.settings.section import FilePath, Section

_IPP_PORT = 631
_QUEUES = ("/printers/", "/classes/")
IppUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ipp", "ipps"], host_required=True)]


class DocumentPrinterSettings(Section):
    """``uri`` is the printer itself or a queue of CUPS (``ipp://host:631/printers/NAME``).

    ``media`` is the size by its PWG 5101.1 name, ``tray`` a media-source keyword, empty for the
    printer's own choice. ``confirms`` says that a completed job has its paper out: true of IPP
    printers, false of what only hands bytes over. Of queues of CUPS it is never believed. ``ca`` is
    for ipps with a certificate of one's own authority.
    """

    uri: IppUrl = Field(
        title="地址",
        description="打印机自己的 ipps:// 或 ipp:// 地址；USB 打印机写 CUPS 队列的地址",
    )
    media: str = Field(
        default="iso_a4_210x297mm",
        pattern=r"^[a-z0-9_.-]+$",
        title="纸张",
        description="纸张在 IPP 里的名称，如 iso_a4_210x297mm",
    )
    tray: str = Field(
        default="",
        pattern=r"^[a-z0-9-]*$",
        title="纸盒",
        description="如 main、tray-1；空着由打印机决定",
    )
    confirms: bool = Field(
        default=True, title="完成即出纸", description="作业完成是否代表纸已出来；CUPS 队列一律不算"
    )
    ca: FilePath | None = Field(
        default=None, title="根证书", description="ipps 用的 PEM 文件，打印机证书由它签发"
    )

    @model_validator(mode="after")
    def _address_makes_sense(self) -> DocumentPrinterSettings:
        if self.uri.username is not None or self.uri.password is not None:
            raise Contradiction(
                "a printer's address has no user and no password in it",
                "打印机的地址里不能有用户名和密码",
            )
        if self.ca is not None and self.uri.scheme != "ipps":
            raise Contradiction(
                "ca is for a printer that is reached over ipps",
                "根证书只用于 ipps:// 的打印机",
            )
        return self

    @property
    def is_queue(self) -> bool:
        """Whether it is a queue of CUPS: on port 631, where only the system itself may listen, and
        with a path that begins as CUPS's own do."""
        port = _IPP_PORT if self.uri.port is None else self.uri.port
        return port == _IPP_PORT and (self.uri.path or "").startswith(_QUEUES)


class DocumentsSettings(Section):
    """``trusted`` is a file of PEM certificates: the authorities that issue the collection
    service's document signers. A document without such a signature is never shown or printed."""

    trusted: FilePath = Field(title="签章根证书", description="PEM 文件，凭证签章由它们签发")
