"""What staff are told at the end of each task, and what they are refused on the way."""

from __future__ import annotations

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.flows.maintenance.connections import (
    CONNECTIONS,
    TROUBLES,
    ConnectionsCase,
    ConnectionsChoice,
)
from kiosk.flows.maintenance.consumables import CONSUMABLES, SuppliesChoice, enter_consumables
from kiosk.flows.maintenance.overview import OVERVIEW, OverviewChoice, enter_overview
from kiosk.flows.maintenance.power import POWER, PowerChoice, enter_power
from kiosk.flows.requests.maintenance.connections import ConnectionLine, Connections, SignedIn
from kiosk.flows.requests.maintenance.consumables import (
    EndPrints,
    PrintsEnded,
    Replenish,
    Replenished,
    Supplies,
    Supply,
)
from kiosk.flows.requests.maintenance.overview import ReportPrinted, ReportSaved
from kiosk.flows.requests.maintenance.power import About, End, EndingAccepted
from kiosk.session.answers import Confirmed
from kiosk.session.handover import Ending
from kiosk.session.position import Ended
from kiosk.session.staff_views import Mark
from kiosk.session.views import (
    LinesView,
    Tone,
    WaitingView,
)
from tests.flows.staff_walk import Walk, chosen
from tests.support.staff_samples import (
    LINES,
    NOW,
    READINESS,
    TECHNICIAN,
)


def test_the_report_shows_what_is_gravest_first_and_who_mends_it_how() -> None:
    shown = Walk(OVERVIEW, enter_overview(TECHNICIAN)).on(READINESS).view(LinesView)
    assert str(shown.hint) == "故障 1 项（09:30:00 检查）"
    assert [one.mark for one in shown.lines] == [Mark.BROKEN, Mark.FINE]
    broken, fine = shown.lines
    assert (str(broken.remedy), str(broken.since)) == ("大厅工作人员：换新纸卷", "03-05 09:30 起")
    assert (str(fine.remedy), str(fine.since)) == ("", "")


@pytest.mark.parametrize(
    ("choice", "reply", "told"),
    [
        (OverviewChoice.PRINT, ReportPrinted(), (Tone.OK, "报告已打印", "请在小票出口取走。", "")),
        (
            OverviewChoice.SAVE,
            ReportSaved("JN-03.txt"),
            (Tone.OK, "已存到 U 盘", "文件：JN-03.txt", "可以拔下 U 盘。"),
        ),
        (
            OverviewChoice.SAVE,
            ReportSaved(why_not="没有找到 U 盘。"),
            (Tone.WARN, "没有存成", "没有找到 U 盘。", ""),
        ),
    ],
)
def test_the_report_is_taken_along(
    choice: OverviewChoice, reply: object, told: tuple[Tone, str, str, str]
) -> None:
    walk = Walk(OVERVIEW, enter_overview(TECHNICIAN)).on(READINESS, chosen(choice), reply)
    assert walk.notice() == told
    walk.on(Confirmed(), chosen(OverviewChoice.REFRESH))
    assert str(walk.view(WaitingView).title) == "正在检查本机"


@pytest.mark.parametrize(
    ("supply", "asked", "check", "told"),
    [
        (Supply.RECEIPT_ROLL, "小票纸卷换好了吗？", "纸头露出出口", "小票纸卷从现在起重新计算。"),
        (Supply.A4_PAPER, "A4 纸换好了吗？", "不超过标线", "A4 纸从现在起重新计算。"),
        (Supply.TONER, "碳粉换好了吗？", "换碳粉盒", "碳粉从现在起重新计算。"),
    ],
)
def test_what_was_filled_up_is_confirmed_first(
    supply: Supply, asked: str, check: str, told: str
) -> None:
    supplies = Supplies(LINES, tuple(Supply), 0)
    walk = Walk(CONSUMABLES, enter_consumables(TECHNICIAN)).on(supplies, chosen(supply))
    _, title, what, _ = walk.notice()
    assert title == asked
    assert check in what
    assert walk.labels() == ["换好了，登记"]
    walk.on(Confirmed())
    assert walk.asked(Replenish) == Replenish(supply)
    assert walk.on(Replenished()).notice() == (Tone.OK, "已登记", told, "")


def test_stuck_prints_are_ended_only_where_there_are_any() -> None:
    walk = Walk(CONSUMABLES, enter_consumables(TECHNICIAN))
    walk.on(Supplies(LINES, (Supply.RECEIPT_ROLL,), 0))
    assert walk.labels() == ["已换新纸卷"]
    walk = Walk(CONSUMABLES, enter_consumables(TECHNICIAN)).on(Supplies(LINES, tuple(Supply), 2))
    assert walk.labels() == ["已换新纸卷", "已加 A4 纸", "已换碳粉", "结束卡住的打印"]
    walk.on(chosen(SuppliesChoice.END_PRINTS))
    tone, title, what, advice = walk.notice()
    assert (tone, title) == (Tone.WARN, "结束卡住的打印？")
    assert what == "有 2 份凭证没有打完，别人因此不能打印。"
    assert "先在 A4 打印机面板上取消任务" in advice
    walk.on(Confirmed()).asked(EndPrints)
    told = walk.on(PrintsEnded(2)).notice()
    assert told == (Tone.OK, "已结束", "2 份凭证记为“可能已打印”，只能补打。", "")


@pytest.mark.parametrize(
    ("line", "what", "last"),
    [
        (
            ConnectionLine("税务系统", Mark.FINE, 35, ("证书到 2027 年",)),
            "35 毫秒；证书到 2027 年",
            "",
        ),
        (
            ConnectionLine("税务系统", Mark.BROKEN, None, (), "tls"),
            "没有回应",
            "最近一次故障：证书或加密有问题",
        ),
        (
            ConnectionLine("税务系统", Mark.FINE, 3, (), "odd_code", NOW),
            "3 毫秒",
            "最近一次故障：03-05 09:30 odd_code",
        ),
        (
            ConnectionLine("网络对时", Mark.WARNING, None, ("时钟：差 9 分钟",)),
            "时钟：差 9 分钟",
            "",
        ),
    ],
)
def test_a_line_says_how_fast_or_what_is_wrong(line: ConnectionLine, what: str, last: str) -> None:
    walk = Walk(CONNECTIONS, ConnectionsCase()).on(Connections((line,), takes_cards=False))
    (shown,) = walk.view(LinesView).lines
    assert (str(shown.what), str(shown.remedy)) == (what, last)
    assert walk.labels() == ["重新检查"]


@pytest.mark.parametrize(
    ("signed_in", "told"),
    [
        (SignedIn(7), (Tone.OK, "签到成功", "批次 000007。", "")),
        *(
            (
                SignedIn(None, cause),
                (
                    Tone.WARN,
                    "签到没有成功",
                    f"{words}。",
                    "程序会自动重试；修好后也可以再点一次。",
                ),
            )
            for cause, words in (*TROUBLES.items(), ("odd", "odd"))
        ),
    ],
)
def test_a_sign_in_says_what_came_of_it(
    signed_in: SignedIn, told: tuple[Tone, str, str, str]
) -> None:
    walk = Walk(CONNECTIONS, ConnectionsCase()).on(Connections((), takes_cards=True))
    walk.on(chosen(ConnectionsChoice.SIGN_IN))
    assert not walk.position.abandonable
    assert walk.on(signed_in).notice() == told
    walk.on(Confirmed())
    assert str(walk.view(WaitingView).title) == "正在检查连接"


ABOUT = About("0.1.0", "3.11.2", "Linux 6.1", NOW, ())


@pytest.mark.parametrize(
    ("choice", "title", "what", "ending"),
    [
        (PowerChoice.RESTART, "重新启动？", "大约半分钟后恢复服务。", Ending.RESTART),
        (
            PowerChoice.SHUT_DOWN,
            "关机？",
            "关机后须有人到机器旁按电源键才能再开机。",
            Ending.SHUT_DOWN,
        ),
    ],
)
def test_an_ending_is_confirmed_and_ends_the_visit(
    choice: PowerChoice, title: str, what: str, ending: Ending
) -> None:
    walk = Walk(POWER, enter_power(TECHNICIAN)).on(ABOUT, chosen(choice))
    advice = "没有了结的订单不会丢，启动后自动继续核对。"
    assert walk.notice() == (Tone.WARN, title, what, advice)
    assert walk.on(Confirmed()).asked(End) == End(ending)
    assert isinstance(walk.on(EndingAccepted()).last, Ended)


@pytest.mark.parametrize("role", Role)
def test_only_technicians_are_offered_to_switch_off(role: Role) -> None:
    labels = Walk(POWER, enter_power(OnDuty("X01", role))).on(ABOUT).labels()
    assert ("关机" in labels) is (role is Role.TECHNICIAN)
    assert "重新启动" in labels
