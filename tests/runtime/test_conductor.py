"""The conductor: one event at a time, every effect carried out, every request answered once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest

from kiosk.domain.insurance import CitizenGroup
from kiosk.flows.requests.login import CardRead, FindCitizen, ReadCard
from kiosk.flows.visit import start_visit
from kiosk.runtime.conductor import Conductor
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.news import Tell
from kiosk.session.answers import (
    Again,
    Begin,
    GoBack,
    GoHome,
    GroupChosen,
    Leave,
    Module,
    ModuleChosen,
    StillHere,
)
from kiosk.session.effects import HandOver, Moment, Note
from kiosk.session.events import (
    Acknowledged,
    Answered,
    Done,
    Elapsed,
    EndingWanted,
    Failed,
    HealthChanged,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.handover import Direction, Ending, Part
from kiosk.session.health import Situation
from kiosk.session.position import Move, begin
from kiosk.session.requests import Request
from kiosk.session.steps import Flow
from kiosk.session.terminal import Attract, Terminal, Visit
from kiosk.session.views import (
    AttractView,
    CardView,
    NoticeView,
    TilesView,
    WaitingView,
)
from tests.runtime.fakes import FakeStage
from tests.support.errands import Errand, ask, do, show
from tests.support.manual_clock import ManualClock
from tests.support.samples import CARD, CITIZEN, FACTS, TODAY, WELL

READ = CardRead(CARD, TODAY)


@dataclass(slots=True)
class Outside:
    """Carries out requests: each waits until it is told what comes of it."""

    asked: list[Request[object]] = field(default_factory=list)
    tells: list[Tell] = field(default_factory=list)
    results: asyncio.Queue[object | BaseException] = field(default_factory=asyncio.Queue)
    cancelled: int = 0
    on_cancel: BaseException | None = None
    handovers: list[HandOver] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)

    async def perform(self, request: Request[object], tell: Tell) -> object:
        self.asked.append(request)
        self.tells.append(tell)
        try:
            result = await self.results.get()
        except asyncio.CancelledError:
            self.cancelled += 1
            if self.on_cancel is not None:
                raise self.on_cancel from None
            raise
        if isinstance(result, BaseException):
            raise result
        return result


@dataclass(slots=True)
class Performance:
    """A conductor at work."""

    conductor: Conductor
    outside: Outside
    stage: FakeStage
    clock: ManualClock
    notes: list[Note]

    async def answer(self, *answers: object) -> None:
        for answer in answers:
            self.conductor.post(Answered(self.stage.scene.number, answer))  # type: ignore[arg-type]
            await self.clock.settle()

    async def outcome(self, result: object) -> None:
        self.outside.results.put_nowait(result)
        await self.clock.settle()

    async def lay_card(self) -> None:
        """Come to the screen that waits for a card."""
        await self.answer(Begin(), GroupChosen(CitizenGroup.FLEXIBLE), ModuleChosen(Module.PAY))
        assert isinstance(self.stage.scene.view, CardView)


@asynccontextmanager
async def performance(
    clock: ManualClock, start: Callable[[Situation], Move] = start_visit
) -> AsyncIterator[Performance]:
    outside, stage, notes = Outside(), FakeStage(), list[Note]()
    conductor = Conductor(
        Terminal(FACTS, start),
        performer=outside,
        clock=clock,
        stage=stage,
        note=notes.append,
        hand_over=outside.handovers.append,
        end=outside.endings.append,
    )
    running = asyncio.create_task(conductor.run())
    conductor.post(HealthChanged(WELL))
    await clock.settle()
    try:
        yield Performance(conductor, outside, stage, clock, notes)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_healthy_terminal_waits_for_citizens(clock: ManualClock) -> None:
    async with performance(clock) as play:
        assert isinstance(play.stage.scene.view, AttractView)
        assert play.notes[-1].what is Moment.PHASE_CHANGED
        assert isinstance(play.conductor.terminal.phase, Attract)


async def test_a_request_is_carried_out_and_its_reply_comes_back(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        assert play.outside.asked == [ReadCard()]
        await play.outcome(READ)
        assert play.outside.asked[1:] == [FindCitizen(CARD)]
        assert isinstance(play.stage.scene.view, WaitingView)
        await play.outcome(CITIZEN)
        assert len(play.outside.asked) == 3


async def test_a_failed_request_comes_back_as_its_fault(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        await play.outcome(RequestFailed(Fault(FaultCode.CARD_REMOVED, "e-9")))
        view = play.stage.scene.view
        assert isinstance(view, NoticeView)
        assert view.reference == "e-9"
        await play.answer(Again())
        assert play.outside.asked == [ReadCard(), ReadCard()]


async def test_news_of_a_request_are_shown_before_its_reply(clock: ManualClock) -> None:
    hearing = replace(do("one"), view=show, hear=lambda case, news: case.plus(str(news)))
    flow = Flow("errand", "办事", (hearing, ask("two")))

    def start(situation: Situation) -> Move:
        return begin(flow, Errand(), situation)

    async with performance(clock, start) as play:
        await play.answer(Begin())
        number = play.stage.scene.number
        (tell,) = play.outside.tells
        tell("half")
        tell("most")
        play.outside.results.put_nowait("all")
        await clock.settle()
        said = [(one.number, str(getattr(one.view, "hint", ""))) for one in play.stage.scenes[-4:]]
        assert said == [
            (number, ""),
            (number, "half"),
            (number, "half+most"),
            (number + 1, "half+most+all"),
        ]
        shown = play.stage.scene
        tell("late")
        await clock.settle()
        assert play.stage.scene == shown


@pytest.mark.parametrize(
    "broken", [ValueError("a bug"), asyncio.CancelledError(), AssertionError()], ids=repr
)
async def test_a_request_that_breaks_is_a_fault_and_not_silence(
    clock: ManualClock, broken: BaseException
) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        await play.outcome(broken)
        assert isinstance(play.stage.scene.view, NoticeView)
        assert Note(Moment.VISIT_FAULT, "visit/pay_own/login/card", "internal") in play.notes


@pytest.mark.parametrize("way", [GoBack(), GoHome(), Leave()], ids=repr)
async def test_leaving_aborts_what_is_under_way(clock: ManualClock, way: object) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        await play.answer(way)
        assert play.outside.cancelled == 1
        assert not isinstance(play.stage.scene.view, CardView)
        assert ("wipe" in play.stage.trace) is not isinstance(way, GoBack)


@pytest.mark.parametrize(
    "late", [None, RequestFailed(Fault(FaultCode.NETWORK_LOST)), ValueError("late")], ids=repr
)
async def test_whatever_an_aborted_request_still_does_changes_nothing(
    clock: ManualClock, late: BaseException | None
) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        play.outside.on_cancel = late
        await play.answer(GoBack())
        shown = play.stage.scene
        assert isinstance(shown.view, TilesView)
        await play.clock.settle()
        assert play.stage.scene == shown


async def test_aborting_what_has_just_ended_changes_nothing(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        play.outside.results.put_nowait(READ)
        await play.answer(GoBack())
        assert isinstance(play.stage.scene.view, TilesView)


async def test_a_visit_without_anybody_ends_by_its_timer(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.answer(Begin())
        await clock.advance(40)
        assert play.stage.scene.asking_presence
        await clock.advance(20)
        assert isinstance(play.stage.scene.view, AttractView)
        assert "wipe" in play.stage.trace
        moments = [note.what for note in play.notes]
        assert moments[-2:] == [Moment.VISIT_TIMED_OUT, Moment.VISIT_ENDED]
        assert clock.sleepers == 0, "no timer and no ring outlives the visit"


async def test_somebody_who_is_still_there_starts_the_time_anew(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.answer(Begin())
        await clock.advance(55)
        await play.answer(StillHere())
        await clock.advance(39)
        assert isinstance(play.conductor.terminal.phase, Visit)
        assert not play.stage.scene.asking_presence


async def test_what_is_late_changes_nothing(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.lay_card()
        before = play.conductor.terminal
        for late in (
            Answered(before.scene - 1, Leave()),
            Done(before.ticket - 1, READ),
            Done(before.ticket + 1, READ),
            Failed(before.ticket + 7, Fault(FaultCode.INTERNAL)),
            Elapsed(before.timer - 1),
        ):
            play.conductor.post(late)
        await clock.settle()
        assert play.conductor.terminal == before


async def test_effects_are_carried_out_in_their_order(clock: ManualClock) -> None:
    async with performance(clock) as play:
        await play.answer(Begin())
        play.stage.trace.clear()
        await play.answer(Leave())
        assert play.stage.trace == ["wipe", "show AttractView"]


async def test_a_storm_of_events_is_weathered_one_by_one(clock: ManualClock) -> None:
    async with performance(clock) as play:
        for turn in range(2_000):
            scene = play.conductor.terminal.scene + turn % 3
            play.conductor.post(Answered(scene, Begin()))
            play.conductor.post(HealthChanged(replace(WELL, door_closed=turn % 2 == 0)))
            play.conductor.post(Answered(scene + 1, GoHome()))
            play.conductor.post(Done(turn, READ))
            play.conductor.post(Elapsed(turn))
            play.conductor.post(Failed(turn, Fault(FaultCode.INTERNAL)))
        await clock.settle()
        await play.answer(Leave())
        play.conductor.post(HealthChanged(WELL))
        await clock.settle()
        assert isinstance(play.conductor.terminal.phase, Attract)
        numbers = [scene.number for scene in play.stage.scenes]
        assert numbers == sorted(numbers)


async def test_requests_of_many_visits_are_each_answered_at_most_once(clock: ManualClock) -> None:
    async with performance(clock) as play:
        for _ in range(50):
            await play.lay_card()
            await play.answer(GoHome())
            await play.answer(Leave())
        assert play.outside.cancelled == len(play.outside.asked) == 50


async def test_stopping_waits_until_nobody_uses_anything_any_more(clock: ManualClock) -> None:
    finished: list[str] = []

    class Careful(Outside):
        async def perform(self, request: Request[object], tell: Tell) -> object:
            try:
                return await Outside.perform(self, request, tell)
            finally:
                await clock.settle()
                finished.append("let go")

    stage, notes = FakeStage(), list[Note]()
    conductor = Conductor(
        Terminal(FACTS, start_visit),
        performer=Careful(),
        clock=clock,
        stage=stage,
        note=notes.append,
        hand_over=lambda _asked: None,
        end=lambda _ending: None,
    )
    running = asyncio.create_task(conductor.run())
    conductor.post(HealthChanged(WELL))
    await clock.settle()
    play = Performance(conductor, Outside(), stage, clock, notes)
    await play.lay_card()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert finished == ["let go"]
    assert clock.sleepers == 0


async def test_a_machine_that_breaks_brings_the_conductor_down_loudly(clock: ManualClock) -> None:
    def broken(_situation: object) -> object:
        raise LookupError("a flow with a bug")

    start: Callable[..., object] = broken
    conductor = Conductor(
        replace(Terminal(FACTS, start_visit), start=start),  # type: ignore[arg-type]
        performer=Outside(),
        clock=clock,
        stage=FakeStage(),
        note=lambda _note: None,
        hand_over=lambda _asked: None,
        end=lambda _ending: None,
    )
    conductor.post(HealthChanged(WELL))
    running = asyncio.create_task(conductor.run())
    await clock.settle()
    conductor.post(Answered(conductor.terminal.scene, Begin()))
    with pytest.raises(LookupError):
        await running


async def test_parts_are_asked_to_rest_and_the_program_to_end(clock: ManualClock) -> None:
    async with performance(clock) as played:
        played.conductor.post(EndingWanted(Ending.RESTART))
        await clock.settle()
        assert played.outside.handovers == [HandOver(1, Direction.PAUSE)]
        for part in Part:
            assert played.outside.endings == []
            played.conductor.post(Acknowledged(1, part))
            await clock.settle()
        assert played.outside.endings == [Ending.RESTART]
