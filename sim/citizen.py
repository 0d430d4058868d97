"""A citizen who follows a scenario: touches the real window, lays real cards, pays with a phone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

import httpx2
from PySide6.QtGui import QPixmap

from kiosk.app import Kiosk
from kiosk.domain.money import Money
from sim.actions import ScannerShow, WalletScan
from sim.backend.surnames import surname_of
from sim.card_steps import CardStep
from sim.cardholder import Cardholder
from sim.client import HallClient, HallRefused
from sim.glass import REACH_SECONDS, Glass
from sim.paper_steps import Documents, Download, Pages, Papers, PaperStep
from sim.pdf import words_of
from sim.people import find_person
from sim.scenario import (
    Advance,
    Expect,
    Keys,
    Lift,
    Months,
    Number,
    Order,
    Orders,
    Pay,
    Pick,
    Place,
    Retry,
    Scan,
    Scenario,
    Shot,
    ShowCode,
    Step,
    Surname,
    Tick,
    Touch,
    WrongSurname,
    Years,
)
from sim.servicing import Servicing
from sim.staff_steps import StaffStep
from sim.state import HallState
from sim.terminal_clock import MovableClock

_GLANCE = 160
_YEAR = re.compile(r"\{year([+-]\d+)?\}")


@dataclass(frozen=True, slots=True)
class Taken:
    """One step taken: what it was, and how long it took in seconds."""

    step: str
    seconds: float


class JourneyFailed(Exception):
    """A step of the scenario did not come true; says which, and what was there instead.

    ``taken`` are the steps before it.
    """

    def __init__(self, reason: str, taken: Sequence[Taken]) -> None:
        super().__init__(reason)
        self.taken = tuple(taken)


class Citizen:
    """Plays scenarios on a running kiosk. Lives in the Qt thread.

    ``keep`` is given the pictures a scenario asks for; and, if ``keeps_every_screen``, one of each
    screen that is expected, under the name of its view.
    """

    def __init__(
        self,
        kiosk: Kiosk,
        hall: HallClient,
        clock: MovableClock,
        keep: Callable[[str, QPixmap], None],
        *,
        keeps_every_screen: bool = False,
    ) -> None:
        self._glass = Glass(kiosk)
        self._cardholder = Cardholder(hall, self._glass)
        self._servicing = Servicing(self._glass, clock.now)
        self._hall = hall
        self._clock = clock
        self._keep = keep
        self._keeps_every_screen = keeps_every_screen

    @property
    def view(self) -> str:
        """The name of the view on the screen, as scenarios spell it."""
        return self._glass.view

    @property
    def scene(self) -> int:
        """The number of the scene on the screen; it rises with each, even of the same view."""
        return self._glass.scene

    def words(self) -> str:
        """Everything that can be read on the screen now."""
        return self._glass.words()

    def touch(self, name: str) -> None:
        """Put a finger on a widget and lift it. Raises TimeoutError if it never can be touched."""
        self._glass.touch(name)

    def wait_until(self, holds: Callable[[], bool], within: float = REACH_SECONDS) -> None:
        """Let the kiosk go on until something holds. Raises TimeoutError."""
        self._glass.wait_until(holds, within)

    def play(self, scenario: Scenario) -> tuple[Taken, ...]:
        """Take every step. Raises JourneyFailed at the first that does not come true."""
        taken: list[Taken] = []
        following = (*scenario.steps[1:], None)
        for number, (step, after) in enumerate(zip(scenario.steps, following, strict=True), 1):
            name = _name(step)
            began = time.monotonic()
            try:
                self._take(step)
            except (TimeoutError, LookupError, AssertionError, HallRefused) as error:
                raise JourneyFailed(
                    f"step {number} ({name}): {error}; the screen shows {self._at_a_glance()}",
                    taken,
                ) from error
            taken.append(Taken(name, round(time.monotonic() - began, 3)))
            if (
                self._keeps_every_screen
                and isinstance(step, Expect)
                and not isinstance(after, Shot)
            ):
                self._keep(step.expect.replace("_", "-"), self._glass.picture())
        return tuple(taken)

    def _at_a_glance(self) -> str:
        """The view, and the beginning of what it says."""
        return f"{self.view!r}: {' '.join(self.words().split())[:_GLANCE]}"

    def _keep_screen(self, view: str) -> None:
        if self._keeps_every_screen:
            self._keep(view.replace("_", "-"), self._glass.picture())

    def _take(self, step: Step) -> None:
        if isinstance(step, CardStep):
            self._cardholder.take(step)
            return
        if isinstance(step, StaffStep):
            self._servicing.take(step)
            return
        match step:
            case (
                Touch()
                | Months()
                | Keys()
                | Number()
                | Pick()
                | Tick()
                | Surname()
                | WrongSurname()
                | Years()
            ):
                self._answer(step)
            case Expect() | Retry() | Order() | Orders():
                self._see_to_it(step)
            case Papers() | Documents() | Pages() | Download():
                self._read_papers(step)
            case Place(place=person):
                self._hall.place(person)
            case Lift():
                self._hall.lift()
            case Pay(pay=wallet):
                self._hall.pay(wallet)
            case Scan(scan=wallet):
                self._hall.perform(WalletScan(wallet=wallet))
            case ShowCode(show_code=wallet):
                self._hall.perform(ScannerShow(wallet=wallet))
            case Advance(advance=seconds):
                self._hall.advance(seconds)
                self._clock.advance(seconds)
            case Shot(shot=name):
                self._keep(name, self._glass.picture())
            case _:
                self._hall.perform(step)

    def _answer(
        self,
        step: Touch | Months | Keys | Number | Pick | Tick | Surname | WrongSurname | Years,
    ) -> None:
        """Touch what a step says."""
        glass = self._glass
        match step:
            case Touch(touch=name):
                glass.touch(name)
            case Months(months=count):
                glass.touch_months(count)
            case Keys(keys=keys):
                glass.type_keys(keys)
            case Number(number=person):
                glass.type_keys(find_person(person).number)
            case Pick(pick=which):
                glass.pick(self._which(which))
            case Tick(tick=rows):
                glass.tick([self._which(row) for row in rows])
            case Surname(surname=person):
                glass.pick(surname_of(find_person(person).called))
            case WrongSurname(wrong_surname=person):
                right = surname_of(find_person(person).called)
                glass.pick(next(name for name in glass.options() if name != right))
            case Years(years=(first, last)):
                year = self._clock.now().year
                glass.set_years(year + first, year + last)
            case _:
                assert_never(step)

    def _see_to_it(self, step: Expect | Retry | Order | Orders) -> None:
        """Wait until it is as a step says."""
        match step:
            case Expect():
                self._expect(step)
            case Retry():
                self._retry(step)
            case Order():
                self._order(step)
            case Orders(orders=states, within=within):
                self._until_hall(
                    lambda hall: tuple(order.state.value for order in hall.orders) == states,
                    within,
                    f"the orders are not {', '.join(states) or 'none'}",
                )
            case _:
                assert_never(step)

    def _read_papers(self, step: PaperStep) -> None:
        """Wait for what a step says is on paper, in a document or on a phone."""
        match step:
            case Papers():
                self._papers(step)
            case Documents():
                self._documents(step)
            case Pages(pages=count, within=within):
                self._until_hall(
                    lambda hall: pages_out(hall) == count, within, f"not {count} pages of A4"
                )
            case Download():
                self._download(step)
            case _:
                assert_never(step)

    def _expect(self, step: Expect) -> None:
        texts = [self._now(text) for text in step.text]
        self._glass.wait_until(
            lambda: self._glass.shows(step.expect, texts) and not self._reads_any(step.gone),
            step.within,
            f"no {step.expect} with {texts}" + (f" without {step.gone}" if step.gone else ""),
        )
        self._miss(step.absent, self.words(), "on the screen")

    def _reads_any(self, texts: Sequence[str]) -> bool:
        return any(self._now(text) in self.words() for text in texts)

    def _retry(self, step: Retry) -> None:
        glass = self._glass

        def reached() -> bool:
            if self.view != step.retry and glass.touchable("Again") is not None:
                glass.touch("Again")
            return glass.shows(step.retry, step.text)

        glass.wait_until(reached, step.within, f"no {step.retry}, however often it was tried")

    def _order(self, step: Order) -> None:
        hall = self._until_hall(
            lambda hall: bool(hall.orders) and hall.orders[-1].state.value == step.order,
            step.within,
            f"no order became {step.order}",
        )
        figures = Money(hall.orders[-1].amount_fen).figures
        if step.amount not in (None, figures):
            raise AssertionError(f"the order is about {figures}")

    def _papers(self, step: Papers) -> None:
        texts = [self._now(text) for text in step.text]

        def out(hall: HallState) -> bool:
            papers = hall.printer.papers
            return len(papers) == step.papers and (
                not papers or all(text in papers[-1].text for text in texts)
            )

        hall = self._until_hall(out, step.within, f"not {step.papers} papers with {texts}")
        if hall.printer.papers:
            self._miss(step.absent, hall.printer.papers[-1].text, "on the paper")

    def _documents(self, step: Documents) -> None:
        hall = self._until_hall(
            lambda hall: len(hall.documents) == step.documents,
            step.within,
            f"not {step.documents} documents",
        )
        if hall.documents:
            self._read(self._hall.document(hall.documents[-1].number), step)

    def _download(self, step: Download) -> None:
        answer = httpx2.get(self._glass.link(), trust_env=False)
        if answer.is_error:
            raise AssertionError(f"the phone is told {answer.status_code}")
        is_page = answer.headers["content-type"].startswith("text/html")
        self._find(answer.text if is_page else words_of(answer.content), step)

    def _read(self, pdf: bytes, step: Documents) -> None:
        self._find(words_of(pdf), step)

    def _find(self, words: str, step: Documents | Download) -> None:
        for text in map(self._now, step.text):
            if text not in words:
                raise AssertionError(f"{text!r} is not in the document")
        self._miss(step.absent, words, "in the document")

    def _until_hall(
        self, holds: Callable[[HallState], bool], within: float, complaint: str
    ) -> HallState:
        """The hall once it is so."""
        seen = [self._hall.state()]

        def look() -> bool:
            seen[0] = self._hall.state()
            return holds(seen[0])

        self._glass.wait_until(look, within, complaint)
        return seen[0]

    def _miss(self, texts: Sequence[str], words: str, where: str) -> None:
        for text in map(self._now, texts):
            if text in words:
                raise AssertionError(f"{text!r} must not be {where}")

    def _which(self, which: int | str) -> int | str:
        return which if isinstance(which, int) else self._now(which)

    def _now(self, text: str) -> str:
        """A text with its years."""
        year = self._clock.now().year
        return _YEAR.sub(lambda found: str(year + int(found[1] or 0)), text)


def pages_out(hall: HallState) -> int:
    """How many pages are out of the A4 printer."""
    return 0 if hall.document_printer is None else len(hall.document_printer.papers)


def _name(step: Step) -> str:
    return " ".join(
        f"{key}={value}" for key, value in step.model_dump(exclude_defaults=True).items()
    )
