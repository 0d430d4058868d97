"""The bench page in a real browser, with a hall behind it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from sim.announcement import Announcement
from sim.cards.cast import CAST
from sim.client import HallClient
from sim.devices.auxiliary_board import crc
from sim.devices.id_reader import CardState
from sim.network import Line
from tests.sim.terminal import Terminal, asked_for_a_pin, scanned

_SECONDS = 20.0
_RECEIPT = b"\x1b@\x1c&" + "小票 3,120.00\n".encode("gb18030") + b"\x1dVB\x00"


class Page:
    """The page as a person uses it."""

    def __init__(self, browser: Chrome, url: str) -> None:
        self.browser = browser
        browser.get(url)
        self.until("document.body.dataset.ready === 'yes'")

    def until(self, script: str) -> None:
        def holds(browser: Chrome) -> bool:
            return bool(browser.execute_script(f"return {script}"))

        WebDriverWait(self.browser, _SECONDS, poll_frequency=0.1).until(holds, script)

    def find(self, css: str) -> WebElement:
        return self.browser.find_element(By.CSS_SELECTOR, css)

    def press(self, css: str) -> None:
        element = self.find(css)
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def says(self, css: str, words: str) -> None:
        self.until(f"document.querySelector({css!r}).textContent.includes({words!r})")

    @property
    def complaints(self) -> list[str]:
        entries: list[dict[str, str]] = self.browser.get_log("browser")  # type: ignore[no-untyped-call]  # selenium leaves it open
        return [entry["message"] for entry in entries]


@pytest.fixture
def page(browser: Chrome, hall: HallClient, running: Announcement) -> Page:
    return Page(browser, running.bench_url)


def test_a_card_is_laid_and_lifted(page: Page, hall: HallClient) -> None:
    page.press("[data-person='li-si']")
    page.says("#reader-state", "李四")
    assert hall.state().reader.person == "li-si"
    page.press("#lift")
    page.says("#reader-state", "没有证件")
    assert hall.state().reader.card is CardState.NONE
    assert page.complaints == []


def test_people_are_found_by_what_they_are_there_for(page: Page) -> None:
    page.find("#people-filter").send_keys("已过期")
    page.until("document.querySelectorAll('#people .person').length === 1")
    assert page.find("#people .person b").text == "韩例"


def test_an_order_is_paid_with_a_phone_and_seen_to_be_posted(
    page: Page, terminal: Terminal
) -> None:
    number = terminal.order()
    page.says("#orders", number)
    page.says("#orders", "￥1,040.00")
    page.press("[data-wallet='wallet.pay']")
    page.says("#orders", "已入账")
    assert terminal.state_of(number) == "posted"


def test_a_paper_comes_out_and_is_taken(
    page: Page, hall: HallClient, running: Announcement
) -> None:
    with socket.create_connection((running.printer_host, running.printer_port)) as line:
        line.sendall(_RECEIPT)
        page.until("(document.querySelector('.paper img') || {}).naturalWidth > 500")
    assert "小票" in (page.find(".paper img").get_attribute("alt") or "")
    page.press("#paper-take")
    page.until("document.querySelector('#paper-take').disabled")
    assert hall.state().printer.hanging == 0


def test_a_phone_is_held_before_the_scanner_and_taken_away(page: Page, hall: HallClient) -> None:
    page.says("#scanner-state", "灯灭")
    page.press("[data-code='wechat']")
    page.says("#scanner-state", "有码对着它")
    page.says("#log", "对着扫码器出示微信付款码")
    assert hall.state().scanner.showing
    page.press("#scanner-hide")
    page.until("document.querySelector('#scanner-hide').disabled")
    assert not hall.state().scanner.showing


def test_a_scan_is_spoilt_and_other_codes_are_shown(
    page: Page, hall: HallClient, running: Announcement
) -> None:
    Select(page.find("#scan-flaw")).select_by_value("twice")
    page.press("#scan-flaw-add")
    page.says("#log", "下一次扫码将重复一次")
    page.press("#scanner-goods")
    page.says("#scanner-state", "有码对着它")
    assert scanned(running.code_scanner, size=28) == b"6901234567892\r" * 2
    page.until("document.querySelector('#scanner-hide').disabled")


def test_a_social_security_card_goes_in_and_comes_out(page: Page, hall: HallClient) -> None:
    Select(page.find("#social-person")).select_by_value("li-si")
    Select(page.find("#social-generation")).select_by_value("3")
    page.press("#social-insert")
    page.says("#social-state", "插着李四的三代卡")
    social = hall.state().cards.social
    assert social is not None
    assert (social.person, social.generation) == ("li-si", 3)
    page.press("#social-remove")
    page.says("#social-state", "没有卡")


def test_a_bank_card_is_in_and_its_pin_is_typed_key_by_key(
    page: Page, hall: HallClient, running: Announcement
) -> None:
    page.press("[data-bank-card='wang-wu-credit']")
    page.says("#bank-state", "王五的信用卡插着")
    page.says("#pad-state", "空闲")
    assert not page.find("#pad-pin").is_enabled()
    with asked_for_a_pin(running.cards.pad) as line:
        page.says("#pad-state", "等待输入密码")
        for key in ("1", "2", "clear", "3"):
            page.press(f"[data-pad='{key}']")
        page.until("document.querySelector('#pad-stars').textContent === '＊'")
        assert line.read(4) == b"**\x08*"
        page.press("[data-pad='clear']")
        page.press("#pad-pin")
        assert line.read(8) == b"\x08******\r"
    page.press("#bank-remove")
    page.says("#bank-state", "没有卡")
    assert page.complaints == []


def test_the_acquirer_goes_wrong_and_is_mended(page: Page, hall: HallClient) -> None:
    page.press("[data-acquirer-line='cut']")
    page.says("#acquirer-state", "断开")
    Select(page.find("#acquirer-fault")).select_by_value("late")
    page.press("#acquirer-fault-add")
    page.says("#acquirer-faults", "late · purchase · ×1")
    page.press("#acquirer-clear")
    page.until("document.querySelectorAll('#acquirer-faults li').length === 0")
    page.press("[data-acquirer-line='up']")
    page.says("#acquirer-state", "通畅")
    assert len(page.browser.find_elements(By.CSS_SELECTOR, "#accounts li")) == len(CAST)


def test_the_pad_is_broken_and_mended(page: Page, hall: HallClient) -> None:
    Select(page.find("#pad-fault")).select_by_value("tampered")
    page.press("#pad-fault-add")
    page.says("#pad-state", "被拆开")
    page.press("#pad-mend")
    page.says("#pad-state", "空闲")


def test_the_cabinet_is_opened_and_its_board_spoilt(page: Page, hall: HallClient) -> None:
    page.says("#cabinet-state", "柜门关着")
    page.press("[data-toggle='cabinet.door']")
    page.says("#cabinet-state", "柜门开着")
    cabinet = hall.state().cabinet
    assert cabinet is not None
    assert cabinet.door_open
    Select(page.find("#board-flaw")).select_by_value("checksum")
    page.press("#board-flaw-add")
    page.says("#log", "下一个应答将校验错误")
    page.press("#reset")
    page.says("#cabinet-state", "柜门关着")


def test_the_lights_of_the_cabinet_are_seen(page: Page, running: Announcement) -> None:
    page.until("document.querySelectorAll('#lights li').length === 10")
    assert running.auxiliaries is not None
    with serial.Serial(str(running.auxiliaries), 9600, timeout=5) as line:
        for coil in (b"\xff\x00", b"\x00\x00"):
            request = b"\x01\x05\x00\x07" + coil
            frame = request + crc(request)
            line.write(frame)
            assert line.read(len(frame)) == frame
            lit = "true" if coil == b"\xff\x00" else "false"
            page.until(f"document.querySelector('[data-light=statusGood]').dataset.lit === '{lit}'")


def test_every_switch_breaks_and_mends(page: Page) -> None:
    switches = page.browser.find_elements(By.CSS_SELECTOR, "[data-toggle]")
    names = [switch.get_attribute("data-toggle") for switch in switches]
    assert len(names) == 23
    for name in names:
        button = f"[data-toggle='{name}']"
        before = page.find(button).text
        page.press(button)
        page.until(f"document.querySelector(\"{button}\").ariaPressed === 'true'")
        assert page.find(button).text != before
        page.press(button)
        page.until(f"document.querySelector(\"{button}\").ariaPressed === 'false'")
        assert page.find(button).text == before


def test_line_posting_paper_channel_and_time_are_set(page: Page, hall: HallClient) -> None:
    for css, field in (
        ("[data-line='slow']", "slow"),
        ("[data-posting='refuse']", "refuse"),
        ("[data-level='end']", "end"),
    ):
        page.press(css)
        page.until(f"document.querySelector(\"{css}\").ariaPressed === 'true'")
        assert field in hall.state().model_dump_json()
    page.press("[data-channel='wechat']")
    page.press("[data-seconds='3600']")
    page.says("#time-state", "快 3,600 秒")
    state = hall.state()
    assert state.network.line is Line.SLOW
    assert not state.service.channels["wechat"]
    page.press("#reset")
    page.says("#time-state", "一致")
    assert hall.state().network.line is Line.UP


def test_a_service_fault_is_added_with_its_particulars(page: Page, hall: HallClient) -> None:
    assert not page.find("#fault-hostility").is_displayed()
    Select(page.find("#fault-kind")).select_by_value("hostile")
    Select(page.find("#fault-hostility")).select_by_value("unbalanced_quote")
    Select(page.find("#fault-path")).select_by_value("/v1/quotes")
    page.press("#fault-add")
    page.says("#faults", "unbalanced_quote · /v1/quotes · ×1")
    page.press("#fault-clear")
    page.until("document.querySelectorAll('#faults li').length === 0")
    assert hall.state().service.faults == ()


def test_what_cannot_be_done_is_said(page: Page) -> None:
    page.press("[data-line='up']")
    page.browser.execute_script("document.querySelector('#reader-fault').value = ''")
    page.press("#reader-fault-add")
    page.says("#trouble", "没有做成")


def test_a_scenario_is_followed_line_by_line(page: Page, hall: HallClient) -> None:
    Select(page.find("#script")).select_by_value("paper-out-before")
    page.press("#script-lines li:first-child button")
    page.until("document.querySelector('#script-lines li').classList.contains('done')")
    assert hall.state().printer.dots_left == 0


def test_nothing_is_wider_than_the_window(page: Page) -> None:
    for width in (420, 900, 1280, 1920):
        page.browser.set_window_size(width, 1000)
        page.until("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture
def kiosk_screen(running: Announcement) -> Iterator[subprocess.Popen[str]]:
    script = Path(__file__).with_name("vnc_button.py")
    surroundings = os.environ | {"QT_QPA_PLATFORM": running.qt_platform}
    with subprocess.Popen(
        [sys.executable, str(script)], env=surroundings, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "shown\n"
        yield process
        process.terminate()


def test_the_live_screen_is_shown_and_touched(
    kiosk_screen: subprocess.Popen[str], page: Page
) -> None:
    page.until("document.querySelector('#screen').dataset.live === 'yes'")
    page.until(
        "[...document.querySelector('#screen-picture').getContext('2d')"
        ".getImageData(540, 300, 1, 1).data].join() === '15,86,197,255'"
    )
    ActionChains(page.browser).move_to_element(page.find("#screen-picture")).click().perform()
    assert kiosk_screen.stdout is not None
    assert kiosk_screen.stdout.readline() == "touched\n"


def test_without_a_kiosk_the_page_waits_for_it(page: Page) -> None:
    page.until("document.querySelector('#screen').dataset.live === 'no'")
    page.says("#screen-note", "还没有启动")
    assert page.complaints == []
