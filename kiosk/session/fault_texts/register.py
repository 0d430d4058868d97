"""Of what the register says of a person, and of what is chosen that cannot be had."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session.fault_texts.text import NOT_CHARGED_AGAIN, FaultText, entry
from kiosk.session.faults import FaultCode

_INSURANCE_WINDOW = "社保经办窗口"
_HEALTH_WINDOW = "医保经办窗口"

REGISTER_TEXTS: dict[FaultCode, FaultText] = {
    FaultCode.NO_NATURAL_PERSON: entry(
        "没有查到您的登记信息",
        "税务系统里还没有您的个人信息。",
        "请带身份证到人工窗口登记，登记后就能在本机缴费。",
        None,
        referral=True,
    ),
    FaultCode.NAME_MISMATCH: entry(
        "姓名与登记信息不一致",
        "身份证上的姓名，与税务系统里登记的姓名不同。",
        "请带身份证到人工窗口更正。",
        None,
        referral=True,
    ),
    FaultCode.SEVERAL_PERSONAL_NUMBERS: entry(
        "名下有多个个人编号",
        "缴费人名下有不止一个参保个人编号，要先合并成一个。",
        "请到社保经办窗口合并，合并后再来缴费。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.NO_ENROLMENT: entry(
        "没有查到参保登记",
        "缴费人没有参加这项保险，或者登记信息还没有传到税务系统。",
        "请先到社保经办窗口办理参保登记，或者选择其他险种。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.ENROLMENT_SUSPENDED: entry(
        "参保已暂停或终止",
        "这项保险现在不是正常参保状态，不能缴费。",
        "请到社保经办窗口恢复，恢复后再来缴费。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.ALREADY_PAID: entry(
        "这段时间已经缴过了",
        "所选的时间已经缴过费，不用再缴。",
        "要缴其他时间的费，请一直点“上一步”，回到选时间的那一页。",
        None,
        NOT_CHARGED_AGAIN,
    ),
    FaultCode.NOT_IN_WINDOW: entry(
        "现在不在缴费期内",
        "这项保险现在不能缴费。",
        "请在规定的缴费期内再来，或到人工窗口咨询。",
        None,
    ),
    FaultCode.OVER_AGE: entry(
        "已满 60 周岁，不能再缴",
        "居民养老保险缴到 60 周岁为止，缴费人已经到了领取养老金的年龄。",
        "领取待遇或者补缴以前年度，请带身份证到社保经办窗口办理。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.DOUBLE_COVER: entry(
        "已经参加了职工医保",
        "职工医保和居民医保不能同时参加，所以居民医保现在不能缴。",
        "职工医保已经停了的，请到医保经办窗口办理停保后再来。",
        None,
        referral=True,
        window=_HEALTH_WINDOW,
    ),
    FaultCode.NOTHING_DUE: entry(
        "不用缴费",
        "这项保险个人要缴的部分由政府全额承担，已经代缴了。",
        "有疑问，请带身份证到人工窗口咨询。",
        None,
        say("没有扣款，也不需要缴费。"),
    ),
    FaultCode.TIER_NOT_ENTITLED: entry(
        "不能选这个档次",
        "这个档次只给登记在册的困难群体，系统里没有查到认定信息。",
        "请选别的档次；应该享受的，请到社保经办窗口认定。",
        None,
        referral=True,
        window=_INSURANCE_WINDOW,
    ),
    FaultCode.BASE_IN_USE: entry(
        "今年的基数已经定了",
        "今年已经按另一个缴费基数缴过费，全年都要按它缴，不能改。",
        "请按原来的基数缴；确实要改，请带身份证到人工窗口办理。",
        None,
        referral=True,
    ),
    FaultCode.NOT_FOUND: entry(
        "没有查到要办的内容",
        "所选的时间里没有相符的缴费，或者单据已经撤回。",
        "请点“上一步”，换一个时间或险种再查。",
        None,
    ),
    FaultCode.PAYEE_NOT_CONFIRMED: entry(
        "没有核对上缴费人",
        "身份证号和姓对不上，或者税务系统里没有这个人。",
        "请点“上一步”，把身份证号和姓再核对一遍。",
        None,
    ),
    FaultCode.PAYEE_ATTEMPTS_USED: entry(
        "核对错误的次数太多",
        "为了保护别人的信息，本机暂时不能再查询缴费人。",
        "请带上缴费人的身份证到人工窗口办理。",
        None,
        referral=True,
    ),
    FaultCode.NOT_AUTHORISED: entry(
        "代缴不能查看这些内容",
        "替别人缴费时，只能看到要缴的费用，看不到缴费记录和凭证。",
        "请本人带身份证来办理。",
        None,
    ),
    FaultCode.ALREADY_CERTIFIED: entry(
        "这些缴费已经开过完税证明",
        "同一笔缴费只能首次开具一次。",
        "请点“上一步”，改选“补打”，打印原来的那一份。",
        None,
    ),
    FaultCode.CERTIFICATE_TOO_LONG: entry(
        "缴费太多，一份证明放不下",
        "您选的年份里缴费太多，这一份证明没有开。",
        "请缩小年份范围，分几份开；也可以改开汇总。",
        None,
    ),
    FaultCode.BASE_OUT_OF_BOUNDS: entry(
        "缴费基数不在范围内",
        "税务系统不接受这个缴费基数。",
        "请点“上一步”，回去重新填写缴费基数。",
        None,
    ),
    FaultCode.PERIOD_NOT_PAYABLE: entry(
        "所选月份不能缴费",
        "您选的月份现在不能缴费。",
        "请一直点“上一步”，回到选月份的那一页，重新选择。",
        None,
    ),
}
