"""What a citizen of a scenario does with cards and the PIN pad."""

from __future__ import annotations

from typing import assert_never

from sim import card_actions, card_steps
from sim.card_actions import CardAction
from sim.card_steps import CardStep
from sim.client import HallClient, HallRefused
from sim.glass import REACH_SECONDS, Glass


class Cardholder:
    """Takes such steps. ``glass`` lets the kiosk go on meanwhile.

    What never comes to be raises TimeoutError, what the hall refuses HallRefused.
    """

    def __init__(self, hall: HallClient, glass: Glass) -> None:
        self._hall = hall
        self._glass = glass

    def take(self, step: CardStep) -> None:
        """Take a step."""
        match step:
            case card_steps.SocialCard(social_card=person, generation=generation):
                self._hall.perform(
                    card_actions.SocialCardInserted(person=person, generation=generation)
                )
            case card_steps.BankCard(bank_card=card):
                self._hall.perform(card_actions.BankCardInserted(card=card))
            case card_steps.TakeSocialCard():
                self._hall.perform(card_actions.SocialCardRemoved())
            case card_steps.InsertStaffCard(staff_card=member):
                self._hall.perform(card_actions.StaffCardInserted(member=member))
            case card_steps.TakeBankCard():
                self._take_out(card_actions.BankCardRemoved())
            case card_steps.TakeStaffCard():
                self._take_out(card_actions.StaffCardRemoved())
            case card_steps.Pin(pin=card):
                self._await_pad()
                self._hall.perform(card_actions.PinTyped(card=card))
            case card_steps.Press(press=keys):
                self._await_pad()
                self._hall.perform(card_actions.PadPressed(keys=keys))
            case card_steps.Purchases(purchases=states, within=within):
                self._glass.wait_until(
                    lambda: self._purchases() == states,
                    within,
                    f"the purchases are not {', '.join(states) or 'none'}",
                )
            case card_steps.AcquirerHears(acquirer_hears=kind):
                self._glass.wait_until(
                    lambda: kind in self._heard(), REACH_SECONDS, f"the acquirer hears no {kind}"
                )
            case _:
                assert_never(step)

    def _await_pad(self) -> None:
        """Keys that a pad does not wait for are lost."""
        self._glass.wait_until(self._pad_listens, REACH_SECONDS, "the pad asks for no PIN")

    def _pad_listens(self) -> bool:
        pad = self._hall.state().cards.pad
        return pad is not None and pad.listening

    def _purchases(self) -> tuple[str, ...]:
        return tuple(one.state.value for one in self._hall.state().cards.acquirer.purchases)

    def _heard(self) -> tuple[str, ...]:
        return tuple(kind.value for kind in self._hall.state().cards.acquirer.heard)

    def _take_out(self, action: CardAction) -> None:
        """As soon as that can be done: a motorised reader has to let go first."""

        def comes_out() -> bool:
            try:
                self._hall.perform(action)
            except HallRefused:
                return False
            return True

        self._glass.wait_until(comes_out, REACH_SECONDS, "the card stays inside")
