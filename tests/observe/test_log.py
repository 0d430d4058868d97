from __future__ import annotations

import io
import json
import logging
import re
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.observe import Event, EventLog, scrub
from kiosk.observe.events import CATALOGUE
from kiosk.observe.fields import FieldKind, Level, is_safe
from kiosk.observe.sinks import FileSink

AT = datetime(2026, 1, 31, 9, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=8)))
ORDER = "JN0320260131090000000042K"
CITIZENS = (
    ("欧阳测试", "370102194912310029", "6228480402564890018"),
    ("王芳", "37010219900101001X", "6222 0200 1111 2222 333"),
    ("古丽巴哈尔·示例买买提", "820000199001010029", "4000001234567899"),
    ("JOHN SAMPLE", "KAZ110090123105", "13812341234"),
    ("老旧样本", "370102491231002", "370102-19491231-0029"),
)
SAFE = {
    FieldKind.CODE: "paper_out",
    FieldKind.COUNT: 3,
    FieldKind.ORDER_NUMBER: ORDER,
    FieldKind.EVENT_NUMBER: "7KQ2-M9TX",
    FieldKind.REFERENCE: "6f1c2a54-9d0b-4c7e-8a31-0b5f6e7d8c90",
}


@contextmanager
def opened(path: Path, console: io.StringIO | None = None) -> Iterator[EventLog]:
    log = EventLog.open(path, now=lambda: AT, console=console)
    yield log
    log.close()


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log" / "events.jsonl"


def test_an_event_is_one_line_of_json(path: Path) -> None:
    with opened(path) as log:
        log.record(Event.ORDER_CREATED, order=ORDER, tender="alipay")
    assert path.read_text(encoding="utf-8") == (
        '{"at": "2026-01-31T09:00:00.123+08:00", "level": "info", "event": "ORDER_CREATED", '
        f'"order": "{ORDER}", "tender": "alipay"}}\n'
    )


@pytest.mark.parametrize("event", Event, ids=lambda event: event.value)
def test_every_event_is_written_with_all_its_fields(path: Path, event: Event) -> None:
    declaration = CATALOGUE[event]
    facts = {name: SAFE[kind] for name, kind in declaration.fields.items()}
    with opened(path) as log:
        log.record(event, **facts)
        assert (log.dropped, log.unwritten) == (0, 0)
    (line,) = lines(path)
    assert line == {
        "at": "2026-01-31T09:00:00.123+08:00",
        "level": declaration.level.name.lower(),
        "event": event.value,
        **facts,
    }


def test_the_file_is_private_and_goes_on_after_a_restart(path: Path) -> None:
    for _ in range(2):
        with opened(path) as log:
            log.record(Event.TERMINAL_STARTED)
    assert len(lines(path)) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.expects_log("facts are not for the log")
def test_what_is_not_declared_is_dropped_and_counted(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(path) as log:
        log.record(Event.ORDER_CREATED, order=ORDER, tender="alipay", name="王芳", level=3, event=1)
        log.record(Event.ORDER_CREATED, order=ORDER, tender=6)
        assert log.dropped == 4
    first, second = lines(path)
    assert (first["tender"], first["dropped"], first["level"]) == ("alipay", 3, "info")
    assert "tender" not in second
    assert second["dropped"] == 1
    assert [record.getMessage() for record in caplog.records] == [
        "ORDER_CREATED: 3 facts are not for the log",
        "ORDER_CREATED: 1 facts are not for the log",
    ]


@pytest.mark.expects_log
@pytest.mark.parametrize("citizen", CITIZENS, ids="resident woman taiwan foreigner old".split())
def test_no_citizen_gets_into_the_log(
    path: Path, citizen: tuple[str, ...], caplog: pytest.LogCaptureFixture
) -> None:
    console = io.StringIO()
    with opened(path, console) as log:
        for event, declaration in CATALOGUE.items():
            for secret in citizen:
                log.record(event, **dict.fromkeys(declaration.fields, secret))
                log.record(event, **{secret: secret})
                log.record(event, person={"name": secret}, error=ValueError(secret))
    written = path.read_text(encoding="utf-8") + console.getvalue() + caplog.text
    assert len(lines(path)) == 9 * len(Event)
    for secret in citizen:
        assert secret not in written
        assert json.dumps(secret) not in written


@given(
    st.one_of(st.text(), st.integers(), st.booleans(), st.none(), st.binary(), st.floats()),
    st.sampled_from(FieldKind),
)
def test_whatever_is_safe_is_short_plain_and_has_no_long_number(
    value: object, kind: FieldKind
) -> None:
    if not is_safe(kind, value):
        return
    assert isinstance(value, str | int)
    assert not isinstance(value, bool)
    text = str(value)
    assert text.isascii()
    assert len(text) <= 80
    if kind is FieldKind.CODE:
        assert sum(character.isdigit() for character in text) < 8


@pytest.mark.parametrize("value", ["7KQ2-M9TX", "2345-6789", "ACDE-FGHJ", ""])
def test_numbers_that_people_read_out_are_safe(value: str) -> None:
    assert is_safe(FieldKind.EVENT_NUMBER, value)


@pytest.mark.parametrize(
    "value",
    [
        "1990-0307",
        "2001-2345",
        "7KQ2M9TX",
        "7kq2-m9tx",
        "7KQ2-M9TXA",
        "7KQ2-M9TX\n",
        "7KQ2-M9T0",
        7,
    ],
)
def test_what_only_looks_like_such_a_number_is_dropped(value: object) -> None:
    assert not is_safe(FieldKind.EVENT_NUMBER, value)


@pytest.mark.parametrize(
    "value",
    ["visit/pay_own/base", "out_of_service", "ValueError", "noDevice", "", "0.1.0", "a" * 80],
)
def test_codes_of_the_program_are_safe(value: str) -> None:
    assert is_safe(FieldKind.CODE, value)


@pytest.mark.parametrize(
    "value", ["two words", "王芳", "12345678", "1949-12-31", "a" * 81, "x\n", 1]
)
def test_sentences_names_and_long_numbers_are_not_codes(value: object) -> None:
    assert not is_safe(FieldKind.CODE, value)


@pytest.mark.parametrize("value", [True, -1, 10**9, "1", 1.0])
def test_only_small_whole_numbers_are_counts(value: object) -> None:
    assert not is_safe(FieldKind.COUNT, value)


@pytest.mark.parametrize(
    "secret",
    [
        "370102194912310029",
        "37010219900101001X",
        "37010219900101001x",
        "370102491231002",
        "KAZ110090123105",
        "4000001234567899",
        "6228480402564890018",
        "6228 4804 0256 4890 018",
        "6228-4804-0256-4890-018",
        "3701 0219 4912 3100 29",
        "３７０１０２１９４９１２３１００２９",
    ],
)
def test_numbers_of_people_and_cards_are_struck_out(secret: str) -> None:
    for line in (secret, f"card={secret},", f"id{secret}X", f'"{secret}"', f"号{secret}码"):
        assert "[struck out]" in scrub(line)
        assert secret not in scrub(line)
        assert re.search(r"\d{7}", scrub(line)) is None


@pytest.mark.parametrize(
    "line",
    [
        ORDER,
        f'{{"at": "2026-01-31T09:00:00.123+08:00", "order": "{ORDER}"}}',
        "JNA202601310900000000427",
        "AAAAAAAAAA20260131090000123456X",
        "12345678901234",
        "2026-01-31 09:00:00",
        "paper_out",
    ],
)
def test_order_numbers_and_times_are_left_alone(line: str) -> None:
    assert scrub(line) == line


@pytest.mark.parametrize("console", [False, True])
def test_the_last_net_hangs_below_every_sink(path: Path, *, console: bool) -> None:
    """Should a number ever come as far as the sinks, it stops there."""
    shown = io.StringIO()
    with opened(path, shown if console else None) as log:
        log._logger.info("ORDER_CREATED", order="370102194912310029")  # noqa: SLF001 - past the gate
    for written in (path.read_text(encoding="utf-8"), *([shown.getvalue()] if console else [])):
        assert "[struck out]" in written
        assert "3701021949" not in written


def test_the_console_is_for_people(path: Path) -> None:
    console = io.StringIO()
    with opened(path, console) as log:
        log.record(Event.DEVICE_CHANGED, device="receipt_printer", cause="paper_out")
    (line,) = console.getvalue().splitlines()
    assert "DEVICE_CHANGED" in line
    assert "cause=paper_out" in line
    assert "warning" in line
    assert "\x1b" not in line


def test_a_full_disk_is_counted_and_stops_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    log = EventLog((FileSink(Path("/dev/full"), now=lambda: AT),), now=lambda: AT)
    log.record(Event.TERMINAL_STARTED)
    log.record(Event.TERMINAL_STOPPED)
    assert log.unwritten == 2
    log.close()
    assert capfd.readouterr().err == ""


def test_a_lost_console_leaves_the_file_alone(path: Path) -> None:
    console = io.StringIO()
    with opened(path, console) as log:
        console.close()
        log.record(Event.TERMINAL_STARTED)
        assert log.unwritten == 1
    assert len(lines(path)) == 1


def test_a_log_that_cannot_be_opened_says_so_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="file"):
        EventLog.open(tmp_path / "file" / "events.jsonl", now=lambda: AT)


def test_what_comes_after_the_end_is_not_written(path: Path) -> None:
    with opened(path) as log:
        pass
    log.record(Event.LEDGER_REFUSED, cause="LedgerDamaged")
    log.close()
    assert lines(path) == []


def test_other_libraries_cannot_write_here(path: Path) -> None:
    with opened(path):
        logging.getLogger("events").info("somebody else")
        logging.getLogger().info("somebody else")
    assert lines(path) == []


def test_lines_of_several_threads_do_not_mix(path: Path) -> None:
    def busy(log: EventLog) -> None:
        for turn in range(50):
            log.record(Event.RECEIPT_PRINTED, order=ORDER, reprint=turn)

    with opened(path) as log:
        threads = [threading.Thread(target=busy, args=(log,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(str(line["reprint"]) for line in lines(path)) == sorted(
        str(turn) for turn in range(50) for _ in range(4)
    )


def test_levels_are_those_of_logging() -> None:
    assert {level.name: level.value for level in Level} == {
        name: logging.getLevelNamesMapping()[name]
        for name in ("INFO", "WARNING", "ERROR", "CRITICAL")
    }
