"""The invented bank cards: valid to look at, nobody's, and one for each thing that can happen."""

from __future__ import annotations

import pytest
from stdnum import luhn

from sim.cards.cast import CAST, cards_of, find_card
from sim.cards.plastic import BankCard, Standing
from sim.people import PEOPLE

_PUBLISHED = "6228480402564890018"


@pytest.mark.parametrize("card", CAST.values(), ids=list(CAST))
def test_a_card_is_well_formed_and_obviously_invented(card: BankCard) -> None:
    assert luhn.is_valid(card.account)
    assert card.account == _PUBLISHED or "0000000" in card.account
    assert len(card.account) in {16, 19}
    assert len(card.track_2) == 37
    assert card.track_2.startswith(f"{card.account}D{card.expiry}201")
    assert card.account not in repr(card)
    assert card.pin is None or card.pin not in repr(card)
    assert card.masked.endswith(card.account[-4:])


def test_no_two_cards_have_one_number_and_holders_are_people_of_the_hall() -> None:
    people = {person.key for person in PEOPLE}

    assert len({card.account for card in CAST.values()}) == len(CAST)
    assert {card.person for card in CAST.values()} <= people
    assert {card.standing for card in CAST.values()} == set(Standing)


def test_cards_are_found_by_key_and_by_holder() -> None:
    assert find_card("zhang-san-debit").account == _PUBLISHED
    assert cards_of("zhang-san") == (find_card("zhang-san-debit"),)
    assert cards_of("nobody") == ()
    with pytest.raises(KeyError):
        find_card("nobody")
