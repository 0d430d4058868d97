from __future__ import annotations

import pytest

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.money import ZERO, Money

TIER = Basis(BasisKind.TIER, Money.yuan(300), "300 元档")


@pytest.mark.parametrize(
    ("basis", "label", "shown"),
    [
        (monthly_base(Money.yuan(5200)), "缴费基数", "5,200 元 / 月"),
        (monthly_base(Money.yuan(4504), "统账结合"), "缴费基数", "统账结合　4,504 元 / 月"),
        (TIER, "缴费档次", "300 元档"),
        (Basis(BasisKind.BILLS, ZERO, "特殊缴费"), "缴费项目", "特殊缴费"),
    ],
)
def test_what_a_payment_is_reckoned_from_is_called_by_its_name(
    basis: Basis, label: str, shown: str
) -> None:
    assert (basis.kind.label, basis.shown) == (label, shown)


@pytest.mark.parametrize("kind", [BasisKind.TIER, BasisKind.BILLS])
def test_a_tier_and_a_kind_of_bill_have_a_name(kind: BasisKind) -> None:
    with pytest.raises(ValueError, match="has a name"):
        Basis(kind, ZERO)


def test_bills_have_no_base_of_their_own() -> None:
    with pytest.raises(ValueError, match="no base"):
        Basis(BasisKind.BILLS, Money(1), "特殊缴费")


def test_a_tier_may_cost_nothing() -> None:
    assert Basis(BasisKind.TIER, ZERO, "全额资助").shown == "全额资助"
