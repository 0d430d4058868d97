"""Everything that can be done to the hall has its effect at the other end of a real wire."""

from __future__ import annotations

import io
import socket
import time
from datetime import datetime

import httpx2
import pytest
from PIL import Image
from pydantic import ValidationError

from kiosk.domain.order import OrderState
from kiosk.domain.payment_code import parse_payment_code
from sim import actions
from sim.actions import CodeWallet
from sim.announcement import Announcement
from sim.backend.faults import FaultKind, Hostility
from sim.client import HallClient, HallRefused
from sim.devices.code_scanner import ScanFlaw
from sim.devices.receipt_printer import PaperLevel
from sim.network import Line
from sim.state import HallState
from tests.sim.terminal import FOUND, NO_CARD, Terminal, looks_for_card, scanned

INIT_AND_CUT = b"\x1b@" + b"HELLO\n" + b"\x1dVB\x00"


def said_by_printer(announced: Announcement, question: int) -> int | None:
    """The answer to DLE EOT, None when there is none."""
    with socket.create_connection(
        (announced.printer_host, announced.printer_port), timeout=2
    ) as line:
        line.settimeout(0.5)
        line.sendall(bytes((0x10, 0x04, question)))
        try:
            answer = line.recv(1)
        except TimeoutError:
            return None
    return answer[0] if answer else None


def printed(announced: Announcement, data: bytes) -> None:
    with socket.create_connection(
        (announced.printer_host, announced.printer_port), timeout=2
    ) as line:
        line.sendall(data)


def cut_papers(number: int, hall: HallClient) -> HallState:
    return hall.wait_until(lambda state: len(state.printer.papers) == number)


# --- the identity-card reader ------------------------------------------------------------------


def test_a_card_is_found_while_it_lies_there(hall: HallClient, running: Announcement) -> None:
    assert looks_for_card(running.id_card_reader) == NO_CARD
    assert hall.place("zhang-san").reader.person == "zhang-san"
    assert looks_for_card(running.id_card_reader) == FOUND
    assert hall.lift().reader.person is None
    assert looks_for_card(running.id_card_reader) == NO_CARD


def test_a_card_can_be_lifted_after_so_many_commands(
    hall: HallClient, running: Announcement
) -> None:
    hall.perform(actions.CardPlaced(person="li-si", remaining=1))
    assert looks_for_card(running.id_card_reader) == FOUND
    assert looks_for_card(running.id_card_reader) == NO_CARD
    assert hall.state().reader.person is None


def test_a_reader_fails_until_its_faults_are_cleared(
    hall: HallClient, running: Announcement
) -> None:
    hall.perform(actions.ReaderFault(fault="dead"))
    assert looks_for_card(running.id_card_reader) is None
    hall.perform(actions.ReaderFaultsCleared())
    assert looks_for_card(running.id_card_reader) == NO_CARD


def test_a_reader_without_cable_is_gone(hall: HallClient, running: Announcement) -> None:
    state = hall.perform(actions.ReaderCable(state="unplugged"))
    assert not state.reader.connected
    assert not running.id_card_reader.exists()
    hall.perform(actions.ReaderCable(state="plugged"))
    assert looks_for_card(running.id_card_reader) == NO_CARD


@pytest.mark.parametrize(
    "action",
    [
        actions.CardPlaced(person="nobody"),
        actions.ReaderFault(fault="witchcraft"),
        actions.WalletPay(wallet="alipay"),
        actions.WalletPayLate(order="JN0300000000000000000000"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(
    hall: HallClient, action: actions.Action
) -> None:
    before = hall.state()
    with pytest.raises(HallRefused, match="409"):
        hall.perform(action)
    assert hall.state().model_copy(update={"now": before.now}) == before


# --- the code scanner --------------------------------------------------------------------------


@pytest.mark.parametrize("wallet", ["alipay", "wechat", "unionpay_qr"])
def test_a_wallet_shows_a_fresh_payment_code_each_time(
    hall: HallClient, running: Announcement, wallet: CodeWallet
) -> None:
    codes = set()
    for _ in range(2):
        assert hall.perform(actions.ScannerShow(wallet=wallet)).scanner.showing
        code = scanned(running.code_scanner).decode()
        assert parse_payment_code(code).tender.value == wallet
        codes.add(code)
        assert not hall.state().scanner.showing
    assert len(codes) == 2
    assert not any(code.strip() in hall.state().model_dump_json() for code in codes)


def test_a_code_from_the_scanner_pays_one_order(
    hall: HallClient, running: Announcement, terminal: Terminal
) -> None:
    hall.perform(actions.ScannerShow(wallet="wechat"))
    code = scanned(running.code_scanner).decode().strip()
    number = terminal.order(tender="wechat", payment_code=code)
    state = hall.wait_until(lambda state: state.orders[0].state is OrderState.POSTED)
    assert [order.number for order in state.orders] == [number]
    with pytest.raises(httpx2.HTTPStatusError, match="409"):
        terminal.order(person="li-si", tender="wechat", payment_code=code)


def test_anything_may_be_held_before_the_scanner(hall: HallClient, running: Announcement) -> None:
    hall.perform(actions.ScannerShow(text="6901234567892", readings=2))
    assert scanned(running.code_scanner) == b"6901234567892\r"
    assert hall.state().scanner.showing
    assert scanned(running.code_scanner) == b"6901234567892\r"
    assert not hall.state().scanner.showing
    assert scanned(running.code_scanner) == b""


def test_a_phone_taken_away_is_not_scanned(hall: HallClient, running: Announcement) -> None:
    hall.perform(actions.ScannerShow(wallet="alipay", readings=None))
    assert not hall.perform(actions.ScannerHidden()).scanner.showing
    assert scanned(running.code_scanner) == b""


@pytest.mark.parametrize(
    ("flaw", "bytes_sent"),
    [
        (ScanFlaw.NOISE, bytes.fromhex("00FF31338016 7FA5") + b"12345678\r"),
        (ScanFlaw.TRUNCATED, b"1234"),
        (ScanFlaw.TWICE, b"12345678\r12345678\r"),
    ],
)
def test_the_next_scan_goes_wrong(
    hall: HallClient, running: Announcement, flaw: ScanFlaw, bytes_sent: bytes
) -> None:
    hall.perform(actions.ScannerGarbled(flaw=flaw))
    hall.perform(actions.ScannerShow(text="12345678", readings=None))
    assert scanned(running.code_scanner, size=99) == bytes_sent
    assert scanned(running.code_scanner, size=99) == b"12345678\r"


def test_a_scanner_without_cable_is_gone(hall: HallClient, running: Announcement) -> None:
    state = hall.perform(actions.ScannerCable(state="unplugged"))
    assert not state.scanner.connected
    assert not running.code_scanner.exists()
    hall.perform(actions.ScannerShow(text="12345678"))
    assert hall.perform(actions.ScannerCable(state="plugged")).scanner.connected
    assert scanned(running.code_scanner) == b"12345678\r"


def test_a_reset_takes_everything_away_from_the_scanner(
    hall: HallClient, running: Announcement
) -> None:
    hall.perform(actions.ScannerCable(state="unplugged"))
    hall.perform(actions.ScannerGarbled(flaw=ScanFlaw.TWICE))
    hall.perform(actions.ScannerShow(wallet="wechat", readings=None))
    state = hall.reset()
    assert (state.scanner.connected, state.scanner.showing) == (True, False)
    hall.perform(actions.ScannerShow(text="12345678"))
    assert scanned(running.code_scanner, size=99) == b"12345678\r"


@pytest.mark.parametrize("fields", [{}, {"wallet": "alipay", "text": "1"}, {"text": ""}])
def test_exactly_one_code_is_shown(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        actions.ScannerShow.model_validate(fields)


# --- the receipt printer -----------------------------------------------------------------------


def test_a_paper_can_be_seen_read_and_taken(hall: HallClient, running: Announcement) -> None:
    printed(running, INIT_AND_CUT)
    state = cut_papers(1, hall)
    assert state.printer.papers[0].complete
    assert state.printer.hanging == 1
    assert "HELLO" in hall.paper_text(1)
    with Image.open(io.BytesIO(hall.paper_picture(1))) as picture:
        assert picture.width > 576
    assert hall.perform(actions.PaperTaken()).printer.hanging == 0
    with pytest.raises(HallRefused, match="404"):
        hall.paper_text(2)
    with pytest.raises(HallRefused, match="404"):
        hall.paper_picture(0)


def test_the_paper_sensors_see_the_roll(hall: HallClient, running: Announcement) -> None:
    assert said_by_printer(running, 4) == 0x12
    hall.perform(actions.PrinterPaper(level=PaperLevel.NEAR_END))
    assert said_by_printer(running, 4) == 0x1E
    hall.perform(actions.PrinterPaper(level=PaperLevel.END))
    assert said_by_printer(running, 4) == 0x7E
    hall.perform(actions.PrinterPaper())
    assert said_by_printer(running, 4) == 0x12


def test_a_roll_with_few_rows_ends_in_the_middle(hall: HallClient, running: Announcement) -> None:
    state = hall.perform(actions.PrinterPaper(dots_left=40))
    assert state.printer.dots_left == 40
    printed(running, b"\x1b@" + b"LINE\n" * 5)
    state = cut_papers(1, hall)
    assert not state.printer.papers[0].complete
    assert state.printer.paper is PaperLevel.END


@pytest.mark.parametrize(
    ("broken", "mended", "question", "bit"),
    [
        (actions.PrinterCover(state="open"), actions.PrinterCover(state="closed"), 2, 0x04),
        (actions.PrinterHead(state="hot"), actions.PrinterHead(state="cool"), 3, 0x40),
        (actions.PrinterWorks(state="broken"), actions.PrinterWorks(state="repaired"), 3, 0x20),
    ],
)
def test_a_printer_tells_what_is_wrong_with_it(
    hall: HallClient,
    running: Announcement,
    broken: actions.Action,
    mended: actions.Action,
    question: int,
    bit: int,
) -> None:
    def told() -> int:
        return (said_by_printer(running, question) or 0) & bit

    assert not told()
    hall.perform(broken)
    assert told()
    hall.perform(mended)
    assert not told()


def test_a_jammed_cutter_is_noticed_at_the_cut_and_gone_after_power_off(
    hall: HallClient, running: Announcement
) -> None:
    hall.perform(actions.PrinterCutter(state="jammed"))
    printed(running, INIT_AND_CUT)
    hall.wait_until(lambda _: bool((said_by_printer(running, 3) or 0) & 0x08))
    hall.perform(actions.PrinterCutter(state="freed"))
    state = hall.perform(actions.PrinterPowerCycled())
    assert not state.printer.cutter_jammed
    assert not (said_by_printer(running, 3) or 0) & 0x08


def test_a_silent_printer_says_nothing(hall: HallClient, running: Announcement) -> None:
    hall.perform(actions.PrinterVoice(state="silent"))
    assert said_by_printer(running, 1) is None
    hall.perform(actions.PrinterVoice(state="answering"))
    assert said_by_printer(running, 1) is not None


def test_a_printer_without_cable_cannot_be_reached_and_keeps_its_address(
    hall: HallClient, running: Announcement
) -> None:
    hall.perform(actions.PrinterCable(state="unplugged"))
    with pytest.raises(ConnectionRefusedError):
        said_by_printer(running, 1)
    assert not running.printer_device.exists()
    hall.perform(actions.PrinterCable(state="plugged"))
    assert said_by_printer(running, 1) is not None
    assert running.printer_device.exists()


# --- the line ----------------------------------------------------------------------------------


def test_the_service_is_reached_through_the_line(hall: HallClient, terminal: Terminal) -> None:
    assert terminal.get("/v1/terminal").json()["number"] == "JN-03"
    assert hall.state().network.connections == 1


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (Line.REFUSED, httpx2.ConnectError),
        (Line.CUT, httpx2.ConnectError),
        (Line.SILENT, httpx2.TimeoutException),
    ],
)
def test_a_broken_line_breaks_and_a_restored_one_works(
    hall: HallClient, running: Announcement, line: Line, error: type[Exception]
) -> None:
    hall.perform(actions.NetworkLine(line=line))
    with Terminal(running, timeout_seconds=0.5) as before, pytest.raises(error):
        before.get("/v1/terminal")
    hall.perform(actions.NetworkLine(line=Line.UP))
    with Terminal(running) as after:
        assert after.get("/v1/terminal").status_code == 200


def test_a_slow_line_takes_its_time(hall: HallClient, terminal: Terminal) -> None:
    terminal.get("/v1/terminal")
    hall.perform(actions.NetworkLine(line=Line.SLOW, latency_seconds=0.3))
    began = time.monotonic()
    terminal.get("/v1/terminal")
    assert time.monotonic() - began >= 0.6


def test_the_line_breaks_in_the_middle_of_an_answer(hall: HallClient, terminal: Terminal) -> None:
    terminal.get("/v1/terminal")
    hall.perform(actions.NetworkCutAfter(answer_bytes=40))
    with pytest.raises(httpx2.HTTPError):
        terminal.get("/v1/terminal")
    assert hall.state().network.line is Line.CUT


# --- the service -------------------------------------------------------------------------------


def test_a_fault_strikes_its_path_as_often_as_it_says(hall: HallClient, terminal: Terminal) -> None:
    fault = actions.ServiceFaultAdded(
        kind=FaultKind.STATUS, path="/v1/terminal", status=503, times=2
    )
    assert "503" in hall.perform(fault).service.faults[0]
    statuses = [terminal.get("/v1/terminal").status_code for _ in range(3)]
    assert statuses == [503, 503, 200]
    assert hall.state().service.faults == ()


def test_cleared_faults_do_not_strike(hall: HallClient, terminal: Terminal) -> None:
    hall.perform(actions.ServiceFaultAdded(kind=FaultKind.DOWN, times=None))
    with pytest.raises(httpx2.HTTPError):
        terminal.get("/v1/terminal")
    hall.perform(actions.ServiceFaultsCleared())
    assert terminal.get("/v1/terminal").status_code == 200


def test_a_hostile_answer_is_wrong_in_the_way_that_was_asked_for(
    hall: HallClient, terminal: Terminal
) -> None:
    order = terminal.order()
    hall.perform(
        actions.ServiceFaultAdded(
            kind=FaultKind.HOSTILE,
            path="/v1/orders/*",
            method="GET",
            hostility=Hostility.UNKNOWN_STATE,
        )
    )
    assert terminal.state_of(order) != "paying"
    assert terminal.state_of(order) == "paying"


def test_maintenance_is_told_and_ends(hall: HallClient, terminal: Terminal) -> None:
    hall.perform(actions.ServiceMaintenance(state="on"))
    assert terminal.get("/v1/terminal").json()["code"] == "maintenance"
    assert not hall.perform(actions.ServiceMaintenance(state="off")).service.maintenance
    assert terminal.get("/v1/terminal").status_code == 200


@pytest.mark.parametrize("wallet", ["alipay", "wechat", "unionpay_qr"])
def test_a_paid_order_is_posted(
    hall: HallClient, terminal: Terminal, wallet: actions.Wallet
) -> None:
    number = terminal.order(tender=wallet)
    waiting = hall.order(number)
    assert (waiting.payable, waiting.person, waiting.amount_fen) == (True, "张三", 104_000)
    hall.pay(wallet)
    hall.wait_until(lambda _: terminal.state_of(number) == "posted")
    assert not hall.order(number).payable_late
    told = [event.what for event in hall.state().events]
    assert any("已入账" in what for what in told)


def test_the_wallet_page_of_an_order_opens(hall: HallClient, terminal: Terminal) -> None:
    number = terminal.order()
    page = hall.order(number).wallet_url
    assert page is not None
    assert "1,040.00" in httpx2.get(page, trust_env=False).text


def test_the_wallet_of_another_company_does_not_pay(hall: HallClient, terminal: Terminal) -> None:
    terminal.order(tender="alipay")
    with pytest.raises(HallRefused, match="no such order"):
        hall.pay("wechat")


def test_a_scanned_order_is_not_paid(hall: HallClient, terminal: Terminal) -> None:
    number = terminal.order()
    hall.perform(actions.WalletScan(wallet="alipay"))
    assert terminal.state_of(number) == "paying"


def test_an_order_expires_as_time_passes_and_a_late_payment_is_refunded(
    hall: HallClient, terminal: Terminal
) -> None:
    number = terminal.order()
    assert hall.advance(181).ahead_seconds == pytest.approx(181)
    hall.wait_until(lambda _: terminal.state_of(number) == "closed")
    with pytest.raises(HallRefused, match="wallet says"):
        hall.pay("alipay", number)
    hall.perform(actions.WalletPayLate(order=number))
    hall.wait_until(lambda _: terminal.state_of(number) == "refunded")


def test_a_refused_posting_is_refunded(hall: HallClient, terminal: Terminal) -> None:
    number = terminal.order()
    assert hall.perform(actions.Posting(state="refuse")).service.posting == "refuse"
    hall.pay("alipay")
    hall.wait_until(lambda _: terminal.state_of(number) == "refunded")


def test_a_delayed_posting_waits_for_its_time(hall: HallClient, terminal: Terminal) -> None:
    number = terminal.order()
    hall.perform(actions.Posting(state="delay", seconds=300))
    hall.pay("alipay")
    hall.wait_until(lambda _: terminal.state_of(number) == "posting")
    hall.advance(301)
    hall.wait_until(lambda _: terminal.state_of(number) == "posted")


def test_a_channel_that_is_down_leaves_the_outcome_unknown(
    hall: HallClient, terminal: Terminal
) -> None:
    number = terminal.order()
    state = hall.perform(actions.ChannelLine(wallet="alipay", state="down"))
    assert state.service.channels == {"alipay": False, "wechat": True, "unionpay_qr": True}
    hall.pay("alipay")
    hall.advance(181)
    hall.wait_until(lambda _: terminal.state_of(number) == "unknown")
    hall.perform(actions.ChannelLine(wallet="alipay", state="up"))
    hall.wait_until(lambda _: terminal.state_of(number) == "posted")


def test_a_payment_whose_notification_is_lost_is_found_by_asking(
    hall: HallClient, terminal: Terminal
) -> None:
    number = terminal.order(tender="wechat")
    assert hall.perform(actions.Notifications(state="lost")).service.notifications_lost
    hall.pay("wechat")
    hall.wait_until(lambda _: terminal.state_of(number) == "posted")


# --- the hall ----------------------------------------------------------------------------------


def test_reset_puts_everything_back(
    hall: HallClient, running: Announcement, terminal: Terminal
) -> None:
    terminal.order()
    printed(running, INIT_AND_CUT + b"AND ON")
    cut_papers(1, hall)
    for action in (
        actions.CardPlaced(person="zhang-san"),
        actions.ReaderFault(fault="dead"),
        actions.ReaderCable(state="unplugged"),
        actions.PrinterPaper(level=PaperLevel.END),
        actions.PrinterCover(state="open"),
        actions.PrinterCutter(state="jammed"),
        actions.PrinterHead(state="hot"),
        actions.PrinterWorks(state="broken"),
        actions.PrinterVoice(state="silent"),
        actions.PrinterCable(state="unplugged"),
        actions.NetworkLine(line=Line.REFUSED),
        actions.ServiceFaultAdded(kind=FaultKind.DOWN, times=None),
        actions.ServiceMaintenance(state="on"),
        actions.MaintenancePlanned(seconds=7200),
        actions.ServiceClock(ahead_seconds=600),
        actions.ServiceRegister(state="struck_off"),
        actions.ServiceInstruction(),
        actions.Posting(state="refuse"),
        actions.ChannelLine(wallet="wechat", state="down"),
        actions.Notifications(state="lost"),
        actions.TimePassed(seconds=3600),
    ):
        hall.perform(action)

    state = hall.reset()

    assert state.orders == ()
    assert state.ahead_seconds == 0
    assert state.reader.model_dump(mode="json") == {
        "connected": True,
        "card": "none",
        "person": None,
    }
    assert state.printer.model_dump(mode="json") == {
        "connected": True,
        "paper": "enough",
        "dots_left": None,
        "cover_open": False,
        "cutter_jammed": False,
        "overheated": False,
        "silent": False,
        "broken": False,
        "hanging": 0,
        "papers": [],
    }
    assert state.network.line is Line.UP
    assert state.service.model_dump(mode="json") == {
        "maintenance": False,
        "posting": "accept",
        "channels": {"alipay": True, "wechat": True, "unionpay_qr": True},
        "notifications_lost": False,
        "faults": [],
        "instructions": [],
    }
    assert looks_for_card(running.id_card_reader) == NO_CARD
    assert terminal.state_of(terminal.order()) == "paying"
    printed(running, INIT_AND_CUT)
    assert hall.wait_until(lambda now: bool(now.printer.papers)).printer.papers[0].complete


def test_what_is_done_can_be_read_in_the_events(hall: HallClient) -> None:
    hall.place("zhang-san")
    state = hall.perform(actions.PrinterCover(state="open"))
    assert [event.what for event in state.events[-2:]] == ["张三放上证件", "打印机机盖打开"]
    assert isinstance(state.events[-1].at, datetime)


def test_the_cast_and_the_choices_are_told(hall: HallClient) -> None:
    assert len(hall.people()) >= 20
    assert hall.choices().people == hall.people()
    assert set(hall.choices().service_faults) == set(FaultKind)
