"""社保费缴费查询: payments of the past, their receipts again, a list of them (manual 五(四))."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.capital import capital_amount
from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.payment_record import PaymentRecord, PaymentState
from kiosk.domain.period import periods_label
from kiosk.domain.text import say
from kiosk.flows.login import LOGIN, LoginCase
from kiosk.flows.parts.document import DOCUMENT, DocumentCase
from kiosk.flows.parts.party import person
from kiosk.flows.parts.stops import nothing_found
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.history import (
    MakeList,
    Payments,
    PrintResolution,
    ReprintReceipt,
    SearchPayments,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import (
    Another,
    Choice,
    Chosen,
    Confirmed,
    CriteriaChosen,
    Finished,
    Picked,
)
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Goto, Outcome, Taken, Way
from kiosk.session.steps import RESULT, Ask, Do, Flow, Run
from kiosk.session.views import (
    Button,
    Course,
    CriteriaView,
    Icon,
    LinkView,
    NoticeView,
    Option,
    OptionsView,
    Place,
    ReviewView,
    Row,
    Tile,
    Tone,
    View,
)

YEARS_BACK = 5
"""How many years before the current one can be asked for."""


@dataclass(frozen=True, slots=True)
class QueryCase(Case):
    """What is looked for, and what was found."""

    group: CitizenGroup
    citizen: Citizen | None = None
    this_year: int = 0
    criteria: Criteria | None = None
    found: Payments | None = None
    record: PaymentRecord | None = None
    printed: Printed | None = None
    to_phone: bool = False
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
    def payments(self) -> tuple[PaymentRecord, ...]:
        """What was found; only steps after the search ask."""
        assert self.found is not None  # noqa: S101
        return self.found.items

    @property
    def picked(self) -> PaymentRecord:
        """One payment; only steps after its choice ask."""
        assert self.record is not None  # noqa: S101
        return self.record

    @property
    def made(self) -> ServiceDocument:
        """The list; only steps after it was made ask."""
        assert self.document is not None  # noqa: S101
        return self.document


def years_until(this_year: int) -> tuple[int, ...]:
    """The years that can be asked for, ascending. Residents pay the next year in advance."""
    return tuple(range(this_year - YEARS_BACK, this_year + 2))


def usual_criteria(group: CitizenGroup, this_year: int) -> Criteria:
    """What most people look for: what they paid for last year and this year, and residents for the
    next."""
    ahead = 1 if group is CitizenGroup.RESIDENT else 0
    return Criteria(this_year - 1, this_year + ahead)


def _criteria(case: QueryCase, _situation: Situation) -> View:
    this_year = case.this_year
    return CriteriaView(
        title=say("查询缴费记录"),
        hint=say("选好费款所属期，再点“查询”"),
        years=years_until(this_year),
        insurances=tuple(kind for kind in InsuranceKind if kind.group is case.group),
        states=tuple(PaymentState),
        asks_refunds=False,
        chosen=case.criteria or usual_criteria(case.group, this_year),
        confirm=say("查询"),
    )


def _take_criteria(case: QueryCase, answer: CriteriaChosen) -> Taken[QueryCase]:
    return replace(case, criteria=answer.criteria, found=None, record=None)


def _take_found(case: QueryCase, found: Payments) -> Outcome[QueryCase]:
    if not found.items:
        return nothing_found(
            "没有查到缴费记录",
            "您选的费款所属期里没有符合条件的缴费记录。",
            "请点“上一步”换一个时间或险种；刚缴的费用可能还要等一会儿。",
        )
    return replace(case, found=found)


def _list(case: QueryCase, _situation: Situation) -> View:
    more = bool(case.found and case.found.more)
    hint = "记录太多，只列出最近的；请缩小范围再查" if more else "点一条看详情、补打小票"
    return OptionsView(
        title=say("共 {n} 条缴费记录", n=len(case.payments)),
        hint=say(hint),
        options=tuple(
            Option(
                Picked(place),
                say(one.insurance.label),
                say(
                    "{period}　{day}　{state}",
                    period=periods_label(one.periods),
                    day=f"{one.paid_at:%Y-%m-%d}",
                    state=one.state.label,
                ),
                say("{amount} 元", amount=one.amount.figures),
            )
            for place, one in enumerate(case.payments)
        ),
        others=(
            Tile(Chosen(Choice.PRINT_LIST), say("打印清单"), say("用 A4 纸打印"), Icon.LIST),
            Tile(Chosen(Choice.TO_PHONE), say("存到手机"), say("扫码下载清单"), Icon.SCAN),
        ),
    )


def _take_list(case: QueryCase, answer: Picked | Chosen) -> Taken[QueryCase]:
    if isinstance(answer, Picked):
        return replace(case, record=case.payments[answer.place], printed=None)
    return Goto("make_list", replace(case, to_phone=answer.choice is Choice.TO_PHONE))


_PAPERS = {
    PaymentState.POSTED: ("补打缴费小票", "要小票，请点“补打缴费小票”"),
    PaymentState.REFUNDED: ("打印缴费结果说明", "这笔钱已经退回；要凭据，请点“打印缴费结果说明”"),
}
"""The paper there is of a payment that has ended, and where to press for it."""
_NO_PAPER_YET = "缴费成功以后才能补打小票"


def _detail(case: QueryCase, _situation: Situation) -> View:
    one = case.picked
    paper = _PAPERS.get(one.state)
    ticket = (Row(say("税票号码"), say(one.tax_ticket_number)),) if one.tax_ticket_number else ()
    return ReviewView(
        title=say("缴费详情"),
        hint=say(_NO_PAPER_YET if paper is None else paper[1]),
        rows=(
            Row(say("缴费人"), person(case.known)),
            Row(say("险种"), say(one.insurance.label)),
            Row(say("费款所属期"), say(periods_label(one.periods))),
            Row(say(one.basis.kind.label), say(one.basis.shown)),
            Row(say("缴费状态"), say(one.state.label)),
            Row(say("缴费时间"), say(f"{one.paid_at:%Y-%m-%d %H:%M}")),
            Row(say("缴款方式"), say("{tender}　{by}", tender=one.tender, by=one.channel)),
            Row(say("社保经办机构"), say(one.agency_name)),
            *ticket,
        ),
        amount=one.amount,
        amount_in_words=capital_amount(one.amount),
        caution=say("缴费小票不作为完税凭证。"),
        confirm=None if paper is None else Button(Confirmed(), say(paper[0])),
        amount_label=say("实缴金额"),
    )


def _reprint(case: QueryCase, _situation: Situation) -> ReprintReceipt | PrintResolution:
    if _refunded(case):
        return PrintResolution(case.known, case.picked)
    return ReprintReceipt(case.known, case.picked)


def _refunded(case: QueryCase) -> bool:
    return case.picked.state is PaymentState.REFUNDED


def _printing(case: QueryCase, _situation: Situation) -> View:
    return waiting_for("正在打印缴费结果说明" if _refunded(case) else "正在补打缴费小票")


def _take_printed(case: QueryCase, printed: Printed) -> Outcome[QueryCase]:
    return replace(case, printed=printed)


def _printed(case: QueryCase, _situation: Situation) -> View:
    assert case.printed is not None  # noqa: S101
    onward = (Button(Another(), say("继续查询")), Button(Finished(), say("办完了，退出")))
    if _refunded(case):
        return NoticeView(
            tone=Tone.OK,
            title=say("请取走缴费结果说明"),
            what=say("上面写着这笔钱已经退回，可以留作凭据。"),
            money=say("打印不收钱。"),
            advice=say("说明在屏幕下方出口。"),
            actions=onward,
        )
    return NoticeView(
        tone=Tone.OK,
        title=say("请取走缴费小票"),
        what=say("小票上印着“补打　第{n}次”。", n=case.printed.reprint),
        money=say("补打不收钱。"),
        advice=say("小票在屏幕下方出口。"),
        actions=onward,
    )


def _after_print(case: QueryCase, answer: Another | Finished) -> Taken[QueryCase]:
    return Goto("search", case) if isinstance(answer, Another) else Depart(Way.LEAVE)


def _make_list(case: QueryCase, _situation: Situation) -> MakeList:
    return MakeList(case.known, case.group, case.sought)


def _take_document(case: QueryCase, document: ServiceDocument) -> Outcome[QueryCase]:
    return replace(case, document=document)


def _goes_to_phone(case: QueryCase, _situation: Situation) -> bool:
    """A list that no phone may fetch is printed."""
    return case.to_phone and bool(case.made.link)


def _link(case: QueryCase, _situation: Situation) -> View:
    return LinkView(
        title=say("扫码下载缴费清单"),
        hint=say("用手机浏览器或微信“扫一扫”"),
        payload=case.made.link,
        valid_seconds=case.made.valid_seconds,
        caution=say("清单里有您的个人信息，请不要让别人扫。"),
        finish=Button(Finished(), say("已经存好了")),
    )


_LIST_ANSWERS: tuple[type[Picked | Chosen], ...] = (Picked, Chosen)
_PRINTED_ANSWERS: tuple[type[Another | Finished], ...] = (Another, Finished)


QUERY: Flow[QueryCase] = Flow(
    "query",
    "社保费缴费查询",
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
            name="criteria",
            view=_criteria,
            answers=(CriteriaChosen,),
            take=_take_criteria,
            place=Place.CHOOSE,
        ),
        Do(
            name="search",
            request=lambda case, _situation: SearchPayments(case.known, case.group, case.sought),
            reply=Payments,
            take=_take_found,
            view=lambda _case, _situation: waiting_for("正在查询缴费记录"),
            place=Place.CHOOSE,
        ),
        Ask(
            name="list",
            view=_list,
            answers=_LIST_ANSWERS,
            take=_take_list,
            place=Place.CHOOSE,
            leads=("make_list",),
        ),
        Ask(
            name="detail",
            view=_detail,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            place=Place.REVIEW,
        ),
        Do(
            name="reprint",
            request=_reprint,
            reply=Printed,
            take=_take_printed,
            view=_printing,
            place=Place.RECEIPT,
        ),
        Ask(
            name="printed",
            view=_printed,
            answers=_PRINTED_ANSWERS,
            take=_after_print,
            place=Place.RECEIPT,
            patience=RESULT,
            leads=("search", "depart"),
        ),
        Do(
            name="make_list",
            request=_make_list,
            reply=ServiceDocument,
            take=_take_document,
            view=lambda _case, _situation: waiting_for("正在生成缴费清单"),
            place=Place.REVIEW,
        ),
        Ask(
            name="link",
            view=_link,
            answers=(Finished,),
            take=lambda case, _answer: Goto("search", case),
            when=_goes_to_phone,
            place=Place.RECEIPT,
            leads=("search",),
        ),
        Run(
            name="document",
            flow=DOCUMENT,
            enter=lambda case, _situation: DocumentCase(case.made, case.known),
            leave=lambda case, _printed: Goto("search", case),
            leads=("search",),
        ),
    ),
    course=Course.RECORDS,
)
