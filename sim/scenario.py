"""Scenario files: a journey as data, played alike by the demo, the tests and the bench.

A scenario is a TOML file: ``name``, ``title``, ``person`` (a key of ``sim.people``), ``steps``, and
``hall`` where it needs another hardware than the usual (``sim.pace``).
A step is a table whose first key says what it is. ``{part = "log-in"}`` stands for all the steps of
``parts/log-in.toml``, and the person ``me`` for that of the scenario; both are resolved on loading.
In texts ``{year}`` is the current year and ``{year-1}`` the one before.

===============================  =================================================================
``touch = "Begin"``              touch the widget of that object name (``kiosk.session.answers``)
``place = "me"``                 lay that person's card on the reader
``lift = true``                  take the card away
``months = 3``                   touch the first and the third payable month
``keys = "5200"``                touch those keys of the on-screen keypad
``number = "me"``                type that person's identity number, X and all
``pick = "500元档"``             touch that option, on whichever page; or the second with ``2``
``tick = ["RS", 3]``             touch those rows of a list to tick, named like options
``surname = "me"``               touch that person's surname; ``wrong_surname`` any but that
``years = [-3, 0]``              set the years of a search, counted from the current one
``expect = "review"``            wait for that view; ``text`` must be on it, ``absent`` must not,
                                 ``gone`` may be until it is drawn anew
``retry = "card"``               touch Again, as often as it is offered, until that view shows
``pay = "alipay"``               somebody pays the order that waits, with that wallet
``scan = "alipay"``              somebody scans the code and does not pay yet
``show_code = "alipay"``         somebody holds that wallet's payment code before the scanner
``download = true``              a phone fetches what the code on the screen leads to
``order = "refunded"``           wait until the newest order is in that state, of that ``amount``
``orders = ["closed", "paid"]``  wait until these are all orders at the service, the oldest first
``papers = 1``                   wait until so many papers are out; ``text`` is on the newest
``documents = 1``                wait until the service has made so many; ``text`` is in the newest
``pages = 2``                    wait until so many pages are out of the A4 printer
``social_card = "me"``           put in that person's social-security card, of that ``generation``
``bank_card = "wang-wu-credit"`` put in a bank card of ``sim.cards.cast``
``pin = "wang-wu-credit"``       type its right PIN, once the pad waits for one
``press = "12 clear cancel"``    press keys of the pad, once it waits for a PIN
``take_bank_card = true``        take the bank card, as soon as the reader lets go of it
``take_social_card = true``      take the social-security card
``staff_card = "technician"``    put in the chip card of that member of ``sim.staff``
``take_staff_card = true``       take it
``acquirer_hears = "reversal"``  wait until the acquirer has been sent one, or a ``purchase``
``purchases = ["reversed"]``     wait until these are all purchases in the acquirer's books
``corners = true``               touch the four corners of the panel, clockwise: staff want it
``staff = "technician"``         log in as that member of ``sim.staff``; ``pin`` for a wrong one,
                                 ``code = "used"`` for the code of the last time
``type = "T0417"``               type on the keyboard of the screen
``find = "缺纸"``                turn the pages of a list until this can be read
``world = "printer.paper", …``   any action of ``sim.actions``
``advance = 181``                so many seconds pass, in the hall and for the terminal
``shot = "name"``                keep a picture of the screen
===============================  =================================================================
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from sim.actions import Action, CardPlaced, Wallet
from sim.card_actions import BankCardInserted, PinTyped, SocialCardInserted
from sim.card_steps import BankCard, CardStep, Pin, SocialCard
from sim.cards.cast import CAST
from sim.pace import HallKind
from sim.paper_steps import PaperStep, Texts
from sim.people import PEOPLE
from sim.staff_steps import StaffStep
from sim.trade_actions import BillChanged, Deduction, PaidElsewhere

SCENARIOS = Path(__file__).with_name("scenarios")
PARTS = SCENARIOS / "parts"
DEFAULT = "flexible-pension-alipay"
ME = "me"

JsonTable = dict[str, JsonValue]

ViewName = Literal[
    "attract",
    "starting",
    "out_of_service",
    "maintenance",
    "tiles",
    "card",
    "period",
    "base",
    "review",
    "tender",
    "qr",
    "pin",
    "waiting",
    "success",
    "notice",
    "options",
    "ticks",
    "number",
    "criteria",
    "preview",
    "printing",
    "link",
    "typing",
    "lines",
    "facts",
    "touch_test",
    "colour_test",
]
"""Names of the views of ``kiosk.session.views``, in lower case without the ending."""

OrderStateName = Literal[
    "created",
    "paying",
    "unknown",
    "closed",
    "paid",
    "posting",
    "posted",
    "refunding",
    "refunded",
    "needs_person",
]

Which = Annotated[int, Field(ge=1)] | Annotated[str, Field(min_length=1)]
"""One of several: by its place, counted from 1, or by its title or else any of its words."""


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Touch(_Step):
    """Touch a widget by its object name."""

    touch: str


class Place(_Step):
    """Lay a card on the reader."""

    place: str


class Lift(_Step):
    """Take the card away."""

    lift: Literal[True]


class Months(_Step):
    """Choose the first so many payable months."""

    months: Annotated[int, Field(ge=1, le=12)]


class Keys(_Step):
    """Type on the on-screen keypad."""

    keys: Annotated[str, Field(pattern=r"^[0-9.]+$")]


class Number(_Step):
    """Type a person's identity number on the keypad."""

    number: str


class Pick(_Step):
    """Touch an option."""

    pick: Which


class Tick(_Step):
    """Touch rows of a list to tick; what was ticked already is unticked."""

    tick: Annotated[tuple[Which, ...], Field(min_length=1)]


class Surname(_Step):
    """Touch a person's surname among those that are asked about."""

    surname: str


class WrongSurname(_Step):
    """Touch a surname that is not this person's."""

    wrong_surname: str


class Years(_Step):
    """Set the first and the last year of a search, counted from the current one."""

    years: tuple[int, int]


class Expect(_Step):
    """Wait for a view, at most ``within`` seconds of the real world, and until what may still be on
    it is ``gone``."""

    expect: ViewName
    text: Texts = ()
    gone: Texts = ()
    absent: Texts = ()
    within: Annotated[float, Field(gt=0)] = 15.0


class Retry(_Step):
    """Touch ``Again`` whenever it is offered, until a view with those texts shows; at most
    ``within`` seconds."""

    retry: ViewName
    text: Texts = ()
    within: Annotated[float, Field(gt=0)] = 60.0


class Pay(_Step):
    """The order that waits is paid with a wallet."""

    pay: Wallet


class Scan(_Step):
    """The code is scanned, nothing is paid yet."""

    scan: Wallet


class ShowCode(_Step):
    """A wallet's payment code is held before the scanner until it has been read."""

    show_code: Wallet


class Order(_Step):
    """Wait for a state of the newest order at the collection service; ``amount`` as ``3,120.00``
    is what it is about."""

    order: OrderStateName
    amount: str | None = None
    within: Annotated[float, Field(gt=0)] = 15.0


class Orders(_Step):
    """Wait until the orders at the collection service are in these states, the oldest first."""

    orders: tuple[OrderStateName, ...]
    within: Annotated[float, Field(gt=0)] = 15.0


class Advance(_Step):
    """Time passes."""

    advance: Annotated[float, Field(gt=0)]


class Shot(_Step):
    """Keep a picture of the screen under a name."""

    shot: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]


Step = (
    Touch
    | Place
    | Lift
    | Months
    | Keys
    | Number
    | Pick
    | Tick
    | Surname
    | WrongSurname
    | Years
    | Expect
    | Retry
    | Pay
    | Scan
    | ShowCode
    | Order
    | Orders
    | Advance
    | Shot
    | CardStep
    | PaperStep
    | StaffStep
    | Action
)


class Scenario(BaseModel):
    """A journey of one person, with what goes wrong on the way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: str
    person: str
    about: str = ""
    hall: HallKind = "usual"
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _people_and_cards_exist(self) -> Self:
        known = {person.key for person in PEOPLE}
        if strangers := sorted({self.person, *map(_named, self.steps)} - known - {""}):
            raise ValueError(f"nobody is called {', '.join(strangers)}")
        if unknown := sorted(set(map(_card_of, self.steps)) - CAST.keys() - {""}):
            raise ValueError(f"there is no bank card {', '.join(unknown)}")
        return self


def _named(step: Step) -> str:
    """Who a step is about; empty for nobody."""
    match step:
        case Place(place=key) | Number(number=key):
            return key
        case SocialCard(social_card=key):
            return key
        case Surname(surname=key) | WrongSurname(wrong_surname=key):
            return key
        case CardPlaced() | SocialCardInserted() | Deduction() | PaidElsewhere() | BillChanged():
            return step.person
        case _:
            return ""


def _card_of(step: Step) -> str:
    """The bank card a step is about; empty for none."""
    match step:
        case BankCard(bank_card=key) | Pin(pin=key):
            return key
        case BankCardInserted(card=key) | PinTyped(card=key):
            return key
        case _:
            return ""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    steps: list[JsonTable]


class _Written(_Part):
    name: str
    title: str
    person: str
    about: str = ""
    hall: HallKind = "usual"


def load(path: Path) -> Scenario:
    """Read one file. Raises OSError, tomllib.TOMLDecodeError, pydantic.ValidationError; ValueError
    when its name is not that of the file."""
    written = _Written.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    if written.name != path.stem:
        raise ValueError(f"{path.name} calls itself {written.name}")
    steps = [_for_person(step, written.person) for step in _resolved(written.steps)]
    return Scenario.model_validate({**written.model_dump(exclude={"steps"}), "steps": steps})


def _resolved(steps: list[JsonTable]) -> Iterator[JsonTable]:
    for step in steps:
        match step:
            case {"part": str(name)} if len(step) == 1:
                text = (PARTS / f"{name}.toml").read_text(encoding="utf-8")
                yield from _resolved(_Part.model_validate(tomllib.loads(text)).steps)
            case _:
                yield step


def _for_person(step: JsonTable, person: str) -> JsonTable:
    """``me`` where a person is named is that of the scenario."""
    named = {"place", "person", "number", "surname", "wrong_surname", "social_card"} & step.keys()
    return {**step, **{key: person for key in named if step[key] == ME}}


def find(name: str) -> Scenario:
    """A scenario of this package by its name, or a file by its path. Raises as ``load`` does."""
    path = Path(name)
    return load(path if path.suffix == ".toml" else SCENARIOS / f"{name}.toml")


def names() -> tuple[str, ...]:
    """The scenarios of this package in alphabetical order."""
    return tuple(sorted(path.stem for path in SCENARIOS.glob("*.toml")))
