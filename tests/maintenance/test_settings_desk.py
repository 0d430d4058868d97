"""Settings changed at the terminal, with a real file and a real ledger."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.flows.requests.maintenance.settings import (
    AskVersions,
    Change,
    CompareVersion,
    Comparison,
    ReadSettings,
    RestoreVersion,
    SettingForm,
    TryChanges,
    WriteChanges,
    Written,
)
from kiosk.maintenance.configuration.catalogue import changed_on_screen
from kiosk.maintenance.configuration.versions import CHANGED_MEANWHILE, MOST_KEPT, SettingsOnDisk
from kiosk.maintenance.performing.settings import SettingsDesk, for_the_trail
from kiosk.settings import Settings
from tests.maintenance.configuring import Configured, configured

DELIVERED = Path(__file__).parents[2] / "config" / "kiosk.toml"
ROLL = Change("receipt_printer", "roll_metres", "80")
MERCHANT = "102440000000001"
CARDS = (
    Change("bank_card_reader", "port", "pcsc://"),
    Change("pin_pad", "port", "/dev/ttyS3"),
    Change("acquirer", "host", "10.0.0.8"),
    Change("acquirer", "port", "8583"),
    Change("acquirer", "terminal_id", "12345678"),
    Change("acquirer", "merchant_id", MERCHANT),
)


@pytest.fixture
async def terminal(tmp_path: Path) -> AsyncIterator[Configured]:
    folder = tmp_path / "etc"
    folder.mkdir()
    path = folder / "kiosk.toml"
    shutil.copy(DELIVERED, path)
    path.chmod(0o640)
    with configured(path, tmp_path) as opened:
        await opened.come()
        yield opened


async def test_everything_is_told_and_no_key(terminal: Configured) -> None:
    terminal.path.with_name("terminal.key").write_text("-----BEGIN PRIVATE KEY-----")
    file = await terminal.file()
    assert [part.name for part in file.sections] == list(Settings.model_fields)
    assert file.read_only == file.unreadable == ""
    assert not file.newer
    assert (await terminal.setting("service", "key")).shown == "/etc/kiosk/terminal.key"
    assert "PRIVATE" not in repr(file)
    roll = await terminal.setting("receipt_printer", "roll_metres")
    assert (roll.title, roll.shown, roll.written) == ("纸卷长度", "60 米", "60")
    assert (roll.allowed, roll.usual) == ("大于 0，不大于 1000 米", "60 米")
    baud = await terminal.setting("auxiliaries", "baud")
    assert (baud.form, len(baud.choices)) == (SettingForm.CHOICE, 5)


async def test_a_change_is_shown_written_and_in_the_trail(terminal: Configured) -> None:
    before = terminal.path.read_text(encoding="utf-8")
    trial = await terminal.tried(ROLL)
    assert trial.refused == trial.complaints == ""
    (effect,) = trial.effects
    assert (effect.title, effect.before, effect.after) == (
        "小票打印机·纸卷长度",
        "60 米",
        "80 米",
    )
    assert terminal.path.read_text(encoding="utf-8") == before
    assert await terminal.written(ROLL) == Written()
    after = terminal.path.read_text(encoding="utf-8")
    assert after == before.replace("# roll_metres = 60.0", "roll_metres = 80.0")
    assert stat.S_IMODE(terminal.path.stat().st_mode) == 0o640
    assert terminal.path.with_name("kiosk.toml.1").read_text(encoding="utf-8") == before
    assert terminal.trail() == [
        ("settings.receipt_printer.roll_metres", "60 米", "80 米", "begun"),
        ("settings.write", "", "", "done"),
    ]
    assert (await terminal.file()).newer


@pytest.mark.parametrize(
    ("section", "name", "typed", "said"),
    [
        ("screen", "width_px", "320", "“屏幕·屏幕宽”不能是这个值：不小于 640，不大于 8192 像素"),
        ("screen", "width_px", "wide", "“屏幕宽”要填整数。"),
        ("screen", "width_mm", "nan", "“可视区宽度”要填数字。"),
        ("screen", "full_screen", "maybe", "“全屏显示”要填列出的值之一。"),
        ("screen", "width_px", "", "“屏幕宽”不能空着。"),
        ("terminal", "number", "jn 03", "大写字母、数字和横线"),
        ("terminal", "hotline", "1" * 21, "最多 20 个字"),
        ("terminal", "hotline", "1\x07", "只能是一行字"),
        ("service", "url", "http://a.example", "以 https:// 开头"),
        ("acquirer", "merchant_id", "12", "15 位数字或大写字母"),
        ("timing", "order_poll", "0", "大于 0，不大于 86400 秒"),
        ("terminal", "profile", "simulated-hall", "不能在屏幕上改"),
        ("ledger", "path", "/tmp/ledger", "不能在屏幕上改"),
    ],
)
async def test_a_bad_value_is_refused_with_its_bounds(
    terminal: Configured, section: str, name: str, typed: str, said: str
) -> None:
    change = Change(section, name, typed)
    assert said in (await terminal.tried(change)).refused
    before = terminal.path.read_bytes()
    assert (await terminal.written(change)).refused
    assert terminal.path.read_bytes() == before
    assert terminal.trail() == []


async def test_values_that_belong_together_may_be_given_one_by_one(terminal: Configured) -> None:
    for count in range(1, len(CARDS)):
        trial = await terminal.tried(*CARDS[:count])
        assert trial.refused == ""
        assert trial.complaints
        assert (await terminal.written(*CARDS[:count])).refused == trial.complaints
    assert "“收单机构·银联终端号”还没有填。" in (await terminal.tried(*CARDS[:4])).complaints
    trial = await terminal.tried(*CARDS)
    assert trial.complaints == ""
    assert ("银行卡读卡器", "不配", "配备") in [
        (one.title, one.before, one.after) for one in trial.effects
    ]
    assert await terminal.written(*CARDS) == Written()
    assert Settings.load(terminal.path).acquirer is not None
    merchant = next(one for one in terminal.trail() if one[0] == "settings.acquirer.merchant_id")
    assert merchant == ("settings.acquirer.merchant_id", "（未设）", "102*********001", "begun")


async def test_rules_between_values_are_told_in_chinese(terminal: Configured) -> None:
    reader = Change("bank_card_reader", "port", "pcsc://")
    trial = await terminal.tried(reader)
    assert trial.complaints == ("刷卡支付的银行卡读卡器、密码键盘、收单机构要么都配，要么都不配。")
    slots = (*CARDS, Change("pin_pad", "pin_key", "1"))
    assert "密码键盘里各密钥的位置不能相同。" in (await terminal.tried(*slots)).complaints


async def test_a_section_goes_again(terminal: Configured) -> None:
    assert await terminal.written(Change("metrics", "port", "9464")) == Written()
    gone = Change("metrics", "")
    (effect,) = (await terminal.tried(gone)).effects
    assert (effect.title, effect.before, effect.after) == ("运行指标", "配备", "不配")
    assert await terminal.written(gone) == Written()
    assert Settings.load(terminal.path).metrics is None
    assert terminal.path.read_text(encoding="utf-8") == DELIVERED.read_text(encoding="utf-8")
    assert "不能在屏幕上改" in (await terminal.tried(Change("service", ""))).refused
    assert "不能在屏幕上改" in (await terminal.tried(Change("timing", ""))).refused


async def test_a_usual_value_comes_back(terminal: Configured) -> None:
    assert await terminal.written(ROLL) == Written()
    assert await terminal.written(Change("receipt_printer", "roll_metres")) == Written()
    assert Settings.load(terminal.path).receipt_printer.roll_metres == 60
    same = await terminal.tried(Change("receipt_printer", "profile", "generic-80"))
    assert same.effects == ()


async def test_what_a_start_would_not_take_is_not_written(terminal: Configured) -> None:
    terminal.why_not.append("“小票打印机”的型号程序不认识。")
    assert (await terminal.tried(ROLL)).complaints == "“小票打印机”的型号程序不认识。"
    assert (await terminal.written(ROLL)).refused == "“小票打印机”的型号程序不认识。"


async def test_a_file_that_somebody_changed_meanwhile_is_left_alone(terminal: Configured) -> None:
    file = await terminal.file()
    with terminal.path.open("a", encoding="utf-8") as opened:
        opened.write("# 安装人员改过\n")
    before = terminal.path.read_bytes()
    written = await terminal.desk.write(WriteChanges(file.fingerprint, frozenset({ROLL})))
    assert written.refused == CHANGED_MEANWHILE
    terminal.path.unlink()
    gone = await terminal.desk.write(WriteChanges(file.fingerprint, frozenset({ROLL})))
    assert gone.refused == CHANGED_MEANWHILE
    terminal.path.write_bytes(before)
    assert terminal.trail() == []


async def test_what_changes_at_the_last_moment_is_in_the_trail_as_failed(
    terminal: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = SettingsOnDisk.replace

    def late(disk: SettingsOnDisk, text: str, *, fingerprint: str) -> None:
        disk.path.write_text("# 换掉了\n", encoding="utf-8")
        replace(disk, text, fingerprint=fingerprint)

    monkeypatch.setattr(SettingsOnDisk, "replace", late)
    assert (await terminal.written(ROLL)).refused == CHANGED_MEANWHILE
    assert terminal.trail()[-1] == ("settings.write", "", "", "failed")


async def test_a_file_that_is_not_ours_is_only_shown(
    terminal: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: terminal.path.stat().st_uid + 1)
    file = await terminal.file()
    assert "没有写配置文件的权限" in file.read_only
    assert "chown kiosk:kiosk" in file.read_only
    assert file.sections


async def test_a_read_only_disk_is_said_to_be_one(
    terminal: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    class ReadOnly:
        f_flag = os.ST_RDONLY

    monkeypatch.setattr(os, "statvfs", lambda _path: ReadOnly())
    assert "只读的文件系统" in (await terminal.file()).read_only
    assert "ReadWritePaths" in (await terminal.file()).read_only


async def test_a_disk_that_takes_nothing_leaves_the_file_as_it_was(
    terminal: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = terminal.path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    disk = SettingsOnDisk(terminal.path)
    with pytest.raises(Exception, match="没有写入"):
        disk.replace("[terminal]\n", fingerprint=disk.fingerprint())
    assert terminal.path.read_bytes() == before
    assert [one.name for one in terminal.path.parent.iterdir()] == ["kiosk.toml"]


async def test_a_file_behind_a_link_is_replaced_where_it_is(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    shutil.copy(DELIVERED, there / "hall.toml")
    link = tmp_path / "kiosk.toml"
    link.symlink_to(there / "hall.toml")
    disk = SettingsOnDisk(link)
    disk.replace("# neu\n", fingerprint=disk.fingerprint())
    assert link.is_symlink()
    assert link.read_text() == "# neu\n"
    assert (there / "hall.toml.1").is_file()


def test_only_so_many_versions_are_kept_also_where_files_have_one_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: Path) -> None:
        raise OSError(1, "Operation not permitted")

    path = tmp_path / "kiosk.toml"
    path.write_text("# 0\n")
    disk = SettingsOnDisk(path)
    for number in range(1, 8):
        disk.replace(f"# {number}\n", fingerprint=disk.fingerprint())
    monkeypatch.setattr(os, "link", no_links)
    for number in range(8, 14):
        disk.replace(f"# {number}\n", fingerprint=disk.fingerprint())
    assert len(disk.kept()) == MOST_KEPT
    texts = [disk.read_kept(name).text for name, _ in disk.kept()]
    assert texts == [f"# {number}\n" for number in range(12, 3, -1)]
    with pytest.raises(FileNotFoundError):
        disk.read_kept("../kiosk.toml")


async def compared(terminal: Configured, name: str = "kiosk.toml.1") -> Comparison:
    return await terminal.desk.compare(CompareVersion(name))


async def restored(terminal: Configured, comparison: Comparison) -> Written:
    wanted = RestoreVersion("kiosk.toml.1", comparison.fingerprint, comparison.version)
    return await terminal.desk.restore(wanted)


async def test_an_earlier_version_is_compared_and_comes_back(terminal: Configured) -> None:
    assert (await terminal.desk.versions(AskVersions())).versions == ()
    assert await terminal.written(ROLL) == Written()
    (version,) = (await terminal.desk.versions(AskVersions())).versions
    assert version.name == "kiosk.toml.1"
    comparison = await compared(terminal)
    assert comparison.refused == ""
    (effect,) = comparison.effects
    assert (effect.before, effect.after) == ("80 米", "60 米")
    assert await restored(terminal, comparison) == Written()
    assert terminal.path.read_text(encoding="utf-8") == DELIVERED.read_text(encoding="utf-8")
    assert terminal.trail()[-2:] == [
        ("settings.receipt_printer.roll_metres", "80 米", "60 米", "begun"),
        ("settings.restore", "", "", "done"),
    ]
    # The version in whose place it came is kept as well: going back can be undone.
    assert [one.after for one in (await compared(terminal)).effects] == ["80 米"]
    terminal.why_not.append("“小票打印机”的型号程序不认识。")
    assert (await compared(terminal)).refused == "“小票打印机”的型号程序不认识。"


async def test_a_version_comes_back_in_place_of_a_spoilt_file(terminal: Configured) -> None:
    assert await terminal.written(ROLL) == Written()
    terminal.path.write_bytes(b"\xff[terminal")
    file = await terminal.file()
    assert "读不出来" in file.unreadable
    assert "读不出来" in (await terminal.tried(ROLL)).refused
    comparison = await compared(terminal)
    assert (comparison.effects, comparison.refused) == ((), "")
    assert await restored(terminal, comparison) == Written()
    assert Settings.load(terminal.path).receipt_printer.roll_metres == 60


async def test_a_version_that_a_start_would_refuse_does_not_come_back(
    terminal: Configured,
) -> None:
    assert await terminal.written(ROLL) == Written()
    version = terminal.path.with_name("kiosk.toml.1")
    version.write_text(DELIVERED.read_text("utf-8").replace("width_px = 1080", "width_px = 1"))
    comparison = await compared(terminal)
    assert "“屏幕·屏幕宽”不能是这个值" in comparison.refused
    assert (await restored(terminal, comparison)).refused == comparison.refused
    version.write_text("[[[", encoding="utf-8")
    assert "不是 TOML" in (await compared(terminal)).refused
    version.unlink()
    assert "读不出来" in (await compared(terminal)).refused


async def test_going_back_moves_no_ledger_and_no_log(terminal: Configured) -> None:
    assert await terminal.written(ROLL) == Written()
    version = terminal.path.with_name("kiosk.toml.1")
    text = DELIVERED.read_text("utf-8").replace("/var/lib/kiosk/ledger.db", "/tmp/other.db")
    version.write_text(text, encoding="utf-8")
    comparison = await compared(terminal)
    assert "“账本文件”与现在不同" in comparison.refused


async def test_a_version_that_changed_since_it_was_compared_does_not_come_back(
    terminal: Configured,
) -> None:
    assert await terminal.written(ROLL) == Written()
    comparison = await compared(terminal)
    with terminal.path.with_name("kiosk.toml.1").open("a", encoding="utf-8") as opened:
        opened.write("# 又改了\n")
    assert (await restored(terminal, comparison)).refused == CHANGED_MEANWHILE


async def test_without_a_file_there_is_nothing_to_change(terminal: Configured) -> None:
    desk = SettingsDesk(terminal.duty, None)
    assert (await desk.read(ReadSettings())).unreadable
    assert (await desk.try_changes(TryChanges(frozenset({ROLL}), ROLL))).refused
    assert (await desk.write(WriteChanges("", frozenset({ROLL})))).refused
    assert (await desk.versions(AskVersions())).versions == ()
    assert (await desk.compare(CompareVersion("kiosk.toml.1"))).refused
    assert (await desk.restore(RestoreVersion("kiosk.toml.1", "", ""))).refused


async def test_nobody_but_technicians_is_told_anything(terminal: Configured) -> None:
    await terminal.come("C001")
    for asked in (
        terminal.desk.read(ReadSettings()),
        terminal.desk.try_changes(TryChanges(frozenset({ROLL}), ROLL)),
        terminal.desk.write(WriteChanges("", frozenset({ROLL}))),
        terminal.desk.versions(AskVersions()),
        terminal.desk.compare(CompareVersion("kiosk.toml.1")),
        terminal.desk.restore(RestoreVersion("kiosk.toml.1", "", "")),
    ):
        with pytest.raises(PermissionError):
            await asked


async def test_an_address_with_a_user_in_it_is_shown_without(terminal: Configured) -> None:
    text = DELIVERED.read_text("utf-8").replace(
        "https://collection.example", "https://kiosk:hunter2@collection.example"
    )
    terminal.path.write_text(text, encoding="utf-8")
    url = await terminal.setting("service", "url")
    assert (url.shown, url.written) == ("https://***@collection.example", "")
    assert await terminal.written(Change("service", "url", "https://a.example")) == Written()
    assert "hunter2" not in repr(terminal.trail())


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("60 米", "60 米"),
        (MERCHANT, "102*********001"),
        ("12345678", "123**678"),
        ("/dev/" + "a" * 300, ("/dev/" + "a" * 300)[:160]),
    ],
)
def test_the_trail_gets_no_long_number_and_no_long_text(value: str, told: str) -> None:
    assert for_the_trail(value) == told


async def test_every_setting_can_be_typed_as_it_is_written(terminal: Configured) -> None:
    for part in (await terminal.file()).sections:
        for one in part.settings:
            change = Change(one.section, one.name, one.written)
            assert bool(one.fixed) is not changed_on_screen(change)
            if one.written and not one.fixed:
                assert (await terminal.tried(change)).refused == "", change
