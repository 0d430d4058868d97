"""Every kind of document for the two names that are hardest to print, and believed for nobody else.

``䶮例·𬱖样`` has three rare things in one name: 䶮 (in the basic plane, in few fonts), 𬱖 (beyond
it) and the middle dot. Each part begins with a rare character, so that the list, which masks all
others, shows both and the dot as well. The long foreign name, which wraps, is somebody else's: no
name has two scripts.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

import pytest

from kiosk.documents.unsound import Unsound, UnsoundDocument
from kiosk.documents.verification import Expected, verify
from sim.backend.documents import Titled
from tests.sim.backend.issuing import Issuing
from tests.sim.backend.records import NOW, page_texts
from tests.support.archival import complaints
from tests.support.page_golden import check_pages
from tests.support.signed_documents import authority

RARE = "䶮例·𬱖样"
LONG = "EXAMPLE, CHRISTOPHER ALEXANDER BENEDICT MAXIMILIAN"
MASKED = {RARE: "䶮*·𬱖*", LONG: "E******, C********** A******** B******* M*********"}
PEOPLE = {"rare": ("guli-yangben", RARE), "long": ("christopher-example", LONG)}

Make = Callable[[Issuing, int], Titled]
KINDS: dict[str, Make] = {
    "tax": lambda books, person: books.tax(person),
    "summary": lambda books, person: books.contribution(person, "summary"),
    "list": lambda books, person: books.listed(person),
    "detail": lambda books, person: books.contribution(person, "detail"),
    "refund": lambda books, person: books.tax(person, refunds=True),
}


@cache
def books() -> Issuing:
    return Issuing()


@cache
def issued() -> dict[str, Titled]:
    """All of them, in the one order that gives each the same number and code in every run."""
    made: dict[str, Titled] = {}
    for name, (key, called) in PEOPLE.items():
        person = books().refund(books().paid_often(key, 1, called))
        made |= {f"{kind}-{name}": make(books(), person) for kind, make in KINDS.items()}
    return made


@cache
def pdf(name: str) -> bytes:
    return books().pdf_of(issued()[name])


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    books().close()
    for kept in (books, issued, pdf):
        kept.cache_clear()


DOCUMENTS = [f"{kind}-{name}" for name in PEOPLE for kind in KINDS]
every_document = pytest.mark.parametrize("name", DOCUMENTS)


def expected(name: str) -> Expected:
    titled = issued()[name]
    content = json.loads(titled.manuscript.content)
    return Expected(
        title=titled.title,
        number=titled.number,
        reprint=titled.manuscript.reprint,
        holder=content["holder"],
        holder_number=content["identity_number"],
        trusted=authority().root_pem,
        now=NOW + timedelta(seconds=2),
    )


@every_document
def test_every_page_looks_as_it_was_last_agreed_upon(name: str) -> None:
    check_pages(pdf(name), name)


@every_document
def test_the_name_is_copied_as_it_is_registered_or_masked(name: str) -> None:
    _, called = PEOPLE[name.partition("-")[2]]
    (text,) = page_texts(pdf(name))
    wanted = MASKED[called] if name.startswith("list") else called
    assert wanted in " ".join(text.split())
    assert complaints(pdf(name)) == []


@every_document
def test_the_terminal_believes_it_for_what_and_whose_it_is_alone(name: str) -> None:
    verify(pdf(name), expected(name))
    for other in DOCUMENTS:
        if other != name:
            with pytest.raises(UnsoundDocument) as refused:
                verify(pdf(name), expected(other))
            assert refused.value.reason in (
                Unsound.OTHER_TITLE,
                Unsound.OTHER_NUMBER,
                Unsound.OTHER_PERSON,
            )
