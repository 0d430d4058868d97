"""Sample views of many alike, of searches and of numbers. Everything here is invented."""

from __future__ import annotations

from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentState
from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.views import (
    CriteriaView,
    Icon,
    NumberView,
    Option,
    OptionsView,
    TickRow,
    TicksView,
    Tile,
)

_YUAN = (300, 500, 600, 800, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000)
TIERS = OptionsView(
    title=say("选哪一档？"),
    hint=say("城乡居民基本养老保险 2026年度，一年缴一次"),
    options=tuple(
        Option(
            a.Picked(place),
            say("第 {n} 档", n=place + 1),
            say(""),
            say("{yuan} 元", yuan=f"{yuan:,}"),
            chosen=place == 3,
        )
        for place, yuan in enumerate(
            (300, 500, 600, 800, 1000, 1500, 2000, 2500, 3000, 4000, 5000, 6000)
        )
    ),
)
RECORDS = OptionsView(
    title=say("您的缴费记录"),
    hint=say("点一笔看详情，也可以补打小票"),
    options=tuple(
        Option(
            a.Picked(place),
            say("灵活就业人员基本养老保险" if place % 2 else "灵活就业人员基本医疗保险"),
            say("2026年{m:}月 · 2026-{m:}-15 14:26 · 微信支付", m=f"{place + 1:02d}"),
            say("¥{amount}", amount="3,979.80" if place % 2 else "47,757.60"),
            unavailable=say("处理中，结果出来后可以看详情") if place == 2 else None,
        )
        for place in range(11)
    ),
    others=(
        Tile(a.Chosen(a.Choice.PRINT_LIST), say("打印清单"), say("用凭条纸打出来"), Icon.LIST),
    ),
)
BASES = OptionsView(
    title=say("请选择缴费基数"),
    hint=say("按基数的 8% 缴纳"),
    options=(
        Option(a.Picked(0), say("最低基数"), say("3,980 元 / 月"), say("¥318.40 / 月")),
        Option(
            a.Picked(1), say("去年的基数"), say("4,800 元 / 月"), say("¥384.00 / 月"), chosen=True
        ),
        Option(a.Picked(2), say("中档基数"), say("11,940 元 / 月"), say("¥955.20 / 月")),
        Option(
            a.Picked(3),
            say("最高基数"),
            say("19,899 元 / 月"),
            say("¥1,591.92 / 月"),
            unavailable=say("您已申报较低的基数，本年度不能再调高"),
        ),
    ),
    others=(
        Tile(
            a.Chosen(a.Choice.SET_BASE), say("自己填基数"), say("在上下限之间任意填"), Icon.SLIDERS
        ),
        Tile(
            a.Chosen(a.Choice.VOID_BASE),
            say("作废已选基数"),
            say("作废后可以重新选"),
            Icon.CANCEL,
            say("还没有选过基数"),
        ),
    ),
)
ITEMS = TicksView(
    title=say("缴哪几项？"),
    hint=say("点一下打勾，再点一下取消"),
    rows=(
        TickRow(
            say("灵活就业人员基本医疗保险"),
            say("统筹加个人账户，2026年08月"),
            Money(31_840),
            ticked=True,
            locked=True,
        ),
        TickRow(say("职工大额医疗费用补助"), say("2026年08月"), Money(1_000), ticked=True),
        TickRow(say("职工长期护理保险"), say("2026年08月"), Money(500), ticked=False),
    ),
    confirm=say("确认"),
    sum_label=say("每月一共"),
)
BILLS = TicksView(
    title=say("缴哪几张核定单？"),
    hint=say("金额由社保经办机构核定，不能改"),
    rows=tuple(
        TickRow(
            say("灵活就业人员基本养老保险补缴"),
            say(
                "2024年{m}月 – {m}月 · 济南市社会保险事业服务中心起步区分中心", m=f"{place + 1:02d}"
            ),
            Money(4_775_760 + place),
            ticked=place in {0, 9},
            locked=place == 1,
        )
        for place in range(10)
    ),
    confirm=say("去缴费"),
    sum_label=say("一共要缴"),
)
NOT_TICKED = TicksView(
    title=say("给哪几笔开证明？"),
    hint=say("一张证明可以开多笔"),
    rows=tuple(
        TickRow(
            say("城乡居民基本医疗保险"),
            say("{year}年度 · {year}-11-03 入库", year=year),
            Money(40_000),
            ticked=False,
        )
        for year in (2024, 2025)
    ),
    confirm=say("开具完税证明"),
    sum_label=None,
)
NUMBER = NumberView(
    title=say("社保费代缴"),
    label=say("缴费人身份证号："),
    hint=say("请使用数字键盘输入"),
    entered="11010519491231002",
)
CRITERIA = CriteriaView(
    title=say("查哪些缴费？"),
    hint=say("选好以后点“查询”"),
    years=(2023, 2024, 2025, 2026),
    insurances=tuple(InsuranceKind),
    states=tuple(PaymentState),
    asks_refunds=True,
    chosen=Criteria(2024, 2026, InsuranceKind.FLEXIBLE_MEDICAL, PaymentState.POSTED),
    confirm=say("查询"),
)
YEARS_ONLY = CriteriaView(
    title=say("要哪几年的缴费证明？"),
    hint=say("选好以后点“查询”"),
    years=(2025, 2026),
    insurances=(InsuranceKind.FLEXIBLE_PENSION, InsuranceKind.FLEXIBLE_MEDICAL),
    states=(),
    asks_refunds=False,
    chosen=Criteria(2026, 2026),
    confirm=say("查询"),
)
