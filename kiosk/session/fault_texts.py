"""What the screen says of everything that can go wrong."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.text import Text, say
from kiosk.session.faults import FaultCode


@dataclass(frozen=True, slots=True)
class FaultText:
    """What the screen says: a title, what happened, and what to do next.

    ``again`` names the retry, None where trying again cannot help. ``money`` says what has become
    of the citizen's money where the fault is shown by itself; a step that comes after a payment
    has its own words for that. ``referral`` offers the message on paper, for the
    window; ``window`` is which one, empty for the terminal's own.
    """

    title: Text
    what: Text
    advice: Text
    again: Text | None
    money: Text
    referral: bool = False
    window: str = ""


NO_MONEY_MOVED = say("没有扣款。")
# Where it was paid before, perhaps a minute ago at this very terminal.
NOT_CHARGED_AGAIN = say("这一次没有扣款。")
_AGAIN = say("再试一次")
_CARD_AGAIN = say("重新放卡")
_PRINT_AGAIN = say("再打一次")
_REVIEW_AGAIN = say("重新核对")
_INSURANCE_WINDOW = "社保经办窗口"
_HEALTH_WINDOW = "医保经办窗口"
_WINDOW = "请到人工窗口办理，工作人员会帮助您。"


def _entry(
    title: str,
    what: str,
    advice: str,
    again: Text | None,
    money: Text = NO_MONEY_MOVED,
    *,
    referral: bool = False,
    window: str = "",
) -> FaultText:
    return FaultText(say(title), say(what), say(advice), again, money, referral, window)


FAULT_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.CARD_REMOVED: _entry(
        "身份证拿得太早了",
        "还没有读完，身份证就离开了感应区。",
        "请把身份证平放在感应区，屏幕变了再拿走。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_UNREADABLE: _entry(
        "没有读出身份证",
        "可能是没有放平，也可能是身份证的芯片坏了。",
        "请取下卡套，平放后再试一次；还读不出，请到人工窗口。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_NOT_GENUINE: _entry(
        "身份证没有通过验证",
        "阅读器不能确认这张身份证是真的。",
        "可以重新放一次；还不行，请到人工窗口。",
        _CARD_AGAIN,
    ),
    FaultCode.CARD_WRONG_KIND: _entry(
        "这不是身份证",
        "感应区上放的是别的卡。",
        "请换成您本人的身份证或居留证件。",
        _CARD_AGAIN,
    ),
    FaultCode.READER_LOST: _entry(
        "身份证阅读器没有反应",
        "阅读器暂时不能用。",
        "可以再试一次；还不行，请到人工窗口。",
        _AGAIN,
    ),
    FaultCode.CARD_PROTECTED: _entry(
        "请使用身份证",
        "这是第三代社保卡，本机读不出卡里的姓名。",
        "请取出社保卡，换成您的身份证放在感应区。",
        say("换成身份证"),
    ),
    FaultCode.CODE_NOT_PAYMENT: _entry(
        "这不是付款码",
        "扫到的不是支付宝、微信或云闪付的付款码。",
        "请在手机上打开“付款码”，再对准扫码口。",
        say("再扫一次"),
    ),
    FaultCode.CODE_REFUSED: _entry(
        "付款码没有通过",
        "付款码可能过期了，或者钱包里的钱不够。",
        "请刷新手机上的付款码再扫一次，或点“上一步”换一种方式。",
        say("再扫一次"),
    ),
    FaultCode.SCANNER_LOST: _entry(
        "扫码器没有反应",
        "扫码器暂时不能用。",
        "请点“上一步”，换一种缴款方式。",
        _AGAIN,
    ),
    FaultCode.PAPER_OUT: _entry(
        "小票打印机没有纸了",
        "小票没有打完整。",
        "请找工作人员加纸后再打一次；也可以以后凭身份证到人工窗口补打。",
        _PRINT_AGAIN,
    ),
    FaultCode.COVER_OPEN: _entry(
        "小票打印机的盖子开着",
        "小票没有打完整。",
        "请找工作人员合上盖子后再打一次；也可以以后凭身份证到人工窗口补打。",
        _PRINT_AGAIN,
    ),
    FaultCode.PRINTER_FAULT: _entry(
        "小票打印机出了故障",
        "小票没有打完整。",
        "可以再打一次；也可以以后凭身份证到人工窗口补打。",
        _PRINT_AGAIN,
    ),
    FaultCode.PRINTER_LOST: _entry(
        "小票打印机没有反应",
        "不能确定小票有没有打出来。",
        "请看一下出票口；没有小票可以再打一次，会印上“补打”。",
        _PRINT_AGAIN,
    ),
    FaultCode.DOCUMENT_PRINTER_LOST: _entry(
        "A4 打印机不能用",
        "凭证没有打印出来。",
        "可以再打一次；也可以带身份证到人工窗口打印。",
        _PRINT_AGAIN,
        say("打印凭证不收钱，没有扣款。"),
    ),
    FaultCode.DOCUMENT_UNSOUND: _entry(
        "收到的凭证有问题",
        "凭证文件没有通过检查，所以没有显示，也没有打印。",
        "可以再试一次；还不行，请到人工窗口打印。",
        _AGAIN,
        say("打印凭证不收钱，没有扣款。"),
        referral=True,
    ),
    FaultCode.NETWORK_LOST: _entry(
        "网络暂时不通",
        "连不上税务系统。",
        "请等一会儿再试；还不行，请到人工窗口。",
        _AGAIN,
    ),
    FaultCode.SERVICE_SLOW: _entry(
        "税务系统没有及时回应",
        "等了很久没有等到结果。",
        "请再试一次；还不行，请到人工窗口。",
        _AGAIN,
    ),
    FaultCode.SERVICE_DOWN: _entry(
        "税务系统暂时不能用",
        "税务系统正在维护，或者太忙。",
        "请等一会儿再试，或到人工窗口咨询。",
        _AGAIN,
    ),
    FaultCode.SERVICE_WRONG: _entry(
        "税务系统的回答有误",
        "收到的内容前后不一致，为了您的资金安全，已停止办理。",
        "可以再试一次；还不行，请到人工窗口。",
        _AGAIN,
    ),
    FaultCode.SERVICE_REFUSED: _entry(
        "税务系统没有受理",
        "税务系统没有接受这次办理。",
        _WINDOW,
        None,
    ),
    FaultCode.NO_NATURAL_PERSON: _entry(
        "没有查到您的登记信息",
        "税务系统里还没有您的个人信息。",
        "请带身份证到人工窗口登记，登记后就能在本机缴费。",
        None,
        referral=True,
    ),
    FaultCode.NAME_MISMATCH: _entry(
        "姓名与登记信息不一致",
        "身份证上的姓名，与税务系统里登记的姓名不同。",
        "请带身份证到人工窗口更正。",
        None,
        referral=True,
    ),
    FaultCode.SEVERAL_PERSONAL_NUMBERS: _entry(
        "名下有多个个人编号",
        "缴费人名下有不止一个参保个人编号，要先合并成一个。",
        "请到社保经办窗口合并，合并后再来缴费。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.NO_ENROLMENT: _entry(
        "没有查到参保登记",
        "缴费人没有参加这项保险，或者登记信息还没有传到税务系统。",
        "请先到社保经办窗口办理参保登记，或者选择其他险种。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.ENROLMENT_SUSPENDED: _entry(
        "参保已暂停或终止",
        "这项保险现在不是正常参保状态，不能缴费。",
        "请到社保经办窗口恢复，恢复后再来缴费。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.ALREADY_PAID: _entry(
        "这段时间已经缴过了",
        "所选的时间已经缴过费，不用再缴。",
        "要缴其他时间的费，请一直点“上一步”，回到选时间的那一页。",
        None,
        NOT_CHARGED_AGAIN,
    ),
    FaultCode.DEDUCTION_IN_PROGRESS: _entry(
        "银行正在代扣",
        "这笔费用银行正在扣款，现在不能再缴，以免重复。",
        "请等银行扣款有了结果再来。",
        None,
        say("本机没有扣款；银行代扣的结果，请问您的开户银行。"),
    ),
    FaultCode.NOT_IN_WINDOW: _entry(
        "现在不在缴费期内",
        "这项保险现在不能缴费。",
        "请在规定的缴费期内再来，或到人工窗口咨询。",
        None,
    ),
    FaultCode.OVER_AGE: _entry(
        "已满 60 周岁，不能再缴",
        "居民养老保险缴到 60 周岁为止，缴费人已经到了领取养老金的年龄。",
        "领取待遇或者补缴以前年度，请带身份证到社保经办窗口办理。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.DOUBLE_COVER: _entry(
        "已经参加了职工医保",
        "职工医保和居民医保不能同时参加，所以居民医保现在不能缴。",
        "职工医保已经停了的，请到医保经办窗口办理停保后再来。",
        None,
        referral=True,
        window=_HEALTH_WINDOW,
    ),
    FaultCode.NOTHING_DUE: _entry(
        "不用缴费",
        "这项保险个人要缴的部分由政府全额承担，已经代缴了。",
        "有疑问，请带身份证到人工窗口咨询。",
        None,
        say("没有扣款，也不需要缴费。"),
    ),
    FaultCode.TIER_NOT_ENTITLED: _entry(
        "不能选这个档次",
        "这个档次只给登记在册的困难群体，系统里没有查到认定信息。",
        "请选别的档次；应该享受的，请到社保经办窗口认定。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.BASE_IN_USE: _entry(
        "今年的基数已经定了",
        "今年已经按另一个缴费基数缴过费，全年都要按它缴，不能改。",
        "请按原来的基数缴；确实要改，请带身份证到人工窗口办理。",
        None,
        referral=True,
    ),
    FaultCode.VISIT_EXPIRED: _entry(
        "登录的时间太久了",
        "为了保护个人信息，登录半小时后要重新验证。",
        "请返回首页，重新刷证件再办。",
        None,
    ),
    FaultCode.NOT_FOUND: _entry(
        "没有查到要办的内容",
        "所选的时间里没有相符的缴费，或者单据已经撤回。",
        "请点“上一步”，换一个时间或险种再查。",
        None,
    ),
    FaultCode.PAYEE_NOT_CONFIRMED: _entry(
        "没有核对上缴费人",
        "身份证号和姓对不上，或者税务系统里没有这个人。",
        "请点“上一步”，把身份证号和姓再核对一遍。",
        None,
    ),
    FaultCode.PAYEE_ATTEMPTS_USED: _entry(
        "核对错误的次数太多",
        "为了保护别人的信息，本机暂时不能再查询缴费人。",
        "请带上缴费人的身份证到人工窗口办理。",
        None,
        referral=True,
    ),
    FaultCode.NOT_AUTHORISED: _entry(
        "代缴不能查看这些内容",
        "替别人缴费时，只能看到要缴的费用，看不到缴费记录和凭证。",
        "请本人带身份证来办理。",
        None,
    ),
    FaultCode.ALREADY_CERTIFIED: _entry(
        "这些缴费已经开过完税证明",
        "同一笔缴费只能首次开具一次。",
        "请点“上一步”，改选“补打”，打印原来的那一份。",
        None,
    ),
    FaultCode.ORDER_OPEN: _entry(
        "上一笔缴费还没有结果",
        "您的上一笔缴费正在确认，请不要重复缴费。",
        "请过一会儿再来，或到人工窗口查询。",
        None,
        say("这一次没有扣款。上一笔如果已经扣款，会自动入账或原路退回。"),
    ),
    FaultCode.BASE_OUT_OF_BOUNDS: _entry(
        "缴费基数不在范围内",
        "税务系统不接受这个缴费基数。",
        "请点“上一步”，回去重新填写缴费基数。",
        None,
    ),
    FaultCode.PERIOD_NOT_PAYABLE: _entry(
        "所选月份不能缴费",
        "您选的月份现在不能缴费。",
        "请一直点“上一步”，回到选月份的那一页，重新选择。",
        None,
    ),
    FaultCode.QUOTE_EXPIRED: _entry(
        "核对的时间太久了",
        "应缴金额需要重新计算。",
        "请点“重新核对”，再看一遍金额。",
        _REVIEW_AGAIN,
    ),
    FaultCode.AMOUNT_CHANGED: _entry(
        "应缴金额有变化",
        "税务系统刚刚更新了应缴金额。",
        "请点“重新核对”，看清新的金额再缴费。",
        _REVIEW_AGAIN,
    ),
    FaultCode.TENDER_UNAVAILABLE: _entry(
        "这种缴款方式暂时不能用",
        "这种付款渠道正在维护。",
        "请点“上一步”，换一种缴款方式。",
        None,
    ),
    FaultCode.LEDGER_UNAVAILABLE: _entry(
        "本机不能记账",
        "本机的账本暂时写不进去，为了您的资金安全，已停止收款。",
        _WINDOW,
        None,
    ),
    FaultCode.INTERNAL: _entry(
        "本机出了问题",
        "本机遇到意外情况，已经记录下来。",
        "可以再试一次；还不行，请到人工窗口。",
        _AGAIN,
    ),
}
