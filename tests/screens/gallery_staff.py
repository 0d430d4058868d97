"""Sample views of the maintenance menu. Everything here is invented."""

from __future__ import annotations

from kiosk.domain.text import say
from kiosk.session import answers as a
from kiosk.session.staff_views import (
    ColourTestView,
    FactsSection,
    FactsView,
    Keyboard,
    Line,
    LinesView,
    Mark,
    TouchTestView,
    TypingView,
)
from kiosk.session.views import Button, NoticeView, Row, Tone, Weight

ADDRESS = TypingView(
    title=say("缴费平台地址"),
    hint=say("改动保存后立即生效，并记入维护日志"),
    label=say("新地址"),
    note=say("以 https:// 开头，最多 200 个字符"),
    confirm=say("保存"),
    keyboard=Keyboard.FULL,
    longest=200,
    entered="https://pay.example.invalid:8443/v2",
)
PASSWORD = TypingView(
    title=say("输入管理员密码"),
    hint=say("连续输错 5 次将锁定 15 分钟"),
    label=say("密码"),
    note=say("区分大小写"),
    confirm=say("登录"),
    keyboard=Keyboard.FULL,
    longest=64,
    secret=True,
)
SECONDS = TypingView(
    title=say("无操作自动退出"),
    hint=say("市民多久不操作就回到首页"),
    label=say("秒数"),
    note=say("可填 30 – 300 秒，现在是 60 秒"),
    confirm=say("下一步"),
    keyboard=Keyboard.FIGURES,
    longest=3,
    entered="90",
)
STAFF_PIN = TypingView(
    title=say("请输入维护密码"),
    hint=say("工号 1007，技术员"),
    label=say("维护密码"),
    note=say(""),
    confirm=say("确认"),
    keyboard=Keyboard.FIGURES,
    longest=8,
    secret=True,
)
_NONE = say("")
DEVICES = LinesView(
    title=say("设备状态"),
    hint=say("14:26 查得，共 11 项，2 项故障"),
    lines=(
        Line(
            say("小票打印机"),
            Mark.BROKEN,
            say("缺纸，上盖打开"),
            say("大厅人员：装入 80 毫米热敏纸卷，合上上盖"),
            say("13:58 起"),
        ),
        Line(
            say("A4 凭证打印机"),
            Mark.BROKEN,
            say("连不上 192.168.10.21，已试 14 次"),
            say("技术员：检查网线与电源，再点“复位设备”"),
            say("9月14日 08:02 起"),
        ),
        Line(
            say("密码键盘"),
            Mark.WARNING,
            say("工作密钥 3 天后到期"),
            say("下一次签到时自动更换"),
            _NONE,
        ),
        Line(say("付款码扫码窗口"), Mark.UNKNOWN, say("没有安装"), _NONE, _NONE),
        Line(say("身份证阅读器"), Mark.FINE, say("已读 1,204 张"), _NONE, _NONE),
        Line(say("社保卡读卡器"), Mark.FINE, _NONE, _NONE, _NONE),
        Line(say("银行卡读卡器（电动吸入式）"), Mark.FINE, _NONE, _NONE, say("今天 07:30 起")),
        Line(say("缴费平台"), Mark.FINE, say("最近一次回答用时 0.2 秒"), _NONE, _NONE),
        Line(say("收单机构"), Mark.FINE, say("已签到"), _NONE, _NONE),
        Line(say("磁盘"), Mark.FINE, say("剩余 38.4 GB（64%）"), _NONE, _NONE),
        Line(say("时钟"), Mark.FINE, say("与服务器相差 0.4 秒"), _NONE, _NONE),
    ),
    nothing=say("本机没有配置设备"),
    actions=(
        Button(a.Confirmed(), say("刷新")),
        Button(a.Again(), say("复位设备")),
        Button(a.Another(), say("打印测试页")),
        Button(a.SlipWanted(), say("打印状态单")),
    ),
)
NO_ORDERS = LinesView(
    title=say("待处理订单"),
    hint=say("结果还不确定的缴费"),
    lines=(),
    nothing=say("没有待处理的订单"),
    actions=(Button(a.Again(), say("刷新")),),
)
SYSTEM = FactsView(
    title=say("系统信息"),
    hint=say("软件、网络、账本与密钥"),
    sections=(
        FactsSection(
            say("软件"),
            (
                Row(say("版本"), say("1.6.0+20260914")),
                Row(
                    say("程序指纹（SHA-256）"),
                    say("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                ),
                Row(say("上次启动"), say("9月14日 07:30，正常重启")),
                Row(say("已连续运行"), say("6 小时 56 分")),
            ),
        ),
        FactsSection(
            say("网络"),
            (
                Row(say("本机地址"), say("192.168.10.103 / 24")),
                Row(say("网关"), say("192.168.10.1，通")),
                Row(say("缴费平台"), say("https://pay.example.invalid:8443/v2/terminals/JN-0103")),
                Row(say("客户端证书到期"), say("2027年3月31日（还有 198 天）")),
            ),
        ),
        FactsSection(
            say("账本"),
            (
                Row(say("记录条数"), say("48,211")),
                Row(say("链校验"), say("完整，14:20 查过")),
                Row(say("未上传"), say("0 笔")),
                Row(say("上次备份"), say("9月14日 02:00")),
            ),
        ),
        FactsSection(
            say("密钥"),
            (
                Row(say("主密钥校验值"), say("8CA64D")),
                Row(say("签到日期"), say("9月14日")),
            ),
        ),
    ),
    actions=(
        Button(a.Confirmed(), say("刷新")),
        Button(a.SlipWanted(), say("打印本页")),
        Button(a.Another(), say("导出日志")),
    ),
    warning=say("客户端证书将在 198 天后到期，请联系市局信息中心换发新证书"),
)
COUNTERS = FactsView(
    title=say("今日统计"),
    hint=say("从 0 点起"),
    sections=(
        FactsSection(
            say("办理"),
            (
                Row(say("来访"), say("86 次")),
                Row(say("缴费成功"), say("61 笔")),
                Row(say("结果未定"), say("0 笔")),
            ),
        ),
    ),
    actions=(Button(a.Confirmed(), say("知道了")),),
)
POWER = FactsView(
    title=say("重启和关机"),
    hint=say("重启、关机都会等正在进行的工作做完"),
    sections=(FactsSection(say("本机"), (Row(say("程序版本"), say("1.6.0")),)),),
    actions=(
        Button(a.Confirmed(), say("重新启动"), Weight.GRAVE),
        Button(a.Again(), say("关机"), Weight.GRAVE),
        Button(a.Another(), say("软件许可"), Weight.ALIKE),
    ),
)
WIPE = NoticeView(
    tone=Tone.DANGER,
    title=say("清除主密钥？"),
    what=say("清除后本机不能刷卡，直到重新装入主密钥。"),
    money=_NONE,
    advice=_NONE,
    actions=(Button(a.Confirmed(), say("清除主密钥"), Weight.GRAVE),),
)
WRITTEN = NoticeView(
    tone=Tone.OK,
    title=say("已写入配置文件"),
    what=say("新的参数下次启动时生效。"),
    money=_NONE,
    advice=say("以前的版本随时可以恢复。"),
    actions=(
        Button(a.Confirmed(), say("以后再说")),
        Button(a.Again(), say("重新启动"), Weight.GRAVE),
    ),
)
TOUCH = TouchTestView(columns=6, rows=10)
COLOURS = ColourTestView()
