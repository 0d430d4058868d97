"""Sample scenes for every view. Everybody and everything here is invented, and already masked."""

from __future__ import annotations

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.views import (
    AttractView,
    BaseView,
    Button,
    CardView,
    Icon,
    MaintenanceView,
    NoticeView,
    OutOfServiceView,
    PeriodView,
    Place,
    QrView,
    QuickPick,
    ReviewView,
    Row,
    Scene,
    StartingView,
    SuccessView,
    TenderView,
    Tile,
    TilesView,
    Tone,
    View,
    WaitingView,
    Ways,
)

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
AMOUNT = Money(312_000)
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
CARD = CardView(
    title=say("请放上身份证"),
    hint=say("放好后请等一下，不用按任何按钮"),
    assurances=(
        Row(say("二代身份证"), say("平放在感应区，先别拿开")),
        Row(say("您的信息受保护"), say("离开后自动清除")),
    ),
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
REVIEW = ReviewView(
    title=say("请核对缴费信息"),
    hint=say("确认没有问题，再点“开始缴费”"),
    rows=(
        Row(say("缴费人"), say("张*华  3702**********1234")),
        Row(say("险种"), say("灵活就业人员基本养老保险")),
        Row(say("费款所属期"), say("2026年01月 – 03月（3 个月）")),
        Row(say("缴费基数"), say("5,200 元 / 月")),
        Row(say("每月应缴"), say("1,040.00 元")),
        Row(say("社保经办机构"), say("市社会保险事业中心")),
    ),
    amount=AMOUNT,
    amount_in_words="人民币叁仟壹佰贰拾元整",
    caution=say("缴费成功后不能在本机撤销。信息有误请点“上一步”修改，或找人工窗口。"),
    confirm=Button(a.Confirmed(), say("开始缴费")),
)
WORDY_REVIEW = ReviewView(
    title=say("请核对缴费信息"),
    hint=say("确认没有问题，再点“开始缴费”"),
    rows=(
        Row(say("缴费人"), say("阿卜杜******·******江  6531**********0017")),
        Row(say("险种"), say("灵活就业人员基本养老保险")),
        Row(say("费款所属期"), say("2026年01月 – 12月（12 个月）")),
        Row(say("缴费基数"), say("19,899 元 / 月")),
        Row(say("每月应缴"), say("3,979.80 元")),
        Row(say("社保经办机构"), say("济南新旧动能转换起步区社会保险事业服务中心崔寨分中心")),
        Row(say("主管税务机关"), say("国家税务总局济南新旧动能转换起步区税务局第一税务所")),
    ),
    amount=Money(4_775_760),
    amount_in_words="人民币肆万柒仟柒佰伍拾柒元陆角整",
    caution=say("缴费成功后不能在本机撤销。信息有误请点“上一步”修改，或找人工窗口。"),
    confirm=Button(a.Confirmed(), say("开始缴费")),
)
MANY_MONTHS = ReviewView(
    title=WORDY_REVIEW.title,
    hint=WORDY_REVIEW.hint,
    rows=(
        *WORDY_REVIEW.rows[:4],
        *(
            Row(say(Month(YEAR, number + 1).label), say("{m} 元", m=amount))
            for number, amount in enumerate(["3,979.80"] * 6 + ["4,021.60"] * 6)
        ),
        Row(say("社保经办机构"), say("市社会保险事业中心")),
    ),
    amount=Money(4_800_840),
    amount_in_words="人民币肆万捌仟零捌元肆角整",
    caution=WORDY_REVIEW.caution,
    confirm=WORDY_REVIEW.confirm,
)
TENDER = TenderView(
    title=say("用什么方式付款？"),
    hint=say("付款成功后，会自动打印小票"),
    amount=AMOUNT,
    tiles=(
        Tile(a.TenderChosen(Tender.ALIPAY), say("支付宝支付"), say("手机扫码"), Icon.ALIPAY),
        Tile(a.TenderChosen(Tender.WECHAT), say("微信支付"), say("手机扫码"), Icon.WECHAT),
        Tile(
            a.TenderChosen(Tender.BANK_CARD),
            say("刷卡支付"),
            say("银行卡"),
            Icon.CARD,
            say("本机暂不支持刷卡"),
        ),
    ),
)
QR = QrView(
    title=say("请用微信扫码付款"),
    hint=say("打开手机微信，点右上角“＋”，选“扫一扫”"),
    tender=Tender.WECHAT,
    payload="https://pay.example.cn/w/01KAQ3F7K2QX5V9M4T8B6N0RZD?sign=5e1f",
    amount=AMOUNT,
    waiting=say("正在等您付款，付好后这里会自动跳转"),
    order_tail="3F7K2Q",
    valid_seconds=172,
)
SUCCESS = SuccessView(
    title=say("缴费成功"),
    amount=AMOUNT,
    summary=say("基本养老保险 · 2026年01月 – 03月"),
    paper_title=say("请取走缴费小票"),
    paper_lines=(say("小票在屏幕下方出口"), say("需要完税证明，请到人工窗口")),
    printing=False,
    others=(Button(a.Another(), say("继续缴费")),),
    finish=Button(a.Finished(), say("办完了，退出")),
)
PRINTING = SuccessView(
    title=say("缴费成功"),
    amount=AMOUNT,
    summary=say("基本养老保险 · 2026年01月 – 03月"),
    paper_title=say("正在打印小票"),
    paper_lines=(say("请稍候，小票从屏幕下方出口出来"),),
    printing=True,
    others=(),
    finish=Button(a.Finished(), say("办完了，退出")),
)
UNKNOWN = NoticeView(
    tone=Tone.WARN,
    title=say("付款结果还没确认"),
    what=say("网络不太顺，我们正在向缴费平台查询这一笔"),
    money=say("钱可能已经扣了，请不要再付一次"),
    advice=say(
        "结果确认后自动入账；没有成功，钱会原路退回。请拿好这张小票，有疑问请到 3 号人工窗口。"
    ),
    actions=(Button(a.Finished(), say("知道了，退出")),),
    reference="SB20260323-3F7K2Q",
    money_open=True,
)
REFUSED = NoticeView(
    tone=Tone.DANGER,
    title=say("身份证没有读出来"),
    what=say("可能是拿开得太早，或者卡片受损"),
    money=say("没有扣款"),
    advice=say("请把身份证平放在感应区，等一下再拿开"),
    actions=(Button(a.Again(), say("再试一次")),),
)
WORDY_NOTICE = NoticeView(
    tone=Tone.WARN,
    title=say("缴费已成功，小票没有打好"),
    what=say("小票没有打出来，打印机可能缺纸、卡纸，或者上盖没有盖好。"),
    money=say(
        "已缴 47,757.60 元，缴费有效，不需要再缴；上一笔如果已经扣款，会自动入账或原路退回。"
    ),
    advice=say(
        "可以再打一次；也可以以后凭身份证到二楼东侧 12 号综合服务窗口补打。"
        "请记下查询编号，办理时告诉工作人员。"
    ),
    actions=(
        Button(a.Again(), say("再打一次")),
        Button(a.Confirmed(), say("不打小票")),
    ),
    reference="b1bbb53a-879a-46e6-92de-e6a780f78ff1",
)
NOTHING_DUE = NoticeView(
    tone=Tone.INFO,
    title=say("本年的都缴过了"),
    what=say("灵活就业人员基本养老保险，2026 年没有可缴的月份"),
    money=say("没有扣款"),
    advice=say("想查缴费记录，请到人工窗口或打 12366"),
    actions=(Button(a.GoHome(), say("返回首页")),),
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
        OutOfServiceView(say("小票打印机缺纸"), say("请换一台自助机，或到人工窗口办理")),
        NO_WAYS,
        None,
        None,
    ),
    "maintenance": (
        MaintenanceView(
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
    "review": (REVIEW, ALL_WAYS, Place.REVIEW, 110),
    "wordy_review": (WORDY_REVIEW, ALL_WAYS, Place.REVIEW, 110),
    "many_months": (MANY_MONTHS, ALL_WAYS, Place.REVIEW, 110),
    "tender": (TENDER, ALL_WAYS, Place.PAY, 110),
    "qr": (QR, PAYING_WAYS, Place.PAY, 172),
    "waiting": (
        WaitingView(say("正在读取身份证"), say("请先别拿开，不用按任何按钮")),
        HOME_WAYS,
        Place.LOGIN,
        40,
    ),
    "success": (SUCCESS, NO_WAYS, Place.RECEIPT, 24),
    "printing": (PRINTING, NO_WAYS, Place.RECEIPT, 30),
    "unknown": (UNKNOWN, NO_WAYS, Place.PAY, 60),
    "refused": (REFUSED, ALL_WAYS, Place.LOGIN, 15),
    "wordy_notice": (WORDY_NOTICE, ALL_WAYS, Place.RECEIPT, 60),
    "nothing_due": (NOTHING_DUE, ALL_WAYS, Place.FILL, 60),
}


def scene(name: str, *, number: int = 1) -> Scene:
    """The sample scene of that name."""
    view, ways, place, countdown = VIEWS[name]
    return Scene(number, view, ways, place, TERMINAL, countdown)


def two_years() -> PeriodView:
    """Months of two years, with a gap."""
    return PeriodView(
        title=PERIOD.title,
        hint=PERIOD.hint,
        payable=(Month(2025, 11), Month(2025, 12), *months(1, 2, 4, 5)),
        paid=months(3),
        chosen=ContributionPeriod(Month(2026, 1), Month(2026, 2)),
    )
