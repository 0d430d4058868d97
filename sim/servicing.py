"""Somebody of the staff at the terminal, following a scenario."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from sim.glass import REACH_SECONDS, Glass
from sim.staff import PIN, Member, find_member
from sim.staff_steps import Corners, FindWords, LogIn, StaffStep, TypeText


class Servicing:
    """Takes the steps of staff on a running kiosk. Lives in the Qt thread."""

    def __init__(self, glass: Glass, now: Callable[[], datetime]) -> None:
        self._glass = glass
        self._now = now
        self._used = ""

    def take(self, step: StaffStep) -> None:
        """Raises TimeoutError for what never comes, LookupError for what is not there."""
        match step:
            case Corners():
                self._glass.touch_corners()
            case LogIn():
                self._log_in(step)
            case TypeText(type=text):
                self._glass.retype(text)
            case FindWords(find=words):
                self._glass.turn_to(words)
            case _:
                assert_never(step)

    def _log_in(self, step: LogIn) -> None:
        member = find_member(step.staff)
        self._glass.wait_until(self._may_log_in, REACH_SECONDS, "nobody is asked who they are")
        if self._glass.shows("tiles", ["怎么登录"]):
            self._glass.touch("ServiceChosen.NUMBER")
        self._enter("工号", member.number.lower())
        self._enter("密码", PIN if step.pin is None else step.pin)
        if code := self._code(step, member):
            self._enter("动态口令", code)

    def _code(self, step: LogIn, member: Member) -> str:
        """What is typed of the authenticator; empty for whoever has none."""
        if step.code is None:
            self._used = member.code(self._now())
        return self._used

    def _may_log_in(self) -> bool:
        return self._glass.shows("tiles", ["怎么登录"]) or self._glass.shows("typing", ["工号"])

    def _enter(self, asked: str, text: str) -> None:
        self._glass.wait_until(
            lambda: self._glass.shows("typing", [asked]), REACH_SECONDS, f"nobody says {asked}"
        )
        self._glass.retype(text)
        self._glass.touch("Confirmed")
