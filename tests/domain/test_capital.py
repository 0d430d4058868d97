from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.capital import capital_amount
from kiosk.domain.money import Money

HIGHEST = 999_999_999_999_99
VALUES = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}

amounts = st.one_of(
    st.integers(0, HIGHEST),
    st.integers(0, 10_000_00),
    # Amounts full of zeros, where the rules of 零 bite.
    st.lists(st.sampled_from("00000123456789"), min_size=1, max_size=14).map(
        lambda digits: int("".join(digits))
    ),
)


def read_section(words: str) -> int:
    value = digit = 0
    for word in words:
        if word in UNITS:
            assert digit, "a unit without a digit"
            value, digit = value + digit * UNITS[word], 0
        else:
            assert not digit, "two digits without a unit"
            digit = VALUES[word]
    return value + digit


def read_back(words: str) -> int:
    """The fen that the words say, read by their grammar and not by the rules that write them."""
    said = re.fullmatch(
        r"人民币(?:(?:([^亿]+)亿)?(?:([^万亿]+)万)?([^万亿元]*)元)?(?:零?(.)角)?(?:零?(.)分)?整?",
        words,
    )
    assert said is not None
    above, ten_thousands, ones, jiao, fen = (part or "" for part in said.groups())
    yuan = read_section(above) * 10**8 + read_section(ten_thousands) * 10**4 + read_section(ones)
    return yuan * 100 + read_section(jiao) * 10 + read_section(fen)


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "人民币零元整"),
        (1, "人民币壹分"),
        (5, "人民币伍分"),
        (10, "人民币壹角整"),
        (42, "人民币肆角贰分"),
        (1_00, "人民币壹元整"),
        (1_05, "人民币壹元零伍分"),
        (10_00, "人民币壹拾元整"),
        (15_00, "人民币壹拾伍元整"),
        (796_00, "人民币柒佰玖拾陆元整"),
        (900_80, "人民币玖佰元捌角整"),
        (1_005_06, "人民币壹仟零伍元零陆分"),
        (1_040_00, "人民币壹仟零肆拾元整"),
        (1_409_50, "人民币壹仟肆佰零玖元伍角整"),
        (1_680_32, "人民币壹仟陆佰捌拾元叁角贰分"),
        (3_979_80, "人民币叁仟玖佰柒拾玖元捌角整"),
        (6_007_14, "人民币陆仟零柒元壹角肆分"),
        (11_000_00, "人民币壹万壹仟元整"),
        (10_999_00, "人民币壹万零玖佰玖拾玖元整"),
        (16_409_02, "人民币壹万陆仟肆佰零玖元零贰分"),
        (100_000_00, "人民币壹拾万元整"),
        (107_000_53, "人民币壹拾万柒仟元伍角叁分"),
        (1_000_500_00, "人民币壹佰万零伍佰元整"),
        (10_000_000_00, "人民币壹仟万元整"),
        (10_010_000_00, "人民币壹仟零壹万元整"),
        (100_000_005_00, "人民币壹亿零伍元整"),
        (100_007_000_00, "人民币壹亿零柒仟元整"),
        (100_100_000_00, "人民币壹亿零壹拾万元整"),
        (1_010_101_010_01, "人民币壹拾亿壹仟零壹拾万壹仟零壹拾元零壹分"),
        (HIGHEST, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_amounts_are_written_as_the_payment_rules_write_them(fen: int, words: str) -> None:
    assert capital_amount(Money(fen)) == words


@given(amounts)
def test_the_words_say_the_amount(fen: int) -> None:
    assert read_back(capital_amount(Money(fen))) == fen


@given(amounts)
def test_the_words_are_well_formed(fen: int) -> None:
    words = capital_amount(Money(fen))

    assert words.startswith("人民币")
    assert words.endswith("分") is bool(fen % 10)
    assert words.endswith("整") is not bool(fen % 10)
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿角分整]", words)
    assert not re.search("人民币零.*[角分]", words)
    assert ("零元" in words) is (fen == 0)


def test_ten_thousand_yi_is_refused() -> None:
    with pytest.raises(ValueError, match="capital form"):
        capital_amount(Money(HIGHEST + 1))
