"""What views are put together from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.text import Text
from kiosk.session.answers import Answer


class Icon(Enum):
    """Line icons of the one set in ``assets/icons``."""

    SHIELD = "shield"
    PEOPLE = "people"
    DOCUMENT = "document"
    SEARCH = "search"
    CARD = "card"
    HAND = "hand"
    HEART = "heart"
    COINS = "coins"
    BILL = "bill"
    BRIEFCASE = "briefcase"
    HOME = "home"
    ALIPAY = "alipay"
    WECHAT = "wechat"
    UNIONPAY = "unionpay"
    SCAN = "scan"
    STAMP = "stamp"
    LIST = "list"
    LOGIN = "login"
    SLIDERS = "sliders"
    CALENDAR = "calendar"
    BANK = "bank"
    CANCEL = "cancel"
    CONFIRM = "confirm"


class Presented(Enum):
    """What the citizen is asked to hold out; the picture shows where."""

    ID_CARD = "id_card"
    EITHER_CARD = "either_card"
    PAYMENT_CODE = "payment_code"
    BANK_CARD = "bank_card"
    TAKE_CARD = "take_card"
    """The other way round: the card is held out to the citizen."""


class Place(Enum):
    """Stages of the step bar, in order."""

    LOGIN = "登录"
    CHOOSE = "选择险种"
    FILL = "填写"
    REVIEW = "核对"
    PAY = "缴费"
    RECEIPT = "取凭条"


class Tone(Enum):
    """How a notice feels; never by colour alone."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Tile:
    """A large choice. ``unavailable`` says plainly why it cannot be chosen, else None."""

    answer: Answer
    title: Text
    subtitle: Text
    icon: Icon
    unavailable: Text | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled fact on a review or result."""

    label: Text
    value: Text


@dataclass(frozen=True, slots=True)
class Button:
    """A named action with its answer."""

    answer: Answer
    label: Text
