"""The preview of a real certificate: issued by the service, checked and drawn as by a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.documents.verification import Expected, verified_pages
from kiosk.domain.certificate import ServiceDocument
from kiosk.flows.parts.document_views import DocumentCase, preview
from kiosk.screens.theme import PORTRAIT_21, Look, Panel
from kiosk.screens.window import KioskWindow
from kiosk.session.views import View
from tests.screens import gallery
from tests.screens.conftest import PANELS, settle
from tests.screens.touching import element
from tests.sim.backend.issuing import Issuing
from tests.sim.backend.records import NOW
from tests.support.errands import SITUATION
from tests.support.samples import CITIZEN
from tests.support.signed_documents import authority

Golden = Callable[[str, QWidget], None]
Open = Callable[[Panel, Look], KioskWindow]
RARE = "䶮例·𬱖样"


@pytest.fixture(scope="module")
def certificate() -> View:
    """A tax certificate printed again, of somebody with every rare character in their name."""
    books = Issuing()
    person = books.paid_often("guli-yangben", 2, RARE)
    titled = books.again(person, books.tax(person))
    content = json.loads(titled.manuscript.content)
    pdf, reprint = books.pdf_of(titled), titled.manuscript.reprint
    books.close()
    expected = Expected(
        title=titled.title,
        number=titled.number,
        reprint=reprint,
        holder=content["holder"],
        holder_number=content["identity_number"],
        trusted=authority().root_pem,
        now=NOW + timedelta(seconds=2),
    )
    document = ServiceDocument(titled.number, titled.title, pdf, reprint, "", 0)
    case = DocumentCase(document, CITIZEN, verified_pages(pdf, expected))
    return preview(case, SITUATION)


@pytest.mark.parametrize(
    ("name", "panel", "look"),
    [
        ("portrait-certificate", PORTRAIT_21, Look.STANDARD),
        ("portrait-high_contrast-certificate", PORTRAIT_21, Look.HIGH_CONTRAST),
        ("wide-certificate", PANELS["wide"], Look.STANDARD),
        ("square-certificate", PANELS["square"], Look.STANDARD),
    ],
)
def test_a_real_certificate(
    name: str, panel: Panel, look: Look, certificate: View, open_window: Open, golden: Golden
) -> None:
    window = open_window(panel, look)
    window.present(replace(gallery.scene("preview"), view=certificate))
    golden(name, window)


def test_a_real_certificate_enlarged(
    certificate: View, window: KioskWindow, golden: Golden
) -> None:
    window.present(replace(gallery.scene("preview"), view=certificate))
    settle()
    for name in ("zoom:in", "zoom:in", "pan:up", "pan:right"):
        element(window, name).click()
    golden("portrait-certificate-enlarged", window)
