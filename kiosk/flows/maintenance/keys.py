"""密钥: two key officers load the master key of the PIN pad in components, or wipe it.

Nobody sees more than the own component, and nothing but check values is ever shown.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.text import say
from kiosk.flows.maintenance.key_views import (
    COMPONENT_DIGITS,
    LEAST_CHECK_DIGITS,
    MOST_CHECK_DIGITS,
    KeysCase,
    KeysChoice,
    ask_expected,
    ask_first,
    ask_second,
    confirm_wipe,
    facts,
    loading,
    only_one,
    result,
)
from kiosk.flows.maintenance.login import STAFF_LOGIN, StaffLoginCase
from kiosk.flows.maintenance.notices import no_way_out
from kiosk.flows.requests.maintenance.keys import (
    AskKeys,
    KeyPlace,
    KeysChanged,
    LeaveKeys,
    LoadKey,
    SecondLeft,
    TypeAtPad,
    WipeKey,
)
from kiosk.session.answers import Confirmed, ServiceChosen, TextEntered
from kiosk.session.health import Situation
from kiosk.session.outcomes import Goto, Outcome, Refusal, Taken
from kiosk.session.steps import Ask, Do, Flow, Run

_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


def _ask(_case: KeysCase, _situation: Situation) -> AskKeys:
    return AskKeys()


def _take_place(case: KeysCase, place: KeyPlace) -> KeysCase:
    return KeysCase(case.member, place)


def _choose(case: KeysCase, answer: ServiceChosen) -> Taken[KeysCase]:
    assert isinstance(answer.service, KeysChoice)  # noqa: S101
    return replace(case, choice=answer.service)


def _let_in_second(case: KeysCase, _situation: Situation) -> StaffLoginCase:
    return StaffLoginCase(second=True, others=(case.member.number,))


def _took_second(case: KeysCase, login: StaffLoginCase) -> Outcome[KeysCase]:
    return replace(case, second=login.member)


def _not_two(case: KeysCase, _situation: Situation) -> bool:
    return not case.two_officers


def _give_up(case: KeysCase, _answer: Confirmed) -> Goto[KeysCase]:
    return Goto("leave", case)


def _is_component(text: str) -> bool:
    """Of zeros it would leave the key to the other officer alone."""
    whole = len(text) == COMPONENT_DIGITS and _HEXADECIMAL.issuperset(text)
    return whole and set(text) != {"0"}


_NOT_A_COMPONENT = Refusal(say("应为 32 位，只有数字和字母 A 到 F，且不能全为零"))


def _take_first(case: KeysCase, answer: TextEntered) -> Taken[KeysCase]:
    if not _is_component(answer.text):
        return _NOT_A_COMPONENT
    return replace(case, components=(answer.text,))


def _take_second(case: KeysCase, answer: TextEntered) -> Taken[KeysCase]:
    if not _is_component(answer.text):
        return _NOT_A_COMPONENT
    return replace(case, components=(*case.components[:1], answer.text))


def _types_here(case: KeysCase, _situation: Situation) -> bool:
    return case.types_here


def _loads(case: KeysCase, _situation: Situation) -> bool:
    return case.choice is KeysChoice.LOAD


def _take_expected(case: KeysCase, answer: TextEntered) -> Taken[KeysCase]:
    text = answer.text.strip().upper()
    whole = len(text) % 2 == 0 and LEAST_CHECK_DIGITS <= len(text) <= MOST_CHECK_DIGITS
    if not whole or not _HEXADECIMAL.issuperset(text):
        return Refusal(say("应为 6 到 16 位、双数位的十六进制"))
    return replace(case, expected=text)


def _load(case: KeysCase, _situation: Situation) -> LoadKey:
    return LoadKey(case.components, case.expected)


def _hear(case: KeysCase, news: object) -> KeysCase:
    return replace(case, at_pad=news.officer) if isinstance(news, TypeAtPad) else case


def _changed(case: KeysCase, changed: KeysChanged) -> Goto[KeysCase]:
    return Goto("changed", replace(case, changed=changed, components=(), expected="", at_pad=0))


def _wipe(_case: KeysCase, _situation: Situation) -> WipeKey:
    return WipeKey()


def _to_leave(case: KeysCase, _answer: Confirmed) -> KeysCase:
    return case


def _leave(_case: KeysCase, _situation: Situation) -> LeaveKeys:
    return LeaveKeys()


def _left(case: KeysCase, _left: SecondLeft) -> Goto[KeysCase]:
    return Goto("ask", KeysCase(case.member))


KEYS: Flow[KeysCase] = Flow(
    "keys",
    "密钥",
    (
        Do(name="ask", request=_ask, reply=KeyPlace, take=_take_place),
        Ask(name="facts", view=facts, answers=(ServiceChosen,), take=_choose),
        Run(name="second", flow=STAFF_LOGIN, enter=_let_in_second, leave=_took_second),
        Ask(
            name="only_one",
            view=only_one,
            answers=(Confirmed,),
            take=_give_up,
            keeps_back=False,
            when=_not_two,
            leads=("leave",),
        ),
        Ask(
            name="first_component",
            view=ask_first,
            answers=(TextEntered,),
            take=_take_first,
            once=True,
            when=_types_here,
        ),
        Ask(
            name="second_component",
            view=ask_second,
            answers=(TextEntered,),
            take=_take_second,
            once=True,
            when=_types_here,
        ),
        Ask(
            name="expected",
            view=ask_expected,
            answers=(TextEntered,),
            take=_take_expected,
            when=_loads,
        ),
        Do(
            name="load",
            request=_load,
            reply=KeysChanged,
            take=_changed,
            view=loading,
            hear=_hear,
            stake=no_way_out,
            seals=True,
            when=_loads,
            leads=("changed",),
        ),
        Ask(
            name="confirm_wipe",
            view=confirm_wipe,
            answers=(Confirmed,),
            take=lambda case, _yes: case,
        ),
        Do(
            name="wipe",
            request=_wipe,
            reply=KeysChanged,
            take=_changed,
            stake=no_way_out,
            seals=True,
            leads=("changed",),
        ),
        Ask(
            name="changed",
            view=result,
            answers=(Confirmed,),
            take=_to_leave,
            keeps_back=False,
        ),
        Do(
            name="leave",
            request=_leave,
            reply=SecondLeft,
            take=_left,
            seals=True,
            leads=("ask",),
        ),
    ),
)
