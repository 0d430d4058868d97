"""社保费缴费: citizens pay for themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.citizen import Citizen
from kiosk.domain.insurance import CitizenGroup
from kiosk.flows.login import LOGIN, LoginCase
from kiosk.flows.parts.party import Party
from kiosk.flows.pay import PayCase
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto
from kiosk.session.steps import Flow, Run


@dataclass(frozen=True, slots=True)
class PayOwnCase(Case):
    """A citizen who pays for themselves."""

    group: CitizenGroup
    citizen: Citizen | None = None


def _pay(case: PayOwnCase, _situation: Situation) -> PayCase:
    assert case.citizen is not None  # noqa: S101
    return PayCase(case.group, Party(case.citizen))


def paying_own(pay: Flow[PayCase]) -> Flow[PayOwnCase]:
    """Log in, then pay; 继续缴费 asks anew what can be paid, since something has just been paid."""
    return Flow(
        "pay_own",
        "社保费缴费",
        (
            Run(
                name="login",
                flow=LOGIN,
                enter=lambda _case, _situation: LoginCase(),
                leave=lambda case, login: replace(case, citizen=login.citizen),
            ),
            Run(
                name="pay",
                flow=pay,
                enter=_pay,
                leave=lambda case, _paid: Goto("pay", case),
                leads=("pay",),
            ),
        ),
    )
