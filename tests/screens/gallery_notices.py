"""Sample messages. Everything in them is invented."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.views import Button, NoticeView, Tone

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
    reference="7KQ2-M9TX",
)
NOTHING_DUE = NoticeView(
    tone=Tone.INFO,
    title=say("本年的都缴过了"),
    what=say("灵活就业人员基本养老保险，2026 年没有可缴的月份"),
    money=say("没有扣款"),
    advice=say("想查缴费记录，请到人工窗口或打 12366"),
    actions=(Button(a.GoHome(), say("返回首页")),),
)
