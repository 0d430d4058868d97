"""What the citizen sees, as immutable props. Screens draw these and know nothing else.

Every interactive element carries the ``Answer`` it gives; screens emit that answer unchanged, or
one built from what was typed: ``PeriodView`` → PeriodChosen, ``BaseView`` → BaseEntered,
``NumberView`` → NumberEntered, ``TicksView`` → Ticked, ``CriteriaView`` → CriteriaChosen,
``TypingView`` → TextEntered.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import Text, say
from kiosk.session.document_views import (
    LinkView as LinkView,
)
from kiosk.session.document_views import (
    PreviewView as PreviewView,
)
from kiosk.session.document_views import (
    PrintingView as PrintingView,
)
from kiosk.session.staff_views import (
    ColourTestView as ColourTestView,
)
from kiosk.session.staff_views import (
    FactsView as FactsView,
)
from kiosk.session.staff_views import (
    LinesView as LinesView,
)
from kiosk.session.staff_views import (
    TouchTestView as TouchTestView,
)
from kiosk.session.staff_views import (
    TypingView as TypingView,
)
from kiosk.session.view_elements import (
    Button as Button,
)
from kiosk.session.view_elements import (
    Course as Course,
)
from kiosk.session.view_elements import (
    Icon as Icon,
)
from kiosk.session.view_elements import (
    Option as Option,
)
from kiosk.session.view_elements import (
    Place as Place,
)
from kiosk.session.view_elements import (
    Presented as Presented,
)
from kiosk.session.view_elements import (
    ReceiptAt as ReceiptAt,
)
from kiosk.session.view_elements import (
    Row as Row,
)
from kiosk.session.view_elements import (
    Tile as Tile,
)
from kiosk.session.view_elements import (
    Tone as Tone,
)
from kiosk.session.view_elements import (
    Weight as Weight,
)


@dataclass(frozen=True, slots=True)
class AttractView:
    """Nobody is here: what the terminal does, and one place to touch (answers ``Begin``).
    ``closing`` says that it will close soon, None while it will not."""

    closing: Text | None = None


@dataclass(frozen=True, slots=True)
class StartingView:
    """The terminal is coming up; ``steps`` done so far."""

    steps: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class OutOfServiceView:
    """暂停服务: why, and where to go instead; ``rows`` say until when, and where in particular."""

    reason: Text
    advice: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MaintenanceView:
    """The terminal changes hands, or ends; ``rows`` say which of its parts are still at work."""

    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TilesView:
    """One question, answered by touching a tile."""

    title: Text
    hint: Text
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class CardView:
    """Lay a card on the reader, insert one or take it back, or hold a code before the scanner;
    nothing need be pressed."""

    title: Text
    hint: Text
    assurances: tuple[Row, ...]
    presented: Presented = Presented.ID_CARD


@dataclass(frozen=True, slots=True)
class PeriodView:
    """Choose first and last month among ``payable`` (answers ``PeriodChosen``); only one month if
    ``single``."""

    title: Text
    hint: Text
    payable: tuple[Month, ...]
    paid: tuple[Month, ...]
    chosen: ContributionPeriod | None
    single: bool = False


@dataclass(frozen=True, slots=True)
class OptionsView:
    """One question, answered by touching one of perhaps many options, page by page; ``others`` are
    actions on the whole list, drawn under it."""

    title: Text
    hint: Text
    options: tuple[Option, ...]
    others: tuple[Tile, ...] = ()


@dataclass(frozen=True, slots=True)
class TickRow:
    """A row to tick. A ``locked`` one stays as it is."""

    title: Text
    detail: Text
    amount: Money | None
    ticked: bool
    locked: bool = False


@dataclass(frozen=True, slots=True)
class TicksView:
    """Tick one row or several, page by page (answers ``Ticked``, at least one). ``sum_label`` names
    the sum of what is ticked, shown live; None where amounts are not summed."""

    title: Text
    hint: Text
    rows: tuple[TickRow, ...]
    confirm: Text
    sum_label: Text | None


@dataclass(frozen=True, slots=True)
class NumberView:
    """Type an identity number on the manual's keypad (answers ``NumberEntered``): shown in groups
    of 6, 8 and 4, X only in the last place. 关闭 is the way out of the manual's keypad and answers
    ``GoBack``."""

    title: Text
    label: Text
    hint: Text
    entered: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CriteriaView:
    """Narrow a search (answers ``CriteriaChosen``): a first and a last year among ``years``; one
    insurance or all of ``insurances``, one state or all of ``states``, and 是否电子收入退还书, each
    only where it is offered. ``chosen`` is what is set already."""

    title: Text
    hint: Text
    years: tuple[int, ...]
    insurances: tuple[InsuranceKind, ...]
    states: tuple[PaymentState, ...]
    asks_refunds: bool
    chosen: Criteria
    confirm: Text


@dataclass(frozen=True, slots=True)
class QuickPick:
    """A helpful base to take instead of typing."""

    label: Text
    base: Money


@dataclass(frozen=True, slots=True)
class BaseView:
    """Type the base on the keypad (answers ``BaseEntered``); the monthly amount is shown live as
    ``base.share(rate_bp)`` times ``months``, unless no single rate says it: then it is None."""

    title: Text
    hint: Text
    lower: Money
    upper: Money
    rate_bp: int | None
    months: int
    quick_picks: tuple[QuickPick, ...]
    entered: Money | None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """Everything about a payment before it is decided, or after; the amount is the largest thing.

    Without an ``amount`` it is facts to be confirmed. ``caution`` may be empty, and ``confirm``
    None where there is nothing to do but to go back.
    """

    title: Text
    hint: Text
    rows: tuple[Row, ...]
    amount: Money | None
    amount_in_words: str
    caution: Text
    confirm: Button | None
    amount_label: Text = field(default_factory=lambda: say("一共要缴"))


@dataclass(frozen=True, slots=True)
class TenderView:
    """选择缴款方式."""

    title: Text
    hint: Text
    amount: Money
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class QrView:
    """Scan to pay. ``payload`` is drawn as a QR code, good for ``valid_seconds`` from now."""

    title: Text
    hint: Text
    tender: Tender
    payload: str
    amount: Money
    waiting: Text
    order_tail: str
    valid_seconds: int


@dataclass(frozen=True, slots=True)
class PinView:
    """Enter the PIN of a bank card at the pad, and nowhere else: ``entered`` of ``most`` figures so
    far. Which ones nobody knows here. ``rows`` say which card it is; ``caution`` why the PIN is
    asked for again, and may be empty."""

    title: Text
    hint: Text
    rows: tuple[Row, ...]
    amount: Money
    entered: int
    most: int
    caution: Text


@dataclass(frozen=True, slots=True)
class WaitingView:
    """Something is being done; what is awaited, and that nothing need be pressed."""

    title: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class SuccessView:
    """缴费成功. ``paper_title`` and ``paper_lines`` say where the ``receipt`` is; while it is being
    printed there is nothing to answer and ``finish`` is None."""

    title: Text
    amount: Money
    summary: Text
    paper_title: Text
    paper_lines: tuple[Text, ...]
    receipt: ReceiptAt
    others: tuple[Button, ...]
    finish: Button | None

    @property
    def printing(self) -> bool:
        """Whether paper is coming out now."""
        return self.receipt is ReceiptAt.PRINTER


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A message: what happened, whether money moved, what to do next; then at most three actions,
    the first one the primary if it is a usual one. The ways out are not repeated among them.

    ``money_open`` while it is not yet certain where the citizen's money is or will be. ``window``
    is where its slip sends people, empty for the terminal's own.
    """

    tone: Tone
    title: Text
    what: Text
    money: Text
    advice: Text
    actions: tuple[Button, ...]
    reference: str = ""
    money_open: bool = False
    window: str = ""


View = (
    AttractView
    | StartingView
    | OutOfServiceView
    | MaintenanceView
    | TilesView
    | CardView
    | PeriodView
    | OptionsView
    | TicksView
    | NumberView
    | CriteriaView
    | BaseView
    | ReviewView
    | TenderView
    | QrView
    | PinView
    | WaitingView
    | PrintingView
    | SuccessView
    | NoticeView
    | PreviewView
    | LinkView
    | TypingView
    | LinesView
    | FactsView
    | TouchTestView
    | ColourTestView
)


@dataclass(frozen=True, slots=True)
class Ways:
    """Which ways out the footer offers now (GoBack, GoHome, Leave); None hides the button.

    ``back`` and ``leave`` may be renamed (换个方式付, 取消缴费).
    """

    back: Text | None
    home: Text | None
    leave: Text | None


@dataclass(frozen=True, slots=True)
class Scene:
    """One complete screen: the view within its frame.

    ``number`` rises with every scene, so an answer can be told from a late one. ``place`` is None
    where there is no step bar, whose stages are those of ``course``. ``countdown`` is whole seconds
    of the ring at the moment of showing, None for none. ``complaint`` says why the last answer was
    not taken. ``asking_presence`` lays 「您还在吗」 over the view.
    """

    number: int
    view: View
    ways: Ways
    place: Place | None
    terminal: TerminalFacts
    countdown: int | None
    complaint: Text | None = None
    asking_presence: bool = False
    course: Course = Course.PAYMENT
