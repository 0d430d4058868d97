"""Samples of everything that staff ask of the world, and of what may come of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.staff import OnDuty, Role
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.flows.requests.maintenance.connections import (
    CheckConnections,
    ConnectionLine,
    Connections,
    SignedIn,
    SignIn,
)
from kiosk.flows.requests.maintenance.consumables import (
    AskSupplies,
    EndPrints,
    PrintsEnded,
    Replenish,
    Replenished,
    Supplies,
    Supply,
)
from kiosk.flows.requests.maintenance.device_tests import (
    AskDeviceTests,
    BeginDeviceTest,
    RecordDeviceTest,
    TryDevice,
)
from kiosk.flows.requests.maintenance.keys import (
    AskKeys,
    KeyPlace,
    KeysChanged,
    KeysRefused,
    LeaveKeys,
    LoadKey,
    SecondLeft,
    TypeAtPad,
    WipeKey,
)
from kiosk.flows.requests.maintenance.logs import (
    BundlePlace,
    BundleWritten,
    LogFilter,
    LogLine,
    LogLines,
    ReadLog,
    ReadTrail,
    WriteBundle,
)
from kiosk.flows.requests.maintenance.money import (
    AskOpenMoney,
    AskRecentPayments,
    Batch,
    DayEnded,
    EndDay,
    LineTried,
    MoneyPrinted,
    Open,
    OpenMoney,
    OpenPayment,
    PrintCopy,
    PrintOpenMoney,
    PrintSettlement,
    RecentPayment,
    RecentPayments,
    ReverseNow,
    UnansweredDay,
    Verdict,
)
from kiosk.flows.requests.maintenance.overview import (
    PrintReport,
    Readiness,
    ReportLine,
    ReportPart,
    ReportPrinted,
    ReportSaved,
    SaveReport,
    TakeReport,
)
from kiosk.flows.requests.maintenance.power import About, AskAbout, End, EndingAccepted, Licence
from kiosk.flows.requests.maintenance.settings import (
    AskVersions,
    Change,
    CompareVersion,
    Comparison,
    Effect,
    KeptVersion,
    KeptVersions,
    ReadSettings,
    RestoreVersion,
    Setting,
    SettingChoice,
    SettingForm,
    SettingsFile,
    SettingsSection,
    Trial,
    TryChanges,
    WriteChanges,
    Written,
)
from kiosk.flows.requests.maintenance.staff_card import (
    AdmitCard,
    CardAdmittance,
    CardTrouble,
    PresentStaffCard,
    StaffCardShown,
)
from kiosk.session.handover import Ending
from kiosk.session.requests import Request
from kiosk.session.staff_views import Mark
from tests.support.device_test_samples import (
    DEVICE_TEST_REQUESTS,
    device_test_news,
    device_test_replies,
)

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
TYPED = ("T0417", "204817", "", "0123456789ABCDEF" * 2, "20260305")
"""What is typed: a personal number, a PIN that is a code and a check value as well, nothing, a
component of a key, and a day."""
TECHNICIAN = OnDuty("T0417", Role.TECHNICIAN)
KEY_OFFICERS = (OnDuty("K01", Role.KEY_OFFICER), OnDuty("K02", Role.KEY_OFFICER))

NUMBER = OrderNumber("JN0320260305093000000001")
BATCH = Batch(7, 3, Money(123_456))
PAYMENTS = tuple(
    OpenPayment(
        NUMBER,
        why,
        Money(45_678),
        InsuranceKind.FLEXIBLE_PENSION,
        Tender.BANK_CARD if why is Open.REVERSAL else Tender.ALIPAY,
        NOW,
        "timeout" if why is Open.REVERSAL else "",
        123 if why is Open.REVERSAL else 0,
    )
    for why in Open
)
RECENT = RecentPayment(NUMBER, NOW, Money(45_678), OrderState.POSTED, Tender.ALIPAY)

LINES = (
    ReportLine("小票打印机", Mark.BROKEN, "缺纸", "大厅工作人员", "换新纸卷", NOW),
    ReportLine("税务系统", Mark.FINE, "可以使用"),
)
READINESS = Readiness(NOW, "故障 1 项", (ReportPart("设备", LINES),))

YES_NO = (SettingChoice("true", "是"), SettingChoice("false", "否"))
_AT, _SCREEN = ("metrics", "port"), ("metrics", "full_screen")
METRICS = SettingsSection(
    name="metrics",
    title="运行指标",
    note="供本机采集",
    settings=(
        Setting(*_AT, "端口", "只有本机可以读", "1024 到 65535", "9464", "9464", SettingForm.WHOLE),
        Setting(*_SCREEN, "全屏", "盖住", "", "是", "true", SettingForm.CHOICE, YES_NO, "是"),
    ),
    optional=True,
)
SETTINGS_FILE = SettingsFile("/etc/kiosk/kiosk.toml", "f1", (METRICS,))
CHANGE = Change(*_AT, "9465")
EFFECTS = (Effect("运行指标·端口", "9464", "9465"),)
VERSION = KeptVersion("kiosk.toml.1", NOW)

STAFF_REQUESTS: tuple[Request[object], ...] = (
    Admit("T0417", "204817"),
    PresentStaffCard(DeviceKind.SOCIAL_CARD_READER),
    AdmitCard("204817"),
    AskAbout(),
    *map(End, Ending),
    TakeReport(),
    PrintReport(),
    SaveReport(),
    AskSupplies(),
    *map(Replenish, Supply),
    EndPrints(),
    *DEVICE_TEST_REQUESTS,
    CheckConnections(),
    SignIn(),
    AskKeys(),
    LoadKey(("0123456789ABCDEF" * 2, "FEDCBA9876543210" * 2), "8CA64D"),
    WipeKey(),
    LeaveKeys(),
    ReadSettings(),
    TryChanges(frozenset({CHANGE}), CHANGE),
    WriteChanges("f1", frozenset({CHANGE})),
    AskVersions(),
    CompareVersion(VERSION.name),
    RestoreVersion(VERSION.name, "f1", "f0"),
    ReadLog(LogFilter()),
    ReadTrail(),
    *map(WriteBundle, BundlePlace),
    AskOpenMoney(),
    AskRecentPayments(40),
    ReverseNow(),
    EndDay(),
    PrintOpenMoney(),
    PrintSettlement(DayEnded(Verdict.BALANCED, BATCH)),
    PrintCopy(NUMBER),
)


def staff_replies(request: Request[object]) -> tuple[object, ...]:
    """Every kind of reply that a request of staff may get. Raises LookupError for one without."""
    match request:
        case Admit(second=second):
            members = tuple(OnDuty("K02" if second else "T0417", role) for role in Role)
            return (
                *(Admittance(member=member) for member in members),
                Admittance(code_wanted=True),
                Admittance(),
                Admittance(until=NOW),
                Admittance(unreadable=True),
            )
        case PresentStaffCard():
            return (
                StaffCardShown("K02", 3),
                StaffCardShown(trouble=CardTrouble.FOREIGN),
            )
        case AdmitCard(second=second):
            members = tuple(OnDuty("K02" if second else "T0417", role) for role in Role)
            return (
                *(CardAdmittance(member=member) for member in members),
                CardAdmittance(trouble=CardTrouble.WRONG_PIN, tries_left=2),
                CardAdmittance(until=NOW),
            )
        case AskAbout():
            licences = (Licence("PySide6", "6.11.3", "LGPL-3.0-only"),)
            return (About("0.1.0", "3.11.2", "Linux 6.1", NOW, licences),)
        case End():
            return (EndingAccepted(),)
        case TakeReport():
            return (READINESS,)
        case PrintReport():
            return (ReportPrinted(),)
        case SaveReport():
            return (ReportSaved("JN-03.txt"), ReportSaved(why_not="没有找到 U 盘。"))
        case AskSupplies():
            return (Supplies(LINES, tuple(Supply), 1), Supplies(LINES, (Supply.RECEIPT_ROLL,), 0))
        case Replenish():
            return (Replenished(),)
        case EndPrints():
            return (PrintsEnded(1),)
        case CheckConnections():
            lines = (
                ConnectionLine("税务系统", Mark.FINE, 35, ("终端证书：有效期到 2027-03-01",)),
                ConnectionLine("收单机构", Mark.BROKEN, None, (), "unreachable", NOW),
            )
            return (Connections(lines, takes_cards=True), Connections(lines[:1], takes_cards=False))
        case SignIn():
            return (SignedIn(7), SignedIn(None, "unreachable"))
        case AskKeys():
            places = (KeyPlace(True, at_pad, "可以使用", "8CA64D", NOW) for at_pad in (False, True))
            return (*places, KeyPlace(False))
        case LoadKey():
            loaded = KeysChanged("8CA64DE9C1B123A7", shown=("82E136", "8CA64D"))
            return (loaded, KeysChanged(refused=KeysRefused.CHECK_VALUE))
        case WipeKey():
            return (KeysChanged(), KeysChanged(refused=KeysRefused.PAD))
        case LeaveKeys():
            return (SecondLeft(),)
        case ReadSettings():
            return (SETTINGS_FILE, SettingsFile("kiosk.toml", "", (), unreadable="读不出来"))
        case TryChanges():
            spoilt = Trial(effects=EFFECTS, complaints="两个值不能相同。")
            return (Trial(effects=EFFECTS), Trial("要填整数。", EFFECTS), spoilt)
        case WriteChanges() | RestoreVersion():
            return (Written(), Written(refused="磁盘写不进去。"))
        case AskVersions():
            return (KeptVersions((VERSION,)), KeptVersions(()))
        case CompareVersion():
            return (Comparison(EFFECTS, "f1", "f0"), Comparison((), "", "", refused="读不出来"))
        case ReadLog() | ReadTrail():
            line = LogLine("小票已打印。", Mark.FINE, "补打次数 0", "", NOW)
            return (LogLines((line,), older="7:4096" if isinstance(request, ReadLog) else "7"),)
        case WriteBundle():
            name = "kiosk-support-JN-03-20260305-093000.zip"
            return (BundleWritten(name, "/media/stick", 40_000, 2), BundleWritten(refused="满了。"))
        case AskOpenMoney():
            day = UnansweredDay(NOW, batch_over=True)
            return (OpenMoney(PAYMENTS, True, BATCH, day), OpenMoney((), False))
        case AskRecentPayments():
            return (RecentPayments((RECENT,)),)
        case ReverseNow():
            return (LineTried("", 0), LineTried("unreachable", 2))
        case EndDay():
            without = (DayEnded(Verdict.NO_BATCH),)
            return (*without, *(DayEnded(one, BATCH, "A0") for one in Verdict))
        case PrintOpenMoney() | PrintSettlement() | PrintCopy():
            return (MoneyPrinted(),)
        case AskDeviceTests() | BeginDeviceTest() | TryDevice() | RecordDeviceTest():
            return device_test_replies(request)
        case _:
            raise LookupError(type(request).__name__)


def staff_news(request: Request[object]) -> tuple[object, ...]:
    """Every kind of news that may be told of a request of staff while it is under way."""
    if isinstance(request, LoadKey):
        return tuple(map(TypeAtPad, (1, 2)))
    return device_test_news(request)
