"""填写缴费基数: typed within the bounds of a dated policy row."""

from __future__ import annotations

from kiosk.domain.enrolment import BaseRule
from kiosk.domain.money import FEN_PER_YUAN, Money
from kiosk.domain.text import say
from kiosk.flows.parts.words import percent
from kiosk.session.outcomes import Refusal
from kiosk.session.views import BaseView, QuickPick


def base_view(
    rule: BaseRule, *, months: int, entered: Money | None, one_rate: bool = True
) -> BaseView:
    """The keypad with the bounds, some helpful bases, and what was entered before. ``one_rate``
    False where what a month costs depends on more than the base."""
    bounds = say(
        "可填 {lower} – {upper} 元", lower=rule.lower.whole_figures, upper=rule.upper.whole_figures
    )
    hint = say("每月按基数的 {rate} 缴纳，{bounds}", rate=percent(rule.rate_bp), bounds=bounds)
    return BaseView(
        title=say("填写缴费基数"),
        hint=hint if one_rate else bounds,
        lower=rule.lower,
        upper=rule.upper,
        rate_bp=rule.rate_bp if one_rate else None,
        months=months,
        quick_picks=_quick_picks(rule),
        entered=entered,
    )


def _quick_picks(rule: BaseRule) -> tuple[QuickPick, ...]:
    middle = Money.yuan((rule.lower.fen + rule.upper.fen + FEN_PER_YUAN) // (2 * FEN_PER_YUAN))
    picks = [QuickPick(say("最低"), rule.lower)]
    if rule.declared is not None and rule.admits(rule.declared):
        return (*picks, QuickPick(say("已选"), rule.declared), QuickPick(say("中档"), middle))
    if rule.previous is not None and rule.admits(rule.previous):
        picks.append(QuickPick(say("去年"), rule.previous))
    return (*picks, QuickPick(say("中档"), middle))


def refuse_base(rule: BaseRule, base: Money) -> Refusal | None:
    """Why this base cannot be taken, None if it can."""
    if base < rule.lower:
        return Refusal(say("缴费基数不能低于 {lower} 元。", lower=rule.lower.whole_figures))
    if base > rule.upper:
        return Refusal(say("缴费基数不能高于 {upper} 元。", upper=rule.upper.whole_figures))
    return None
