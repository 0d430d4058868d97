"""Where a province plugs in what opens social-security cards of the third generation.

Such a card shows who its holder is only after internal and external authentication under the key
RKSSSE, which is either in a PSAM in the reader or in the province's encryption machine (加密机),
reached over its network. Neither is public, so nothing is built in, and CARD_PROTECTED sends the
citizen to their ID card instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from kiosk.devices.api import ChipCard


@dataclass(frozen=True, slots=True)
class ProtectedCard:
    """What such a card says of itself to anybody, and what the key of this one is derived from.

    ``card`` has power and its social-security application selected. ``control_information`` is what
    SELECT answered (FCI; ``03 86 01 xx`` in it names the algorithm), ``identification`` is the
    卡识别码 of EF05.
    """

    card: ChipCard
    control_information: bytes = field(repr=False)
    identification: bytes = field(repr=False)


class CardUnlocker(Protocol):
    """A PSAM, or the province's middleware."""

    async def unlock(self, protected: ProtectedCard) -> None:
        """Authenticate towards the card, so that EF06 may be read in this power cycle.

        Commands go through ``protected.card.exchange``. Raises DeviceError: CARD_PROTECTED when the
        card was not convinced, CARD_NOT_GENUINE when the card did not convince, and what
        ``exchange`` raises.
        """
        ...
