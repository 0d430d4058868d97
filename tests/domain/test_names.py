from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.names import normalise_name

_TELLING = (
    "张三丰䶮𬱖古丽〇郎\uf92c\ue000\ue863𰻞AZaéÄe\u0301 ·•・．.･‧⋅∙\u0387'-\0\t\u3000\u200b\u00a0"
)
name_like = st.text(st.sampled_from(_TELLING) | st.characters(), max_size=20)


@pytest.mark.parametrize("dot", "·•・．･‧⋅∙\u0387")
def test_every_dot_becomes_the_middle_dot(dot: str) -> None:
    assert normalise_name(f"古丽样本{dot}示例江") == "古丽样本·示例江"


@pytest.mark.parametrize("dot", "·•・．･‧⋅∙\u0387")
def test_spaces_around_a_dot_go(dot: str) -> None:
    assert normalise_name(f"古丽样本 {dot}  示例江") == "古丽样本·示例江"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("古丽样本.示例江", "古丽样本·示例江"),
        ("SAMPLE, JOHN Jr.", "SAMPLE, JOHN Jr."),
        ("J.R. SAMPLE", "J.R. SAMPLE"),
        ("样.", "样."),
        (".样", ".样"),
        ("样.A", "样.A"),
    ],
)
def test_a_full_stop_is_a_dot_only_between_chinese_characters(written: str, name: str) -> None:
    assert normalise_name(written) == name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张三            ", "张三"),
        ("张三\0\0\0", "张三"),
        ("\u3000张\u3000三\u3000", "张三"),
        ("张  三", "张三"),
        ("\ufeff张三\u200b", "张三"),
        ("张\r\n三", "张三"),
        ("  SPECIMEN,   ANNA\u00a0 MARIA ", "SPECIMEN, ANNA MARIA"),
        ("ANNA\tMARIA", "ANNA MARIA"),
        ("样 ANNA", "样 ANNA"),
        ("", ""),
        (" \0\u3000", ""),
    ],
)
def test_padding_and_control_characters_go(written: str, name: str) -> None:
    assert normalise_name(written) == name


def test_accents_are_composed() -> None:
    assert normalise_name("Rene\u0301e") == "Renée"


@pytest.mark.parametrize(
    "name",
    [
        "张\uf92c",
        "\ufa0c\ufa29",
        "\U0002f800样",
        "杨䶮例",
        "朱𬱖样",
        "\ue863三",
        "𰻞\U000323b0",
        "王〇",
    ],
)
def test_ideographs_of_every_block_stay_as_they_are(name: str) -> None:
    assert normalise_name(name) == name


def test_a_compatibility_ideograph_would_be_changed_by_plain_composition() -> None:
    assert unicodedata.normalize("NFC", "\uf92c") != "\uf92c"


@given(name_like)
def test_a_normal_name_is_normal(text: str) -> None:
    once = normalise_name(text)

    assert normalise_name(once) == once


@given(name_like)
def test_a_normal_name_has_no_padding_no_controls_and_no_other_dot(text: str) -> None:
    name = normalise_name(text)

    assert name == name.strip()
    assert "  " not in name
    assert not any(unicodedata.category(point) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for point in name)
    assert not set(name) & set("•・．･‧⋅∙\u0387")


@given(st.text(st.characters(categories=["Lo", "Co", "Cn"], min_codepoint=0x3400), max_size=15))
def test_nothing_of_a_chinese_name_is_lost(text: str) -> None:
    assert len(unicodedata.normalize("NFC", normalise_name(text))) >= len(
        unicodedata.normalize("NFC", text)
    )
