"""What a technician reads when the configuration is wrong: where, why, and no value repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.commands.configuration import settings_or_complaint
from kiosk.settings import Settings
from tests.commands.conftest import Command, configured


def test_a_good_file_gives_settings(config: Path) -> None:
    assert isinstance(settings_or_complaint(config), Settings)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file or directory"),
        (b"[terminal", "Expected"),
        (b"a = 1\na = 2\n", "Cannot overwrite"),
        (b"\xff\xfe", "not UTF-8"),
    ],
    ids=["missing", "broken", "twice", "binary"],
)
def test_what_is_no_toml_is_named(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "kiosk.toml"
    if content is not None:
        path.write_bytes(content)
    complaint = settings_or_complaint(path)
    assert isinstance(complaint, str)
    assert complaint.startswith(f"{path}: ")
    assert said in complaint


def test_every_mistake_is_told_by_its_place_and_without_its_value(config: Path) -> None:
    path = configured(
        config,
        terminal={"number": "secret value"},
        screen={"width_px": -77},
        surprise={"x": "secret value"},
    )
    complaint = settings_or_complaint(path)
    assert isinstance(complaint, str)
    lines = complaint.splitlines()
    assert len(lines) == 3
    for place in ("terminal.number", "screen.width_px", "surprise"):
        assert any(line.startswith(f"{path}: {place}: ") for line in lines)
    assert "secret value" not in complaint
    assert "-77" not in complaint


@pytest.mark.parametrize("command", [("run",), ("ledger", "verify"), ("doctor",)], ids=" ".join)
def test_every_command_ends_with_the_status_of_a_bad_configuration(
    config: Path, kiosk: Command, command: tuple[str, ...]
) -> None:
    configured(config, terminal={"number": "?"})
    assert kiosk(*command) == 78


def test_a_command_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    from kiosk.__main__ import main

    with pytest.raises(SystemExit) as refused:
        main(["dance"])
    assert refused.value.code == 2
    assert "run" in capsys.readouterr().err
