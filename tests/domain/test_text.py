from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money
from kiosk.domain.text import Text, say


def test_fields_are_put_in_their_places() -> None:
    assert str(say("应缴 {amount} 元，共 {months} 个月", months=3, amount=Money(2388_00))) == (
        "应缴 ¥2,388.00 元，共 3 个月"
    )


@given(st.text())
def test_a_sentence_without_fields_is_taken_literally(template: str) -> None:
    assert str(say(template)) == template


@given(st.text())
def test_the_text_of_a_field_is_never_a_template(value: str) -> None:
    assert str(say("您好，{name}", name=value)) == f"您好，{value}"


@pytest.mark.parametrize(
    ("template", "fields"),
    [
        ("您好，{name}", {"person": "张*"}),
        ("您好", {"name": "张*"}),
        ("{name}，{sum}", {"name": "张*"}),
        ("{name}", {"name": "张*", "sum": "1"}),
    ],
)
def test_fields_that_are_not_those_of_the_template_are_refused(
    template: str, fields: dict[str, str]
) -> None:
    with pytest.raises(ValueError, match="not those of the template"):
        say(template, **fields)


def test_a_field_may_be_called_template_and_stand_twice() -> None:
    assert str(say("{template}-{template}", template="x")) == "x-x"


def test_the_repr_of_a_sentence_does_not_show_its_fields() -> None:
    assert "张" not in repr(say("您好，{name}", name="张三"))


def test_sentences_are_equal_when_template_and_fields_are() -> None:
    assert say("共 {n} 个月", n=3) == Text("共 {n} 个月", (("n", "3"),))
    assert say("共 {n} 个月", n=3) != say("共 {n} 个月", n=4)
