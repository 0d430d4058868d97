"""A cashier on the screen: every verdict, every open payment, and paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.domain.order import OrderState
from kiosk.flows.maintenance.money import MONEY, MoneyChoice, enter_money
from kiosk.flows.maintenance.money_words import REMEDY, STATES, WHY, ended_words
from kiosk.flows.requests.maintenance.money import (
    DayEnded,
    LineTried,
    MoneyPrinted,
    Open,
    OpenMoney,
    PrintCopy,
    PrintOpenMoney,
    PrintSettlement,
    RecentPayments,
    UnansweredDay,
    Verdict,
)
from kiosk.session.answers import Confirmed, Picked
from kiosk.session.staff_views import Mark
from kiosk.session.views import (
    LinesView,
    OptionsView,
    Tone,
    WaitingView,
)
from tests.flows.staff_walk import Walk, chosen
from tests.support.staff_samples import (
    BATCH,
    KEY_OFFICERS,
    PAYMENTS,
    RECENT,
)

COUNTED = "批次 000007：刷卡 3 笔，共 1,234.56 元。"
ENDED = {
    Verdict.BALANCED: (Tone.OK, "日终完成，账平", COUNTED, ""),
    Verdict.UNBALANCED: (
        Tone.DANGER,
        "日终完成，账不平",
        COUNTED,
        "批次已经结束。请打印对账单，按流水号与收单机构逐笔核对。",
    ),
    Verdict.PURCHASES_WAIT: (
        Tone.WARN,
        "现在不能日终",
        "还有刷卡交易没有结果，批次没有结束。",
        "请先点“重试冲正”，成功后再做日终。",
    ),
    Verdict.NO_BATCH: (
        Tone.WARN,
        "现在不能日终",
        "本机还没有在收单机构签到，没有批次。",
        "请先在“连接”里签到。",
    ),
    Verdict.REFUSED: (
        Tone.WARN,
        "日终没有完成",
        "收单机构不接受，应答码 A0。",
        "批次没有结束，请联系收单机构。",
    ),
    Verdict.NO_ANSWER: (
        Tone.WARN,
        "日终没有完成",
        "收单机构没有回应，不知道批次有没有结束。",
        "可以稍后再做一次，不会重复结算。",
    ),
}


def money(*steps: object, opened: OpenMoney | None = None) -> Walk:
    known = opened or OpenMoney(PAYMENTS, takes_cards=True, batch=BATCH)
    return Walk(MONEY, enter_money(KEY_OFFICERS[0])).on(known, *steps)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_says_what_came_of_it_and_what_to_do(verdict: Verdict) -> None:
    ended = DayEnded(verdict, BATCH, "A0")
    walk = money(chosen(MoneyChoice.END_DAY))
    assert walk.notice()[2] == COUNTED
    walk.on(Confirmed())
    assert str(walk.view(WaitingView).title) == "正在与收单机构对账"
    assert not walk.position.abandonable
    assert walk.on(ended).notice() == ENDED[verdict]
    assert walk.labels() == ["打印对账单", "知道了"]
    walk.on(chosen(MoneyChoice.PRINT_SETTLEMENT))
    assert walk.asked(PrintSettlement) == PrintSettlement(ended)
    assert walk.on(MoneyPrinted()).notice() == (Tone.OK, "已打印", "请在小票出口取走。", "")


def test_a_batch_that_was_over_is_not_said_to_be_open() -> None:
    tone, title, what, advice = ended_words(DayEnded(Verdict.REFUSED, BATCH, "77"))
    assert (tone, str(title)) == (Tone.WARN, "批次已经结束过")
    assert str(what) == "这个批次在收单机构那里已经结束，可能是上次日终没有收到回应。"
    assert str(advice) == "请打印对账单，与收单机构逐笔核对。"


def test_without_a_batch_there_is_no_slip() -> None:
    opened = OpenMoney((), takes_cards=True)
    walk = money(chosen(MoneyChoice.END_DAY), opened=opened)
    assert walk.notice()[2] == "本机还没有批次。"
    walk.on(Confirmed(), DayEnded(Verdict.NO_BATCH))
    assert walk.labels() == ["知道了"]


@pytest.mark.parametrize(
    ("tried", "told"),
    [
        (LineTried("", 0), (Tone.OK, "冲正完成", "没有等待冲正的刷卡交易了。", "")),
        (
            LineTried("silent", 2),
            (
                Tone.WARN,
                "冲正没有完成",
                "还有 2 笔没有冲正成功。",
                "程序会继续自动重试。原因代码 silent。",
            ),
        ),
        (
            LineTried("", 1),
            (
                Tone.WARN,
                "冲正没有完成",
                "还有 1 笔没有冲正成功。",
                "程序会继续自动重试。原因代码 -。",
            ),
        ),
    ],
)
def test_a_reversal_says_how_many_still_wait(
    tried: LineTried, told: tuple[Tone, str, str, str]
) -> None:
    walk = money(chosen(MoneyChoice.REVERSE))
    assert not walk.position.abandonable
    assert walk.on(tried).notice() == told


@pytest.mark.parametrize(
    ("opened", "labels"),
    [
        (OpenMoney(PAYMENTS, True, BATCH), ["日终对账", "重试冲正", "打印清单", "打印一笔"]),
        (OpenMoney(PAYMENTS[:1], True, BATCH), ["日终对账", "打印清单", "打印一笔"]),
        (OpenMoney(PAYMENTS, False), ["打印清单", "打印一笔"]),
        (OpenMoney((), False), ["打印一笔"]),
    ],
)
def test_only_what_can_be_done_is_offered(opened: OpenMoney, labels: list[str]) -> None:
    assert money(opened=opened).labels() == labels


@pytest.mark.parametrize(
    ("over", "what", "remedy"),
    [
        (False, "", "再点一次“日终对账”，不会重复结算"),
        (True, "，那个批次已经结束", "向收单机构要那天的对账结果，逐笔核对"),
    ],
)
def test_an_end_of_day_that_nobody_answered_comes_first(over: bool, what: str, remedy: str) -> None:
    day = UnansweredDay(datetime(2026, 11, 27, 21, 3, tzinfo=UTC), batch_over=over)
    walk = money(opened=OpenMoney(PAYMENTS, True, BATCH, day))
    first, *others = walk.view(LinesView).lines
    assert (str(first.subject), first.mark) == ("日终对账", Mark.WARNING)
    assert str(first.what) == f"上次日终没有收到收单机构的回答（11-27 21:03）{what}"
    assert str(first.remedy) == remedy
    assert len(others) == len(PAYMENTS)
    assert str(walk.view(LinesView).hint).startswith(f"共 {len(PAYMENTS)} 笔")


def test_each_open_payment_says_why_and_what_to_do() -> None:
    lines = money().view(LinesView).lines
    assert {str(one.remedy) for one in lines} == set(REMEDY.values())
    for line, payment in zip(lines, PAYMENTS, strict=True):
        assert WHY[payment.why] in str(line.what)
        assert ("流水号 000123" in str(line.what)) is (payment.why is Open.REVERSAL)
        assert str(line.subject) == payment.number
    assert [one.mark for one in lines] == [
        Mark.BROKEN,
        Mark.WARNING,
        Mark.WARNING,
        *[Mark.UNKNOWN] * 3,
    ]


def test_a_payment_is_picked_and_printed_and_so_is_the_list() -> None:
    walk = money(chosen(MoneyChoice.COPY), RecentPayments((RECENT,)))
    (option,) = walk.view(OptionsView).options
    assert str(option.detail) == "03-05 09:30　支付宝支付　已入账"
    assert walk.on(Picked(0)).asked(PrintCopy) == PrintCopy(RECENT.number)
    walk.on(MoneyPrinted(), Confirmed())
    money(chosen(MoneyChoice.PRINT_LIST)).asked(PrintOpenMoney)


def test_every_state_of_an_order_has_its_words() -> None:
    assert set(STATES) == set(OrderState)
    assert set(WHY) == set(REMEDY) == set(Open)
