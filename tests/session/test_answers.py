from __future__ import annotations

import pytest

from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.tender import Tender
from kiosk.session.answers import (
    Answer,
    BaseEntered,
    Begin,
    Choice,
    Chosen,
    CriteriaChosen,
    GroupChosen,
    InsuranceChosen,
    Module,
    ModuleChosen,
    NumberEntered,
    Picked,
    Service,
    ServiceChosen,
    SlipWanted,
    TenderChosen,
    Ticked,
    answer_name,
)


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (GroupChosen(CitizenGroup.FLEXIBLE), "GroupChosen.FLEXIBLE"),
        (ModuleChosen(Module.PAY), "ModuleChosen.PAY"),
        (InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION), "InsuranceChosen.FLEXIBLE_PENSION"),
        (ServiceChosen(Service.SPECIAL_PAYMENT), "ServiceChosen.SPECIAL_PAYMENT"),
        (TenderChosen(Tender.ALIPAY), "TenderChosen.ALIPAY"),
        (Chosen(Choice.PAYMENT_CODE), "Chosen.PAYMENT_CODE"),
        (Picked(2), "Picked.2"),
        (Ticked((0, 2)), "Ticked"),
        (NumberEntered("11010519491231002X"), "NumberEntered"),
        (CriteriaChosen(Criteria(2025, 2026)), "CriteriaChosen"),
        (SlipWanted(), "SlipWanted"),
        (Begin(), "Begin"),
        (BaseEntered(Money.yuan(4504)), "BaseEntered"),
    ],
)
def test_an_answer_has_a_stable_name_without_what_was_typed(answer: Answer, name: str) -> None:
    assert answer_name(answer) == name


def test_what_was_typed_is_not_in_its_representation() -> None:
    assert "1949" not in repr(NumberEntered("11010519491231002X"))
