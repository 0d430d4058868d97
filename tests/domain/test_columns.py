from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk.domain.columns import display_columns, fit_columns, wrap_columns

printable = st.text(
    st.sampled_from("灵活就业养老保险，。（）《》“”、：·…￥¥0123456789ABCxyz .,-䶮𬱖")
    | st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    max_size=80,
)
widths = st.integers(2, 48)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("JN-03", 5),
        ("缴费小票", 8),
        ("险种：养老", 10),
        ("￥1,040.00", 10),
        ("¥1,040.00", 9),
        ("古丽·江", 8),
        ("2026年01月 – 03月", 18),
        ("请稍候…", 8),
        ("“缴费”——", 12),
        ("杨䶮", 4),
        ("朱𬱖", 4),
        ("\U000323b0", 2),
        ("\ue863", 2),
        ("ｱｲ", 2),
        ("Rene\u0301e", 5),
        ("葛\U000e0100", 2),
        ("\x1b\n", 0),
    ],
)
def test_columns_are_those_of_a_chinese_printer(text: str, columns: int) -> None:
    assert display_columns(text) == columns


@given(st.text("ABCabc0123456789 .,:-/*#¥", max_size=50))
def test_ascii_takes_one_column_each(text: str) -> None:
    assert display_columns(text) == len(text)


@given(st.text(st.characters(codec="gb2312", exclude_categories=["Cc"]), max_size=50))
def test_a_character_of_gb2312_takes_as_many_columns_as_bytes(text: str) -> None:
    assert display_columns(text) == len(text.encode("gb2312"))


@given(printable, printable)
def test_columns_add_up(left: str, right: str) -> None:
    assert display_columns(left + right) == display_columns(left) + display_columns(right)


@pytest.mark.parametrize(
    ("columns", "fitted"),
    [
        (2, "…"),
        (3, "…"),
        (4, "济…"),
        (11, "济南市历…"),
        (15, "济南市历下区…"),
        (16, "济南市历下区社保"),
    ],
)
def test_a_text_too_wide_ends_in_an_ellipsis(columns: int, fitted: str) -> None:
    assert fit_columns("济南市历下区社保", columns) == fitted


def test_no_space_is_left_before_an_ellipsis() -> None:
    assert fit_columns("ANNA MARIA", 7) == "ANNA…"


@given(printable, widths)
def test_a_fitted_text_fits(text: str, columns: int) -> None:
    fitted = fit_columns(text, columns)

    assert display_columns(fitted) <= columns
    assert (fitted == text) or fitted.endswith("…")
    assert (fitted == text) or display_columns(text) > columns


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("", 16, ("",)),
        ("缴费小票", 16, ("缴费小票",)),
        ("灵活就业人员基本养老保险", 16, ("灵活就业人员基本", "养老保险")),
        ("灵活就业人员基本养老保险", 15, ("灵活就业人员基", "本养老保险")),
        ("灵活就业", 2, ("灵", "活", "就", "业")),
        ("请勿重复缴费，谢谢", 12, ("请勿重复缴", "费，谢谢")),
        ("请到（三号窗口）", 6, ("请到", "（三号", "窗口）")),
        ("拨打 12366 咨询", 10, ("拨打 12366", "咨询")),
        ("拨打12366咨询", 8, ("拨打", "12366咨", "询")),
        ("Order 20261122ABCDEF", 10, ("Order", "20261122AB", "CDEF")),
        ("ABCDEFGH", 3, ("ABC", "DEF", "GH")),
        ("灵AB灵", 4, ("灵AB", "灵")),
        ("AB  CD", 2, ("AB", "CD")),
        ("一行\n\n三行", 16, ("一行", "", "三行")),
        ("末尾 ", 16, ("末尾",)),
        ("    末尾", 4, ("末尾",)),
        ("，，，", 2, ("，", "，", "，")),
        ("古丽样本·示例江", 8, ("古丽样", "本·示例", "江")),
        ("Rene\u0301e", 4, ("Rene\u0301", "e")),
    ],
)
def test_lines_break_where_a_reader_expects(
    text: str, columns: int, lines: tuple[str, ...]
) -> None:
    assert wrap_columns(text, columns) == lines


@given(printable, widths)
def test_no_line_is_wider_than_the_paper(text: str, columns: int) -> None:
    assert all(display_columns(line) <= columns for line in wrap_columns(text, columns))


@given(printable, widths)
def test_nothing_but_space_is_lost_by_wrapping(text: str, columns: int) -> None:
    wrapped = "".join(wrap_columns(text, columns))

    assert "".join(wrapped.split()) == "".join(text.split())


@given(printable, widths)
def test_a_text_that_fits_stays_on_one_line(text: str, columns: int) -> None:
    assume(display_columns(text) <= columns)

    assert wrap_columns(text, columns) == (text.rstrip(),)


@given(printable, st.integers(8, 48))
def test_wrapped_lines_wrap_to_themselves(text: str, columns: int) -> None:
    lines = wrap_columns(text, columns)

    assert all(wrap_columns(line, columns) == (line,) for line in lines)


@given(st.text("灵活就业养老保险，。：", min_size=1, max_size=60), st.integers(8, 48))
def test_closing_punctuation_never_begins_a_line(text: str, columns: int) -> None:
    closing = set("，。：")
    assume(text[0] not in closing)
    assume(not any({before, after} <= closing for before, after in pairwise(text)))

    assert not any(line[0] in closing for line in wrap_columns(text, columns))


@pytest.mark.parametrize("columns", [1, 0, -5])
def test_paper_narrower_than_a_character_is_refused(columns: int) -> None:
    with pytest.raises(ValueError, match="two columns"):
        wrap_columns("缴费", columns)
    with pytest.raises(ValueError, match="two columns"):
        fit_columns("缴费", columns)
