"""Sample scenes for every view. Everybody and everything here is invented, and already masked."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.views import (
    AttractView,
    BaseView,
    CardView,
    Course,
    Icon,
    MaintenanceView,
    OutOfServiceView,
    PeriodView,
    Place,
    Presented,
    QuickPick,
    Row,
    Scene,
    StartingView,
    Tile,
    TilesView,
    View,
    WaitingView,
    Ways,
)
from tests.screens import gallery_lists as lists
from tests.screens import gallery_notices as notices
from tests.screens import gallery_papers as papers
from tests.screens import gallery_pay as pay
from tests.screens import gallery_staff as staff

CLOCK = "14:26"
TERMINAL = TerminalFacts(
    name="社保费自助缴费终端",
    number="JN-03",
    hall_name="市民服务大厅",
    tax_authority="国家税务总局历下区税务局",
    window="3 号人工窗口",
    hotline="12366",
)
WORDY_TERMINAL = TerminalFacts(
    name="社会保险费自助缴费终端",
    number="JN-0103",
    hall_name="历下区政务服务中心二楼办税服务厅",
    tax_authority="国家税务总局历下区税务局",
    window="二楼东侧 12 号综合服务窗口",
    hotline="0531-12366",
)
NO_WAYS = Ways(None, None, None)
ALL_WAYS = Ways(say("上一步"), say("返回首页"), say("退出"))
HOME_WAYS = Ways(None, say("返回首页"), say("退出"))
PAYING_WAYS = Ways(say("换个方式付"), None, say("取消缴费"))
CARD_WAYS = Ways(say("换个方式付"), say("返回首页"), say("取消缴费"))
PRINT_WAYS = Ways(None, None, say("取消打印"))
PIN_WAYS = Ways(None, None, say("取消缴费"))
STAFF_WAYS = Ways(say("上一步"), say("返回首页"), say("退出维护"))
YEAR = 2026


def months(*numbers: int) -> tuple[Month, ...]:
    """Months of the sample year."""
    return tuple(Month(YEAR, number) for number in numbers)


HOME = TilesView(
    title=say("您想办什么？"),
    hint=say("请选择您的参保类型"),
    tiles=(
        Tile(
            a.GroupChosen(CitizenGroup.FLEXIBLE),
            say("灵活就业"),
            say("自由职业、个体经营，自己缴养老和医疗"),
            Icon.BRIEFCASE,
        ),
        Tile(
            a.GroupChosen(CitizenGroup.RESIDENT),
            say("城乡居民"),
            say("居民养老、居民医疗，每年缴一次"),
            Icon.HOME,
            say("本机暂不办理，请到人工窗口"),
        ),
    ),
)
MODULES = TilesView(
    title=say("您想办什么？"),
    hint=say("灵活就业社保费缴纳"),
    tiles=(
        Tile(
            a.ModuleChosen(a.Module.PAY), say("社保费缴费"), say("给自己缴养老、医疗"), Icon.SHIELD
        ),
        Tile(
            a.ModuleChosen(a.Module.PAY_FOR_OTHER),
            say("社保费代缴"),
            say("帮家人、朋友缴"),
            Icon.PEOPLE,
            say("本机暂不办理"),
        ),
        Tile(
            a.ModuleChosen(a.Module.CERTIFICATES),
            say("社保费凭证打印"),
            say("完税证明、缴费证明"),
            Icon.DOCUMENT,
            say("本机暂不办理"),
        ),
        Tile(
            a.ModuleChosen(a.Module.QUERY),
            say("社保费缴费查询"),
            say("查记录，补打小票"),
            Icon.SEARCH,
            say("本机暂不办理"),
        ),
    ),
)
INSURANCES = TilesView(
    title=say("请选择要缴的险种"),
    hint=say("张*华，您好"),
    tiles=(
        Tile(
            a.InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION),
            say("灵活就业人员基本养老保险"),
            say("按月缴，最多补到本年 1 月"),
            Icon.COINS,
        ),
        Tile(
            a.InsuranceChosen(InsuranceKind.FLEXIBLE_MEDICAL),
            say("灵活就业人员基本医疗保险"),
            say("按月缴"),
            Icon.HEART,
            say("本机暂不办理，请到人工窗口"),
        ),
        Tile(
            a.ServiceChosen(a.Service.SPECIAL_PAYMENT),
            say("特殊缴费"),
            say("核定单缴费"),
            Icon.BILL,
            say("本机暂不办理"),
        ),
    ),
)
SEVEN = TilesView(
    title=say("请选择要办的事"),
    hint=say("阿卜杜******·******江，您好"),
    tiles=(
        *INSURANCES.tiles,
        Tile(
            a.ServiceChosen(a.Service.FLEXIBLE_ARREARS),
            say("社保（医保）费补缴"),
            say("补缴以前年度的养老或医疗"),
            Icon.CALENDAR,
        ),
        Tile(
            a.ServiceChosen(a.Service.BASE_SELECTION),
            say("缴费档次或基数选择"),
            say("选好、修改或作废，先不缴费"),
            Icon.SLIDERS,
        ),
        Tile(
            a.InsuranceChosen(InsuranceKind.RESIDENT_PENSION),
            say("城乡居民基本养老保险"),
            say("每年缴一次，多缴多得"),
            Icon.PEOPLE,
        ),
        Tile(
            a.InsuranceChosen(InsuranceKind.RESIDENT_MEDICAL),
            say("城乡居民基本医疗保险"),
            say("每年缴一次"),
            Icon.HEART,
            say("不在集中缴费期，请 9 月以后再来"),
        ),
    ),
)
CARD = CardView(
    title=say("请放上身份证"),
    hint=say("放好后请等一下，不用按任何按钮"),
    assurances=(
        Row(say("二代身份证"), say("平放在感应区，先别拿开")),
        Row(say("您的信息受保护"), say("离开后自动清除")),
    ),
)
EITHER_CARD = CardView(
    title=say("请放上身份证，或插入社保卡"),
    hint=say("放好后请等一下，不用按任何按钮"),
    assurances=(
        Row(say("身份证"), say("平放在左边感应区，先别拿开")),
        Row(say("社保卡"), say("芯片朝下，插到底")),
        Row(say("您的信息受保护"), say("离开后自动清除")),
    ),
    presented=Presented.EITHER_CARD,
)
PAYMENT_CODE = CardView(
    title=say("请出示付款码"),
    hint=say("打开微信、支付宝或云闪付的付款码，对准扫码窗口"),
    assurances=(
        Row(say("应付 ¥47,757.60"), say("对准后请等一下，不用按任何按钮")),
        Row(say("只扣这一笔"), say("扣款前手机可能要您输密码")),
    ),
    presented=Presented.PAYMENT_CODE,
)
PERIOD = PeriodView(
    title=say("缴哪几个月？"),
    hint=say("先点开始月份，再点结束月份"),
    payable=months(3, 4, 5, 6, 7, 8),
    paid=months(1, 2),
    chosen=None,
)
BASE = BaseView(
    title=say("填写缴费基数"),
    hint=say("每月按基数的 20% 缴纳，可填 3,980 – 19,899 元"),
    lower=Money.yuan(3980),
    upper=Money.yuan(19899),
    rate_bp=2000,
    months=3,
    quick_picks=(
        QuickPick(say("最低"), Money.yuan(3980)),
        QuickPick(say("去年"), Money.yuan(4800)),
        QuickPick(say("中档"), Money.yuan(11940)),
    ),
    entered=Money.yuan(5200),
)
VIEWS: dict[str, tuple[View, Ways, Place | None, int | None]] = {
    "attract": (AttractView(), NO_WAYS, None, None),
    "starting": (
        StartingView(
            (
                Row(say("身份证阅读器"), say("正常")),
                Row(say("小票打印机"), say("正在检查")),
                Row(say("缴费平台"), say("正在连接")),
            )
        ),
        NO_WAYS,
        None,
        None,
    ),
    "out_of_service": (
        OutOfServiceView(
            say("暂时连不上税务系统。"),
            say("请到人工窗口办理，或拨打 12366。"),
            (
                Row(say("办理窗口"), say("人工窗口")),
                Row(say("服务热线"), say("12366")),
            ),
        ),
        NO_WAYS,
        None,
        None,
    ),
    "closed": (
        OutOfServiceView(
            say("正在进行计划维护（全省社会保险费征收系统升级改造）"),
            say("请到三楼社保费人工综合窗口办理，或拨打 0531-12366。"),
            (
                Row(say("预计恢复"), say("10月18日（周日）08:30")),
                Row(
                    say("服务时间"),
                    say("周一至周五 08:30–12:00、13:00–17:00；周六 09:00–12:00"),
                ),
                Row(say("办理窗口"), say("三楼社保费人工综合窗口")),
                Row(say("窗口时间"), say("周一至周五 09:00–12:00、13:30–17:00")),
                Row(say("服务热线"), say("0531-12366")),
                Row(say("附近自助机"), say("示例区政务服务中心一楼大厅 JN-04（步行 5 分钟）")),
                Row(say("附近自助机"), say("示例街道便民服务中心 JN-05（步行 12 分钟）")),
            ),
        ),
        NO_WAYS,
        None,
        None,
    ),
    "closing": (
        AttractView(say("本机 17:00 停止服务，请抓紧时间办理")),
        NO_WAYS,
        None,
        None,
    ),
    "maintenance": (
        MaintenanceView(
            say("正在准备维护"),
            (Row(say("身份证阅读器"), say("正常")), Row(say("小票打印机"), say("上盖打开"))),
        ),
        NO_WAYS,
        None,
        None,
    ),
    "home": (HOME, Ways(None, None, say("退出")), None, 58),
    "modules": (MODULES, ALL_WAYS, None, 58),
    "card": (CARD, ALL_WAYS, Place.LOGIN, 58),
    "insurances": (INSURANCES, ALL_WAYS, Place.CHOOSE, 58),
    "period": (PERIOD, ALL_WAYS, Place.FILL, 88),
    "base": (BASE, ALL_WAYS, Place.FILL, 88),
    "review": (pay.REVIEW, ALL_WAYS, Place.REVIEW, 110),
    "wordy_review": (pay.WORDY_REVIEW, ALL_WAYS, Place.REVIEW, 110),
    "many_months": (pay.MANY_MONTHS, ALL_WAYS, Place.REVIEW, 110),
    "tender": (pay.TENDER, ALL_WAYS, Place.PAY, 110),
    "qr": (pay.QR, PAYING_WAYS, Place.PAY, 172),
    "insert_card": (pay.INSERT, CARD_WAYS, Place.PAY, 52),
    "pin": (pay.PIN, PIN_WAYS, Place.PAY, 48),
    "wrong_pin": (pay.WRONG_PIN, PIN_WAYS, Place.PAY, 60),
    "take_card": (pay.TAKE_CARD, NO_WAYS, Place.PAY, 27),
    "waiting": (
        WaitingView(say("正在读取身份证"), say("请先别拿开，不用按任何按钮")),
        HOME_WAYS,
        Place.LOGIN,
        40,
    ),
    "success": (pay.SUCCESS, NO_WAYS, Place.RECEIPT, 24),
    "unprinted": (pay.UNPRINTED, NO_WAYS, Place.RECEIPT, 24),
    "on_phone": (pay.ON_PHONE, NO_WAYS, Place.RECEIPT, 24),
    "printing": (pay.PRINTING, NO_WAYS, Place.RECEIPT, 30),
    "unknown": (notices.UNKNOWN, NO_WAYS, Place.PAY, 60),
    "refused": (notices.REFUSED, ALL_WAYS, Place.LOGIN, 15),
    "wordy_notice": (notices.WORDY_NOTICE, ALL_WAYS, Place.RECEIPT, 60),
    "seven": (SEVEN, ALL_WAYS, Place.CHOOSE, 58),
    "either_card": (EITHER_CARD, ALL_WAYS, Place.LOGIN, 58),
    "payment_code": (PAYMENT_CODE, PAYING_WAYS, Place.PAY, 58),
    "single_month": (replace(PERIOD, single=True), ALL_WAYS, Place.FILL, 88),
    "tiers": (lists.TIERS, ALL_WAYS, Place.FILL, 88),
    "records": (lists.RECORDS, ALL_WAYS, None, 88),
    "bases": (lists.BASES, ALL_WAYS, Place.FILL, 88),
    "items": (lists.ITEMS, ALL_WAYS, Place.FILL, 88),
    "bills": (lists.BILLS, ALL_WAYS, Place.FILL, 88),
    "not_ticked": (lists.NOT_TICKED, ALL_WAYS, None, 88),
    "number": (lists.NUMBER, HOME_WAYS, None, 88),
    "criteria": (lists.CRITERIA, ALL_WAYS, None, 88),
    "years_only": (lists.YEARS_ONLY, ALL_WAYS, None, 88),
    "facts": (pay.FACTS, ALL_WAYS, Place.FILL, 110),
    "paid": (pay.PAID, ALL_WAYS, None, 110),
    "five_tenders": (pay.FIVE_TENDERS, ALL_WAYS, Place.PAY, 110),
    "preview": (papers.PREVIEW, ALL_WAYS, None, 110),
    "no_printer": (papers.NO_PRINTER, ALL_WAYS, None, 110),
    "pages_out": (papers.PAGES_OUT, PRINT_WAYS, Place.RECEIPT, None),
    "paper_used_up": (papers.PAPER_USED_UP, PRINT_WAYS, Place.RECEIPT, None),
    "many_pages": (papers.MANY_PAGES, PRINT_WAYS, Place.RECEIPT, None),
    "link": (papers.LINK, ALL_WAYS, None, 110),
    "receipt_link": (papers.RECEIPT_LINK, HOME_WAYS, Place.RECEIPT, 100),
    "nothing_due": (notices.NOTHING_DUE, ALL_WAYS, Place.FILL, 60),
    "type_address": (staff.ADDRESS, STAFF_WAYS, None, 280),
    "type_password": (staff.PASSWORD, STAFF_WAYS, None, 280),
    "type_seconds": (staff.SECONDS, STAFF_WAYS, None, 280),
    "type_staff_pin": (staff.STAFF_PIN, STAFF_WAYS, None, 58),
    "lines": (staff.DEVICES, STAFF_WAYS, None, 280),
    "no_lines": (staff.NO_ORDERS, STAFF_WAYS, None, 280),
    "sections": (staff.SYSTEM, STAFF_WAYS, None, 280),
    "counters": (staff.COUNTERS, STAFF_WAYS, None, 280),
    "power": (staff.POWER, STAFF_WAYS, None, 118),
    "wipe": (staff.WIPE, STAFF_WAYS, None, 118),
    "written": (staff.WRITTEN, STAFF_WAYS, None, 118),
    "touch_test": (staff.TOUCH, NO_WAYS, None, None),
    "colour_test": (staff.COLOURS, NO_WAYS, None, None),
}

_CERTIFICATES = frozenset({"preview", "no_printer", "pages_out", "paper_used_up", "many_pages"})


def scene(name: str, *, number: int = 1) -> Scene:
    """The sample scene of that name."""
    view, ways, place, countdown = VIEWS[name]
    course = Course.CERTIFICATES if name in _CERTIFICATES else Course.PAYMENT
    return Scene(number, view, ways, place, TERMINAL, countdown, course=course)


def two_years() -> PeriodView:
    """Months of two years, with a gap."""
    return PeriodView(
        title=PERIOD.title,
        hint=PERIOD.hint,
        payable=(Month(2025, 11), Month(2025, 12), *months(1, 2, 4, 5)),
        paid=months(3),
        chosen=ContributionPeriod(Month(2026, 1), Month(2026, 2)),
    )
