"""选择缴费起止时间, 选择缴费年月: months among those that can be paid."""

from __future__ import annotations

from kiosk.domain.enrolment import Enrolment
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.text import say
from kiosk.flows.parts.stops import stop_for
from kiosk.session.fault_texts import NOT_CHARGED_AGAIN
from kiosk.session.faults import FaultCode
from kiosk.session.notices import stop_notice
from kiosk.session.outcomes import Halt, Refusal
from kiosk.session.views import PeriodView

_PAID_UP = Halt(
    stop_notice(
        say("这段时间已经缴过了"),
        say("现在能缴的月份都缴过了，不用再缴。"),
        say("可以选择其他险种；也可以在首页选“社保费缴费查询”看缴费记录。"),
        NOT_CHARGED_AGAIN,
    )
)


def months_view(
    enrolment: Enrolment, chosen: ContributionPeriod | None, *, single: bool = False
) -> PeriodView:
    """From month to month, or one month only."""
    title, hint = (
        ("选择缴费年月", "点一下要缴的月份")
        if single
        else ("选择缴费起止时间", "先点开始月份，再点结束月份；可以只缴一个月")
    )
    return PeriodView(
        say(title), say(hint), enrolment.payable, enrolment.paid, chosen, single=single
    )


def refuse_period(enrolment: Enrolment, period: ContributionPeriod) -> Refusal | None:
    """Why this period cannot be taken, None if it can."""
    if set(period.months) <= set(enrolment.payable):
        return None
    return Refusal(say("所选时间里有不能缴费的月份，请重新选择。"))


_NONE_OPEN = Halt(
    stop_notice(
        say("现在没有能缴的月份"),
        say("能缴的月份可能都缴过了，或者现在不在缴费期内。"),
        say("可以选择其他险种；有疑问，请缴费人本人到人工窗口查询。"),
        NOT_CHARGED_AGAIN,
    )
)


def without_months(enrolment: Enrolment) -> Halt | None:
    """Why no month of it can be paid now, None if one can."""
    if not enrolment.payable:
        return _PAID_UP if enrolment.paid else _NONE_OPEN
    return stop_for(FaultCode.NOT_IN_WINDOW) if enrolment.base is None else None
