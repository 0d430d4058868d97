"""What banks, agencies and other phones do in the hall reaches the collection service."""

from __future__ import annotations

import httpx2
import pytest

from sim import actions, trade_actions
from sim.client import HallClient, HallRefused
from sim.people import find_person
from sim.trade_actions import Wallet
from tests.sim.terminal import Terminal

JSON = dict[str, object]
Asked = dict[str, str | int]


def _token(terminal: Terminal, key: str) -> str:
    person = find_person(key)
    found = terminal.post(
        "/v1/citizens/lookup",
        {
            "identity_kind": person.identity.kind.value,
            "identity_number": person.number,
            "name": person.called,
        },
    )
    token: str = found.json()["person_token"]
    return token


def _bills(terminal: Terminal) -> list[JSON]:
    body: Asked = {"person_token": _token(terminal, "qi-shi"), "kind": "special"}
    found: list[JSON] = terminal.post("/v1/bills/search", body).json()["bills"]
    return found


def _paid(terminal: Terminal, key: str) -> list[str]:
    body: Asked = {"person_token": _token(terminal, key), "group": "1"}
    found: list[str] = terminal.post("/v1/enrolments/search", body).json()["enrolments"][0]["paid"]
    return found


def test_a_deduction_begins_and_takes_the_first_month(hall: HallClient, terminal: Terminal) -> None:
    about = {"person": "zhang-san", "insurance": "flexible_pension"}
    hall.perform(trade_actions.Deduction.model_validate(about | {"state": "running"}))
    with pytest.raises(httpx2.HTTPStatusError, match="409"):
        terminal.order()
    hall.perform(trade_actions.Deduction.model_validate(about | {"state": "stopped"}))
    assert _paid(terminal, "zhang-san") == []
    hall.perform(trade_actions.Deduction.model_validate(about | {"state": "running"}))
    state = hall.perform(trade_actions.Deduction.model_validate(about | {"state": "done"}))
    assert len(_paid(terminal, "zhang-san")) == 1
    assert "张三批扣扣款成功（灵活就业人员基本养老保险）" in state.events[-1].what


def test_a_phone_pays_first_and_the_terminal_is_refunded(
    hall: HallClient, terminal: Terminal
) -> None:
    number = terminal.order()
    elsewhere = trade_actions.PaidElsewhere(person="zhang-san", insurance="flexible_pension")
    hall.perform(elsewhere)
    hall.pay("alipay")
    hall.wait_until(lambda _: terminal.state_of(number) == "refunded")
    with pytest.raises(HallRefused, match="paid already"):
        hall.perform(elsewhere)


def test_a_bill_is_determined_anew(hall: HallClient, terminal: Terminal) -> None:
    before = _bills(terminal)
    changed = trade_actions.BillChanged(
        person="qi-shi", insurance="flexible_pension", more_fen=12_300
    )
    hall.perform(changed)
    after = _bills(terminal)
    assert [a["amount_fen"] for a in after] != [b["amount_fen"] for b in before]
    assert sum(int(str(a["amount_fen"])) for a in after) - 12_300 == sum(
        int(str(b["amount_fen"])) for b in before
    )


@pytest.mark.parametrize(
    "action",
    [
        trade_actions.BillChanged(person="zhang-san", insurance="flexible_pension"),
        trade_actions.BillChanged(person="qi-shi", insurance="resident_medical"),
        trade_actions.PaidElsewhere(person="dou-shi", insurance="resident_pension"),
        trade_actions.PaidElsewhere(person="nobody", insurance="resident_pension"),
    ],
)
def test_what_cannot_be_is_refused(hall: HallClient, action: actions.Action) -> None:
    with pytest.raises(HallRefused):
        hall.perform(action)


def test_a_window_closes_and_opens(hall: HallClient, terminal: Terminal) -> None:
    hall.perform(trade_actions.Window(insurance="flexible_pension", state="closed"))
    body: Asked = {"person_token": _token(terminal, "zhang-san"), "group": "1"}

    def payable() -> list[str]:
        found: list[str] = terminal.post("/v1/enrolments/search", body).json()["enrolments"][0][
            "payable"
        ]
        return found

    assert payable() == []
    hall.perform(trade_actions.Window(insurance="flexible_pension", state="open"))
    assert payable() != []


def test_a_tender_is_withdrawn_with_a_reason(hall: HallClient, terminal: Terminal) -> None:
    hall.perform(trade_actions.TenderOffered(wallet="unionpay_qr", state="withdrawn"))
    offers = {offer["tender"]: offer for offer in terminal.get("/v1/terminal").json()["tenders"]}
    assert offers["unionpay_qr"]["available"] is False
    assert offers["unionpay_qr"]["reason"]


@pytest.mark.parametrize("wallet", ["alipay", "wechat", "unionpay_qr"])
def test_a_wallet_asks_for_its_password(
    hall: HallClient, terminal: Terminal, wallet: Wallet
) -> None:
    hall.perform(trade_actions.WalletHabit(wallet=wallet, habit="asks"))
    code = hall.perform(actions.ScannerShow(wallet=wallet, readings=None)).scanner
    assert code.showing
    refused = trade_actions.WalletHabit(wallet=wallet, habit="refuses")
    assert "拒绝付款" in hall.perform(refused).events[-1].what


def test_unionpay_takes_its_time(hall: HallClient, terminal: Terminal) -> None:
    hall.perform(trade_actions.UnionPayUndecided(seconds=60, code="04"))
    number = terminal.order(tender="unionpay_qr")
    hall.pay("unionpay_qr")
    assert terminal.state_of(number) == "paying"
    hall.advance(61)
    hall.wait_until(lambda _: terminal.state_of(number) == "posted")
