"""What the citizen sees on the way to a certificate, and what is known by then."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.certificate import (
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
from kiosk.flows.parts.document import NO_FEE
from kiosk.flows.query import usual_criteria, years_until
from kiosk.session.answers import Choice, Chosen, Confirmed, Picked
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case
from kiosk.session.views import (
    Button,
    CriteriaView,
    Icon,
    NoticeView,
    Option,
    OptionsView,
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


def kinds(_case: CertificatesCase, _situation: Situation) -> View:
    """The two certificates of the manual."""
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


def modes(_case: CertificatesCase, _situation: Situation) -> View:
    """首次开具 or 补打."""
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


_AT_WINDOW = "要纸质的，请到{window}办理。"
_ONCE = _AT_WINDOW + "完税证明只能首次开具一次，在本机开了，以后就是补打。"


def only_to_look_at(case: CertificatesCase, situation: Situation) -> View:
    """Said before anything is issued that cannot be printed here, and taken back when it can be."""
    if situation.health.usable(DeviceKind.DOCUMENT_PRINTER):
        return NoticeView(
            tone=Tone.OK,
            title=say("打印机可以用了"),
            what=say("凭证可以在本机打印。"),
            money=NO_FEE,
            advice=say("请点“继续”。"),
            actions=(Button(Confirmed(), say("继续")),),
        )
    first = case.kind is CertificateKind.TAX and not case.reprints
    return NoticeView(
        tone=Tone.WARN,
        title=say("现在只能看，打印不了"),
        what=say("本机的 A4 打印机现在不能用，凭证只能在屏幕上看。"),
        money=NO_FEE,
        advice=say(_ONCE if first else _AT_WINDOW, window=situation.terminal.window),
        actions=(Button(Confirmed(), say("仍然查看")),),
    )


def criteria(case: CertificatesCase, _situation: Situation) -> View:
    """Years, and what else each certificate is asked for by."""
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


def rows(case: CertificatesCase, _situation: Situation) -> View:
    """What a first certificate can be of."""
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


def issued(case: CertificatesCase, _situation: Situation) -> View:
    """What can be printed again."""
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


def forms(_case: CertificatesCase, _situation: Situation) -> View:
    """汇总 or 明细."""
    return TilesView(
        title=say("开具汇总还是明细？"),
        hint=say("两种都是社会保险费缴费证明"),
        tiles=(
            Tile(Chosen(Choice.SUMMARY), say("开具汇总"), say("按险种和年度合计"), Icon.DOCUMENT),
            Tile(Chosen(Choice.DETAIL), say("开具明细"), say("每一笔缴费一行"), Icon.LIST),
        ),
    )
