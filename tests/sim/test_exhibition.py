from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from sim.album import (
    COMPLETED,
    SUMMARY,
    DocumentSummary,
    OrderSummary,
    PaperSummary,
    PurchaseSummary,
    StepSummary,
    Summary,
)
from sim.exhibition import PAGE, exhibit


class Links(HTMLParser):
    """Everything a page leads to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [value for name, value in attrs if name in ("src", "href") and value]
        self.anchors |= {value for name, value in attrs if name == "id" and value}


def played(out: Path, name: str, reason: str = COMPLETED, *, clean: bool = True) -> None:
    """The folder of a scenario with a screen, a paper and a document of one page."""
    summary = Summary(
        scenario=name,
        title=f"场景 <{name}>",
        about="What it is about.",
        exit_reason=reason,
        seconds=3.25,
        clean_stop=clean,
        orders=(
            OrderSummary(
                number="JN0320261127",
                state="posted",
                tender="alipay",
                amount_fen=312_000,
                period="202601-202603",
            ),
        ),
        purchases=(
            PurchaseSummary(
                trace=7,
                card_masked="622848*********0018",
                amount_fen=312_000,
                state="approved",
                code="00",
            ),
        ),
        papers=(PaperSummary(complete=True, picture="receipt.png", text="receipt.txt"),),
        documents=(
            DocumentSummary(
                title="税收完税证明",
                reprint=1,
                pdf="document-1.pdf",
                pages=("document-1-page-1.png",),
            ),
        ),
        screens=("01-attract.png",),
        steps=(StepSummary(step="touch=Begin", seconds=0.1),),
    )
    folder = out / name
    (folder / "screens").mkdir(parents=True)
    (folder / SUMMARY).write_text(summary.model_dump_json(), encoding="utf-8")
    for file in ("screens/01-attract.png", "receipt.png", "document-1-page-1.png"):
        (folder / file).write_bytes(b"")


def page(out: Path) -> str:
    return (out / PAGE).read_text(encoding="utf-8")


def test_every_scenario_is_on_the_page_with_all_that_it_left(tmp_path: Path) -> None:
    played(tmp_path, "first")
    played(tmp_path, "second")
    assert exhibit(tmp_path, ("first", "second"), seconds=120) == ()
    text = page(tmp_path)
    assert text.count("场景 &lt;first&gt;") == 2
    assert "2 / 2 个场景通过" in text
    for file in ("screens/01-attract.png", "receipt.png", "document-1-page-1.png"):
        assert f"second/{file}" in text
    assert "税收完税证明（补打 第1次）" in text
    assert "3,120.00 元" in text
    assert "凭证号 000007" in text
    assert "622848*********0018" in text
    assert "touch=Begin" in text


def test_the_page_needs_nothing_but_the_folders_beside_it(tmp_path: Path) -> None:
    played(tmp_path, "first")
    exhibit(tmp_path, ("first", "never"), seconds=1)
    links = Links()
    links.feed(page(tmp_path))
    assert links.found
    for link in links.found:
        if link.startswith("#"):
            assert link[1:] in links.anchors
        else:
            assert (tmp_path / link).is_file(), link
    assert not re.search(r"https?://|@import|url\(", page(tmp_path))


@pytest.mark.parametrize(
    ("reason", "clean"), [("step 3 (touch=Begin): no Begin", True), (COMPLETED, False)]
)
def test_what_failed_is_told_and_the_others_stay(
    tmp_path: Path, reason: str, *, clean: bool
) -> None:
    played(tmp_path, "first")
    played(tmp_path, "second", reason, clean=clean)
    assert exhibit(tmp_path, ("first", "second"), seconds=1) == ("second",)
    assert "未通过" in page(tmp_path)
    assert "1 / 2 个场景通过" in page(tmp_path)
    assert reason in page(tmp_path)


def test_what_was_never_played_to_its_end_has_failed(tmp_path: Path) -> None:
    played(tmp_path, "first")
    assert exhibit(tmp_path, ("first", "second"), seconds=1) == ("second",)
    assert "没有演完" in page(tmp_path)
