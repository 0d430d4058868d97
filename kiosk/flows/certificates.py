"""社保费凭证打印: 税收完税证明 and 社会保险费缴费证明 (manual 五(三), 六(三)).

首次开具 and 补打 are of the other channels (manual 一(五), 三(五)): a 补打 keeps its number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.certificate import (
    MOST_ROWS,
    CertifiableRow,
    CertificateForm,
    CertificateKind,
    IssuedCertificate,
    ServiceDocument,
)
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import say
from kiosk.flows.login import LOGIN, LoginCase
from kiosk.flows.parts.document import DOCUMENT, NO_FEE, DocumentCase
from kiosk.flows.parts.stops import nothing_found
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.query import usual_criteria, years_until
from kiosk.flows.requests.certificates import (
    CertifiableRows,
    FindCertifiable,
    FindIssued,
    IssuedCertificates,
    IssueTaxCertificate,
    MakeContributionCertificate,
    ReprintCertificate,
)
from kiosk.session.answers import Choice, Chosen, Confirmed, CriteriaChosen, Picked, Ticked
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import (
    Button,
    CriteriaView,
    Icon,
    NoticeView,
    Option,
    OptionsView,
    Place,
    TickRow,
    TicksView,
    Tile,
    TilesView,
    Tone,
    View,
)


@dataclass(frozen=True, slots=True)
class CertificatesCase(Case):
    """Which certificate of what."""

    group: CitizenGroup
    citizen: Citizen | None = None
    this_year: int = 0
    kind: CertificateKind | None = None
    reprints: bool = False
    criteria: Criteria | None = None
    rows: tuple[CertifiableRow, ...] = ()
    ticked: tuple[CertifiableRow, ...] = ()
    issued: tuple[IssuedCertificate, ...] = ()
    certificate: IssuedCertificate | None = None
    form: CertificateForm | None = None
    document: ServiceDocument | None = None

    @property
    def known(self) -> Citizen:
        """The citizen; only steps after login ask."""
        assert self.citizen is not None  # noqa: S101
        return self.citizen

    @property
    def sought(self) -> Criteria:
        """The criteria; only steps after them ask."""
        assert self.criteria is not None  # noqa: S101
        return self.criteria

    @property
    def picked(self) -> IssuedCertificate:
        """The certificate to print again; only steps after its choice ask."""
        assert self.certificate is not None  # noqa: S101
        return self.certificate


def _kinds(_case: CertificatesCase, _situation: Situation) -> View:
    return TilesView(
        title=say("要打印哪一种凭证？"),
        hint=say("打印凭证不收钱"),
        tiles=(
            Tile(
                Chosen(Choice.TAX_CERTIFICATE),
                say("开具税收完税证明"),
                say("证明已经缴了费，可作凭证"),
                Icon.STAMP,
            ),
            Tile(
                Chosen(Choice.CONTRIBUTION_CERTIFICATE),
                say("开具社会保险费缴费证明"),
                say("缴费情况的汇总或明细"),
                Icon.DOCUMENT,
            ),
        ),
    )


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


def _modes(_case: CertificatesCase, _situation: Situation) -> View:
    return TilesView(
        title=say("开具税收完税证明"),
        hint=say("同一笔缴费只首次开具一次，以后都是补打"),
        tiles=(
            Tile(
                Chosen(Choice.FIRST_ISSUE),
                say("首次开具"),
                say("当日开票申请：还没有开过的缴费"),
                Icon.STAMP,
            ),
            Tile(
                Chosen(Choice.REPRINT),
                say("补打"),
                say("已生成凭证：以前开过的再打一份"),
                Icon.DOCUMENT,
            ),
        ),
    )


def _take_mode(case: CertificatesCase, answer: Chosen) -> Taken[CertificatesCase]:
    return replace(case, reprints=answer.choice is Choice.REPRINT)


def _unprintable(_case: CertificatesCase, situation: Situation) -> bool:
    return not situation.health.usable(DeviceKind.DOCUMENT_PRINTER)


def _only_to_look_at(_case: CertificatesCase, situation: Situation) -> View:
    return NoticeView(
        tone=Tone.WARN,
        title=say("现在只能看，打印不了"),
        what=say("本机的 A4 打印机现在不能用，凭证只能在屏幕上看。"),
        money=NO_FEE,
        advice=say(
            "要纸质的，请到{window}办理。完税证明只能首次开具一次，在本机开了，以后就是补打。",
            window=situation.terminal.window,
        ),
        actions=(Button(Confirmed(), say("仍然查看")),),
    )


def _criteria(case: CertificatesCase, _situation: Situation) -> View:
    this_year = case.this_year
    tax = case.kind is CertificateKind.TAX
    own = tuple(kind for kind in InsuranceKind if kind.group is case.group)
    return CriteriaView(
        title=say("选择费款所属期") if tax else say("选择费款所属期和险种"),
        hint=say("是缴哪几年的费，不是哪一天开的") if case.reprints else say("选好后点“查询”"),
        years=years_until(this_year),
        insurances=() if tax else own,
        states=(),
        asks_refunds=tax,
        chosen=case.criteria or usual_criteria(case.group, this_year),
        confirm=say("查询"),
    )


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


def _rows(case: CertificatesCase, _situation: Situation) -> View:
    return TicksView(
        title=say("选择要开具的缴费信息"),
        hint=say("打勾的开在一张完税证明上"),
        rows=tuple(
            TickRow(
                say(row.insurance.label),
                say(
                    "{period}　{day}{verb}",
                    period=row.period.label,
                    day=f"{row.posted_on:%Y-%m-%d}",
                    verb="退库" if row.refund else "入库",
                ),
                row.amount,
                ticked=row in case.ticked,
            )
            for row in case.rows
        ),
        confirm=say("开具完税证明"),
        sum_label=say("合计"),
    )


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


def _issued(case: CertificatesCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("选择要补打的完税证明"),
        hint=say("补打的号码和原来一样，会印上补打次数"),
        options=tuple(
            Option(
                Picked(place),
                say("{day} 开具", day=f"{one.issued_on:%Y-%m-%d}"),
                say(
                    "号码 {number}　共 {rows} 笔　已打 {n} 次",
                    number=one.number,
                    rows=one.rows,
                    n=one.prints,
                ),
                say("{amount} 元", amount=one.amount.figures),
                chosen=one == case.certificate,
            )
            for place, one in enumerate(case.issued)
        ),
    )


def _take_certificate(case: CertificatesCase, answer: Picked) -> Taken[CertificatesCase]:
    return replace(case, certificate=case.issued[answer.place])


def _forms(_case: CertificatesCase, _situation: Situation) -> View:
    return TilesView(
        title=say("开具汇总还是明细？"),
        hint=say("两种都是社会保险费缴费证明"),
        tiles=(
            Tile(Chosen(Choice.SUMMARY), say("开具汇总"), say("按险种和年度合计"), Icon.DOCUMENT),
            Tile(Chosen(Choice.DETAIL), say("开具明细"), say("每一笔缴费一行"), Icon.LIST),
        ),
    )


def _take_form(case: CertificatesCase, answer: Chosen) -> Taken[CertificatesCase]:
    summary = answer.choice is Choice.SUMMARY
    return replace(case, form=CertificateForm.SUMMARY if summary else CertificateForm.DETAIL)


def _make(case: CertificatesCase, _situation: Situation) -> MakeContributionCertificate:
    assert case.form is not None  # noqa: S101
    return MakeContributionCertificate(case.known, case.group, case.sought, case.form)


def _take_document(case: CertificatesCase, document: ServiceDocument) -> Outcome[CertificatesCase]:
    return Goto("document", replace(case, document=document))


def _look_at(case: CertificatesCase, _situation: Situation) -> DocumentCase:
    assert case.document is not None  # noqa: S101
    return DocumentCase(case.document)


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
            view=_kinds,
            answers=(Chosen,),
            take=_take_kind,
            place=Place.CHOOSE,
        ),
        Ask(
            name="mode",
            view=_modes,
            answers=(Chosen,),
            take=_take_mode,
            when=_is_tax,
            place=Place.CHOOSE,
        ),
        Ask(
            name="unprintable",
            view=_only_to_look_at,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            when=_unprintable,
            place=Place.CHOOSE,
        ),
        Ask(
            name="criteria",
            view=_criteria,
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
            view=_rows,
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
            view=_issued,
            answers=(Picked,),
            take=_take_certificate,
            when=_is_reprint,
            place=Place.FILL,
        ),
        Do(
            name="reprint",
            request=lambda case, _situation: ReprintCertificate(case.known, case.picked),
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
            view=_forms,
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
            leads=("document",),
        ),
        Run(
            name="document",
            flow=DOCUMENT,
            enter=_look_at,
            leave=lambda case, _printed: Goto("kind", case),
            leads=("kind",),
        ),
    ),
)
