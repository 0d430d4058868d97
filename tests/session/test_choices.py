"""Tiles, options and rows: only what is there can be chosen."""

from __future__ import annotations

import pytest

from kiosk.domain.tender import Tender
from kiosk.domain.text import Text, say
from kiosk.session.answers import Confirmed, Picked, TenderChosen, Ticked, answer_name
from kiosk.session.steps import Ask
from kiosk.session.views import Icon, Option, OptionsView, TickRow, TicksView, Tile, TilesView
from tests.support.errands import ask, said, started, where
from tests.support.visit import Session


def test_a_tile_that_cannot_be_chosen_refuses_with_its_own_words() -> None:
    answer = TenderChosen(Tender.BANK_CARD)
    tile = Tile(answer, say("刷卡"), say("插卡"), Icon.CARD, say("没有开通"))
    open_tile = Tile(TenderChosen(Tender.ALIPAY), say("扫码"), say("扫"), Icon.ALIPAY)
    tiles = Ask(
        name="one",
        view=lambda _case, _situation: TilesView(say("选"), say("选一个"), (tile, open_tile)),
        answers=(TenderChosen,),
        take=lambda case, _answer: case.plus("chosen"),
    )
    session = started(tiles, ask("two")).answer(answer)
    assert session.scene.complaint == say("没有开通")
    assert said(session.answer(TenderChosen(Tender.ALIPAY))) == "chosen"


def listing(*options: Option, others: tuple[Tile, ...] = ()) -> Session:
    listed = Ask(
        name="one",
        view=lambda _case, _situation: OptionsView(say("选"), say("选一个"), options, others),
        answers=(Picked, Confirmed),
        take=lambda case, answer: case.plus(answer_name(answer)),
    )
    return started(listed, ask("two"))


def option(place: int, unavailable: Text | None = None) -> Option:
    return Option(Picked(place), say("{n}", n=place), say(""), say(""), unavailable=unavailable)


def test_of_options_only_those_that_are_there_can_be_picked() -> None:
    session = listing(option(0), option(1))
    before = session.terminal
    for place in (-1, 2):
        assert session.answer(Picked(place)).terminal == before
    assert said(session.answer(Picked(1))) == "Picked.1"


def test_an_option_that_cannot_be_picked_refuses_with_its_own_words() -> None:
    session = listing(option(0), option(1, say("已经用过"))).answer(Picked(1))
    assert session.scene.complaint == say("已经用过")
    assert where(session) == "errand/one"


def test_an_action_on_a_whole_list_is_chosen_like_an_option() -> None:
    tile = Tile(Confirmed(), say("全部打印"), say("打印"), Icon.LIST)
    assert said(listing(option(0), others=(tile,)).answer(Confirmed())) == "Confirmed"
    session = listing(option(0))
    before = session.terminal
    assert session.answer(Confirmed()).terminal == before


def ticking(*rows: tuple[bool, bool]) -> Session:
    """Rows, each ticked or not and locked or not."""
    ticks = Ask(
        name="one",
        view=lambda _case, _situation: TicksView(
            title=say("勾"),
            hint=say("打勾"),
            rows=tuple(
                TickRow(say("{n}", n=n), say(""), None, ticked=ticked, locked=locked)
                for n, (ticked, locked) in enumerate(rows)
            ),
            confirm=say("确认"),
            sum_label=None,
        ),
        answers=(Ticked,),
        take=lambda case, answer: case.plus(",".join(map(str, answer.places))),
    )
    return started(ticks, ask("two"))


@pytest.mark.parametrize("places", [(0,), (1, 2), (0, 1, 2)])
def test_any_rows_may_be_ticked_in_their_order(places: tuple[int, ...]) -> None:
    session = ticking((False, False), (True, False), (False, False)).answer(Ticked(places))
    assert said(session) == ",".join(map(str, places))


@pytest.mark.parametrize("places", [(), (3,), (-1,), (1, 0), (0, 0), (0, 3), (-1, 0)])
def test_rows_that_are_not_there_or_out_of_order_or_none_are_not_taken(
    places: tuple[int, ...],
) -> None:
    session = ticking((False, False), (True, False), (False, False))
    before = session.terminal
    assert session.answer(Ticked(places)).terminal == before


@pytest.mark.parametrize(
    ("places", "taken"), [((0,), True), ((0, 2), True), ((2,), False), ((0, 1), False)]
)
def test_a_locked_row_stays_as_it_is(places: tuple[int, ...], taken: bool) -> None:
    session = ticking((True, True), (False, True), (False, False)).answer(Ticked(places))
    assert (where(session) == "errand/two") is taken


def test_rows_take_no_other_answer() -> None:
    session = ticking((True, False))
    before = session.terminal
    assert session.answer(Confirmed()).terminal == before
