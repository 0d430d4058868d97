from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.citizen import Citizen, IdentityCard, Sex, SocialSecurityCard
from kiosk.domain.identity import parse_identity_number

NUMBER = parse_identity_number("370100199003071235")
SECRET = st.text("张三李四王五赵六abc", min_size=3, max_size=15)


@given(SECRET, st.sampled_from(Sex))
def test_the_repr_of_a_card_shows_nothing_of_the_person(name: str, sex: Sex) -> None:
    card = IdentityCard(name, NUMBER, sex, NUMBER.birth, date(2018, 6, 12), None)

    for shown in (repr(card), str(card), f"{[card]}"):
        assert name not in shown
        assert NUMBER.value not in shown
        assert "1990" not in shown
        assert sex.name not in shown


@given(SECRET, SECRET)
def test_the_repr_of_a_citizen_shows_nothing_of_the_person(name: str, token: str) -> None:
    citizen = Citizen(f"token-{token}", name, NUMBER)

    for shown in (repr(citizen), str(citizen), f"{[citizen]}"):
        assert name not in shown
        assert NUMBER.value not in shown
        assert f"token-{token}" not in shown


def test_sexes_are_the_codes_of_the_standard() -> None:
    assert {sex.name: sex.value for sex in Sex} == {
        "UNKNOWN": "0",
        "MALE": "1",
        "FEMALE": "2",
        "UNSPECIFIED": "9",
    }


@given(SECRET)
def test_the_repr_of_a_social_security_card_shows_nothing_of_the_person(name: str) -> None:
    card = SocialSecurityCard(name, NUMBER, date(2030, 1, 1))

    assert name not in repr(card)
    assert NUMBER.value not in repr(card)


def test_a_person_who_is_here_is_shown_masked() -> None:
    citizen = Citizen("token", "张样例", NUMBER)

    assert citizen.shown_name == "张*例"
    assert citizen.shown_number == "3701**********1235"


def test_of_a_person_who_is_not_here_the_name_is_shown_as_the_service_masked_it() -> None:
    assert Citizen("token", "张*例", NUMBER, proxied=True).shown_name == "张*例"
    assert Citizen("token", "张*", NUMBER, proxied=True).shown_name == "张*"
