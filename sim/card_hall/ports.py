"""Where a kiosk finds the hardware for cards and PINs."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class CardPorts(BaseModel):
    """Ports as the kiosk's configuration names them; None for what is not fitted. ``acquirer`` is a
    TCP port of loopback. ``environment`` is what a kiosk needs in its own to see the readers of the
    hall's pcscd; empty where there is none. ``staff_authority`` is the file of whoever issues staff
    cards, None where there is no slot for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    social: str | None
    bank: str | None
    pad: Path | None
    acquirer: int
    environment: dict[str, str]
    staff_authority: Path | None = None
