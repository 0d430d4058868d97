"""Invented bank cards, one for each thing that can happen to a card, and whose they are.

No card is real. The first has the number of the published vectors; the others are numbered
621700 (debit) or 625999 (credit), zeros, and a count. Check digits are computed here.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from stdnum import luhn

from kiosk.domain.bank_card import CardKind
from kiosk.domain.money import Money
from sim.cards.cryptogram import SessionKeys
from sim.cards.plastic import BankCard, ChipStyle, Standing

_PIN = "123456"
_OTHER_PIN = "246810"
_NO_PIN_ASKED = bytes.fromhex("1E031F00")
_PIN_OR_NONE = bytes.fromhex("42031F00")


def _invented(prefix: str, length: int, count: int) -> str:
    body = prefix + str(count).rjust(length - 1 - len(prefix), "0")
    return body + luhn.calc_check_digit(body)


def _debit(count: int) -> str:
    return _invented("621700", 19, count)


def _credit(count: int) -> str:
    return _invented("625999", 16, count)


_CARDS = (
    BankCard("zhang-san-debit", "zhang-san", "6228480402564890018", _PIN),
    BankCard("li-si-debit", "li-si", _debit(2), _OTHER_PIN, balance=Money.yuan(30_000),
             style=ChipStyle(format_2=True)),
    BankCard("wang-wu-credit", "wang-wu", _credit(3), _PIN, CardKind.CREDIT,
             balance=Money.yuan(20_000),
             style=ChipStyle(by_command=False, methods=_PIN_OR_NONE)),
    BankCard("zhao-liu-debit", "zhao-liu", _debit(4), _PIN, balance=Money.yuan(10),
             note="余额不足"),
    BankCard("qian-qi-debit", "qian-qi", _debit(5), _PIN, standing=Standing.LOST, note="已挂失"),
    BankCard("sun-ba-debit", "sun-ba", _debit(6), _PIN, limit=Money.yuan(100),
             note="单笔限额一百元"),
    BankCard("zhou-jiu-debit", "zhou-jiu", _debit(7), _PIN, valid_from=date(2014, 1, 1),
             valid_to=date(2024, 5, 31), note="已过期"),
    BankCard("wu-shi-debit", "wu-shi", _debit(8), _PIN, valid_from=date(2040, 1, 1),
             valid_to=date(2049, 12, 31), note="尚未生效"),
    BankCard("zheng-yi-debit", "zheng-yi", _debit(9), _PIN, style=ChipStyle(blocked=True),
             note="应用已锁定"),
    BankCard("feng-er-debit", "feng-er", _debit(10), _PIN, standing=Standing.FROZEN,
             note="受限制的卡"),
    BankCard("chen-li-credit", "chen-li", _credit(11), None, CardKind.CREDIT,
             style=ChipStyle(methods=_NO_PIN_ASKED), note="无密码信用卡"),
    BankCard("chu-yang-quasi-credit", "chu-yang", _credit(12), _PIN, CardKind.QUASI_CREDIT,
             style=ChipStyle(format_2=True, keys=SessionKeys.EMV_COMMON)),
    BankCard("wei-shi-debit", "wei-shi", _debit(13), _PIN, standing=Standing.PIN_LOCKED,
             note="密码已锁定"),
    BankCard("han-li-debit", "han-li", _debit(14), _PIN, standing=Standing.STOLEN, note="被盗卡"),
    BankCard("shen-yang-debit", "shen-yang", _debit(15), _PIN, standing=Standing.CLOSED,
             note="已销户"),
    BankCard("tao-li-debit", "tao-li", _debit(16), _PIN, style=ChipStyle(has_directory=False),
             note="无支付系统目录"),
    BankCard("zou-li-foreign", "zou-li", _invented("400000", 16, 17), _PIN, CardKind.CREDIT,
             foreign=True, note="境外卡，没有银联应用"),
)  # fmt: skip

CAST = MappingProxyType({card.key: card for card in _CARDS})
"""Every card by its key."""


def find_card(key: str) -> BankCard:
    """The card of that key. Raises KeyError."""
    return CAST[key]


def cards_of(person: str) -> tuple[BankCard, ...]:
    """The cards of a person of ``sim.people``; none for most."""
    return tuple(card for card in _CARDS if card.person == person)
