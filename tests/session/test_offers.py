"""What can be touched on a view, and that nothing else is taken for an answer to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.money import Money
from kiosk.domain.period import Month
from kiosk.domain.tender import Tender
from kiosk.domain.text import say
from kiosk.session.answers import (
    Again,
    Another,
    Answer,
    Choice,
    Chosen,
    Confirmed,
    Finished,
    Picked,
    TenderChosen,
)
from kiosk.session.offers import offers
from kiosk.session.views import (
    Button,
    Icon,
    LinkView,
    NoticeView,
    Option,
    OptionsView,
    PeriodView,
    PreviewView,
    ReceiptAt,
    ReviewView,
    SuccessView,
    TenderView,
    Tile,
    TilesView,
    Tone,
    View,
    WaitingView,
)

WORDS = say("字")
WHY = say("现在不行")
OPEN = Tile(Chosen(Choice.SUMMARY), WORDS, WORDS, Icon.LIST)
SHUT = Tile(Chosen(Choice.DETAIL), WORDS, WORDS, Icon.LIST, WHY)
REVIEW = ReviewView(WORDS, WORDS, (), None, "", WORDS, Button(Confirmed(), WORDS))
NOTICE = NoticeView(Tone.INFO, WORDS, WORDS, WORDS, WORDS, (Button(Again(), WORDS),))
SUCCESS = SuccessView(
    title=WORDS,
    amount=Money(1),
    summary=WORDS,
    paper_title=WORDS,
    paper_lines=(),
    receipt=ReceiptAt.MOUTH,
    others=(Button(Another(), WORDS),),
    finish=Button(Finished(), WORDS),
)
PREVIEW = PreviewView(
    title=WORDS,
    hint=WORDS,
    pages=(),
    confirm=Button(Confirmed(), WORDS),
    unavailable=None,
    others=(Button(Another(), WORDS),),
)
LINK = LinkView(WORDS, WORDS, "https://wallet.example/d", 60, WORDS, Button(Finished(), WORDS))
ALIPAY = Tile(TenderChosen(Tender.ALIPAY), WORDS, WORDS, Icon.ALIPAY)


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (TilesView(WORDS, WORDS, (OPEN, SHUT)), {OPEN.answer: None, SHUT.answer: WHY}),
        (TenderView(WORDS, WORDS, Money(1), (ALIPAY,)), {ALIPAY.answer: None}),
        (
            OptionsView(
                WORDS, WORDS, (Option(Picked(0), WORDS, WORDS, WORDS, unavailable=WHY),), (OPEN,)
            ),
            {Picked(0): WHY, OPEN.answer: None},
        ),
        (REVIEW, {Confirmed(): None}),
        (replace(REVIEW, confirm=None), {}),
        (NOTICE, {Again(): None}),
        (SUCCESS, {Another(): None, Finished(): None}),
        (replace(SUCCESS, others=(), finish=None), {}),
        (PREVIEW, {Confirmed(): None, Another(): None}),
        (replace(PREVIEW, unavailable=WHY), {Confirmed(): WHY, Another(): None}),
        (LINK, {Finished(): None}),
    ],
    ids=[
        "tiles",
        "tenders",
        "options",
        "review",
        "review without anything to do",
        "notice",
        "success",
        "success while it prints",
        "preview",
        "preview that cannot be printed",
        "link",
    ],
)
def test_everything_that_can_be_touched_is_offered(
    view: View, expected: dict[Answer, object]
) -> None:
    assert offers(view) == expected


@pytest.mark.parametrize(
    "view", [PeriodView(WORDS, WORDS, (Month(2026, 1),), (), None), WaitingView(WORDS, WORDS)]
)
def test_of_what_is_typed_nothing_is_offered_beforehand(view: View) -> None:
    assert offers(view) is None
