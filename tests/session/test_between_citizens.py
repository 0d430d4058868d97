from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.closing import Closed, ClosedBy
from kiosk.domain.terminal import ABSENT, ONLINE, STARTING, Condition, DeviceKind, DeviceStatus
from kiosk.session.answers import Begin, Confirmed, GoHome, Leave, StillHere
from kiosk.session.effects import Moment, Note, Show, StopTimer
from kiosk.session.events import Elapsed
from kiosk.session.health import (
    UNKNOWN_HEALTH,
    AcquirerStatus,
    Health,
    Obstacle,
    ServiceStatus,
    Situation,
    is_coming_up,
    obstacle,
)
from kiosk.session.outcomes import Way
from kiosk.session.position import Ended, Move
from kiosk.session.scenes import NO_WAYS
from kiosk.session.terminal import Attract, OutOfService, Starting, Terminal, Visit
from kiosk.session.views import (
    AttractView,
    OutOfServiceView,
    StartingView,
    TilesView,
)
from tests.support import samples
from tests.support.samples import PAPERLESS, READERLESS, WELL
from tests.support.visit import Session

FITTED = {"扫码器", "A4 打印机", "银行卡读卡器", "密码键盘", "银联"}
ALWAYS_THERE = (DeviceKind.ID_CARD_READER, DeviceKind.RECEIPT_PRINTER)
OBSTACLES = {
    Obstacle.LEDGER: replace(WELL, ledger_sound=False),
    Obstacle.DOOR: replace(WELL, door_closed=False),
    Obstacle.CLOCK: replace(WELL, service=ServiceStatus.CLOCK_WRONG),
    Obstacle.CLOSED: replace(WELL, closed=Closed(ClosedBy.HOURS, None)),
    Obstacle.PLANNED_MAINTENANCE: replace(WELL, closed=Closed(ClosedBy.MAINTENANCE, None)),
    Obstacle.REFUSED: replace(WELL, service=ServiceStatus.REFUSING),
    Obstacle.SERVICE: replace(WELL, service=ServiceStatus.UNREACHABLE),
    Obstacle.UNSETTLED: replace(WELL, settled=False),
    Obstacle.READER: READERLESS,
}


def rows(session: Session) -> dict[str, str]:
    return {str(row.label): str(row.value) for row in session.view(StartingView).steps}


def starting(health: Health) -> Session:
    return Session().health(replace(health, settled=False))


@pytest.mark.parametrize("kind", ALWAYS_THERE)
def test_a_device_that_every_terminal_has_is_shown_when_it_is_gone(kind: DeviceKind) -> None:
    session = starting(WELL.with_device(kind, Condition(DeviceStatus.NO_DEVICE)))
    assert rows(session)[kind.label] == "未就绪"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (AcquirerStatus.ABSENT, None),
        (AcquirerStatus.STARTING, "正在连接"),
        (AcquirerStatus.READY, "正常"),
        (AcquirerStatus.UNREACHABLE, "未连接"),
        (AcquirerStatus.REFUSING, "没有受理本机"),
        (AcquirerStatus.REVERSING, "正在冲正"),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_while_starting_one_sees_how_the_acquirer_is(
    status: AcquirerStatus, words: str | None
) -> None:
    assert rows(starting(replace(WELL, acquirer=status))).get("银联") == words


def test_every_obstacle_is_covered_here() -> None:
    assert OBSTACLES.keys() == set(Obstacle)


def test_a_healthy_terminal_has_no_obstacle() -> None:
    assert obstacle(WELL) is None


@pytest.mark.parametrize("reason", Obstacle, ids=lambda reason: reason.name)
def test_each_obstacle_puts_the_terminal_out_of_service_and_says_why(reason: Obstacle) -> None:
    session = Session().open().health(OBSTACLES[reason])
    assert session.terminal.phase == OutOfService()
    view = session.view(OutOfServiceView)
    assert str(view.reason) == reason.value
    assert str(view.advice) == "请到3 号人工窗口办理，或拨打 12366。"
    assert Note(Moment.PHASE_CHANGED, "OutOfService") in session.effects


def test_the_gravest_obstacle_is_the_one_that_is_told() -> None:
    worst = Health(ledger_sound=False, door_closed=False)
    assert obstacle(worst) is Obstacle.LEDGER
    assert obstacle(replace(worst, ledger_sound=True)) is Obstacle.DOOR


def test_a_missing_receipt_printer_is_no_obstacle() -> None:
    assert Session().open(PAPERLESS).terminal.phase == Attract()


@pytest.mark.parametrize("status", DeviceStatus, ids=lambda status: status.value)
def test_a_reader_serves_while_it_is_online_or_busy(status: DeviceStatus) -> None:
    health = WELL.with_device(DeviceKind.ID_CARD_READER, Condition(status))
    served = Session().open(health).terminal.phase == Attract()
    assert served is (status in {DeviceStatus.ONLINE, DeviceStatus.BUSY})


def test_nothing_is_known_of_a_device_that_has_not_reported() -> None:
    assert UNKNOWN_HEALTH.condition(DeviceKind.ID_CARD_READER).status is DeviceStatus.STARTING
    assert not UNKNOWN_HEALTH.usable(DeviceKind.ID_CARD_READER)


def test_a_terminal_without_a_scanner_says_nothing_of_one_and_waits_for_none() -> None:
    assert UNKNOWN_HEALTH.condition(DeviceKind.CODE_SCANNER) == ABSENT
    assert not UNKNOWN_HEALTH.fitted(DeviceKind.CODE_SCANNER)
    assert UNKNOWN_HEALTH.with_device(DeviceKind.CODE_SCANNER, STARTING).fitted(
        DeviceKind.CODE_SCANNER
    )
    bare = replace(WELL, devices=tuple((kind, ONLINE) for kind in ALWAYS_THERE))
    assert Session().open(bare).terminal.phase == Attract()


def test_a_device_reports_in_place_of_what_it_reported_before() -> None:
    once = UNKNOWN_HEALTH.with_device(DeviceKind.RECEIPT_PRINTER, ONLINE)
    twice = once.with_device(DeviceKind.RECEIPT_PRINTER, Condition(DeviceStatus.OFFLINE))
    assert not twice.usable(DeviceKind.RECEIPT_PRINTER)
    assert len(twice.devices) == 1


def test_while_starting_the_screen_shows_what_has_come_up() -> None:
    session = Session().health(UNKNOWN_HEALTH.with_device(DeviceKind.ID_CARD_READER, ONLINE))
    assert session.terminal.phase == Starting()
    assert rows(session) == {"身份证阅读器": "正常", "小票打印机": "未就绪", "税务系统": "正在连接"}
    session.health(replace(session.terminal.health, service=ServiceStatus.UP))
    assert rows(session)["税务系统"] == "正常"
    assert session.all_of(StopTimer) == [StopTimer(None)]


def test_a_terminal_that_has_asked_about_every_open_order_opens_its_doors() -> None:
    session = Session().health(replace(WELL, settled=False))
    session.view(StartingView)
    session.health(WELL)
    assert session.terminal.phase == Attract()
    assert session.notes == [Note(Moment.PHASE_CHANGED, "Attract")]


def test_a_terminal_that_settled_but_cannot_serve_is_out_of_service() -> None:
    assert Session().health(samples.CUT_OFF).terminal.phase == OutOfService()


def test_an_unsound_ledger_ends_the_starting_at_once() -> None:
    session = Session().health(replace(UNKNOWN_HEALTH, ledger_sound=False))
    assert session.terminal.phase == OutOfService()
    assert str(session.view(OutOfServiceView).reason) == Obstacle.LEDGER.value


def test_service_comes_back_when_the_obstacle_is_gone() -> None:
    session = Session().open().health(samples.CUT_OFF).health(WELL)
    assert session.view(AttractView) == AttractView()


def test_out_of_service_tells_the_obstacle_there_is_now() -> None:
    session = Session().open().health(samples.CUT_OFF).health(READERLESS)
    assert str(session.view(OutOfServiceView).reason) == Obstacle.READER.value
    assert session.notes == []


def test_health_that_changes_nothing_on_the_screen_loses_no_touch() -> None:
    session = Session().open()
    number = session.terminal.scene
    session.health(PAPERLESS)
    assert session.effects == ()
    assert session.terminal.health == PAPERLESS
    assert session.terminal.scene == number
    assert isinstance(session.answer(Begin()).terminal.phase, Visit)


def test_health_that_changes_nothing_while_starting_is_not_shown_again() -> None:
    health = replace(UNKNOWN_HEALTH, door_closed=False)
    assert Session().health(UNKNOWN_HEALTH).health(health).effects == ()


@pytest.mark.parametrize("answer", [Confirmed(), GoHome(), Leave(), StillHere()])
def test_only_a_touch_begins_a_visit(answer: Confirmed | GoHome | Leave | StillHere) -> None:
    session = Session().open()
    before = session.terminal
    assert session.answer(answer).terminal == before
    assert session.effects == ()


@pytest.mark.parametrize("health", [UNKNOWN_HEALTH, READERLESS])
def test_nobody_is_served_while_starting_or_out_of_service(health: Health) -> None:
    session = Session().health(health).answer(Begin())
    assert not isinstance(session.terminal.phase, Visit)
    assert session.effects == ()


def test_a_touch_begins_a_visit_at_the_home_screen() -> None:
    session = Session().to_home()
    assert str(session.view(TilesView).title) == "您想办什么？"
    assert session.notes == [Note(Moment.VISIT_STARTED, "visit/home")]


def test_a_visit_that_cannot_begin_leaves_the_terminal_waiting() -> None:
    def nowhere(_situation: Situation) -> Move:
        return Ended(Way.HOME)

    session = Session(Terminal(samples.FACTS, nowhere)).open().answer(Begin())
    assert session.terminal.phase == Attract()
    assert session.view(AttractView) == AttractView()


def test_between_citizens_there_is_no_footer_no_step_bar_and_no_countdown() -> None:
    shown = Session().open().scene
    assert (shown.ways, shown.place, shown.countdown) == (NO_WAYS, None, None)
    assert shown.complaint is None
    assert not shown.asking_presence


def test_timers_of_the_past_end_nothing_between_citizens() -> None:
    session = Session().open()
    assert session.hear(Elapsed(session.terminal.timer)).effects == ()


@pytest.mark.parametrize("status", AcquirerStatus, ids=lambda status: status.value)
def test_without_an_acquirer_citizens_are_served_all_the_same(status: AcquirerStatus) -> None:
    session = Session().open().health(replace(WELL, acquirer=status))
    assert session.terminal.phase == Attract()
    assert obstacle(session.terminal.health) is None


def test_out_of_service_without_a_reason_says_that_service_is_coming_back() -> None:
    terminal = Terminal(samples.FACTS, Session().terminal.start, OutOfService(), WELL)
    view = Session(terminal).fresh.view
    assert isinstance(view, OutOfServiceView)
    assert str(view.reason) == "正在恢复服务，请稍候。"


@pytest.mark.parametrize("reason", Obstacle, ids=lambda reason: reason.name)
def test_no_obstacle_throws_a_citizen_out(reason: Obstacle) -> None:
    session = Session().to_period().health(OBSTACLES[reason])
    assert session.step == "period"
    assert session.all_of(Show) == []
    session.answer(GoHome())
    assert session.terminal.phase == OutOfService()
    assert str(session.view(OutOfServiceView).reason) == reason.value


UNHEARD_READER = replace(WELL, devices=((DeviceKind.RECEIPT_PRINTER, ONLINE),))
UNHEARD_PRINTER = replace(WELL, devices=((DeviceKind.ID_CARD_READER, ONLINE),))


@pytest.mark.parametrize(
    ("health", "coming_up"),
    [
        (UNKNOWN_HEALTH, True),
        (UNHEARD_READER, True),
        (UNHEARD_PRINTER, True),
        (replace(WELL, settled=False), True),
        (replace(WELL, service=ServiceStatus.STARTING), True),
        (replace(WELL, acquirer=AcquirerStatus.STARTING), True),
        (WELL.with_device(DeviceKind.PIN_PAD, STARTING), True),
        (replace(WELL, acquirer=AcquirerStatus.UNREACHABLE), False),
        (WELL, False),
        (READERLESS, False),
        (replace(samples.CUT_OFF, settled=False), False),
        (replace(UNKNOWN_HEALTH, ledger_sound=False), False),
    ],
    ids=[
        "nothing heard",
        "reader unheard",
        "printer unheard",
        "orders unsettled",
        "service unheard",
        "acquirer unheard",
        "pad unheard",
        "no acquirer",
        "well",
        "no reader",
        "cut off",
        "ledger unsound",
    ],
)
def test_starting_lasts_while_something_is_unheard_and_nothing_known_to_be_wrong(
    health: Health, coming_up: bool
) -> None:
    assert is_coming_up(health) is coming_up
    session = Session().health(health)
    assert isinstance(session.terminal.phase, Starting) is coming_up


@pytest.mark.parametrize("health", [UNHEARD_READER, replace(WELL, settled=False)])
def test_a_terminal_that_has_served_does_not_start_again(health: Health) -> None:
    assert Session().open().health(health).terminal.phase == OutOfService()
