"""Somebody falls silent: asked whether they are there, then forgotten; never while money moves."""

from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QObject, QPoint, Slot

from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.masking import mask_identity, mask_name
from kiosk.domain.quote import Quote
from kiosk.observe import Event
from kiosk.session.steps import DELIBERATE, GLANCE, RESULT
from sim.people import find_person
from sim.scenario import Advance, Expect, Keys, Order, Pay, Touch
from tests.journeys.conftest import Journey
from tests.journeys.partway import only, up_to
from tests.screens.touching import Finger, remembered

ASKED = "您还在吗"
WARNING_SECONDS = 20
CODE_SECONDS = 180
_SLACK = 5
"""Seconds a slow machine may need between what a test says and what the kiosk does."""
PERSON = find_person("zhang-san")
PERSONAL = (IdentityCard, Citizen, Enrolment, Quote)


class Ring(QObject):
    """The seconds that the countdown shows."""

    def __init__(self, journey: Journey) -> None:
        super().__init__()
        self._journey = journey
        self.left: int | None = None
        journey.kiosk.bridge.counted_down.connect(self._count)

    @Slot(int)
    def _count(self, seconds: int) -> None:
        self.left = seconds

    def advance(self, seconds: int, *, leaving: int) -> None:
        """Let time pass, and wait until the ring shows that no more than so much is left."""
        self.left = None
        self._journey.citizen.play(only(Advance(advance=seconds)))
        self._journey.citizen.wait_until(lambda: self.left is not None and self.left <= leaving)


@pytest.mark.parametrize(
    ("shot", "seconds"),
    [
        ("home", GLANCE.seconds),
        ("card", GLANCE.seconds),
        ("period", DELIBERATE.seconds),
        ("tender", DELIBERATE.seconds),
    ],
)
def test_whoever_falls_silent_is_asked_for_the_last_twenty_seconds(
    journey: Journey, shot: str, seconds: int
) -> None:
    journey.citizen.play(up_to(shot))
    view = journey.citizen.view
    ring = Ring(journey)

    ring.advance(seconds - WARNING_SECONDS - _SLACK, leaving=WARNING_SECONDS + _SLACK)
    assert ASKED not in journey.citizen.words()
    ring.advance(_SLACK, leaving=WARNING_SECONDS)
    journey.citizen.wait_until(lambda: ASKED in journey.citizen.words())
    assert "继续办理" in journey.citizen.words()
    assert journey.citizen.view == view
    ring.advance(WARNING_SECONDS - _SLACK, leaving=_SLACK)
    assert ASKED in journey.citizen.words()
    journey.citizen.play(only(Advance(advance=_SLACK), Expect(expect="attract", absent=(ASKED,))))

    assert journey.log_text().count(Event.VISIT_TIMED_OUT.value) == 1


def asked(journey: Journey, shot: str) -> None:
    """A citizen at that screen is silent until asked whether they are there."""
    journey.citizen.play(up_to(shot))
    journey.citizen.play(only(Advance(advance=DELIBERATE.seconds - WARNING_SECONDS)))
    journey.citizen.wait_until(lambda: ASKED in journey.citizen.words())


def test_who_goes_on_finds_what_was_typed(journey: Journey) -> None:
    asked(journey, "base")

    journey.citizen.touch("StillHere")

    journey.citizen.wait_until(lambda: ASKED not in journey.citizen.words())
    journey.citizen.play(
        only(
            Expect(expect="base", text=("5,200",)),
            # Typed on, not anew: 5200 becomes 520, and 5200 again.
            Touch(touch="key:backspace"),
            Keys(keys="0"),
            Touch(touch="Confirmed"),
            Expect(expect="review", text=("3,120.00",)),
        )
    )


def test_a_finger_beside_the_question_is_answer_enough(journey: Journey) -> None:
    asked(journey, "period")

    Finger(journey.kiosk.window).tap(QPoint(5, 5))

    journey.citizen.wait_until(lambda: ASKED not in journey.citizen.words())
    journey.citizen.play(only(Expect(expect="period", text=("3 个月",))))


def test_who_is_asked_may_also_leave_at_once(journey: Journey) -> None:
    asked(journey, "review")

    journey.citizen.play(only(Touch(touch="Leave"), Expect(expect="attract")))

    assert Event.VISIT_TIMED_OUT.value not in journey.log_text()


def test_a_finger_on_the_glass_starts_the_time_anew(journey: Journey) -> None:
    journey.citizen.play(up_to("base"))
    ring = Ring(journey)

    ring.advance(DELIBERATE.seconds - WARNING_SECONDS - _SLACK, leaving=WARNING_SECONDS + _SLACK)
    journey.citizen.touch("key:0")
    journey.citizen.wait_until(lambda: ring.left == DELIBERATE.seconds)
    ring.advance(DELIBERATE.seconds - WARNING_SECONDS - _SLACK, leaving=WARNING_SECONDS + _SLACK)

    assert ASKED not in journey.citizen.words()


def personal_objects() -> list[object]:
    """Whatever of a citizen is anywhere in the memory of this process."""
    gc.collect()
    return [kept for kept in gc.get_objects() if isinstance(kept, PERSONAL)]


def test_silence_wipes_everything_personal(journey: Journey) -> None:
    masked = (mask_name(PERSON.name), mask_identity(PERSON.identity))
    # Counting holds everything for a moment, even a database that a starting kiosk has just closed.
    journey.citizen.play(only(Expect(expect="attract")))
    of_other_tests = personal_objects()
    asked(journey, "review")
    assert len(personal_objects()) > len(of_other_tests)
    assert all(words in remembered(journey.kiosk.window) for words in masked)

    journey.citizen.play(only(Advance(advance=WARNING_SECONDS), Expect(expect="attract")))

    secrets = (PERSON.name, PERSON.number, *masked, "5,200", "3,120.00", "叁仟壹佰贰拾元整")
    carried = remembered(journey.kiosk.window)
    assert [secret for secret in secrets if secret in carried] == []
    assert journey.hall.state().orders == ()
    assert set(map(id, personal_objects())) == set(map(id, of_other_tests))


def test_a_result_ends_by_itself_without_a_question(journey: Journey) -> None:
    journey.citizen.play(up_to("success"))
    ring = Ring(journey)

    ring.advance(RESULT.seconds - WARNING_SECONDS, leaving=WARNING_SECONDS)
    assert ASKED not in journey.citizen.words()
    journey.citizen.play(only(Advance(advance=WARNING_SECONDS), Expect(expect="attract")))

    carried = remembered(journey.kiosk.window)
    assert "3,120.00" not in carried
    assert "缴费成功" not in carried


def test_nobody_is_sent_away_while_the_code_can_be_paid(journey: Journey) -> None:
    journey.citizen.play(up_to("qr"))
    ring = Ring(journey)

    ring.advance(DELIBERATE.seconds + _SLACK, leaving=CODE_SECONDS - DELIBERATE.seconds - _SLACK)
    assert ASKED not in journey.citizen.words()
    journey.citizen.play(
        only(
            Expect(expect="qr", text=("3,120.00",)),
            Order(order="paying"),
            Pay(pay="alipay"),
            Expect(expect="success", text=("3,120.00",)),
            Order(order="posted"),
        )
    )
