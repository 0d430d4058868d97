"""Lines end where a reader pauses, and never inside a term or a figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.widgets.line_breaks import TERMS, broken, line_ends

WIDE_ENOUGH = 26


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("本机暂未开通，请到人工窗口办理", ["本机暂未开通，", "请到人工窗口办理"]),
        (
            "缴费基数不能低于 3,980 元，也不能高于 19,899 元",
            ["缴费基数不能低于 3,980 元，", "也不能高于 19,899 元"],
        ),
        (
            "要缴费，请重新生成二维码；旧的二维码不要再付。",
            ["要缴费，请重新生成二维码；", "旧的二维码不要再付。"],
        ),
        ("灵活就业人员基本养老保险", ["灵活就业人员", "基本养老保险"]),
        ("阿卜杜***·***江  6531***0017", ["阿卜杜***·***江", "6531***0017"]),
    ],
)
def test_a_line_ends_where_one_pauses(text: str, lines: list[str]) -> None:
    assert broken(text, len(lines), WIDE_ENOUGH, len) == lines


def test_a_mark_never_begins_a_line_and_an_opening_one_never_ends_one() -> None:
    text = "点“上一步”，再来（好）。"
    assert [text[:end] for end in line_ends(text)] == [
        "点",
        "点“上",
        "点“上一",
        "点“上一步”，",
        "点“上一步”，再",
        "点“上一步”，再来",
        "点“上一步”，再来（好）。",
    ]


def test_what_does_not_fit_is_not_forced() -> None:
    assert broken("3702000000001234", 2, 10, len) is None


@given(
    st.text(alphabet="缴费请到人工窗口，。（）“”12 元a", min_size=1, max_size=40), st.integers(1, 4)
)
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, lines: int) -> None:
    found = broken(text, lines, 12, len)
    if found is not None:
        assert len(found) == lines
        assert all(len(line) <= 12 for line in found)
        assert "".join(found).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("term", TERMS)
def test_a_term_stays_whole_where_there_is_room(term: str) -> None:
    text = f"某某某某某{term}某某某某某"
    found = broken(text, 2, len(text) - 3, len)
    assert found is not None
    assert any(term in line for line in found)
