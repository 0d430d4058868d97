"""Cards brought to rest: none of a citizen's in the reader, and no purchase under way."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.runtime.cards.acquirer_desk import AcquirerDesk
from kiosk.runtime.cards.desk import CardDesk


@dataclass(frozen=True, slots=True)
class CardsAtRest:
    """Both desks as one part of the terminal."""

    desk: CardDesk
    line: AcquirerDesk

    async def rest(self) -> None:
        """The card first, for whoever forgot it may have paid with it."""
        await self.desk.rest()
        await self.line.rest()

    def resume(self) -> None:
        """Cards are taken again."""
        self.line.resume()
