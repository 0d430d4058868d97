"""What is looked for among payments and certificates, and what is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.certificate import CertificateForm, CertificateKind, ServiceDocument
from kiosk.domain.criteria import Criteria
from kiosk.domain.payment_record import PaymentState

YEARS = st.integers(2000, 2100)


@given(YEARS, st.integers(0, 20))
def test_a_search_is_from_a_year_to_a_year(first: int, more: int) -> None:
    criteria = Criteria(first, first + more)

    assert (criteria.insurance, criteria.state, criteria.refunds) == (None, None, False)
    assert criteria.years_label.startswith(f"{first}年")
    assert criteria.years_label.endswith(f"{first + more}年")


@given(YEARS, st.integers(1, 20))
def test_years_the_wrong_way_round_are_refused(last: int, later: int) -> None:
    with pytest.raises(ValueError, match="wrong way round"):
        Criteria(last + later, last)


@pytest.mark.parametrize(
    ("first", "last", "label"), [(2025, 2025, "2025年"), (2024, 2026, "2024年 – 2026年")]
)
def test_the_years_of_a_search_are_shown_in_chinese(first: int, last: int, label: str) -> None:
    assert Criteria(first, last).years_label == label


def test_states_and_certificates_have_the_names_of_the_manual() -> None:
    assert [state.label for state in PaymentState] == ["缴费成功", "处理中", "已退款"]
    assert [kind.label for kind in CertificateKind] == ["税收完税证明", "社会保险费缴费证明"]
    assert [form.label for form in CertificateForm] == ["汇总", "明细"]


def test_the_repr_of_a_document_shows_nothing_of_its_content() -> None:
    document = ServiceDocument(
        number="337010260300000123",
        title="税收完税证明",
        pdf=b"%PDF-1.7 secret",
        reprint=0,
        link="https://wallet.example/d/4711",
        valid_seconds=300,
    )

    assert "secret" not in repr(document)
    assert "4711" not in repr(document)
