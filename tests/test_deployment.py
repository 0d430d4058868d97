"""What a hall gets beside the program: configuration, units and rules that keep their promises."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel

from kiosk.equipment import printer_profile_of, reader_of, scanner_of, timing_of
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.timing import Timing
from kiosk.settings import Settings

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "config" / "kiosk.toml"
UNITS = ROOT / "config" / "systemd"
RULES = ROOT / "config" / "udev" / "70-kiosk.rules"
POWER_RULE = ROOT / "config" / "polkit" / "60-kiosk-power.rules"
OPTIONAL = (
    "document_printer",
    "documents",
    "code_scanner",
    "social_card_reader",
    "bank_card_reader",
    "pin_pad",
    "acquirer",
    "auxiliaries",
    "hours",
    "metrics",
    "maintenance",
)
OFFERED = re.compile(r"^# (\w+ = .+)$", re.MULTILINE)

# What belongs to the hall's choice of a cable, and so has no default that works.
WITHOUT_MEANING = {("receipt_printer", "host"), ("receipt_printer", "device")}


def test_the_configuration_of_a_hall_is_one_the_program_takes() -> None:
    settings = Settings.load(CONFIG)
    assert settings.terminal.profile == "production"
    assert settings.screen.full_screen
    assert timing_of(settings) == Timing()
    assert printer_profile_of(settings.receipt_printer).columns == 48
    assert reader_of(settings, SystemClock()) is not None


def test_everything_that_is_kept_lies_where_the_unit_lets_the_program_write() -> None:
    settings = Settings.load(CONFIG)
    unit = (UNITS / "kiosk.service").read_text(encoding="utf-8")
    assert "StateDirectory=kiosk\n" in unit
    assert "LogsDirectory=kiosk\n" in unit
    for path in (settings.ledger.path, settings.ledger.key_file):
        assert path.parent == Path("/var/lib/kiosk")
    assert settings.log.path.parent == Path("/var/log/kiosk")


def test_the_settings_lie_where_the_unit_lets_the_program_write_them() -> None:
    unit = (UNITS / "kiosk.service").read_text(encoding="utf-8")
    assert "ConfigurationDirectory=kiosk\n" in unit
    # ProtectSystem makes /etc read-only, and a folder of configuration is no exception to it.
    assert "ProtectSystem=full\n" in unit
    assert "ReadWritePaths=/etc/kiosk\n" in unit
    (start,) = re.findall(r"^ExecStart=.* --config (\S+)$", unit, re.MULTILINE)
    assert Path(start).parent == Path("/etc/kiosk")
    for page in ("README.md", "README.zh-CN.md"):
        said = (ROOT / page).read_text(encoding="utf-8")
        assert "install -d -o kiosk -g kiosk -m 750 /etc/kiosk" in said
        assert "install -o kiosk -g kiosk -m 640 config/kiosk.toml" in said


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield name, field.annotation


def written_in(section: str) -> str:
    """The lines of one section, comments and all."""
    text = CONFIG.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^\[{section}\]\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    return str(found)


def values_in(section: str) -> dict[str, object]:
    """What a section would say if every line that is offered were taken."""
    return tomllib.loads(OFFERED.sub(r"\1", written_in(section)))


@pytest.mark.parametrize(("name", "model"), list(sections()))
def test_every_setting_is_there_and_what_is_offered_is_the_default(
    name: str, model: type[BaseModel]
) -> None:
    written = values_in(name)
    assert written.keys() == model.model_fields.keys()
    taken = tomllib.loads(written_in(name))
    for setting, field in model.model_fields.items():
        if setting not in taken and (name, setting) not in WITHOUT_MEANING:
            assert written[setting] == field.default, setting


def offered() -> str:
    """The configuration with every optional device fitted."""
    optional = "|".join(OPTIONAL)
    text = CONFIG.read_text(encoding="utf-8")
    return re.sub(rf"^#(\[(?:{optional})\]|\w+ = )", r"\1", text, flags=re.MULTILINE)


def fully_fitted() -> Settings:
    return Settings.model_validate(tomllib.loads(offered()), context={"folder": CONFIG.parent})


@pytest.mark.parametrize("name", OPTIONAL)
def test_what_is_optional_is_offered_with_its_defaults(name: str) -> None:
    section = tomllib.loads(offered())[name]
    taken = getattr(fully_fitted(), name)
    model = type(taken)
    assert section.keys() == model.model_fields.keys()
    for setting, field in model.model_fields.items():
        if not field.is_required() and field.default is not None:
            assert getattr(taken, setting) == field.default, setting


def test_the_scanner_of_the_configuration_is_one_that_a_rule_names() -> None:
    taken = fully_fitted()
    assert taken.code_scanner is not None
    name = taken.code_scanner.port.removeprefix("/dev/")
    assert f'SYMLINK+="{name}"' in RULES.read_text(encoding="utf-8")
    assert scanner_of(taken, SystemClock()) is not None


def test_every_wait_is_there_with_the_seconds_in_force() -> None:
    usual = Timing()
    assert values_in("timing") == {one.name: getattr(usual, one.name) for one in fields(Timing)}


def test_a_setting_is_explained_before_it_is_written() -> None:
    lines = CONFIG.read_text(encoding="utf-8").splitlines()
    for above, line in pairwise(lines):
        if re.match(r"(# )?\w+ = ", line):
            assert above.startswith("#") or re.match(r"\w+ = ", above), line


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    """With programs in place of those that only a terminal has."""
    units = []
    for path in sorted(UNITS.iterdir()):
        text = re.sub(
            r"/usr/bin/cage|/opt/kiosk/\S+/kiosk\b", "/bin/true", path.read_text(encoding="utf-8")
        )
        unit = tmp_path / path.name
        unit.write_text(text, encoding="utf-8")
        units.append(str(unit))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--generators=no", *units],
        check=False,
        capture_output=True,
        text=True,
    )
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (complaints, done.returncode) == ([], 0)


def test_the_unit_starts_the_program_it_stops() -> None:
    unit = (UNITS / "kiosk.service").read_text(encoding="utf-8")
    (start,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    assert start.split(" -- ")[1].split() == [
        "/opt/kiosk/.venv/bin/kiosk",
        "run",
        "--config",
        "/etc/kiosk/kiosk.toml",
    ]
    stops = re.findall(r"^ExecStop=-(.+)$", unit, re.MULTILINE)
    patience, *signals = stops
    assert patience.split()[:3] == ["/opt/kiosk/.venv/bin/kiosk", "maintenance", "restart"]
    assert patience.split()[-2:] == start.split()[-2:]
    assert len(signals) == 2
    assert all(stop.endswith("--uid kiosk --exact kiosk") for stop in signals)
    (wait,) = re.findall(r"--wait (\d+)", patience)
    (longest,) = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert int(wait) + 30 < int(longest)
    assert "Restart=always" in unit


def rules() -> list[str]:
    """Every rule, those that are only offered too."""
    lines = RULES.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix("#") for line in lines if re.match(r"#?ACTION", line)]


def test_rules_are_made_of_keys_that_udev_knows() -> None:
    match = r"(ACTION|SUBSYSTEM|KERNEL|ENV\{\w+\}|ATTRS?\{[\w/]+\}|TEST)(==|!=)\"[^\"]+\""
    assign = r"(GROUP|MODE|ENV\{\w+\}|ATTR\{[\w/]+\})=\"[^\"]+\"|SYMLINK\+=\"[^\"]+\""
    assert rules()
    for rule in rules():
        for part in rule.split(", "):
            assert re.fullmatch(f"{match}|{assign}", part), part


def test_the_rules_name_the_devices_of_the_configuration() -> None:
    settings = Settings.load(CONFIG)
    vendor, product = settings.id_card_reader.port.removeprefix("usb://").split(":")
    text = RULES.read_text(encoding="utf-8")
    assert f'ATTR{{idVendor}}=="{vendor}", ATTR{{idProduct}}=="{product}"' in text
    assert f'SYMLINK+="{settings.receipt_printer.device.removeprefix("/dev/")}"' in text


def test_the_user_of_the_unit_may_switch_off_as_the_settings_say() -> None:
    taken, rule = fully_fitted(), POWER_RULE.read_text(encoding="utf-8")
    assert taken.maintenance is not None
    # What systemctl asks logind for, who asks polkit by this name.
    assert taken.maintenance.power_off == ("systemctl", "poweroff")
    asked = re.findall(r'action\.id == "([\w.-]+)"', rule)
    assert asked == [
        "org.freedesktop.login1.power-off",
        "org.freedesktop.login1.power-off-multiple-sessions",
    ]
    user = re.findall(r'subject\.user == "(\w+)"', rule)
    unit = (UNITS / "kiosk.service").read_text(encoding="utf-8")
    assert re.findall(r"^User=(\w+)$", unit, re.MULTILINE) == user
    for page in ("README.md", "README.zh-CN.md"):
        assert POWER_RULE.relative_to(ROOT).as_posix() in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("node") is None, reason="nothing here runs JavaScript")
def test_the_rule_lets_the_kiosk_switch_off_and_nobody_else() -> None:
    """Run as polkit runs it, with what it asks in place of polkit."""
    asking = """
        const rules = [];
        globalThis.polkit = { addRule: (rule) => rules.push(rule), Result: { YES: "yes" } };
        require("vm").runInThisContext(require("fs").readFileSync(process.argv[1], "utf8"));
        const told = [];
        for (const user of ["kiosk", "somebody"]) {
            for (const what of ["power-off", "reboot"]) {
                const id = "org.freedesktop.login1." + what;
                told.push(rules.map((rule) => rule({ id }, { user }) ?? "no").join());
            }
        }
        console.log(told.join(" "));
    """
    done = subprocess.run(
        ["node", "-e", asking, str(POWER_RULE)], check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == ["yes", "no", "no", "no"]
