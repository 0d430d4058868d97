"""Scenario files: a journey as data, played alike by the demo, the tests and the bench.

A scenario is a TOML file: ``name``, ``title``, ``person`` (a key of ``sim.people``) and ``steps``.
A step is a table whose first key says what it is. ``{part = "log-in"}`` stands for all the steps of
``parts/log-in.toml``, and the person ``me`` for that of the scenario; both are resolved on loading.

===============================  =================================================================
``touch = "Begin"``              touch the widget of that object name (``kiosk.session.answers``)
``place = "me"``                 lay that person's card on the reader
``lift = true``                  take the card away
``months = 3``                   touch the first and the third payable month
``keys = "5200"``                touch those keys of the on-screen keypad
``expect = "review"``            wait for that view; ``text`` must be on it, ``absent`` must not
``retry = "card"``               touch Again, as often as it is offered, until that view shows
``pay = "alipay"``               somebody pays the order that waits, with that wallet
``scan = "alipay"``              somebody scans the code and does not pay yet
``order = "refunded"``           wait until the newest order is in that state at the service
``papers = 1``                   wait until so many papers are out; ``text`` is on the newest
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
from sim.people import PEOPLE

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
    "waiting",
    "success",
    "notice",
]
"""Names of the views of ``kiosk.session.views``, in lower case without the ending."""

Texts = tuple[str, ...]


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


class Expect(_Step):
    """Wait for a view, at most ``within`` seconds of the real world."""

    expect: ViewName
    text: Texts = ()
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


class Order(_Step):
    """Wait for a state of the newest order at the collection service."""

    order: Literal[
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
    within: Annotated[float, Field(gt=0)] = 15.0


class Papers(_Step):
    """Wait for papers; 0 asserts that none has come out."""

    papers: Annotated[int, Field(ge=0)]
    text: Texts = ()
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
    | Expect
    | Retry
    | Pay
    | Scan
    | Order
    | Papers
    | Advance
    | Shot
    | Action
)


class Scenario(BaseModel):
    """A journey of one person, with what goes wrong on the way."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: str
    person: str
    about: str = ""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _people_exist(self) -> Self:
        known = {person.key for person in PEOPLE}
        if strangers := sorted({self.person, *self._placed()} - known):
            raise ValueError(f"nobody is called {', '.join(strangers)}")
        return self

    def _placed(self) -> set[str]:
        people: set[str] = set()
        for step in self.steps:
            match step:
                case Place(place=person) | CardPlaced(person=person):
                    people.add(person)
                case _:
                    pass
        return people


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")

    steps: list[JsonTable]


class _Written(_Part):
    name: str
    title: str
    person: str
    about: str = ""


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
    named = {"place", "person"} & step.keys()
    return {**step, **{key: person for key in named if step[key] == ME}}


def find(name: str) -> Scenario:
    """A scenario of this package by its name, or a file by its path. Raises as ``load`` does."""
    path = Path(name)
    return load(path if path.suffix == ".toml" else SCENARIOS / f"{name}.toml")


def names() -> tuple[str, ...]:
    """The scenarios of this package in alphabetical order."""
    return tuple(sorted(path.stem for path in SCENARIOS.glob("*.toml")))
