"""社保费凭证打印: 税收完税证明 and 社会保险费缴费证明 (manual 五(三), 六(三)).

首次开具 and 补打 are of the other channels (manual 一(五), 三(五)): a 补打 keeps its number.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.certificate import MOST_ROWS, CertificateForm, CertificateKind, ServiceDocument
from kiosk.domain.criteria import Criteria
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import say
from kiosk.flows import certificate_views as views
from kiosk.flows.certificate_views import CertificatesCase
from kiosk.flows.login import LOGIN, LoginCase
from kiosk.flows.parts.document import DOCUMENT, NO_FEE, DocumentCase
from kiosk.flows.parts.stops import nothing_found
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.certificates import (
    CertifiableRows,
    FindCertifiable,
    FindIssued,
    IssuedCertificates,
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
)
from kiosk.session.answers import (
    Again,
    Choice,
    Chosen,
    Confirmed,
    CriteriaChosen,
    Picked,
    Ticked,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.notices import stop
from kiosk.session.outcomes import Goto, Outcome, Refusal, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import Button, Course, Place, View


def _take_kind(case: CertificatesCase, answer: Chosen) -> Taken[CertificatesCase]:
    tax = answer.choice is Choice.TAX_CERTIFICATE
    kind = CertificateKind.TAX if tax else CertificateKind.CONTRIBUTION
    criteria = case.criteria
    if criteria is not None and kind is not case.kind:  # what else it asks for is another thing
        criteria = Criteria(criteria.first_year, criteria.last_year)
    return replace(case, kind=kind, criteria=criteria, reprints=False, form=None, document=None)


def _is_tax(case: CertificatesCase, _situation: Situation) -> bool:
    return case.kind is CertificateKind.TAX


def _is_first_issue(case: CertificatesCase, situation: Situation) -> bool:
    return _is_tax(case, situation) and not case.reprints


def _is_reprint(case: CertificatesCase, situation: Situation) -> bool:
    return _is_tax(case, situation) and case.reprints


def _is_contribution(case: CertificatesCase, _situation: Situation) -> bool:
    return case.kind is CertificateKind.CONTRIBUTION


def _take_mode(case: CertificatesCase, answer: Chosen) -> Taken[CertificatesCase]:
    return replace(case, reprints=answer.choice is Choice.REPRINT)


def _unprintable(_case: CertificatesCase, situation: Situation) -> bool:
    return not situation.health.usable(DeviceKind.DOCUMENT_PRINTER)


def _take_criteria(case: CertificatesCase, answer: CriteriaChosen) -> Taken[CertificatesCase]:
    return replace(case, criteria=answer.criteria, ticked=(), certificate=None)


def _take_rows(case: CertificatesCase, found: CertifiableRows) -> Outcome[CertificatesCase]:
    if not found.items:
        return nothing_found(
            "没有可以首次开具的缴费",
            "您选的时间里没有缴费，或者都已经开过完税证明。",
            "开过的请点“上一步”改选“补打”；刚缴的费用要入库以后才能开。",
        )
    return replace(case, rows=found.items, ticked=())


def _take_ticks(case: CertificatesCase, answer: Ticked) -> Taken[CertificatesCase]:
    if len(answer.places) > MOST_ROWS:
        return Refusal(say("一张完税证明最多开 {n} 笔，请分几次开。", n=MOST_ROWS))
    return replace(case, ticked=tuple(case.rows[place] for place in answer.places))


def _take_issued(case: CertificatesCase, found: IssuedCertificates) -> Outcome[CertificatesCase]:
    if not found.items:
        return nothing_found(
            "没有开具过的完税证明",
            "您选的时间里没有开具过税收完税证明。",
            "请点“上一步”换一个时间，或者改选“首次开具”。",
        )
    return replace(case, issued=found.items)


def _take_certificate(case: CertificatesCase, answer: Picked) -> Taken[CertificatesCase]:
    return replace(case, certificate=case.issued[answer.place])


def _take_form(case: CertificatesCase, answer: Chosen) -> Taken[CertificatesCase]:
    summary = answer.choice is Choice.SUMMARY
    return replace(case, form=CertificateForm.SUMMARY if summary else CertificateForm.DETAIL)


def _make(case: CertificatesCase, _situation: Situation) -> MakeContributionCertificate:
    assert case.form is not None  # noqa: S101
    return MakeContributionCertificate(case.known, case.group, case.sought, case.form)


def _not_made(case: CertificatesCase, fault: Fault) -> Outcome[CertificatesCase] | None:
    return Goto("too_long", case) if fault.code is FaultCode.CERTIFICATE_TOO_LONG else None


def _too_long(_case: CertificatesCase, _situation: Situation) -> View:
    notice = stop(FaultCode.CERTIFICATE_TOO_LONG)
    return replace(notice, money=NO_FEE, actions=(Button(Again(), say("重新选择")),))


def _take_document(case: CertificatesCase, document: ServiceDocument) -> Outcome[CertificatesCase]:
    return Goto("document", replace(case, document=document))


def _look_at(case: CertificatesCase, _situation: Situation) -> DocumentCase:
    assert case.document is not None  # noqa: S101
    return DocumentCase(case.document, case.known)


CERTIFICATES: Flow[CertificatesCase] = Flow(
    "certificates",
    "社保费凭证打印",
    (
        Run(
            name="login",
            flow=LOGIN,
            enter=lambda _case, _situation: LoginCase(),
            leave=lambda case, login: replace(
                case, citizen=login.citizen, this_year=login.today.year
            ),
        ),
        Ask(
            name="kind",
            view=views.kinds,
            answers=(Chosen,),
            take=_take_kind,
            place=Place.CHOOSE,
        ),
        Ask(
            name="mode",
            view=views.modes,
            answers=(Chosen,),
            take=_take_mode,
            when=_is_tax,
            place=Place.CHOOSE,
        ),
        Ask(
            name="unprintable",
            view=views.only_to_look_at,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            when=_unprintable,
            place=Place.CHOOSE,
        ),
        Ask(
            name="criteria",
            view=views.criteria,
            answers=(CriteriaChosen,),
            take=_take_criteria,
            place=Place.FILL,
        ),
        Do(
            name="certifiable",
            request=lambda case, _situation: FindCertifiable(case.known, case.group, case.sought),
            reply=CertifiableRows,
            take=_take_rows,
            view=lambda _case, _situation: waiting_for("正在查询可以开具的缴费"),
            when=_is_first_issue,
            place=Place.FILL,
        ),
        Ask(
            name="rows",
            view=views.rows,
            answers=(Ticked,),
            take=_take_ticks,
            when=_is_first_issue,
            place=Place.FILL,
        ),
        Do(
            name="issue",
            request=lambda case, _situation: IssueTaxCertificate(case.known, case.ticked),
            reply=ServiceDocument,
            take=_take_document,
            view=lambda _case, _situation: waiting_for("正在开具完税证明"),
            when=_is_first_issue,
            place=Place.REVIEW,
            seals=True,
            leads=("document",),
        ),
        Do(
            name="issued",
            request=lambda case, _situation: FindIssued(case.known, case.group, case.sought),
            reply=IssuedCertificates,
            take=_take_issued,
            view=lambda _case, _situation: waiting_for("正在查询开具过的凭证"),
            when=_is_reprint,
            place=Place.FILL,
        ),
        Ask(
            name="certificate",
            view=views.issued,
            answers=(Picked,),
            take=_take_certificate,
            when=_is_reprint,
            place=Place.FILL,
        ),
        Do(
            name="reprint",
            request=lambda case, _situation: ReprintCertificate(case.known, case.picked.number),
            reply=ServiceDocument,
            take=_take_document,
            view=lambda _case, _situation: waiting_for("正在取回凭证"),
            when=_is_reprint,
            place=Place.REVIEW,
            seals=True,
            leads=("document",),
        ),
        Ask(
            name="form",
            view=views.forms,
            answers=(Chosen,),
            take=_take_form,
            when=_is_contribution,
            place=Place.FILL,
        ),
        Do(
            name="make",
            request=_make,
            reply=ServiceDocument,
            take=_take_document,
            view=lambda _case, _situation: waiting_for("正在生成缴费证明"),
            when=_is_contribution,
            place=Place.REVIEW,
            failed=_not_made,
            leads=("document", "too_long"),
        ),
        Ask(
            name="too_long",
            view=_too_long,
            answers=(Again,),
            take=lambda case, _answer: Goto("criteria", case),
            when=_is_contribution,
            place=Place.FILL,
            leads=("criteria",),
        ),
        Run(
            name="document",
            flow=DOCUMENT,
            enter=_look_at,
            leave=lambda case, _printed: Goto("kind", case),
            leads=("kind",),
        ),
    ),
    course=Course.CERTIFICATES,
)
