"""What a document says where it counts: at the labels in its head, and nowhere else.

All of these are signed by the trusted signer: what the service has mixed up, or set anew.
"""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from kiosk.documents.unsound import Unsound, UnsoundDocument
from kiosk.documents.verification import Expected, verify
from tests.support.document_pages import DETAIL, LIST, SUMMARY, TAX, TITLES, Paper
from tests.support.signed_documents import SIGNED_AT, Page, Placed, authority, signed

NUMBER, NAME, IDENTITY = "337261127000000001", "测试𬱖·䶮", "370102194912310029"
OTHER_NUMBER, OTHER_NAME, OTHER_IDENTITY = "337261127000000002", "样本他人", "370100198001010015"
LONG = "EXAMPLE-WOLFESCHLEGEL,\nCHRISTOPHER ALEXANDER\nBENEDICT MAXIMILIAN"
BROKEN = "MARIA ANNA ELISABETH ALEXANDRA-\nVICTORIA JOSEPHINE-\nCHARLOTTE"
NAMES = ("张三", BROKEN, "王䶮", "𬱖例", "阿卜杜·例", NAME, LONG, "Ærø d’Aß-Ñ")


def paper(title: str, **others: object) -> Paper:
    """Sound, and the citizen's."""
    number = "" if title == LIST else NUMBER
    return Paper(title, number, NAME, IDENTITY).but(**others)


def read(pages: tuple[Page, ...], asked: Paper, reprint: int = 0) -> Unsound | None:
    """Why a document of these pages is not taken for the one asked for; None if it is."""
    expected = Expected(
        title=asked.title,
        number=asked.number,
        reprint=reprint,
        holder=asked.holder.replace("\n", " "),
        holder_number=asked.holder_number,
        trusted=authority().root_pem,
        now=SIGNED_AT + timedelta(seconds=2),
    )
    try:
        verify(signed(*pages), expected)
    except UnsoundDocument as error:
        return error.reason
    return None


every_title = pytest.mark.parametrize("title", TITLES)
certificates = pytest.mark.parametrize("title", [TAX, SUMMARY, DETAIL])


@every_title
@pytest.mark.parametrize("name", NAMES)
def test_every_kind_is_believed_whatever_its_holder_is_called(title: str, name: str) -> None:
    asked = paper(title, holder=name)
    assert read(asked.pages, asked) is None


@every_title
@pytest.mark.parametrize("further", [0, 3])
def test_it_may_have_one_page_or_several(title: str, further: int) -> None:
    asked = paper(title, further=further)
    assert read(asked.pages, asked) is None


def test_a_list_names_its_holder_as_it_masks_them() -> None:
    asked = paper(LIST, holder="测*䶮", holder_number="3701**********0029")
    assert read(asked.pages, asked) is None
    assert read(paper(LIST).pages, asked) is Unsound.OTHER_PERSON


CITIZEN = f"纳税人名称 缴费人姓名：{NAME} 证件号码：{IDENTITY} 纳税人识别号{IDENTITY}"
MUTATIONS: dict[str, tuple[dict[str, object], Unsound]] = {
    "somebody else's": (
        {"holder": OTHER_NAME, "holder_number": OTHER_IDENTITY},
        Unsound.OTHER_PERSON,
    ),
    "somebody else's, with the citizen in a remark": (
        {"holder": OTHER_NAME, "holder_number": OTHER_IDENTITY, "remark": CITIZEN},
        Unsound.OTHER_PERSON,
    ),
    "somebody else's, with the citizen at its foot": (
        {"holder": OTHER_NAME, "holder_number": OTHER_IDENTITY, "footer": CITIZEN},
        Unsound.OTHER_PERSON,
    ),
    "somebody else's of the same name": ({"holder_number": OTHER_IDENTITY}, Unsound.OTHER_PERSON),
    "somebody else's under the citizen's number": ({"holder": OTHER_NAME}, Unsound.OTHER_PERSON),
    "one with name and number exchanged": (
        {"holder": IDENTITY, "holder_number": NAME},
        Unsound.OTHER_PERSON,
    ),
    "a name with more behind it": ({"holder": NAME + "例"}, Unsound.OTHER_PERSON),
    "a name with more before it": ({"holder": "例" + NAME}, Unsound.OTHER_PERSON),
    "a name with more on the next line": (
        {"holder": f"{NAME}\n{OTHER_NAME}"},
        Unsound.OTHER_PERSON,
    ),
    "half a name": ({"holder": NAME[:-1]}, Unsound.OTHER_PERSON),
    "nobody's": ({"holder": " "}, Unsound.OTHER_PERSON),
    "a number with more behind it": ({"holder_number": IDENTITY + "1"}, Unsound.OTHER_PERSON),
    "a further page of somebody else": ({"named": OTHER_NAME}, Unsound.OTHER_PERSON),
    "a further page of nobody": ({"named": ""}, Unsound.OTHER_PERSON),
    "a further page of another document": ({"running": "营业执照（续）"}, Unsound.OTHER_TITLE),
}
"""Of every kind of document: what is otherwise, and why it is refused."""


@every_title
@pytest.mark.parametrize(("others", "why"), MUTATIONS.values(), ids=MUTATIONS)
def test_what_is_the_citizens_stands_at_its_labels(
    title: str, others: dict[str, object], why: Unsound
) -> None:
    asked = paper(title)
    assert read(asked.but(**others).pages, asked) is why


NUMBERED: dict[str, tuple[dict[str, object], Unsound]] = {
    "another number": ({"number": OTHER_NUMBER}, Unsound.OTHER_NUMBER),
    "another number, the right one in a remark": (
        {"number": OTHER_NUMBER, "remark": f"No. {NUMBER} 编号：{NUMBER}"},
        Unsound.OTHER_NUMBER,
    ),
    "the number at its foot alone": (
        {"number": "", "numbered": "", "further": 0, "footer": f"No. {NUMBER} 编号：{NUMBER}"},
        Unsound.OTHER_NUMBER,
    ),
    "the number with more behind it": ({"number": NUMBER + "1"}, Unsound.OTHER_NUMBER),
    "a further page of another number": ({"numbered": OTHER_NUMBER}, Unsound.OTHER_NUMBER),
    "a further page without a number": ({"numbered": ""}, Unsound.OTHER_NUMBER),
    "the identity number in its place": ({"number": IDENTITY}, Unsound.OTHER_NUMBER),
}


@certificates
@pytest.mark.parametrize(("others", "why"), NUMBERED.values(), ids=NUMBERED)
def test_the_number_stands_at_its_label_on_every_page(
    title: str, others: dict[str, object], why: Unsound
) -> None:
    asked = paper(title)
    assert read(asked.but(**others).pages, asked) is why


@pytest.mark.parametrize(("asked", "came"), list(itertools.permutations(TITLES, 2)))
def test_one_kind_is_not_taken_for_another(asked: str, came: str) -> None:
    delivered = paper(came, number=NUMBER)
    assert read(delivered.pages, paper(asked, number=NUMBER)) is Unsound.OTHER_TITLE
    title = asked.partition("（")[0]
    mentioned = delivered.but(remark=title, footer=asked)
    why = read(mentioned.pages, paper(asked, number=NUMBER))
    assert why in (Unsound.OTHER_TITLE, Unsound.OTHER_LAYOUT)


@pytest.mark.parametrize(
    ("title", "came"), [(TAX, "完税证明"), (TAX, "税收完税证明书"), (SUMMARY, DETAIL)]
)
def test_a_title_is_the_whole_title(title: str, came: str) -> None:
    asked = paper(title)
    pages = tuple(
        tuple(
            line if isinstance(line, str) or line.base != 730 else Placed(228, 730, came, 21)
            for line in page
        )
        for page in asked.pages
    )
    assert read(pages if title == TAX else asked.but(title=came).pages, asked) is (
        Unsound.OTHER_TITLE
    )


@every_title
@pytest.mark.parametrize(
    ("mark", "reprint", "why"),
    [
        ("补打　第 1 次", 1, None),
        ("补打　第 12 次", 12, None),
        ("", 1, Unsound.OTHER_PRINT),
        ("补打", 1, Unsound.OTHER_PRINT),
        ("补打　第 2 次", 1, Unsound.OTHER_PRINT),
        ("补打　第 12 次", 2, Unsound.OTHER_PRINT),
        ("补打　第 1 次", 0, Unsound.OTHER_PRINT),
        ("补打　第 0 次", 0, Unsound.OTHER_PRINT),
        ("补打　第 1 次　补打　第 1 次", 1, Unsound.OTHER_PRINT),
    ],
)
def test_it_is_the_print_that_was_asked_for(
    title: str, mark: str, reprint: int, why: Unsound | None
) -> None:
    asked = paper(title, mark=mark)
    assert read(asked.pages, asked, reprint) is why


@pytest.mark.parametrize(("mark", "reprint"), [("", 0), ("补打　第 1 次", 1), ("", 2)])
def test_a_mark_of_another_print_stands_nowhere_at_all(mark: str, reprint: int) -> None:
    asked = paper(TAX, mark=mark)
    for place in ("remark", "footer"):
        spoilt = asked.but(**{place: "补打　第 2 次"})
        assert read(spoilt.pages, asked, reprint) is Unsound.OTHER_PRINT


def without(pages: tuple[Page, ...], words: str) -> tuple[Page, ...]:
    return tuple(
        tuple(line for line in page if isinstance(line, str) or words not in line.words)
        for page in pages
    )


@pytest.mark.parametrize(
    ("title", "words"),
    [
        *((TAX, label) for label in ("No.", "纳税人名称", "纳税人识别号", "税务机关", "原凭证号")),
        *((SUMMARY, label) for label in ("编　", "缴费人姓名", "证 件 号 码", "序号")),
        *((LIST, label) for label in ("缴费人姓名", "证 件 号 码", "序号")),
    ],
)
def test_a_form_without_one_of_its_labels_is_another_one(title: str, words: str) -> None:
    asked = paper(title)
    assert without(asked.pages, words) != asked.pages
    assert read(without(asked.pages, words), asked) is Unsound.OTHER_LAYOUT


@pytest.mark.parametrize("twice", ["纳税人名称 " + NAME, "纳税人识别号", f"No. {NUMBER}"])
def test_a_label_that_is_there_twice_says_nothing(twice: str) -> None:
    asked = paper(TAX)
    first, *others = asked.pages
    again = (*first, Placed(43, 673, twice, 9))
    assert read((again, *others), asked) is Unsound.OTHER_LAYOUT


def test_a_title_below_its_labels_is_no_title() -> None:
    asked = paper(TAX)
    first, *others = without(asked.pages, TAX)
    assert read(((*first, Placed(40, 673, TAX, 9)), *asked.pages[1:]), asked) is (
        Unsound.OTHER_LAYOUT
    )
    assert read((first, *others), asked) is Unsound.OTHER_TITLE


def test_the_order_of_the_file_does_not_count() -> None:
    asked = paper(DETAIL, holder=LONG)
    backwards = tuple(page[::-1] for page in asked.pages)
    assert read(backwards, asked) is None
