"""What views are put together from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

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
    SOCIAL_CARD = "social_card"
    PAYMENT_CODE = "payment_code"
    BANK_CARD = "bank_card"
    TAKE_CARD = "take_card"
    """The other way round: the card is held out to the citizen."""


class Place(Enum):
    """Stages of an errand, in order."""

    LOGIN = "login"
    CHOOSE = "choose"
    FILL = "fill"
    REVIEW = "review"
    PAY = "pay"
    RECEIPT = "receipt"


class Course(Enum):
    """The stages of one kind of errand, and what the step bar calls them."""

    PAYMENT = MappingProxyType(
        {
            Place.LOGIN: "登录",
            Place.CHOOSE: "选择险种",
            Place.FILL: "填写",
            Place.REVIEW: "核对",
            Place.PAY: "缴费",
            Place.RECEIPT: "取凭条",
        }
    )
    CERTIFICATES = MappingProxyType(
        {
            Place.LOGIN: "登录",
            Place.CHOOSE: "选择凭证",
            Place.FILL: "填写",
            Place.REVIEW: "核对",
            Place.RECEIPT: "打印",
        }
    )
    RECORDS = MappingProxyType(
        {
            Place.LOGIN: "登录",
            Place.CHOOSE: "选择",
            Place.REVIEW: "核对",
            Place.RECEIPT: "打印",
        }
    )
    DECLARATION = MappingProxyType(
        {
            Place.LOGIN: "登录",
            Place.CHOOSE: "选择",
            Place.FILL: "填写",
            Place.REVIEW: "核对",
        }
    )

    @property
    def stages(self) -> tuple[Place, ...]:
        """In order."""
        return tuple(self.value)

    def label(self, place: Place) -> str:
        """What a stage is called. Raises KeyError for one that is not of this course."""
        return self.value[place]


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
class Option:
    """One of many alike (a tier, a base, a record): ``detail`` under its title, ``figure`` at its
    end, both perhaps empty. ``chosen`` marks the one chosen before. ``unavailable`` as for a
    tile."""

    answer: Answer
    title: Text
    detail: Text
    figure: Text
    chosen: bool = False
    unavailable: Text | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled fact on a review or result."""

    label: Text
    value: Text


class ReceiptAt(Enum):
    """Where the receipt is."""

    PRINTER = "printer"
    """Being printed."""
    MOUTH = "mouth"
    """Printed, and to be taken."""
    PHONE = "phone"
    """A phone was shown it; there is no paper."""
    NOWHERE = "nowhere"


class Weight(Enum):
    """What an action means for whoever stands here; how it is drawn follows from it.

    The first action of a screen is its primary one, the usual way on, if it is USUAL. ALIKE are
    several of which none is more usual than the next. GRAVE stops the service or cannot be taken
    back: it may be the only thing to do, and is never drawn as the usual one.
    """

    USUAL = "usual"
    ALIKE = "alike"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Button:
    """A named action with its answer."""

    answer: Answer
    label: Text
    weight: Weight = Weight.USUAL
