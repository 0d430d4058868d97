"""A client of the hall's control API, for tests, the demo and measurements."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

import httpx2
from pydantic import TypeAdapter

from sim.actions import Action, CardLifted, CardPlaced, TimePassed, Wallet, WalletPay
from sim.choices import Choices
from sim.state import HallState, OrderState, PersonState

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
_PEOPLE = TypeAdapter(tuple[PersonState, ...])
_POLL_SECONDS = 0.05


class HallRefused(Exception):
    """The hall said that this cannot be done, and why."""


class HallClient:
    """Plays the hall at ``control_url``. Every action returns how the hall is after it.

    All calls raise HallRefused when the hall says no, and httpx2.HTTPError when it is not there.
    """

    def __init__(self, control_url: str, *, timeout_seconds: float = 10.0) -> None:
        # trust_env: a proxy of the environment knows nothing of this machine's loopback.
        self._http = httpx2.Client(
            base_url=f"{control_url}/", timeout=timeout_seconds, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def state(self) -> HallState:
        """Everything at this moment."""
        return HallState.model_validate_json(self._get("state"))

    def perform(self, action: Action) -> HallState:
        """Do something to the hall."""
        body = _ACTION.dump_json(action)
        answer = self._http.post(
            "actions", content=body, headers={"Content-Type": "application/json"}
        )
        return HallState.model_validate_json(_checked(answer))

    def reset(self) -> HallState:
        """Put everything back as it was when the hall opened."""
        return HallState.model_validate_json(_checked(self._http.post("reset")))

    def people(self) -> tuple[PersonState, ...]:
        """The invented citizens."""
        return _PEOPLE.validate_json(self._get("people"))

    def choices(self) -> Choices:
        """Names of faults, wallets and pages."""
        return Choices.model_validate_json(self._get("choices"))

    def paper_picture(self, number: int) -> bytes:
        """A paper as PNG; the first is 1."""
        return self._get(f"papers/{number}.png")

    def paper_text(self, number: int) -> str:
        """What is printed on a paper."""
        return self._get(f"papers/{number}.txt").decode()

    def document(self, number: int) -> bytes:
        """A certificate or list as PDF; the first is 1."""
        return self._get(f"documents/{number}.pdf")

    def sheet_picture(self, number: int) -> bytes:
        """A page that came out of the A4 printer as PNG; the first is 1."""
        return self._get(f"sheets/{number}.png")

    def place(self, person: str) -> HallState:
        """Lay a card on the reader."""
        return self.perform(CardPlaced(person=person))

    def lift(self) -> HallState:
        """Take the card away."""
        return self.perform(CardLifted())

    def pay(self, wallet: Wallet, order: str | None = None) -> HallState:
        """Pay an order, the newest one that waits when none is named."""
        return self.perform(WalletPay(wallet=wallet, order=order))

    def advance(self, seconds: float) -> HallState:
        """Let time pass."""
        return self.perform(TimePassed(seconds=seconds))

    def order(self, number: str) -> OrderState:
        """One order as the collection service sees it. Raises KeyError."""
        for order in self.state().orders:
            if order.number == number:
                return order
        raise KeyError(number)

    def wait_until(
        self, holds: Callable[[HallState], bool], *, within_seconds: float = 10.0
    ) -> HallState:
        """Watch the hall until something holds. Raises TimeoutError."""
        deadline = time.monotonic() + within_seconds
        while True:
            state = self.state()
            if holds(state):
                return state
            if time.monotonic() > deadline:
                raise TimeoutError("the hall never came to be so")
            time.sleep(_POLL_SECONDS)

    def _get(self, path: str) -> bytes:
        return _checked(self._http.get(path))


def _checked(answer: httpx2.Response) -> bytes:
    if answer.is_error:
        raise HallRefused(f"{answer.status_code}: {answer.text}")
    return answer.content
