"""The machine on tables of its own, so that its rules are seen apart from any service."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.text import say
from kiosk.session.answers import Again, Confirmed, Finished, GoBack, Leave
from kiosk.session.effects import Abort, Moment, Note, Perform, Show, Wipe
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.outcomes import Depart, Finish, Goto, Halt, Outcome, Refusal, Way
from kiosk.session.position import Ended, Faulted, Ignored, Moved, begin
from kiosk.session.steps import Flow, Run, Stake, waiting
from kiosk.session.terminal import Attract
from kiosk.session.views import Button, NoticeView, WaitingView
from tests.support.errands import HALT, SITUATION, Errand, Stamp, ask, do, said, started, where
from tests.support.visit import Session


def test_steps_are_walked_in_order() -> None:
    session = started(ask("one"), do("two"), ask("three"))
    assert where(session) == "errand/one"
    session.answer(Confirmed())
    assert where(session) == "errand/two"
    session.done("stamped")
    assert where(session) == "errand/three"
    assert said(session) == "one+stamped"


def test_a_visit_whose_last_step_is_done_begins_anew() -> None:
    session = started(ask("one")).answer(Confirmed())
    assert Wipe() in session.effects
    assert where(session) == "errand/one"
    assert said(session) == ""


def test_a_step_is_skipped_when_its_condition_does_not_hold() -> None:
    skipped = replace(ask("two"), when=lambda case, _situation: "one" not in case.done)
    session = started(ask("one"), skipped, ask("three")).answer(Confirmed())
    assert where(session) == "errand/three"


def test_a_condition_may_look_at_the_terminal() -> None:
    only_in_a_hall = replace(ask("one"), when=lambda _case, now: now.terminal.number == "QD-01")
    assert where(started(only_in_a_hall, ask("two"))) == "errand/two"


def test_a_sub_flow_has_its_own_case_and_hands_back_what_came_of_it() -> None:
    inner = Flow("inner", "里面", (ask("deep"),))
    run = Run(
        name="run",
        flow=inner,
        enter=lambda case, _situation: case.plus("in"),
        leave=lambda case, deep: Errand((*case.done, *deep.done, "out")),
    )
    session = started(ask("one"), run, ask("last")).answer(Confirmed())
    assert where(session) == "errand/inner/deep"
    session.answer(Confirmed())
    assert where(session) == "errand/last"
    assert said(session) == "one+one+in+deep+out"
    assert where(session.answer(GoBack())) == "errand/inner/deep"


def test_a_sub_flow_of_which_every_step_is_skipped_is_passed_through() -> None:
    never = replace(ask("deep"), when=lambda _case, _situation: False)
    run = Run(
        name="run",
        flow=Flow("inner", "里面", (never,)),
        enter=lambda case, _situation: case,
        leave=lambda case, _deep: case.plus("passed"),
    )
    assert said(started(run, ask("last"))) == "passed"


def test_a_flow_may_end_before_its_last_step() -> None:
    session = started(ask("one", Finish(Errand())), ask("two")).answer(Confirmed())
    assert Wipe() in session.effects


@pytest.mark.parametrize("way", [Way.HOME, Way.BACK])
def test_a_step_may_end_the_visit_and_begin_another(way: Way) -> None:
    session = started(ask("one", Depart(way))).answer(Confirmed())
    assert Wipe() in session.effects
    assert where(session) == "errand/one"


def test_a_step_may_end_the_visit_altogether() -> None:
    session = started(ask("one", Depart(Way.LEAVE))).answer(Confirmed())
    assert session.terminal.phase == Attract()


def test_a_refusal_keeps_the_screen() -> None:
    session = started(ask("one", Refusal(say("不行。")))).answer(Confirmed())
    assert where(session) == "errand/one"
    assert session.scene.complaint == say("不行。")


def test_a_halt_lays_a_notice_before_the_screen() -> None:
    session = started(ask("one", HALT)).answer(Confirmed())
    assert session.view(NoticeView) == HALT.notice
    assert session.notes == [Note(Moment.VISIT_HALTED, "errand/one")]
    assert where(session.answer(GoBack())) == "errand/one"
    session.view(WaitingView)


def test_a_halt_that_offers_to_try_again_asks_again() -> None:
    notice = replace(HALT.notice, actions=(Button(Again(), say("再来")),))
    session = started(do("one", Halt(notice))).done("x").answer(Again())
    assert session.all_of(Perform) == [Perform(session.ticket, Stamp())]


def test_a_step_may_lead_back_and_the_way_back_does_not_run_in_circles() -> None:
    session = started(ask("one"), ask("two"), ask("three", Goto("two", Errand(("again",)))))
    session.answer(Confirmed()).answer(Confirmed()).answer(Confirmed())
    assert where(session) == "errand/two"
    assert said(session) == "again"
    assert where(session.answer(GoBack())) == "errand/one"
    assert session.scene.ways.back is None


def test_a_step_may_lead_forward_and_keeps_the_way_back() -> None:
    session = started(ask("one", Goto("three", Errand())), ask("two"), ask("three"))
    session.answer(Confirmed())
    assert where(session) == "errand/three"
    assert where(session.answer(GoBack())) == "errand/one"


def test_leading_back_over_a_sub_flow_forgets_the_way_through_it() -> None:
    run = Run(
        name="run",
        flow=Flow("inner", "里面", (ask("deep"),)),
        enter=lambda case, _situation: case,
        leave=lambda case, _deep: Goto("two", case),
    )
    session = started(ask("one"), ask("two"), run)
    session.answer(Confirmed()).answer(Confirmed()).answer(Confirmed())
    assert where(session) == "errand/two"
    assert where(session.answer(GoBack())) == "errand/one"


def test_a_sealed_step_cannot_be_gone_back_beyond() -> None:
    session = started(ask("one"), replace(do("two"), seals=True), ask("three"))
    session.answer(Confirmed()).done("ok")
    assert session.scene.ways.back is None


def test_a_sealed_step_seals_even_when_it_failed() -> None:
    sealed = replace(do("two"), seals=True, failed=lambda case, fault: case.plus(fault.code.value))
    session = started(ask("one"), sealed, ask("three"))
    session.answer(Confirmed()).failed(FaultCode.PAPER_OUT)
    assert said(session) == "one+paper_out"
    assert session.scene.ways.back is None


def test_a_step_that_has_no_answer_to_a_fault_leaves_it_to_the_machine() -> None:
    picky = replace(
        do("one"),
        failed=lambda case, fault: None if fault.code is FaultCode.INTERNAL else case.plus("ok"),
    )
    assert said(started(picky, ask("two")).failed(FaultCode.PAPER_OUT)) == "ok"
    started(picky, ask("two")).failed(FaultCode.INTERNAL).view(NoticeView)


def test_a_screen_that_hides_the_way_back_is_itself_no_way_back() -> None:
    session = started(ask("one"), ask("two", keeps_back=False), ask("three"))
    session.answer(Confirmed())
    assert session.scene.ways.back is None
    session.answer(Confirmed())
    assert where(session) == "errand/three"
    assert session.scene.ways.back is None


def test_an_answer_that_is_good_once_is_no_way_back_but_the_screen_before_it_is() -> None:
    session = started(ask("one"), replace(ask("two"), once=True), do("three"), ask("four"))
    session.answer(Confirmed())
    assert session.scene.ways.back is not None
    session.answer(Confirmed()).done("ok")
    assert where(session) == "errand/four"
    assert where(session.answer(GoBack())) == "errand/one"
    assert said(session) == "one+two+ok"


def test_a_refused_answer_does_not_change_the_way_back() -> None:
    session = started(ask("one"), ask("two", Refusal(say("不行。"))))
    session.answer(Confirmed()).answer(Confirmed())
    assert where(session.answer(GoBack())) == "errand/one"


def test_what_was_answered_later_is_kept_when_an_earlier_answer_is_corrected() -> None:
    session = started(ask("one"), ask("two"), ask("three"))
    session.answer(Confirmed()).answer(Confirmed()).answer(GoBack()).answer(GoBack())
    assert where(session) == "errand/one"
    assert said(session) == "one+two"


def test_the_plain_waiting_view_says_that_nothing_need_be_pressed() -> None:
    view = started(do("one")).view(WaitingView)
    assert view == waiting(Errand(), SITUATION)
    assert "不用按任何按钮" in str(view.hint)


def at_stake(abandon: Outcome[Errand] | None = None) -> Session:
    risky = replace(
        do("one"),
        stake=lambda _case: Stake(),
        abandon=None if abandon is None else lambda _case, _way: abandon,
    )
    return started(risky, ask("two"))


def test_a_step_at_stake_without_a_way_out_of_its_own_has_none() -> None:
    session = at_stake()
    before, shown = session.terminal, session.scene
    session.answer(Leave())
    assert (session.terminal, session.effects) == (before, (Show(shown),))


def test_a_step_at_stake_names_its_ways_out_plainly_unless_it_has_better_names() -> None:
    ways = at_stake(Errand()).scene.ways
    assert (str(ways.back), str(ways.home), str(ways.leave)) == ("上一步", "返回首页", "退出")


@pytest.mark.parametrize("outcome", [HALT, Goto("two", Errand()), Errand(), Depart(Way.LEAVE)])
def test_abandoning_drops_the_request_whatever_comes_of_it(outcome: Outcome[Errand]) -> None:
    session = at_stake(outcome)
    ticket = session.ticket
    session.answer(Leave())
    assert Abort(ticket) in session.effects


def test_a_position_ignores_what_it_did_not_ask_for() -> None:
    move = begin(Flow("errand", "办事", (ask("one"),)), Errand(), SITUATION)
    assert isinstance(move, Moved)
    position = move.position
    assert position.receive("reply", SITUATION) == Ignored()
    assert position.abandon(Way.HOME, SITUATION) == Ignored()
    assert position.respond(Finished(), SITUATION) == Ignored()
    assert position.fail(Fault(FaultCode.INTERNAL), SITUATION) == Faulted(Fault(FaultCode.INTERNAL))
    assert position.index_within("elsewhere") is None


def test_a_flow_without_steps_is_over_at_once() -> None:
    assert begin(Flow("empty", "空", ()), Errand(), SITUATION) == Ended(Way.HOME)


def test_a_flow_knows_its_steps_by_name() -> None:
    flow = Flow("errand", "办事", (ask("one"), ask("two")))
    assert flow.index("two") == 1


def test_two_steps_of_one_name_are_no_flow() -> None:
    with pytest.raises(ValueError, match="two steps of one name"):
        Flow("errand", "办事", (ask("one"), ask("one")))


def test_a_step_that_leads_nowhere_is_no_flow() -> None:
    with pytest.raises(ValueError, match=r"errand\.one leads nowhere: \['three'\]"):
        Flow("errand", "办事", (replace(ask("one"), leads=("two", "three", "end")), ask("two")))
