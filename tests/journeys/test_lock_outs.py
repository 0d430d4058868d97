"""Whoever has to wait after wrong PINs waits on, whatever happens to the terminal meanwhile."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from kiosk.settings import Settings
from sim.client import HallClient
from sim.scenario import Advance, Expect, Touch
from sim.staff_steps import Corners, LogIn
from tests.journeys.conftest import look_into, started
from tests.journeys.partway import only, up_to

LOCKED_OUT = Expect(expect="notice", text=("输错次数太多",))


def test_the_delay_survives_a_restart(
    qapp: QApplication, hall: HallClient, settings: Settings
) -> None:
    """The fourth wrong PIN costs a minute, which passes without the terminal or with it."""
    with started(qapp, hall, settings) as before:
        before.citizen.play(up_to("staff-login-refused", "maintenance-locked-out"))
        before.citizen.play(
            only(
                Advance(advance=31),
                Touch(touch="Again"),
                LogIn(staff="technician", pin="444444"),
                LOCKED_OUT,
            )
        )
        ahead = before.clock.ahead_seconds

    with started(qapp, hall, settings) as after:
        after.clock.advance(ahead)
        after.citizen.play(
            only(
                Expect(expect="attract", within=60.0),
                Corners(corners=True),
                Expect(expect="tiles", text=("工作人员登录",)),
                LogIn(staff="technician"),
                LOCKED_OUT,
                Advance(advance=61),
                Touch(touch="Again"),
                LogIn(staff="technician"),
                Expect(expect="tiles", text=("维护菜单",)),
            )
        )
        with look_into(settings) as ledger:
            kinds = [entry.kind for entry in ledger.staff_trail() if entry.facts["who"] == "T0417"]
    assert kinds == ["staff_refused"] * 4 + ["staff_admitted"]
