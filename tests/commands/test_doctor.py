"""``kiosk doctor``: every line as soon as it is known, or all of it as JSON."""

from __future__ import annotations

import json
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
