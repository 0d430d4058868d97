"""Letting staff in, by what they type or by their card."""

from __future__ import annotations

from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.flows.requests.maintenance.staff_card import AdmitCard, PresentStaffCard
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performing.repertoire import Repertoire


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Logging in."""
    cards = toolbox.cards

    async def admit(request: Admit) -> Admittance:
        if cards is not None:
            # Somebody may have put a card in and typed their number in the end.
            await cards.desk.release()
        return await toolbox.duty.admit(request)

    repertoire.add(Admit, admit)
    if cards is not None:
        repertoire.add(PresentStaffCard, cards.desk.present, patient=True)
        repertoire.add(AdmitCard, cards.admit)
