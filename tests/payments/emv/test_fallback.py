"""When a stripe may stand in for a chip (devices.md, 3.5)."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.payments.emv import ChipTroubleCause
from kiosk.payments.emv.fallback import (
    ChipAttempt,
    StripeRefusal,
    StripeRefused,
    chip_attempt,
    take_stripe,
)

_TODAY = date(2026, 6, 1)
_CHIP = ";6228480402564890018=30122010000000000?"
_PLAIN = ";6228480402564890018=30121010000000000?"


def _refusal(track2: str, attempt: ChipAttempt, *, accepted: bool = True) -> StripeRefusal:
    with pytest.raises(StripeRefused) as caught:
        take_stripe(track2, attempt, _TODAY, accepted=accepted)
    assert "6228" not in repr(caught.value)
    return caught.value.refusal


def test_no_stripe_is_taken_unless_the_contract_allows_it() -> None:
    with pytest.raises(StripeRefused) as caught:
        take_stripe(_CHIP, ChipAttempt.FAILED, _TODAY)
    assert caught.value.refusal is StripeRefusal.NOT_ACCEPTED
    assert _refusal(_PLAIN, ChipAttempt.NONE, accepted=False) is StripeRefusal.NOT_ACCEPTED


@pytest.mark.parametrize("attempt", [ChipAttempt.NONE, ChipAttempt.CANCELLED, ChipAttempt.REFUSED])
@pytest.mark.parametrize("service", ["201", "601"])
def test_a_card_with_a_chip_is_to_try_it_first(attempt: ChipAttempt, service: str) -> None:
    stripe = f";6228480402564890018=3012{service}0000000000?"
    assert _refusal(stripe, attempt) is StripeRefusal.USE_CHIP_FIRST


def test_a_stripe_stands_in_for_a_chip_that_has_failed() -> None:
    stripe = take_stripe(_CHIP, ChipAttempt.FAILED, _TODAY, accepted=True)

    assert stripe.stands_in
    assert stripe.account == "6228480402564890018"
    assert stripe.track2 == "6228480402564890018D30122010000000000"
    assert stripe.expiry == "3012"
    assert "6228" not in repr(stripe)


@pytest.mark.parametrize("attempt", list(ChipAttempt))
def test_a_card_without_a_chip_stands_in_for_nothing(attempt: ChipAttempt) -> None:
    assert not take_stripe(_PLAIN, attempt, _TODAY, accepted=True).stands_in


@pytest.mark.parametrize(
    "track2",
    [
        "",
        ";6228480402564890018?",
        ";622848040256=30122010000000000?",
        ";6228480402564890018=3013201?",
        ";6228480402564890018=301220A?",
        ";6228480402564890018=301220100000000000?",
        "%B6228480402564890018^ZHANG/SAN^3012201?",
    ],
)
def test_what_is_no_track_2_is_malformed(track2: str) -> None:
    assert _refusal(track2, ChipAttempt.FAILED) is StripeRefusal.MALFORMED


def test_a_stripe_is_good_to_the_end_of_its_month() -> None:
    assert _refusal(";6228480402564890018=2605101?", ChipAttempt.NONE) is StripeRefusal.EXPIRED
    take_stripe("6228480402564890018D2606101", ChipAttempt.NONE, _TODAY, accepted=True)


@pytest.mark.parametrize("cause", list(ChipTroubleCause))
def test_only_a_chip_that_makes_no_sense_has_failed(cause: ChipTroubleCause) -> None:
    failed = chip_attempt(cause) is ChipAttempt.FAILED
    assert failed is (cause is ChipTroubleCause.MALFORMED)
