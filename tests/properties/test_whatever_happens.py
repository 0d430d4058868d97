"""Whatever happens, in whatever order, sense or nonsense: the machine keeps its promises."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

import kiosk.flows.requests
import kiosk.session.requests
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.payment_record import PaymentState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import Condition, DeviceKind, DeviceStatus
from kiosk.flows.maintenance.tasks import start_staff_visit
from kiosk.flows.requests.card import CardSeen, PinProgress
from kiosk.flows.requests.receipt import Printed
from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import (
    Again,
    Another,
    Answer,
    BaseEntered,
    Begin,
    Choice,
    Chosen,
    Confirmed,
    CriteriaChosen,
    Finished,
    GoBack,
    GoHome,
    GroupChosen,
    InsuranceChosen,
    Leave,
    Module,
    ModuleChosen,
    NumberEntered,
    PeriodChosen,
    Picked,
    Service,
    ServiceChosen,
    SlipWanted,
    StillHere,
    TenderChosen,
    TextEntered,
    Ticked,
)
from kiosk.session.events import (
    Acknowledged,
    Answered,
    Done,
    Elapsed,
    EndingWanted,
    Event,
    Failed,
    HealthChanged,
    MaintenanceOver,
    MaintenanceWanted,
    Progressed,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.handover import Ending, Part
from kiosk.session.health import AcquirerStatus, Health, ServiceStatus
from kiosk.session.requests import Request
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal, Visit
from tests.support import samples
from tests.support.explore import offered, under_way
from tests.support.promises import Watcher
from tests.support.sample_requests import REQUESTS
from tests.support.way_home import go_home

CONDITIONS = st.builds(Condition, st.sampled_from(DeviceStatus))
HEALTHS = st.builds(
    Health,
    devices=st.fixed_dictionaries(dict.fromkeys(DeviceKind, CONDITIONS)).map(
        lambda devices: tuple(devices.items())
    ),
    service=st.sampled_from(ServiceStatus),
    tenders=st.frozensets(st.sampled_from(Tender)),
    ledger_sound=st.booleans(),
    door_closed=st.booleans(),
    settled=st.booleans(),
    acquirer=st.sampled_from(AcquirerStatus),
)
MONEY = st.integers(0, 10_000_000).map(Money)
PERIODS = st.tuples(st.integers(2025, 2027), st.integers(1, 12), st.integers(0, 11)).map(
    lambda drawn: ContributionPeriod(
        Month(drawn[0], drawn[1]), Month(drawn[0], min(12, drawn[1] + drawn[2]))
    )
)
NUMBERS = st.one_of(
    st.sampled_from((samples.PAYEE_NUMBER, samples.PERSON.number, samples.PAYEE_NUMBER[:-1])),
    st.text("0123456789X", max_size=18),
)
YEARS = st.integers(2020, 2028)
CRITERIA = st.builds(
    lambda first, more, **others: Criteria(first, first + more, **others),
    YEARS,
    st.integers(0, 7),
    insurance=st.none() | st.sampled_from(InsuranceKind),
    state=st.none() | st.sampled_from(PaymentState),
    refunds=st.booleans(),
)
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.sampled_from(
        (
            Again(),
            Another(),
            Begin(),
            Confirmed(),
            Finished(),
            GoBack(),
            GoHome(),
            Leave(),
            SlipWanted(),
            StillHere(),
        )
    ),
    st.builds(Chosen, st.sampled_from(Choice)),
    st.builds(Picked, st.integers(-1, 12)),
    st.builds(Ticked, st.lists(st.integers(-1, 6), max_size=4).map(tuple)),
    st.builds(NumberEntered, NUMBERS),
    st.builds(TextEntered, st.sampled_from(("", "T0417", "204817"))),
    st.builds(CriteriaChosen, CRITERIA),
    st.builds(GroupChosen, st.sampled_from(CitizenGroup)),
    st.builds(ModuleChosen, st.sampled_from(Module)),
    st.builds(InsuranceChosen, st.sampled_from(InsuranceKind)),
    st.builds(ServiceChosen, st.sampled_from(Service)),
    st.builds(TenderChosen, st.sampled_from(Tender)),
    st.builds(PeriodChosen, PERIODS),
    st.builds(BaseEntered, MONEY),
)
ORDERS = st.builds(
    samples.order,
    st.sampled_from(OrderState),
    amount=MONEY,
    tender=st.sampled_from(Tender),
    qr_payload=st.sampled_from((None, "", samples.QR)),
    expires_in=st.sampled_from((None, 0, 1, 180)),
)
# A reply to any question may come to any other.
EVERY_REPLY = tuple(reply for request in REQUESTS for reply in samples.replies(request))
REPLIES: st.SearchStrategy[object] = st.one_of(
    st.sampled_from(EVERY_REPLY),
    st.builds(samples.quote, PERIODS, MONEY),
    ORDERS,
    st.builds(Printed, st.integers(0, 3)),
    st.none(),
    st.text(max_size=3),
)
NEWS = st.one_of(
    st.builds(PinProgress, st.integers(-1, 20)), st.sampled_from((CardSeen(), None, "half"))
)
FAULTS = st.builds(Fault, st.sampled_from(FaultCode), st.sampled_from(("", "E-1")))
# Which of several ways on is taken at each fork: 0 always the first.
TURNS = st.integers(0, 10_000_000)
NEAR = st.sampled_from((0, 0, 0, -1, 1))
HOME: Answer = GoHome()
OUT = (GoBack, GoHome, Leave, Finished)


def _visited(machine: WhateverHappens) -> bool:
    return isinstance(machine.terminal.phase, Visit)


def _asking(machine: WhateverHappens) -> bool:
    phase = machine.terminal.phase
    return isinstance(phase, Visit) and phase.ticket is not None


class WhateverHappens(RuleBasedStateMachine):
    """Half of what happens makes sense, so that a visit gets anywhere; half of it need not."""

    def __init__(self) -> None:
        super().__init__()
        self.terminal = Terminal(samples.FACTS, start_visit, serve=start_staff_visit)
        self.watcher = Watcher()
        self.turn = 0

    def hear(self, event: Event) -> None:
        before = self.terminal
        self.terminal, effects = advance(before, event)
        self.watcher.see(before, event, self.terminal, effects)

    @initialize(steps=st.integers(0, 24), turn=TURNS)
    def somebody_gets_somewhere(self, steps: int, turn: int) -> None:
        self.turn = turn
        self.hear(HealthChanged(samples.WELL))
        self.hear(Answered(self.terminal.scene, Begin()))
        for _ in range(steps):
            if _visited(self):
                self._go_on()

    @rule()
    def all_is_well_and_somebody_comes(self) -> None:
        self.hear(MaintenanceOver())
        self._every_part_acknowledges()
        self.hear(HealthChanged(samples.WELL))
        self.hear(Answered(self.terminal.scene, Begin()))

    @precondition(_visited)
    @rule(steps=st.integers(1, 8), turn=TURNS)
    def all_goes_well_for_a_while(self, steps: int, turn: int) -> None:
        self.turn = turn
        for _ in range(steps):
            if _visited(self):
                self._go_on()

    def _go_on(self) -> None:
        phase = self.terminal.phase
        assert isinstance(phase, Visit)
        if phase.ticket is not None:
            request = under_way(self.terminal)
            self.hear(Done(phase.ticket, samples.good_reply(request)))
        else:
            ways = offered(scene(self.terminal))
            onwards: list[Answer] = [one for one in ways if not isinstance(one, OUT)]
            onwards = onwards or [HOME]
            self.hear(Answered(self.terminal.scene, onwards[self.turn % len(onwards)]))
            self.turn //= len(onwards)

    @precondition(_visited)
    @rule(data=st.data())
    def the_citizen_touches_what_is_offered(self, data: st.DataObject) -> None:
        answers = tuple(offered(scene(self.terminal)))
        if answers:
            answer = data.draw(st.sampled_from(answers[::-1]))
            self.hear(Answered(self.terminal.scene, answer))

    @precondition(_asking)
    @rule(data=st.data())
    def the_request_gets_on(self, data: st.DataObject) -> None:
        phase = self.terminal.phase
        assert isinstance(phase, Visit)
        assert phase.ticket is not None
        told = samples.news(under_way(self.terminal))
        if told:
            self.hear(Progressed(phase.ticket, data.draw(st.sampled_from(told))))

    @precondition(_asking)
    @rule(data=st.data())
    def the_request_is_answered(self, data: st.DataObject) -> None:
        phase = self.terminal.phase
        assert isinstance(phase, Visit)
        assert phase.ticket is not None
        replies = samples.replies(under_way(self.terminal))
        self.hear(Done(phase.ticket, data.draw(st.sampled_from(replies))))

    @rule(answer=ANSWERS, near=NEAR)
    def anybody_answers_anything_on_any_scene(self, answer: Answer, near: int) -> None:
        self.hear(Answered(self.terminal.scene + near, answer))

    @rule(reply=REPLIES, near=NEAR)
    def any_reply_comes_on_any_ticket(self, reply: object, near: int) -> None:
        self.hear(Done(self.terminal.ticket + near, reply))

    @rule(news=NEWS, near=NEAR)
    def any_news_come_on_any_ticket(self, news: object, near: int) -> None:
        self.hear(Progressed(self.terminal.ticket + near, news))

    @rule(fault=FAULTS, near=NEAR)
    def any_fault_comes(self, fault: Fault, near: int) -> None:
        self.hear(Failed(self.terminal.ticket + near, fault))

    @rule(near=NEAR)
    def a_timer_runs_out(self, near: int) -> None:
        self.hear(Elapsed(self.terminal.timer + near))

    @rule(health=HEALTHS)
    def the_health_is_anything(self, health: Health) -> None:
        self.hear(HealthChanged(health))

    @rule(tenders=st.frozensets(st.sampled_from(Tender)))
    def channels_come_and_go(self, tenders: frozenset[Tender]) -> None:
        self.hear(HealthChanged(replace(self.terminal.health, tenders=tenders)))

    @rule(
        event=st.sampled_from(
            (
                MaintenanceWanted(),
                MaintenanceWanted(held=True),
                MaintenanceWanted(touched=True),
                MaintenanceOver(),
            )
        )
    )
    def staff_come_or_go(self, event: Event) -> None:
        self.hear(event)

    @rule(ending=st.sampled_from(Ending))
    def the_program_is_to_end(self, ending: Ending) -> None:
        self.hear(EndingWanted(ending))

    @rule(part=st.sampled_from(Part), near=NEAR)
    def a_part_acknowledges(self, part: Part, near: int) -> None:
        self.hear(Acknowledged(self.terminal.handover + near, part))

    @rule()
    def staff_come_and_every_part_acknowledges(self) -> None:
        self.hear(MaintenanceWanted())
        self._every_part_acknowledges()

    def _every_part_acknowledges(self) -> None:
        for part in Part:
            self.hear(Acknowledged(self.terminal.handover, part))

    def teardown(self) -> None:
        """From wherever it has come to, there is a way home."""
        self.hear(MaintenanceOver())
        go_home(self.terminal, self._hear_from)

    def _hear_from(self, terminal: Terminal, event: Event) -> Terminal:
        assert terminal is self.terminal
        self.hear(event)
        return self.terminal


TestWhateverHappens = WhateverHappens.TestCase


def test_nothing_is_asked_of_which_no_reply_is_known_here() -> None:
    """Every request of the services and of the machine has a sample, and every sample replies."""
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(
            kiosk.flows.requests.__path__, f"{kiosk.flows.requests.__name__}."
        )
    ]
    asked = {
        kind
        for module in (*modules, kiosk.session.requests)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Request) and kind is not Request
    }
    assert asked == {type(request) for request in REQUESTS}
    assert all(samples.replies(request) for request in REQUESTS)
