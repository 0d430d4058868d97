"""The staff cards of a hall: issued when they are first put in, each with its tries."""

from __future__ import annotations

from sim.card_actions import StaffCardInserted
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.piv_card import StaffCard
from sim.cards.smart_card import SmartCard
from sim.cards.staff_authority import StaffAuthority, StaffCardFlaw
from sim.clock import WorldClock
from sim.impossible import Impossible
from sim.staff import find_member


class StaffCards:
    """One card for each member and flaw, until they are forgotten."""

    def __init__(self, clock: WorldClock) -> None:
        self._authority = StaffAuthority(clock.now())
        self._cards: dict[tuple[str, StaffCardFlaw | None], StaffCard] = {}

    @property
    def pem(self) -> bytes:
        """Who issues them."""
        return self._authority.pem

    def forget(self) -> None:
        """As when the hall opens: every card is new."""
        self._cards.clear()

    def stay(self, action: StaffCardInserted) -> tuple[SmartCard, CardFault | None]:
        """The card for one stay in a reader. Raises Impossible for somebody unknown."""
        which = (action.member, action.flaw)
        if which not in self._cards:
            try:
                member = find_member(action.member)
            except LookupError:
                raise Impossible(f"nobody of the staff is called {action.member}") from None
            self._cards[which] = self._authority.card(member, action.flaw)
        fault = None
        if action.remaining is not None:
            fault = CardFault(CardFaultKind.PULLED_OUT, after=action.remaining)
        return self._cards[which].inserted(), fault
