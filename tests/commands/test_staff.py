"""``kiosk staff``: who may service the terminal, set from the command line, the PIN piped in."""

from __future__ import annotations

import io
import stat
import sys
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from argon2 import PasswordHasher

from kiosk.__main__ import main
from kiosk.commands.configuration import BAD_CONFIGURATION
from kiosk.commands.staff import EXIT_REFUSED
from kiosk.domain.staff import Role
from kiosk.maintenance.staff import Staff
from tests.commands.conftest import configured

PIN = "204817"
OTHER = "593106"


@pytest.fixture
def file(config: Path) -> Path:
    path = config.parent / "staff.toml"
    configured(config, maintenance={"staff": str(path)})
    return path


class Shell:
    """Somebody at the command line, with whatever is piped in."""

    def __init__(self, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._config = config
        self._monkeypatch = monkeypatch

    def __call__(self, *words: str, pin: str = "", again: str | None = None) -> int:
        piped = f"{pin}\n{pin if again is None else again}\n"
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
        return main(["staff", "--config", str(self._config), *words])


@pytest.fixture
def shell(config: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    del file
    # As strong as it is slow, which is what others test.
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr("kiosk.maintenance.staff._HASHER", cheap)
    return Shell(config, monkeypatch)


def test_somebody_is_let_in_with_a_pin_and_read_by_the_terminal_alone(
    shell: Shell, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("list") == 0
    assert shell("set", "t0417", "--role", "technician", pin=PIN) == 0
    assert capsys.readouterr().out == ""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text(encoding="utf-8")
    assert PIN not in text
    assert "$argon2id$" in text
    member = Staff.load(file).proven("T0417", PIN)
    assert member is not None
    assert (member.role, member.totp) == (Role.TECHNICIAN, "")
    assert shell("list") == 0
    assert capsys.readouterr().out.split() == ["T0417", "technician"]


def test_an_authenticator_is_told_once_and_asked_for_from_then_on(
    shell: Shell, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell("set", "K01", "--role", "key_officer", "--authenticator", pin=PIN) == 0
    told = urlsplit(capsys.readouterr().out.strip())
    assert (told.scheme, told.netloc) == ("otpauth", "totp")
    assert unquote(told.path) == "/JN-03:K01"
    member = Staff.load(file).find("K01")
    assert member is not None
    assert parse_qs(told.query)["secret"] == [member.totp]
    shell("list")
    assert capsys.readouterr().out.split() == ["K01", "key_officer", "code"]


def test_a_new_pin_leaves_role_and_authenticator_as_they_are(
    shell: Shell, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shell("set", "K01", "--role", "key_officer", "--authenticator", pin=PIN)
    before = Staff.load(file).find("K01")
    capsys.readouterr()
    assert shell("set", "K01", pin=OTHER) == 0
    assert capsys.readouterr().out == ""
    after = Staff.load(file).proven("K01", OTHER)
    assert before is not None
    assert after is not None
    assert (after.role, after.totp) == (before.role, before.totp)
    assert shell("set", "K01", "--authenticator", pin=OTHER) == 0
    renewed = Staff.load(file).find("K01")
    assert renewed is not None
    assert renewed.totp not in ("", before.totp)


def test_who_is_removed_is_let_in_no_more(
    shell: Shell, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in ("T0417", "T0418"):
        shell("set", number, "--role", "technician", pin=PIN)
    assert shell("remove", "t0417") == 0
    assert [one.number for one in Staff.load(file).staff] == ["T0418"]
    assert shell("remove", "T0417") == EXIT_REFUSED
    assert "nobody has the number T0417" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "pin", "again", "why"),
    [
        (("set", "T1", "--role", "technician"), PIN, PIN, "number"),
        (("set", "--role", "technician"), PIN, PIN, "number"),
        (("set", "T0417"), PIN, PIN, "name a role"),
        (("set", "T0417", "--role", "technician"), "59310", "59310", "6 digits"),
        (("set", "T0417", "--role", "technician"), "pass-59310", "pass-59310", "6 digits"),
        (("set", "T0417", "--role", "technician"), PIN, OTHER, "not the same"),
        (("set", "T0417", "--role", "technician"), "", "", "6 digits"),
    ],
)
def test_what_is_refused_changes_nothing_and_repeats_no_pin(
    shell: Shell,
    file: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    pin: str,
    again: str,
    why: str,
) -> None:
    assert shell(*words, pin=pin, again=again) == EXIT_REFUSED
    said = capsys.readouterr()
    assert why in said.err
    assert not pin or pin not in said.err + said.out
    assert not file.exists()


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        ('[[staff]]\nnumber = "T0417"\nrole = "technician"\npin = "204817"\n', "argon2id"),
        ("nonsense", "Expected"),
        ('[[staff]]\nnumber = "T0417"\nrole = "queen"\npin = "$argon2id$"\n', "role"),
    ],
)
def test_a_spoilt_file_is_left_alone_and_its_secrets_are_not_told(
    shell: Shell, file: Path, capsys: pytest.CaptureFixture[str], spoilt: str, why: str
) -> None:
    file.write_text(spoilt, encoding="utf-8")
    assert shell("set", "T0418", "--role", "technician", pin=OTHER) == EXIT_REFUSED
    said = capsys.readouterr().err
    assert why in said
    assert PIN not in said
    assert file.read_text(encoding="utf-8") == spoilt


def test_a_folder_that_cannot_be_written_is_said(
    shell: Shell, file: Path, config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(config, maintenance={"staff": str(file.parent / "nowhere" / "staff.toml")})
    words = ("set", "K01", "--role", "key_officer", "--authenticator")
    assert shell(*words, pin=PIN) == EXIT_REFUSED
    said = capsys.readouterr()
    assert "No such file" in said.err
    # A secret that is nowhere written down is not handed out.
    assert said.out == ""


def test_without_maintenance_in_the_configuration_nobody_can_be_let_in(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["staff", "--config", str(config), "list"]) == BAD_CONFIGURATION
    assert "[maintenance]" in capsys.readouterr().err
    assert main(["staff", "--config", str(config) + ".not", "list"]) == BAD_CONFIGURATION


@pytest.mark.parametrize("is_running", [True, False])
def test_a_running_terminal_is_told_who_was_changed(
    shell: Shell, file: Path, monkeypatch: pytest.MonkeyPatch, is_running: bool
) -> None:
    told: list[tuple[str, str, bool]] = []

    def ask(_socket: Path, command: str, *, number: str) -> str:
        told.append((command, number, file.exists()))
        if not is_running:
            raise ConnectionRefusedError
        return "Attract"

    monkeypatch.setattr("kiosk.commands.staff.ask", ask)
    assert shell("set", "t0417", "--role", "technician", pin=PIN) == 0
    assert shell("remove", "T0417") == 0
    assert shell("list") == 0
    assert shell("remove", "T0417") == EXIT_REFUSED
    assert told == [("staff", "T0417", True)] * 2
