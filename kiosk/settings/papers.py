"""A4 paper: the printer, and whose signatures on documents are believed."""

from __future__ import annotations

from typing import Annotated

from pydantic import AnyUrl, Field, UrlConstraints, model_validator

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

    uri: IppUrl
    media: str = Field(default="iso_a4_210x297mm", pattern=r"^[a-z0-9_.-]+$")
    tray: str = Field(default="", pattern=r"^[a-z0-9-]*$")
    confirms: bool = True
    ca: FilePath | None = None

    @model_validator(mode="after")
    def _address_makes_sense(self) -> DocumentPrinterSettings:
        if self.uri.username is not None or self.uri.password is not None:
            raise ValueError("a printer's address has no user and no password in it")
        if self.ca is not None and self.uri.scheme != "ipps":
            raise ValueError("ca is for a printer that is reached over ipps")
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

    trusted: FilePath
