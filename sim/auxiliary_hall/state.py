"""What can be seen of the cabinet, as the control API tells it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class CabinetState(BaseModel):
    """Key switch, door and walls, the lights that shine (by their names in XFS4IoT), and the board
    behind them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connected: bool
    silent: bool
    switch_on: bool
    door_open: bool
    prised: bool
    lit: tuple[str, ...]
