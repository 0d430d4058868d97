from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.characters import characters, is_ideograph, is_mark


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("张三", 2),
        ("朱𬱖样", 3),
        ("葛\U000e0100城", 2),  # an ideograph with a variation selector
        ("Rene\u0301e", 5),
        ("\u0301e", 2),  # a mark with nothing before it stands for itself
    ],
)
def test_a_mark_belongs_to_the_character_before_it(text: str, count: int) -> None:
    assert len(characters(text)) == count


@given(st.text())
def test_the_characters_of_a_text_are_the_text(text: str) -> None:
    assert "".join(characters(text)) == text


@given(st.text())
def test_only_the_first_character_may_begin_with_a_mark(text: str) -> None:
    assert not any(is_mark(character[0]) for character in characters(text)[1:])


@pytest.mark.parametrize(
    "character",
    [
        "张",
        "\u2e80",
        "\u3400",
        "\u4e00",
        "䶮",
        "\u4dbf",
        "\u9fff",
        "\uf92c",
        "\ufaff",
        "\ue000",
        "\U00020000",
        "𬱖",
        "𰻞",
        "\U000323b0",
        "\U0003ffff",
        "〇",
        "々",
        "⾝",
    ],
)
def test_chinese_characters_of_every_block_are_ideographs(character: str) -> None:
    assert is_ideograph(character)


@pytest.mark.parametrize(
    "character",
    [
        "A",
        "7",
        "·",
        "，",
        "　",
        "é",
        "\u2e7f",
        "\u2fe0",
        "\u4dc0",
        "\ua000",
        "\u3004",
        "\u3008",
        "\U00040000",
        "ﬀ",
        "가",
    ],
)
def test_other_characters_are_not_ideographs(character: str) -> None:
    assert not is_ideograph(character)
