from __future__ import annotations

import pytest

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.tender import Tender
from kiosk.session.answers import (
    Answer,
    BaseEntered,
    Begin,
    GroupChosen,
    InsuranceChosen,
    Module,
    ModuleChosen,
    Service,
    ServiceChosen,
    TenderChosen,
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
        (Begin(), "Begin"),
        (BaseEntered(Money.yuan(4504)), "BaseEntered"),
    ],
)
def test_an_answer_has_a_stable_name_without_what_was_typed(answer: Answer, name: str) -> None:
    assert answer_name(answer) == name
