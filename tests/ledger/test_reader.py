from __future__ import annotations

import json
import threading
from pathlib import Path

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS, Ledger, LedgerReader
from tests.ledger.given import KEY, NUMBER, created, posted


def test_a_running_ledger_can_be_looked_at(ledger: Ledger, path: Path) -> None:
    number = created(ledger)
    with LedgerReader.look(path, key=KEY) as reader:
        assert reader.verify().sound
        assert [order.number for order in reader.open_orders()] == [number]
        ledger.advance(number, OrderState.CLOSED, NO_FACTS)
        assert reader.open_orders() == ()
        assert reader.entries() == ledger.entries()
        assert reader.digest(NUMBER) == ledger.digest(NUMBER)
    ledger.note("seen", number, {})


def test_verification_beside_a_writing_kiosk_raises_no_false_alarm(
    ledger: Ledger, path: Path
) -> None:
    done = threading.Event()
    reports = []

    def look() -> None:
        with LedgerReader.look(path, key=KEY) as reader:
            while not done.is_set():
                reports.append(reader.verify())

    looking = threading.Thread(target=look)
    looking.start()
    for count in range(60):
        ledger.note("seen", None, {"count": count})
    done.set()
    looking.join()
    assert reports
    assert all(report.sound for report in reports)


def test_entries_are_read_from_where_one_left_off(ledger: Ledger) -> None:
    created(ledger)
    every = ledger.entries()
    assert ledger.entries(after=0) == every
    assert ledger.entries(after=2) == every[2:]
    assert ledger.entries(after=every[-1].seq) == ()


def test_the_newest_orders_are_found_without_the_others(ledger: Ledger) -> None:
    numbers = [posted(ledger) for _ in range(5)]
    newest_first = [order.number for order in reversed(ledger.orders())]
    assert sorted(newest_first) == sorted(numbers)
    assert [order.number for order in ledger.newest_orders(3)] == newest_first[:3]
    assert [order.number for order in ledger.newest_orders(40)] == newest_first
    assert ledger.newest_orders(1)[0] == ledger.order(newest_first[0])


def test_the_last_tries_of_one_thing_are_found(ledger: Ledger) -> None:
    for what, outcome in (("power", "one"), ("power", "two"), ("power.restart", "done")):
        ledger.staff_acted("T0417", what, outcome=outcome)
    ledger.staff_refused("T0417")
    assert [one.facts["outcome"] for one in ledger.newest_acted("power", 9)] == ["two", "one"]
    assert [one.facts["outcome"] for one in ledger.newest_acted("power", 1)] == ["two"]


def test_an_export_is_json_and_complete(ledger: Ledger) -> None:
    number = posted(ledger)
    ledger.receipt_failed(number, ledger.receipt_started(number), "paper_out")
    ledger.receipt_finished(number, ledger.receipt_started(number))
    loaded = json.loads(json.dumps(ledger.export(), ensure_ascii=False))
    assert loaded["sound"] is True
    assert loaded["report"] == "8 entries, all sound"
    (order,) = loaded["orders"]
    assert (order["number"], order["state"], order["amount_fen"]) == (number, "posted", 264_960)
    assert order["payer_name_masked"] == "欧**试"
    assert order["prints"] == [
        {"ordinal": 0, "state": "failed", "cause": "paper_out"},
        {"ordinal": 1, "state": "finished", "cause": ""},
    ]
    assert [entry["kind"] for entry in loaded["entries"]] == [
        "ledger_begun",
        "number_minted",
        "order_created",
        "order_advanced",
        "receipt_started",
        "receipt_failed",
        "receipt_started",
        "receipt_finished",
    ]
    assert loaded["entries"][3]["facts"]["state"] == "posted"


def test_a_digest_is_keyed_and_stable(ledger: Ledger) -> None:
    assert ledger.digest(NUMBER) == ledger.digest(NUMBER)
    assert ledger.digest(NUMBER) != ledger.digest("37010219900101001X")
    assert len(ledger.digest(NUMBER)) == 64
    assert NUMBER not in ledger.digest(NUMBER)


def test_calls_from_several_threads_take_turns(ledger: Ledger) -> None:
    numbers: list[str] = []
    threads = [
        threading.Thread(
            target=lambda: numbers.extend(ledger.mint_order_number("JN-03") for _ in range(10))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(numbers)) == 40
    assert ledger.verify().sound
