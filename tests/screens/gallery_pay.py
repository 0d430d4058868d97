"""Sample views of one payment. Everybody and everything here is invented, and already masked."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.money import Money
from kiosk.domain.period import Month
from kiosk.domain.tender import Tender
from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.views import (
    Button,
    CardView,
    Icon,
    PinView,
    Presented,
    QrView,
    ReceiptAt,
    ReviewView,
    Row,
    SuccessView,
    TenderView,
    Tile,
)

AMOUNT = Money(312_000)
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
            Row(say(Month(2026, number + 1).label), say("{m} 元", m=amount))
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
            say("本机没有刷卡设备"),
        ),
    ),
)
FIVE_TENDERS = TenderView(
    title=TENDER.title,
    hint=TENDER.hint,
    amount=Money(4_775_760),
    tiles=(
        *TENDER.tiles[:2],
        Tile(a.TenderChosen(Tender.UNIONPAY_QR), say("云闪付支付"), say("手机扫码"), Icon.UNIONPAY),
        TENDER.tiles[2],
        Tile(
            a.Chosen(a.Choice.PAYMENT_CODE),
            say("出示付款码"),
            say("把手机上的付款码给机器扫"),
            Icon.SCAN,
        ),
    ),
)
FACTS = ReviewView(
    title=say("这是您的参保信息吗？"),
    hint=say("核对无误再点“确认”"),
    rows=REVIEW.rows[:3],
    amount=None,
    amount_in_words="",
    caution=say(""),
    confirm=Button(a.Confirmed(), say("确认")),
)
PAID = ReviewView(
    title=say("这一笔的详情"),
    hint=say(""),
    rows=WORDY_REVIEW.rows,
    amount=WORDY_REVIEW.amount,
    amount_in_words=WORDY_REVIEW.amount_in_words,
    caution=say("还在入账，请不要再缴一次。"),
    confirm=None,
    amount_label=say("已经缴了"),
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
INSERT = CardView(
    title=say("请插入银行卡"),
    hint=say("按图上的方向，芯片那头先进去，插到底"),
    assurances=(
        Row(say("应付 3,120.00 元"), say("输完密码才会扣款")),
        Row(say("银联芯片卡"), say("储蓄卡、信用卡都可以")),
    ),
    presented=Presented.BANK_CARD,
)
TAKE_CARD = CardView(
    title=say("请取走银行卡"),
    hint=say("取走以后，这里会自动往下走"),
    assurances=(
        Row(say("付款成功"), say("取走卡以后，接着登记缴费")),
        Row(say("请别把卡忘在这里"), say("没有人取的卡，机器会收起来")),
    ),
    presented=Presented.TAKE_CARD,
)
PIN = PinView(
    title=say("请在下方密码键盘输入银行卡密码"),
    hint=say("输入时请用手遮挡。屏幕看不到您的密码。"),
    rows=(Row(say("银行卡"), say("储蓄卡 尾号 0018")),),
    amount=AMOUNT,
    entered=4,
    most=6,
    caution=say(""),
)
WRONG_PIN = replace(
    PIN,
    title=say("密码不对，请再输一次"),
    rows=(Row(say("银行卡"), say("准贷记卡 尾号 0018")),),
    amount=Money(4_775_760),
    entered=0,
    caution=say("已经输错 2 次，输错太多银行会锁卡。记不清，请按红色键取消。"),
)
SUCCESS = SuccessView(
    title=say("缴费成功"),
    amount=AMOUNT,
    summary=say("基本养老保险 · 2026年01月 – 03月"),
    paper_title=say("请取走缴费小票"),
    paper_lines=(say("小票在屏幕下方出口"), say("需要完税证明，请到人工窗口")),
    receipt=ReceiptAt.MOUTH,
    others=(Button(a.Another(), say("继续缴费")),),
    finish=Button(a.Finished(), say("办完了，退出")),
)
UNPRINTED = SuccessView(
    title=say("缴费成功"),
    amount=AMOUNT,
    summary=say("基本养老保险 · 2026年01月 – 03月"),
    paper_title=say("没有打印小票"),
    paper_lines=(
        say("缴费已经成功，不受影响"),
        say("缴费人本人以后可在“社保费缴费查询”里补打"),
    ),
    receipt=ReceiptAt.NOWHERE,
    others=(
        Button(a.Another(), say("继续缴费")),
        Button(a.Chosen(a.Choice.TO_PHONE), say("手机扫码看小票")),
    ),
    finish=Button(a.Finished(), say("办完了，退出")),
)
ON_PHONE = replace(
    UNPRINTED,
    paper_title=say("小票请在手机上看"),
    paper_lines=(
        say("没有打印纸质小票，缴费已经成功"),
        say("缴费人本人以后可在“社保费缴费查询”里补打"),
    ),
    receipt=ReceiptAt.PHONE,
)
PRINTING = SuccessView(
    title=say("缴费成功"),
    amount=AMOUNT,
    summary=say("基本养老保险 · 2026年01月 – 03月"),
    paper_title=say("正在打印小票"),
    paper_lines=(say("请稍候，小票从屏幕下方出口出来"),),
    receipt=ReceiptAt.PRINTER,
    others=(),
    finish=Button(a.Finished(), say("办完了，退出")),
)
