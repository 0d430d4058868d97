"""The readiness report: one value, said in several ways, of devices nobody opens a second time."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.devices.api import DeviceCause
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ONLINE, STARTING, Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.maintenance.readiness import NEVER_HEARD, Finding, Report, Section, Verdict
from kiosk.maintenance.readiness.conditions import CAUSES, about_device, about_health
from kiosk.session.health import UNKNOWN_HEALTH, AcquirerStatus, Health, ServiceStatus

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COVER = Condition(DeviceStatus.USER_ERROR, Remedy.CLEAR, "cover_open")
WELL = Health(
    devices=((DeviceKind.ID_CARD_READER, ONLINE), (DeviceKind.RECEIPT_PRINTER, ONLINE)),
    service=ServiceStatus.UP,
    tenders=frozenset({Tender.ALIPAY}),
)


def about(health: Health, subject: str) -> Finding:
    (found,) = [one for one in about_health(health, NEVER_HEARD) if one.subject == subject]
    return found


def test_of_a_terminal_in_order_nothing_is_complained_of_and_nothing_absent_is_told() -> None:
    found = list(about_health(WELL, NEVER_HEARD))
    assert {one.verdict for one in found} == {Verdict.FINE}
    assert [one.subject for one in found] == [
        "身份证阅读器",
        "小票打印机",
        "税务系统",
        "缴款方式",
        "时钟",
    ]


def test_an_open_door_is_told_of() -> None:
    found = about(replace(WELL, door_closed=False), "柜门")
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.CLEAR)


def test_a_device_is_judged_by_its_condition_alone() -> None:
    assert about_device(DeviceKind.PIN_PAD, STARTING).verdict is Verdict.SKIPPED
    low = Condition(DeviceStatus.ONLINE, Remedy.CLEAR, "paper_near_end")
    found = about_device(DeviceKind.RECEIPT_PRINTER, low)
    assert (found.verdict, found.what) == (Verdict.WARNING, "纸将用完")
    broken = about_device(DeviceKind.RECEIPT_PRINTER, COVER, since=NOW)
    assert broken.line() == ("[故障] 小票打印机：盖子没有合上　11-23 09:30 起　处理：大厅工作人员")
    strange = Condition(DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "on_fire")
    assert about_device(DeviceKind.PIN_PAD, strange).what == "不能用"


def test_what_a_condition_can_say_has_words() -> None:
    of_the_work = {
        cause for cause in DeviceCause if cause.value.startswith(("card_", "pin_", "job_"))
    } - {DeviceCause.CARD_JAMMED}
    unsaid = {DeviceCause.PRINTER_ERROR, DeviceCause.KEY_MISUSED}
    assert {one.value for one in set(DeviceCause) - of_the_work - unsaid} <= CAUSES.keys()


@pytest.mark.parametrize("status", ServiceStatus)
def test_service_and_clock_agree_in_every_state(status: ServiceStatus) -> None:
    health = replace(WELL, service=status)
    verdicts = about(health, "税务系统").verdict, about(health, "时钟").verdict
    assert (
        verdicts
        == {
            ServiceStatus.STARTING: (Verdict.SKIPPED, Verdict.SKIPPED),
            ServiceStatus.UP: (Verdict.FINE, Verdict.FINE),
            ServiceStatus.UNREACHABLE: (Verdict.BROKEN, Verdict.SKIPPED),
            ServiceStatus.REFUSING: (Verdict.BROKEN, Verdict.SKIPPED),
            ServiceStatus.CLOCK_WRONG: (Verdict.FINE, Verdict.BROKEN),
        }[status]
    )


@pytest.mark.parametrize("status", set(AcquirerStatus) - {AcquirerStatus.ABSENT})
def test_the_acquirer_has_a_line_in_every_state(status: AcquirerStatus) -> None:
    found = about(replace(WELL, acquirer=status), "收单机构")
    assert (
        found.verdict
        is {
            AcquirerStatus.STARTING: Verdict.SKIPPED,
            AcquirerStatus.READY: Verdict.FINE,
            AcquirerStatus.UNREACHABLE: Verdict.BROKEN,
            AcquirerStatus.REFUSING: Verdict.BROKEN,
            AcquirerStatus.REVERSING: Verdict.WARNING,
        }[status]
    )


def test_since_when_is_remembered_for_each_thing_by_itself() -> None:
    later = NOW + timedelta(minutes=5)
    sinces = NEVER_HEARD.after(UNKNOWN_HEALTH, WELL, NOW)
    opened = WELL.with_device(DeviceKind.RECEIPT_PRINTER, COVER)
    sinces = sinces.after(WELL, opened, later)
    assert sinces.devices == {DeviceKind.ID_CARD_READER: NOW, DeviceKind.RECEIPT_PRINTER: later}
    assert (sinces.service, sinces.acquirer) == (NOW, None)
    lost = replace(opened, service=ServiceStatus.UNREACHABLE, acquirer=AcquirerStatus.STARTING)
    sinces = sinces.after(opened, lost, later)
    assert (sinces.service, sinces.acquirer) == (later, later)
    found = {one.subject: one.since for one in about_health(lost, sinces)}
    assert (found["身份证阅读器"], found["小票打印机"], found["税务系统"]) == (NOW, later, later)


def report(*findings: Finding) -> Report:
    return Report(NOW, "JN-03", "0.1.0", findings)


def test_the_headline_counts_what_is_not_in_order() -> None:
    fine = Finding("账本", Verdict.FINE, "好", section=Section.LEDGER)
    assert (report(fine).headline, report(fine).verdict) == ("全部正常", Verdict.FINE)
    broken = about_device(DeviceKind.RECEIPT_PRINTER, COVER)
    skipped = about_device(DeviceKind.PIN_PAD, STARTING)
    assert report(fine, broken, broken, skipped).headline == "故障 2 项，未查 1 项"
    assert report(fine, skipped, broken).verdict is Verdict.BROKEN
    assert report(fine, skipped).verdict is Verdict.SKIPPED
    assert report().verdict is Verdict.SKIPPED


def test_every_renderer_says_everything_in_the_order_of_the_sections() -> None:
    fine = Finding("账本", Verdict.FINE, "一致", section=Section.LEDGER)
    broken = about_device(DeviceKind.RECEIPT_PRINTER, COVER, since=NOW)
    whole = report(fine, broken)
    text = whole.as_text()
    assert text.index("设备\n") < text.index(broken.line()) < text.index("账本\n[正常] 账本：一致")
    told = json.loads(whole.as_json())
    assert [part["section"] for part in told["sections"]] == ["devices", "ledger"]
    assert told["sections"][0]["findings"] == [broken.facts() | {"since": NOW.isoformat()}]
    assert (told["terminal"], told["verdict"], told["at"]) == ("JN-03", "broken", NOW.isoformat())
    slip = whole.slip("示例大厅")
    assert [part.title for part in slip.parts] == ["设备", "账本"]
    assert [(line.text, line.bold) for part in slip.parts for line in part.lines] == [
        ("[故障] 小票打印机：盖子没有合上　11-23 09:30 起", True),
        ("→ 处理：大厅工作人员", True),
        ("账本：一致", False),
    ]
