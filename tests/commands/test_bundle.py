"""``kiosk bundle``: to a file, into a folder, onto the stick that is plugged in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kiosk.commands import bundle
from kiosk.ledger import Ledger
from kiosk.maintenance.usb_sticks import UsbStick
from tests.commands.conftest import Command, configured


def test_a_bundle_of_a_running_terminal_is_put_into_a_folder(
    kiosk: Command, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with ledger:
        assert kiosk("bundle", "--out", str(folder)) == 0
    (file,) = folder.iterdir()
    assert file.name.startswith("kiosk-support-JN-03-")
    assert str(file) in capsys.readouterr().out
    with zipfile.ZipFile(file) as archive:
        assert {"manifest.json", "ledger.json", "staff.json", "readiness.txt"} <= set(
            archive.namelist()
        )


def test_a_terminal_that_never_ran_has_a_bundle_too(kiosk: Command, tmp_path: Path) -> None:
    assert kiosk("bundle", "--out", str(tmp_path / "help.zip")) == 0
    assert zipfile.is_zipfile(tmp_path / "help.zip")


def test_lines_somebody_wrote_into_the_log_are_told_of_and_not_taken(
    kiosk: Command, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "var" / "kiosk.jsonl"
    log.parent.mkdir(exist_ok=True)
    log.write_text("6228480402564890018\n", encoding="utf-8")
    with ledger:
        assert kiosk("bundle", "--out", str(tmp_path / "help.zip")) == 0
    assert "有 1 行" in capsys.readouterr().out


def test_without_a_stick_it_is_said_what_to_do(
    kiosk: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "usb_sticks", lambda: ())
    assert kiosk("bundle", "--usb") == 73
    assert "请插好 U 盘" in capsys.readouterr().err


def test_the_stick_that_is_plugged_in_is_written_to(
    kiosk: Command, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = UsbStick(tmp_path / "stick", read_only=False, free_bytes=1)
    stick.folder.mkdir()
    monkeypatch.setattr(bundle, "usb_sticks", lambda: (stick,))
    with ledger:
        assert kiosk("bundle", "--usb") == 0
    assert len(list(stick.folder.iterdir())) == 1


def test_a_bad_configuration_is_complained_of(
    config: Path, kiosk: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(config, terminal={"number": "?"})
    assert kiosk("bundle", "--out", str(tmp_path / "help.zip")) == 78
    assert "terminal.number" in capsys.readouterr().err
