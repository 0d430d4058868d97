"""Text of the delivered file, changed: what was meant is there, and every comment still is."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path

import pytest

from kiosk.flows.requests.maintenance.settings import Change
from kiosk.maintenance.configuration.document import (
    Value,
    tables,
    with_value,
    without_section,
    without_value,
)
from kiosk.maintenance.configuration.trial import with_changes

DELIVERED = (Path(__file__).parents[2] / "config" / "kiosk.toml").read_text(encoding="utf-8")


def changed_lines(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[:3] not in ("---", "+++") and line[0] != "@"]


@pytest.mark.parametrize(
    ("section", "name", "value", "lines"),
    [
        ("screen", "width_mm", 300.0, ["-width_mm = 268.0", "+width_mm = 300.0"]),
        ("receipt_printer", "baud", 9600, ["-# baud = 19200", "+baud = 9600"]),
        (
            "metrics",
            "port",
            9999,
            ["-#[metrics]", "+[metrics]", "-#port = 9464", "+port = 9999"],
        ),
        ("timing", "order_poll", 2.0, ["-# order_poll = 1.0", "+order_poll = 2.0"]),
        ("timing", "new", 2.0, ["+new = 2.0"]),
        ("elsewhere", "name", "中", ["+", "+[elsewhere]", '+name = "中"']),
        ("terminal", "hotline", 'a"b\\c', ['-# hotline = "12366"', '+hotline = "a\\"b\\\\c"']),
    ],
)
def test_one_line_changes_and_nothing_else(
    section: str, name: str, value: Value, lines: list[str]
) -> None:
    after = with_value(DELIVERED, section, name, value)
    assert changed_lines(DELIVERED, after) == lines
    assert tomllib.loads(after)[section][name] == value


def test_a_number_is_written_as_the_system_shows_it() -> None:
    after = with_value(DELIVERED, "receipt_printer", "vendor", 0x04B8, raw="0x04b8")
    assert changed_lines(DELIVERED, after) == ["-# vendor = 0", "+vendor = 0x04b8"]
    again = with_value(after, "receipt_printer", "vendor", 0x0E15, raw="0x0e15")
    assert changed_lines(after, again) == ["-vendor = 0x04b8", "+vendor = 0x0e15"]


def test_a_comment_beside_a_value_stays() -> None:
    text = "[screen]\nwidth_px = 1080   # 竖屏\n"
    assert with_value(text, "screen", "width_px", 1200) == "[screen]\nwidth_px = 1200   # 竖屏\n"


def test_the_usual_value_leaves_its_line_as_a_comment() -> None:
    after = without_value(DELIVERED, "receipt_printer", "device")
    line = 'device = "/dev/kiosk/receipt-printer"'
    assert changed_lines(DELIVERED, after) == [f"-{line}", f"+# {line}"]
    assert without_value(after, "receipt_printer", "device") == after
    assert without_value(after, "nowhere", "device") == after


def test_a_section_goes_and_comes_back_at_its_place() -> None:
    fitted = with_value(DELIVERED, "metrics", "port", 9464)
    assert without_section(fitted, "metrics") == DELIVERED
    assert without_section(DELIVERED, "metrics") == DELIVERED


def test_what_is_written_in_an_unforeseen_way_is_changed_all_the_same() -> None:
    text = 'screen = { width_px = 1080 } # 屏幕\n[terminal]\n"number" = "JN-03" # 编号\n'
    with pytest.raises(ValueError, match="no section"):
        with_value(text, "screen", "width_px", 1200)
    renamed = with_value(text, "terminal", "number", "JN-04")
    assert renamed == text.replace("JN-03", "JN-04")
    spread = '[terminal]\nname = """\n[screen]\nport = 1\n"""\n[screen]\nwidth_px = 1\n'
    moved = with_value(spread, "screen", "port", 2)
    assert tables(moved) == {
        "terminal": {"name": "[screen]\nport = 1\n"},
        "screen": {"width_px": 1, "port": 2},
    }
    assert tables(without_value(moved, "screen", "port")) == tables(spread)
    assert tables(without_section(spread, "screen")) == {
        "terminal": {"name": "[screen]\nport = 1\n"}
    }


def test_a_text_without_a_last_line_feed_gets_one() -> None:
    assert with_value("[a]\nb = 1", "c", "d", 2) == "[a]\nb = 1\n\n[c]\nd = 2\n"


def test_what_is_no_toml_is_not_changed() -> None:
    with pytest.raises(ValueError, match="line 1"):
        with_value("[terminal\n", "terminal", "number", "JN-04")


def test_a_section_taken_away_and_begun_anew_has_the_new_values_alone() -> None:
    changes = (Change("metrics", "port", "9465"), Change("metrics", ""))
    text = with_changes("[metrics]\nport = 9464\nolder = 1\n", changes)
    assert tables(text) == {"metrics": {"port": 9465}}


def test_what_is_offered_under_another_heading_is_not_of_this_section() -> None:
    text = with_value("[a]\nx = 1\n# [b]\n# y = 2\n", "a", "y", 3)
    assert text == "[a]\ny = 3\nx = 1\n# [b]\n# y = 2\n"
