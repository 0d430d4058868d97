"""``kiosk doctor``: every line as soon as it is known, or all of it as JSON."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from kiosk.ledger import Ledger
from tests.commands.conftest import Command, configured


def test_a_terminal_with_nothing_connected_is_told_what_is_missing(
    kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kiosk("doctor") == 1
    lines = capsys.readouterr().out.splitlines()
    assert "[正常] 终端私钥：存在，仅本程序可读" in lines
    assert "[故障] 身份证阅读器：没有连接　处理：维护技术员" in lines
    assert "[故障] 税务系统：连不上　处理：维护技术员" in lines


def test_programs_get_json_and_nothing_else(
    kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kiosk("doctor", "--json") == 1
    printed = capsys.readouterr()
    findings = json.loads(printed.out)
    assert printed.err == ""
    assert {finding["subject"] for finding in findings} >= {"小票打印机", "税务系统", "账本"}
    for finding in findings:
        assert set(finding) == {"subject", "verdict", "what", "remedy", "cause"}
        assert finding["verdict"] in {"fine", "warning", "broken", "skipped"}


def test_a_running_terminals_devices_are_left_to_it(
    kiosk: Command, ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    with ledger:
        assert kiosk("doctor", "--json") == 0
    findings = json.loads(capsys.readouterr().out)
    assert [finding["subject"] for finding in findings if finding["verdict"] == "skipped"] == [
        "设备"
    ]
    assert "税务系统" not in {finding["subject"] for finding in findings}


def test_a_bad_configuration_is_a_finding_too(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(config, terminal={"number": "?"})
    assert kiosk("doctor", "--json") == 78
    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["subject"], finding["remedy"]) == ("配置", "configuration")
    assert "terminal.number" in finding["what"]


@pytest.mark.parametrize("name", ["report.txt", "report.json"])
def test_the_whole_report_can_be_put_into_a_file(
    kiosk: Command, ledger: Ledger, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    with ledger:
        assert kiosk("doctor", "--file", str(file)) == 0
    text = file.read_text(encoding="utf-8")
    assert "JN-03" in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    if name.endswith(".json"):
        told = json.loads(text)
        assert {part["section"] for part in told["sections"]} >= {"machine", "ledger", "counters"}
    else:
        assert text.startswith("设备检查报告　")
        assert "\n账本\n[正常] 账本：" in text


def test_a_file_that_cannot_be_written_is_said_in_chinese(
    kiosk: Command, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with ledger:
        assert kiosk("doctor", "--file", str(tmp_path / "nowhere" / "report.txt")) == 73
    assert "找不到" in capsys.readouterr().err
