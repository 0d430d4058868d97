"""What is on record, and documents: made once, drawn in a child process, printed where one can."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest
from PIL import Image

from kiosk.backend.errors import ServiceErrorKind
from kiosk.devices.api import JobEnd
from kiosk.documents.preview import SHARP_PX
from kiosk.domain.certificate import CertificateForm, ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup
from kiosk.flows.requests.certificates import (
    CertifiableRows,
    DocumentPages,
    DrawDocument,
    FindCertifiable,
    FindIssued,
    IssuedCertificates,
    IssueTaxCertificate,
    MakeContributionCertificate,
    PagesOut,
    PrintDocument,
    PrintStopped,
    ReprintCertificate,
    StopPrinting,
)
from kiosk.flows.requests.history import MakeList, Payments, ReprintReceipt, SearchPayments
from kiosk.flows.requests.payment import AwaitPosting
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import DocumentState
from kiosk.runtime.failures import RequestFailed
from kiosk.session.faults import FaultCode
from kiosk.session.requests import Request
from tests.runtime.conftest import Play
from tests.runtime.fake_service import service_error
from tests.support import service_samples as samples
from tests.support.document_pages import LIST, SUMMARY, TAX, Paper
from tests.support.manual_clock import ManualClock
from tests.support.samples import CITIZEN, PAYEE
from tests.support.signed_documents import signed

GROUP, CRITERIA = CitizenGroup.FLEXIBLE, Criteria(2025, 2026)
ISSUE = IssueTaxCertificate(CITIZEN, samples.ROWS)
REPRINT = ReprintCertificate(CITIZEN, samples.CERTIFICATE.number)
PROVE = MakeContributionCertificate(CITIZEN, GROUP, CRITERIA, CertificateForm.DETAIL)


def certificate(
    *, reprint: int = 0, holder: Citizen = CITIZEN, number: str = samples.DOCUMENT.number
) -> ServiceDocument:
    """One of two pages, as the service signs it."""
    mark = f"补打　第 {reprint} 次" if reprint else ""
    paper = Paper(TAX, number, holder.name, holder.number.value, mark)
    pdf = signed(*paper.pages, at=ManualClock().now())
    return replace(samples.DOCUMENT, number=number, pdf=pdf, reprint=reprint)


@pytest.mark.parametrize(
    ("request_", "reply"),
    [
        (SearchPayments(CITIZEN, GROUP, CRITERIA), Payments((samples.RECORD,), more=True)),
        (FindCertifiable(CITIZEN, GROUP, CRITERIA), CertifiableRows(samples.ROWS)),
        (FindIssued(CITIZEN, GROUP, CRITERIA), IssuedCertificates((samples.CERTIFICATE,))),
        (MakeList(CITIZEN, GROUP, CRITERIA), samples.LIST),
    ],
    ids=lambda value: type(value).__name__,
)
async def test_the_service_is_asked_for_what_is_on_record(
    play: Play, request_: Request[object], reply: object
) -> None:
    assert await play.performer.perform(request_) == reply


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_certificate_whose_answer_was_lost_is_not_issued_twice(
    play: Play, *, after: bool
) -> None:
    play.room.service.lose("issue", after=after)
    assert (await play.fault(ISSUE)).code is FaultCode.NETWORK_LOST
    first = await play.performer.perform(ISSUE)
    backwards = IssueTaxCertificate(CITIZEN, samples.ROWS[::-1])
    assert await play.performer.perform(backwards) == first
    assert list(play.room.service.certificates.values()) == [first]


async def test_other_rows_and_another_visit_are_another_certificate(play: Play) -> None:
    await play.performer.perform(ISSUE)
    await play.performer.perform(IssueTaxCertificate(CITIZEN, samples.ROWS[:1]))
    assert len(play.room.service.certificates) == 2
    play.room.keys.forget()
    await play.performer.perform(ISSUE)
    assert len(play.room.service.certificates) == 3


async def proved(play: Play, request: MakeContributionCertificate = PROVE) -> str:
    """The number of the contribution certificate that is given."""
    document = await play.performer.perform(request)
    assert isinstance(document, ServiceDocument)
    assert document.title == f"社会保险费缴费证明（{request.form.label}）"
    return document.number


async def on_paper(play: Play, number: str, *, reprint: int = 0) -> None:
    document = certificate(number=number, reprint=reprint)
    await play.performer.perform(DrawDocument(document, CITIZEN))
    await play.performer.perform(PrintDocument(document))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_proof_whose_answer_was_lost_takes_one_number(play: Play, *, after: bool) -> None:
    play.room.service.lose("contribution", after=after)
    assert (await play.fault(PROVE)).code is FaultCode.NETWORK_LOST
    assert await proved(play) == await proved(play)
    assert len(play.room.service.certificates) == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(PROVE, form=CertificateForm.SUMMARY),
        replace(PROVE, criteria=Criteria(2026, 2026)),
        replace(PROVE, group=CitizenGroup.RESIDENT),
        replace(PROVE, citizen=PAYEE),
    ],
    ids=["form", "criteria", "group", "citizen"],
)
async def test_another_proof_and_another_visit_are_another_certificate(
    play: Play, other: MakeContributionCertificate
) -> None:
    first = await proved(play)
    assert await proved(play, other) != first
    assert await proved(play) == first
    play.room.keys.forget()
    assert await proved(play) != first


async def test_a_proof_is_made_anew_once_it_is_on_paper(play: Play) -> None:
    first = await proved(play)
    await on_paper(play, first)
    second = await proved(play)
    assert second != first
    assert await proved(play) == second, "it is looked at, and not printed yet"


async def test_a_proof_whose_print_is_doubtful_is_not_made_anew_until_a_reprint_is_out(
    play: Play,
) -> None:
    number = await proved(play)
    play.printer.script.before_page[2] = JobEnd.ABORTED
    with pytest.raises(RequestFailed) as failed:
        await on_paper(play, number)
    assert failed.value.fault.code is FaultCode.DOCUMENT_PRINT_DOUBTFUL
    assert await proved(play) == number
    with pytest.raises(RequestFailed) as refused:
        await on_paper(play, number)
    assert refused.value.fault.code is FaultCode.DOCUMENT_PRINT_DOUBTFUL
    await on_paper(play, number, reprint=1)
    assert await proved(play) != number


async def test_a_payment_makes_a_proof_anew(play: Play) -> None:
    first = await proved(play)
    await play.performer.perform(AwaitPosting(await play.room.posted()))
    second = await proved(play)
    assert second != first
    assert await proved(play) == second


async def test_a_reprint_whose_answer_was_lost_is_counted_once_and_the_next_one_again(
    play: Play,
) -> None:
    play.room.service.lose("reprint", after=True)
    assert (await play.fault(REPRINT)).code is FaultCode.NETWORK_LOST
    for reprint in (1, 2):
        document = await play.performer.perform(REPRINT)
        assert isinstance(document, ServiceDocument)
        assert (document.number, document.reprint) == (samples.CERTIFICATE.number, reprint)


async def test_a_document_that_is_not_what_was_announced_is_said_to_be_unsound(play: Play) -> None:
    play.room.service.trouble("issue", service_error(ServiceErrorKind.UNSOUND))
    assert (await play.fault(ISSUE)).code is FaultCode.DOCUMENT_UNSOUND


@pytest.mark.parametrize("request_", [ISSUE, PROVE], ids=["issue", "prove"])
async def test_a_certificate_of_another_kind_than_was_asked_for_is_not_taken(
    play: Play, request_: Request[ServiceDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer(*_asked: object) -> ServiceDocument:
        return replace(samples.DOCUMENT, title=SUMMARY)

    monkeypatch.setattr(play.room.service, "issue_tax_certificate", answer)
    monkeypatch.setattr(play.room.service, "contribution_certificate", answer)
    assert (await play.fault(request_)).code is FaultCode.DOCUMENT_UNSOUND
    assert "another_title" in play.room.log_path.read_text()


async def test_a_document_is_drawn_for_the_screen_and_the_ledger_has_it(play: Play) -> None:
    document = certificate()
    for _ in range(2):
        drawn = await play.performer.perform(DrawDocument(document, CITIZEN))
        assert isinstance(drawn, DocumentPages)
        with Image.open(io.BytesIO(drawn.pages[1])) as picture:
            assert (picture.format, picture.width) == ("PNG", SHARP_PX)
    (kept,) = play.room.ledger.documents()
    assert (kept.state, kept.terms.pages) == (DocumentState.RECEIVED, 2)
    assert kept.terms.number == document.number


async def test_a_list_names_its_citizen_as_it_masks_them(play: Play) -> None:
    paper = Paper(LIST, "", CITIZEN.shown_name, CITIZEN.shown_number)
    pdf = signed(*paper.pages, at=play.room.clock.now())
    drawn = await play.performer.perform(DrawDocument(replace(samples.LIST, pdf=pdf), CITIZEN))
    assert isinstance(drawn, DocumentPages)


@pytest.mark.parametrize(
    "document",
    [
        replace(samples.DOCUMENT, pdf=b"%PDF-1.7 no more"),
        certificate(holder=PAYEE),
        replace(certificate(reprint=1), reprint=2),
        replace(certificate(), title=SUMMARY),
    ],
    ids=["half of it", "somebody else's", "another print", "another kind"],
)
async def test_what_is_not_believed_is_neither_shown_nor_printed(
    play: Play, document: ServiceDocument
) -> None:
    assert (await play.fault(DrawDocument(document, CITIZEN))).code is FaultCode.DOCUMENT_UNSOUND
    assert (await play.fault(PrintDocument(document))).code is FaultCode.DOCUMENT_UNSOUND
    assert "DOCUMENT_UNSOUND" in play.room.logged()
    assert [entry.kind for entry in play.room.ledger.entries()][-1] == "note.document_refused"
    assert play.printer.sheets == []


async def test_what_kills_the_child_that_reads_it_is_not_believed(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def killed(_work: object) -> None:
        raise BrokenProcessPool

    monkeypatch.setattr(play.room.workshop, "do", killed)
    fault = await play.fault(DrawDocument(certificate(), CITIZEN))
    assert fault.code is FaultCode.DOCUMENT_UNSOUND


async def test_a_document_is_printed_and_told_of_page_by_page(play: Play) -> None:
    document = certificate(reprint=2)
    await play.performer.perform(DrawDocument(document, CITIZEN))
    news: list[object] = []
    assert await play.performer.perform(PrintDocument(document), news.append) == Printed(2)
    assert news == [PagesOut(1), PagesOut(2)]
    assert await play.performer.perform(StopPrinting(document)) == PrintStopped(2)
    assert "DOCUMENT_PRINTED" in play.room.logged()


async def test_a_terminal_without_a_printer_for_a4_says_so(play: Play) -> None:
    with pytest.raises(RequestFailed) as failed:
        await play.bare().perform(PrintDocument(samples.DOCUMENT))
    assert failed.value.fault.code is FaultCode.DOCUMENT_PRINTER_LOST


@pytest.mark.parametrize(
    "request_of",
    [
        lambda: ISSUE,
        lambda: REPRINT,
        lambda: ReprintReceipt(CITIZEN, samples.RECORD),
        lambda: SearchPayments(CITIZEN, GROUP, CRITERIA),
    ],
    ids=["issue", "reprint", "receipt", "search"],
)
async def test_a_service_that_is_down_is_a_fault(
    play: Play, request_of: Callable[[], Request[object]]
) -> None:
    play.room.service.down = ServiceErrorKind.UNAVAILABLE
    assert (await play.fault(request_of())).code is FaultCode.SERVICE_DOWN
    assert "SERVICE_CALL_FAILED" in play.room.logged()
