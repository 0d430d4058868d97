"""What banks, agencies and other people's phones do to the trade itself, as typed data.

Part of the vocabulary of ``sim.actions``. ``person`` is a key of ``sim.people``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Insurance = Literal["flexible_pension", "flexible_medical", "resident_pension", "resident_medical"]
Wallet = Literal["alipay", "wechat", "unionpay_qr"]


class _TradeAction(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Deduction(_TradeAction):
    """The bank's batch deduction (批扣) of somebody's contribution begins, succeeds or is given up.

    One that succeeds pays what could be paid first, unless it has been paid meanwhile.
    """

    world: Literal["service.deduction"] = "service.deduction"
    person: str
    insurance: Insurance
    state: Literal["running", "done", "stopped"]


class PaidElsewhere(_TradeAction):
    """Somebody's phone pays, in the tax authority's mini program, what their newest order is for,
    or else what can be paid first."""

    world: Literal["service.paid_elsewhere"] = "service.paid_elsewhere"
    person: str
    insurance: Insurance


class BillChanged(_TradeAction):
    """The agency determines the person's oldest open bill anew, at so much more (or less)."""

    world: Literal["service.bill_changed"] = "service.bill_changed"
    person: str
    insurance: Insurance
    more_fen: int = 100


class Window(_TradeAction):
    """Whether an insurance is collected (缴费期) from today on."""

    world: Literal["service.window"] = "service.window"
    insurance: Insurance
    state: Literal["open", "closed"]


class TenderOffered(_TradeAction):
    """Whether the service offers a wallet as a way of paying from today on."""

    world: Literal["service.tender"] = "service.tender"
    wallet: Wallet
    state: Literal["offered", "withdrawn"]


class WalletHabit(_TradeAction):
    """What a wallet does from now on when its payment code is charged: it pays, asks its owner for
    the password first (``wallet.pay`` then enters it), or refuses."""

    world: Literal["wallet.code"] = "wallet.code"
    wallet: Wallet
    habit: Literal["pays", "asks", "refuses"]


class UnionPayUndecided(_TradeAction):
    """UnionPay works so long on payments that payers have confirmed, and answers ``code``
    meanwhile: 03 timed out, 04 uncertain, 05 accepted."""

    world: Literal["channel.undecided"] = "channel.undecided"
    seconds: Annotated[float, Field(ge=0)]
    code: Literal["03", "04", "05"] = "05"


TradeAction = (
    Deduction
    | PaidElsewhere
    | BillChanged
    | Window
    | TenderOffered
    | WalletHabit
    | UnionPayUndecided
)
