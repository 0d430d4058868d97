"""缴费档次或基数选择: the base of a year, apart from any payment (Qingdao manual: 缴费基数选择)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.declaration import Declaration, DeclarationState
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import mask_personal_number
from kiosk.domain.money import Money
from kiosk.domain.text import Text, say
from kiosk.flows.parts.base import base_view, refuse_base
from kiosk.flows.parts.party import Party
from kiosk.flows.parts.stops import stop_for
from kiosk.flows.parts.words import waiting_for, yuan
from kiosk.flows.requests.declarations import (
    Declarations,
    DeclareBase,
    FindDeclarations,
    VoidBase,
)
from kiosk.session.answers import BaseEntered, Choice, Chosen, Confirmed, Finished, Picked
from kiosk.session.fault_texts import FAULT_TEXTS, NO_MONEY_MOVED
from kiosk.session.faults import FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Finish, Goto, Outcome, Taken, Way
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import (
    Button,
    Course,
    Icon,
    NoticeView,
    Option,
    OptionsView,
    Place,
    ReviewView,
    Row,
    Tile,
    TilesView,
    Tone,
    View,
    Weight,
)


@dataclass(frozen=True, slots=True)
class SelectionCase(Case):
    """A base in the making."""

    party: Party
    declarations: tuple[Declaration, ...] = ()
    current: Declaration | None = None
    base: Money | None = None
    allows_batch: bool | None = None

    @property
    def chosen(self) -> Declaration:
        """The 个人参保编号; only steps after its choice ask."""
        assert self.current is not None  # noqa: S101
        return self.current

    @property
    def entered(self) -> Money:
        """The base; only steps after it ask."""
        assert self.base is not None  # noqa: S101
        return self.base


def _take_declarations(case: SelectionCase, found: Declarations) -> Outcome[SelectionCase]:
    if not found.items:
        return stop_for(FaultCode.NO_ENROLMENT)
    return replace(case, declarations=found.items, current=None, base=None)


def _state(declaration: Declaration) -> Text:
    if declaration.base is None:
        return say("还没有选")
    return say("{base} 元 / 月", base=declaration.base.whole_figures)


def _numbers(case: SelectionCase, _situation: Situation) -> View:
    return OptionsView(
        title=say("选择个人参保编号"),
        hint=say("请选择要定基数的险种"),
        options=tuple(
            Option(
                Picked(place),
                say(one.insurance.label),
                say("编号 {number}", number=mask_personal_number(one.personal_number)),
                _state(one),
            )
            for place, one in enumerate(case.declarations)
        ),
    )


def _take_number(case: SelectionCase, answer: Picked) -> Taken[SelectionCase]:
    current = case.declarations[answer.place]
    if current == case.current:  # what was typed for it is kept
        return case
    return replace(case, current=current, base=current.base, allows_batch=None)


def _is_declared(case: SelectionCase, _situation: Situation) -> bool:
    return case.chosen.state is not DeclarationState.NONE


def _what_to_do(case: SelectionCase, _situation: Situation) -> View:
    in_use = FAULT_TEXTS[FaultCode.BASE_IN_USE].title
    fixed = in_use if case.chosen.state is DeclarationState.IN_USE else None
    return TilesView(
        title=say(
            "{year} 年缴费基数：{base}", year=case.chosen.rule.policy_year, base=_state(case.chosen)
        ),
        hint=say("允许用于批扣：{yes}", yes="是" if case.chosen.allows_batch else "否"),
        tiles=(
            Tile(Chosen(Choice.PAY_NOW), say("去缴费"), say("基数不变，直接缴费"), Icon.COINS),
            Tile(
                Chosen(Choice.SET_BASE), say("修改基数"), say("换一个缴费基数"), Icon.SLIDERS, fixed
            ),
            Tile(
                Chosen(Choice.VOID_BASE),
                say("基数作废"),
                say("作废后可以重新选"),
                Icon.CANCEL,
                fixed,
            ),
            _other_batch(case.chosen),
        ),
    )


def _other_batch(declaration: Declaration) -> Tile:
    """允许用于批扣 may change even where the base stays."""
    if declaration.allows_batch:
        return Tile(
            Chosen(Choice.NO_BATCH), say("不再允许批扣"), say("银行不再按它自动扣"), Icon.HAND
        )
    return Tile(Chosen(Choice.ALLOW_BATCH), say("允许批扣"), say("银行可以按它自动扣"), Icon.BANK)


def _take_what_to_do(case: SelectionCase, answer: Chosen) -> Taken[SelectionCase]:
    match answer.choice:
        case Choice.PAY_NOW:
            return Finish(case)
        case Choice.VOID_BASE:
            return Goto("sure", case)
        case Choice.ALLOW_BATCH | Choice.NO_BATCH:
            return Goto("review", _take_batch(case, answer))
        case _:
            return Goto("base", case)


def _base(case: SelectionCase, _situation: Situation) -> View:
    return base_view(case.chosen.rule, months=1, entered=case.base, one_rate=_has_one_rate(case))


def _take_base(case: SelectionCase, answer: BaseEntered) -> Taken[SelectionCase]:
    return refuse_base(case.chosen.rule, answer.base) or replace(case, base=answer.base)


def _batch(_case: SelectionCase, _situation: Situation) -> View:
    return TilesView(
        title=say("允许用于批扣吗？"),
        hint=say("签过银行委托扣款的，银行会按这个基数自动扣费"),
        tiles=(
            Tile(
                Chosen(Choice.ALLOW_BATCH), say("允许批扣"), say("银行可以按它自动扣"), Icon.CONFIRM
            ),
            Tile(Chosen(Choice.NO_BATCH), say("不允许"), say("我自己来缴"), Icon.HAND),
        ),
    )


def _take_batch(case: SelectionCase, answer: Chosen) -> SelectionCase:
    return replace(case, allows_batch=answer.choice is Choice.ALLOW_BATCH)


def _review(case: SelectionCase, _situation: Situation) -> View:
    rule = case.chosen.rule
    return ReviewView(
        title=say("请核对缴费基数"),
        hint=say("确认没有问题，再点“确认选择”"),
        rows=(
            *case.party.rows,
            Row(say("险种"), say(case.chosen.insurance.label)),
            Row(say("个人参保编号"), say(mask_personal_number(case.chosen.personal_number))),
            Row(say("适用年度"), say("{year} 年", year=rule.policy_year)),
            Row(say("缴费基数"), say("{base} 元 / 月", base=case.entered.whole_figures)),
            *_monthly(case),
            Row(say("允许用于批扣"), say("是" if case.allows_batch else "否")),
        ),
        amount=None,
        amount_in_words="",
        caution=say("选基数不扣钱。按它缴过费以后，今年就不能再改。"),
        confirm=Button(Confirmed(), say("确认选择")),
    )


def _has_one_rate(case: SelectionCase) -> bool:
    """What a month of the medical insurance costs depends on its plan and items as well."""
    return case.chosen.insurance is InsuranceKind.FLEXIBLE_PENSION


def _monthly(case: SelectionCase) -> tuple[Row, ...]:
    if not _has_one_rate(case):
        return ()
    amount = case.entered.share(case.chosen.rule.rate_bp)
    return (Row(say("每月应缴"), yuan(amount.figures)),)


def _declare(case: SelectionCase, _situation: Situation) -> DeclareBase:
    return DeclareBase(case.party.payee, case.chosen, case.entered, bool(case.allows_batch))


def _declared(case: SelectionCase, declaration: Declaration) -> Outcome[SelectionCase]:
    return Goto("done", replace(case, current=declaration))


def _sure(case: SelectionCase, _situation: Situation) -> View:
    return NoticeView(
        tone=Tone.WARN,
        title=say("要作废这个基数吗？"),
        what=say(
            "{year} 年的缴费基数 {base} 会作废。",
            year=case.chosen.rule.policy_year,
            base=_state(case.chosen),
        ),
        money=NO_MONEY_MOVED,
        advice=say("作废后可以马上重新选；不作废，请点“上一步”。"),
        actions=(Button(Confirmed(), say("作废"), Weight.GRAVE),),
    )


def _voided(case: SelectionCase, declaration: Declaration) -> Outcome[SelectionCase]:
    return Goto("done", replace(case, current=declaration, base=None))


def _done(case: SelectionCase, _situation: Situation) -> View:
    leave = Button(Finished(), say("办完了，退出"))
    if case.chosen.state is DeclarationState.NONE:
        return NoticeView(
            tone=Tone.OK,
            title=say("缴费基数已经作废"),
            what=say("{year} 年现在没有选定的缴费基数。", year=case.chosen.rule.policy_year),
            money=NO_MONEY_MOVED,
            advice=say("可以重新选，也可以以后再来。"),
            actions=(Button(Chosen(Choice.SET_BASE), say("重新选择")), leave),
        )
    return NoticeView(
        tone=Tone.OK,
        title=say("缴费基数选好了"),
        what=say(
            "{year} 年按 {base} 缴费。", year=case.chosen.rule.policy_year, base=_state(case.chosen)
        ),
        money=NO_MONEY_MOVED,
        advice=say("现在就要缴费，请点“去缴费”。"),
        actions=(Button(Chosen(Choice.PAY_NOW), say("去缴费")), leave),
    )


def _take_done(case: SelectionCase, answer: Chosen | Finished) -> Taken[SelectionCase]:
    if isinstance(answer, Finished):
        return Depart(Way.LEAVE)
    if answer.choice is Choice.SET_BASE:
        return Goto("base", replace(case, base=None))
    return Finish(case)


_DONE_ANSWERS: tuple[type[Chosen | Finished], ...] = (Chosen, Finished)


BASE_SELECTION: Flow[SelectionCase] = Flow(
    "base_selection",
    "缴费档次或基数选择",
    (
        Do(
            name="declarations",
            request=lambda case, _situation: FindDeclarations(case.party.payee),
            reply=Declarations,
            take=_take_declarations,
            view=lambda _case, _situation: waiting_for("正在查询缴费基数"),
            place=Place.CHOOSE,
        ),
        Ask(
            name="number",
            view=_numbers,
            answers=(Picked,),
            take=_take_number,
            place=Place.CHOOSE,
        ),
        Ask(
            name="what_to_do",
            view=_what_to_do,
            answers=(Chosen,),
            take=_take_what_to_do,
            when=_is_declared,
            place=Place.CHOOSE,
            leads=("base", "review", "sure", "end"),
        ),
        Ask(
            name="base",
            view=_base,
            answers=(BaseEntered,),
            take=_take_base,
            place=Place.FILL,
        ),
        Ask(
            name="batch",
            view=_batch,
            answers=(Chosen,),
            take=_take_batch,
            place=Place.FILL,
        ),
        Ask(
            name="review",
            view=_review,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            place=Place.REVIEW,
        ),
        Do(
            name="declare",
            request=_declare,
            reply=Declaration,
            take=_declared,
            view=lambda _case, _situation: waiting_for("正在登记缴费基数"),
            place=Place.REVIEW,
            seals=True,
            leads=("done",),
        ),
        Ask(
            name="sure",
            view=_sure,
            answers=(Confirmed,),
            take=lambda case, _answer: case,
            place=Place.REVIEW,
        ),
        Do(
            name="void",
            request=lambda case, _situation: VoidBase(case.party.payee, case.chosen),
            reply=Declaration,
            take=_voided,
            view=lambda _case, _situation: waiting_for("正在作废缴费基数"),
            place=Place.REVIEW,
            seals=True,
            leads=("done",),
        ),
        Ask(
            name="done",
            view=_done,
            answers=_DONE_ANSWERS,
            take=_take_done,
            place=Place.REVIEW,
            keeps_back=False,
            leads=("base", "end", "depart"),
        ),
    ),
    course=Course.DECLARATION,
)
