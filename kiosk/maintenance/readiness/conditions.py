"""What is said about a condition, whoever found it out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kiosk.devices.api import DeviceError
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ABSENT, STARTING, Condition, DeviceKind, Remedy
from kiosk.maintenance.readiness.finding import Finding, Section, Verdict
from kiosk.maintenance.readiness.since import Sinces
from kiosk.session.health import AcquirerStatus, Health, ServiceStatus

SERVICE, ACQUIRER, CLOCK, TENDERS = "税务系统", "收单机构", "时钟", "缴款方式"
USABLE, USELESS = "可以使用", "不能用"
NO_TENDER = "没有可用的缴款方式"
CAUSES = {
    "disconnected": "没有连接",
    "silent": "没有回应",
    "protocol": "回答有误，请检查接口和型号设置",
    "self_test": "自检没有通过",
    "unauthorised": "没有授权",
    "configuration": "不接受本终端，或地址、证书不对",
    "card_jammed": "卡被卡住",
    "key_missing": "没有装入主密钥",
    "key_refused": "不接受所装的密钥",
    "tampered": "被拆动过，密钥已失效",
    "battery_low": "电池快没电了",
    "paper_out": "缺纸",
    "paper_near_end": "纸将用完",
    "paper_jam": "卡纸",
    "cover_open": "盖子没有合上",
    "cutter": "切刀卡住",
    "overheated": "打印头过热",
    "tray_missing": "纸盒没有装好",
    "toner_empty": "碳粉用完",
    "toner_low": "碳粉将用完",
    "paused": "已被暂停",
    "pdf_not_supported": "不能直接打印 PDF，请改用 CUPS 队列",
    "media_not_supported": "没有所设的纸张尺寸",
    "tray_not_supported": "没有所设的纸盒",
    "one_side_not_supported": "不能单面打印",
    "queue_prints_again": "队列出错后会从头重打，请设 printer-error-policy=abort-job",
}
"""By the short code of a condition."""
# A scanner answers no questions: only its port can be examined.
_UNPROVEN = {DeviceKind.CODE_SCANNER: "接口正常，请用手机试扫一次"}
_SERVICE = {
    ServiceStatus.UNREACHABLE: ("连不上", Remedy.MAINTENANCE),
    ServiceStatus.REFUSING: ("不接受本终端", Remedy.CONFIGURATION),
}
_ACQUIRER = {
    AcquirerStatus.UNREACHABLE: (Verdict.BROKEN, "连不上，或没有回应", Remedy.MAINTENANCE),
    AcquirerStatus.REFUSING: (Verdict.BROKEN, "不接受本终端", Remedy.CONFIGURATION),
    AcquirerStatus.REVERSING: (Verdict.WARNING, "有消费待冲正，程序会自动重试", Remedy.RESET),
}


def about_device(
    kind: DeviceKind,
    condition: Condition,
    more: tuple[str, ...] = (),
    since: datetime | None = None,
) -> Finding:
    """What is said of a device's condition; ``more`` is what else it tells of itself."""
    subject = kind.label
    if condition == STARTING:
        return Finding(subject, Verdict.SKIPPED, "正在启动", section=Section.DEVICES, since=since)
    fine = _UNPROVEN.get(kind, USABLE) if condition.usable else USELESS
    what = "，".join((CAUSES.get(condition.cause, fine), *more))
    if not condition.usable:
        verdict = Verdict.BROKEN
    else:
        verdict = Verdict.WARNING if condition.cause else Verdict.FINE
    return Finding(
        subject,
        verdict,
        what,
        condition.remedy,
        condition.cause,
        section=Section.DEVICES,
        since=since,
    )


def about_error(kind: DeviceKind, error: DeviceError) -> Finding:
    """What is said of a device that could not be asked."""
    cause = error.cause.value
    what = CAUSES.get(cause, USELESS)
    return Finding(kind.label, Verdict.BROKEN, what, error.remedy, cause, section=Section.DEVICES)


def about_tenders(offered: frozenset[Tender]) -> Finding:
    """Which 缴款方式 can be used."""
    labels = "、".join(tender.label for tender in Tender if tender in offered)
    verdict = Verdict.FINE if labels else Verdict.BROKEN
    return Finding(TENDERS, verdict, labels or NO_TENDER, section=Section.SERVICES)


def about_health(health: Health, sinces: Sinces) -> Iterator[Finding]:
    """What is said of a running terminal: its devices, the services, the clock. Nobody is
    asked."""
    for kind in DeviceKind:
        condition = health.condition(kind)
        if condition != ABSENT:
            yield about_device(kind, condition, since=sinces.devices.get(kind))
    if not health.door_closed:
        yield Finding(
            "柜门", Verdict.BROKEN, "开着", Remedy.CLEAR, "door_open", section=Section.DEVICES
        )
    yield _about_service(health.service, sinces.service)
    yield about_tenders(health.offered)
    if health.acquirer is not AcquirerStatus.ABSENT:
        yield _about_acquirer(health.acquirer, sinces.acquirer)
    yield _about_clock(health.service)


def _about_service(status: ServiceStatus, since: datetime | None) -> Finding:
    section = Section.SERVICES
    if status is ServiceStatus.STARTING:
        return Finding(SERVICE, Verdict.SKIPPED, "正在连接", section=section, since=since)
    if status not in _SERVICE:
        # Whoever says that the clock is wrong has answered.
        return Finding(SERVICE, Verdict.FINE, USABLE, section=section, since=since)
    what, remedy = _SERVICE[status]
    return Finding(
        SERVICE, Verdict.BROKEN, what, remedy, status.value, section=section, since=since
    )


def _about_acquirer(status: AcquirerStatus, since: datetime | None) -> Finding:
    section = Section.SERVICES
    if status is AcquirerStatus.STARTING:
        return Finding(ACQUIRER, Verdict.SKIPPED, "正在签到", section=section, since=since)
    if status not in _ACQUIRER:
        return Finding(ACQUIRER, Verdict.FINE, "已签到，可以使用", section=section, since=since)
    verdict, what, remedy = _ACQUIRER[status]
    return Finding(ACQUIRER, verdict, what, remedy, status.value, section=section, since=since)


def _about_clock(status: ServiceStatus) -> Finding:
    section = Section.CLOCK
    if status is ServiceStatus.CLOCK_WRONG:
        what = "与税务系统相差超过 5 分钟，不能收款"
        return Finding(
            CLOCK, Verdict.BROKEN, what, Remedy.MAINTENANCE, "clock_wrong", section=section
        )
    if status is ServiceStatus.UP:
        return Finding(CLOCK, Verdict.FINE, "与税务系统相差不到 5 分钟", section=section)
    return Finding(CLOCK, Verdict.SKIPPED, "税务系统没有回答，无法核对", section=section)
