"""What people do to the cabinet – key, door, walls – and what goes wrong with the board that tells
of it, as typed data.

Part of the vocabulary of ``sim.actions``.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from sim.devices.auxiliary_board import BoardFlaw


class _AuxiliaryAction(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SwitchTurned(_AuxiliaryAction):
    """The key switch inside the cabinet is turned: on for maintenance."""

    world: Literal["cabinet.switch"] = "cabinet.switch"
    state: Literal["on", "off"]


class CabinetDoor(_AuxiliaryAction):
    """The door of the cabinet."""

    world: Literal["cabinet.door"] = "cabinet.door"
    state: Literal["open", "closed"]


class CabinetTampered(_AuxiliaryAction):
    """The cabinet is prised open, or put right again."""

    world: Literal["cabinet.tamper"] = "cabinet.tamper"
    state: Literal["prised", "mended"]


class BoardCable(_AuxiliaryAction):
    """The cable of the board."""

    world: Literal["board.cable"] = "board.cable"
    state: Literal["unplugged", "plugged"]


class BoardVoice(_AuxiliaryAction):
    """Whether the board obeys and answers at all."""

    world: Literal["board.voice"] = "board.voice"
    state: Literal["silent", "answering"]


class BoardSpoiled(_AuxiliaryAction):
    """The next answer of the board goes wrong."""

    world: Literal["board.spoil"] = "board.spoil"
    flaw: BoardFlaw


AuxiliaryAction = (
    SwitchTurned | CabinetDoor | CabinetTampered | BoardCable | BoardVoice | BoardSpoiled
)
