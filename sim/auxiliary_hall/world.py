"""What is true about the cabinet: key, door, walls and lights, and the board that tells of them."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

from sim import auxiliary_actions
from sim.auxiliary_actions import AuxiliaryAction
from sim.auxiliary_hall.state import CabinetState
from sim.auxiliary_hall.wiring import CABINET_DOOR, LIGHTS, OPERATOR_SWITCH, TAMPER
from sim.devices.auxiliary_board import AuxiliaryBoardSimulator
from sim.impossible import Impossible
from sim.settings import AuxiliariesSection


class CabinetWorld:
    """Used on a running event loop; the board appears in ``run_dir``, if there is one."""

    def __init__(self, settings: AuxiliariesSection, run_dir: Path) -> None:
        self._link = run_dir / "auxiliaries"
        self._board: AuxiliaryBoardSimulator | None = None
        if settings.fitted:
            self._board = AuxiliaryBoardSimulator(self._link, speed=settings.baud)

    @property
    def port(self) -> Path | None:
        """Where the kiosk finds the board; None where there is none."""
        return None if self._board is None else self._link

    def start(self) -> None:
        """Close the cabinet and plug the board in; also puts everything back as it was."""
        board = self._board
        if board is not None:
            board.clear_flaws()
            board.set_input(OPERATOR_SWITCH, closed=False)
            board.set_input(CABINET_DOOR, closed=True)
            board.set_input(TAMPER, closed=True)
            board.plug()

    def stop(self) -> None:
        """End everything; may be called twice."""
        if self._board is not None:
            self._board.unplug()

    def perform(self, action: AuxiliaryAction) -> None:
        """Do something to the cabinet or its board. Raises Impossible."""
        board = self._board
        if board is None:
            raise Impossible("the terminal has no board of key, door and lights")
        match action:
            case auxiliary_actions.SwitchTurned(state=state):
                board.set_input(OPERATOR_SWITCH, closed=state == "on")
            case auxiliary_actions.CabinetDoor(state=state):
                board.set_input(CABINET_DOOR, closed=state == "closed")
            case auxiliary_actions.CabinetTampered(state=state):
                board.set_input(TAMPER, closed=state == "mended")
            case auxiliary_actions.BoardSpoiled(flaw=flaw):
                board.spoil(flaw)
            case auxiliary_actions.BoardCable(state="unplugged"):
                board.unplug()
            case auxiliary_actions.BoardCable():
                board.plug()
            case auxiliary_actions.BoardVoice(state="silent"):
                board.fall_silent()
            case auxiliary_actions.BoardVoice():
                board.answer_again()
            case _:
                assert_never(action)

    def see(self) -> CabinetState | None:
        """How the cabinet looks; None where no board tells of it."""
        board = self._board
        if board is None:
            return None
        return CabinetState(
            connected=board.plugged,
            silent=board.silent,
            switch_on=board.input(OPERATOR_SWITCH),
            door_open=not board.input(CABINET_DOOR),
            prised=not board.input(TAMPER),
            lit=tuple(name for coil, name in enumerate(LIGHTS) if coil in board.lit),
        )
