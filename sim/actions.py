"""Everything that can be done to the hall around the kiosk, as typed data.

The control API, the bench page and the scenario files all speak these; ``sim.world.World.perform``
carries them out. Each says in ``world`` what it acts on.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim import trade_actions
from sim.auxiliary_actions import AuxiliaryAction
from sim.backend.document_flaws import DocumentFlaw
from sim.backend.faults import FaultKind, Hostility
from sim.card_actions import CardAction
from sim.devices.code_scanner import ScanFlaw
from sim.devices.receipt_printer import PaperLevel
from sim.network import Line
from sim.paper_actions import PaperAction
from sim.trade_actions import TradeAction

Seconds = Annotated[float, Field(ge=0)]
Wallet = trade_actions.Wallet
CodeWallet = Wallet
"""Wallets whose payment codes can be scanned: all of them."""
"""Wallets whose phones show payment codes."""


class _Action(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CardPlaced(_Action):
    """Somebody lays their identity card on the reader; the card already there is lifted.

    ``person`` is a key of ``sim.people``. The card answers ``remaining`` commands and is then gone,
    as if lifted in the middle of being read; None leaves it there.
    """

    world: Literal["reader.card"] = "reader.card"
    person: str
    remaining: Annotated[int, Field(ge=0)] | None = None


class CardLifted(_Action):
    """The card is taken away."""

    world: Literal["reader.lift"] = "reader.lift"


class ReaderFault(_Action):
    """The card or the reader fails; ``fault`` is a name of ``sim.devices.reader_faults``."""

    world: Literal["reader.fault"] = "reader.fault"
    fault: str


class ReaderFaultsCleared(_Action):
    """The reader works again."""

    world: Literal["reader.faults_cleared"] = "reader.faults_cleared"


class ReaderCable(_Action):
    """The cable of the reader."""

    world: Literal["reader.cable"] = "reader.cable"
    state: Literal["unplugged", "plugged"]


class PrinterPaper(_Action):
    """A roll is put in: full, nearly used up, none, or with exactly ``dots_left`` rows (8 a
    millimetre)."""

    world: Literal["printer.paper"] = "printer.paper"
    level: PaperLevel = PaperLevel.ENOUGH
    dots_left: Annotated[int, Field(ge=0)] | None = None


class PrinterCover(_Action):
    """The cover of the printer."""

    world: Literal["printer.cover"] = "printer.cover"
    state: Literal["open", "closed"]


class PrinterCutter(_Action):
    """The cutter of the printer."""

    world: Literal["printer.cutter"] = "printer.cutter"
    state: Literal["jammed", "freed"]


class PrinterHead(_Action):
    """The temperature of the print head."""

    world: Literal["printer.head"] = "printer.head"
    state: Literal["hot", "cool"]


class PrinterVoice(_Action):
    """Whether the printer answers at all."""

    world: Literal["printer.voice"] = "printer.voice"
    state: Literal["silent", "answering"]


class PrinterWorks(_Action):
    """Whether the printer has an error that only a technician ends."""

    world: Literal["printer.works"] = "printer.works"
    state: Literal["broken", "repaired"]


class PrinterPowerCycled(_Action):
    """The printer is switched off and on."""

    world: Literal["printer.power_cycle"] = "printer.power_cycle"


class PrinterCable(_Action):
    """The cable of the printer."""

    world: Literal["printer.cable"] = "printer.cable"
    state: Literal["unplugged", "plugged"]


class PaperTaken(_Action):
    """The citizen takes the paper that hangs out."""

    world: Literal["printer.take"] = "printer.take"


class ScannerShow(_Action):
    """Somebody holds a code before the scanner, in place of what is held there.

    It is a fresh payment code of ``wallet``, good once and for a minute, or whatever ``text`` says;
    one of the two. It is taken away once it has been read ``readings`` times, None: only by
    ``scanner.hide``.
    """

    world: Literal["scanner.show"] = "scanner.show"
    wallet: CodeWallet | None = None
    text: Annotated[str, Field(min_length=1, max_length=400)] | None = None
    readings: Annotated[int, Field(ge=1)] | None = 1

    @model_validator(mode="after")
    def _one_thing_is_shown(self) -> Self:
        if (self.wallet is None) is (self.text is None):
            raise ValueError("either a wallet's code is shown or a text")
        return self


class ScannerHidden(_Action):
    """What is held before the scanner is taken away."""

    world: Literal["scanner.hide"] = "scanner.hide"


class ScannerGarbled(_Action):
    """The next scan goes wrong: with noise in front of it, broken off, or sent twice."""

    world: Literal["scanner.garble"] = "scanner.garble"
    flaw: ScanFlaw


class ScannerCable(_Action):
    """The cable of the scanner."""

    world: Literal["scanner.cable"] = "scanner.cable"
    state: Literal["unplugged", "plugged"]


class NetworkLine(_Action):
    """The line to the collection service."""

    world: Literal["network"] = "network"
    line: Line
    latency_seconds: Seconds = 2.0


class NetworkCutAfter(_Action):
    """The line breaks after so many bytes of the service's answers."""

    world: Literal["network.cut_after"] = "network.cut_after"
    answer_bytes: Annotated[int, Field(ge=0)]


class TimePassed(_Action):
    """Time passes in the hall."""

    world: Literal["clock"] = "clock"
    seconds: Seconds


class WalletPay(_Action):
    """Somebody pays with a wallet, or enters the password it asks for after its payment code was
    scanned; ``order`` None is the newest one that waits for that wallet."""

    world: Literal["wallet.pay"] = "wallet.pay"
    wallet: Wallet | None = None
    order: str | None = None


class WalletScan(_Action):
    """Somebody scans the code and does not pay yet."""

    world: Literal["wallet.scan"] = "wallet.scan"
    wallet: Wallet | None = None
    order: str | None = None


class WalletPayLate(_Action):
    """The payer's bank confirms what was begun in time, whatever has become of the order since."""

    world: Literal["wallet.pay_late"] = "wallet.pay_late"
    wallet: Wallet | None = None
    order: str | None = None


class ChannelLine(_Action):
    """Whether the collection service reaches a wallet's company."""

    world: Literal["channel"] = "channel"
    wallet: Wallet
    state: Literal["up", "down"]


class ServiceFaultAdded(_Action):
    """The collection service goes wrong on the wire; fields as in ``sim.backend.faults.Fault``.

    It strikes once unless ``times`` says more, or None for always.
    """

    world: Literal["service.fault"] = "service.fault"
    kind: FaultKind
    path: str = "*"
    method: Literal["GET", "POST", "PUT"] | None = None
    times: Annotated[int, Field(ge=1)] | None = 1
    skip: Annotated[int, Field(ge=0)] = 0
    seconds: float = 0.0
    status: Annotated[int, Field(ge=400, le=599)] = 500
    hostility: Hostility = Hostility.NEGATIVE_AMOUNT


class ServiceFaultsCleared(_Action):
    """The collection service answers rightly again; its conditions stay."""

    world: Literal["service.faults_cleared"] = "service.faults_cleared"


class ServiceMaintenance(_Action):
    """Whether the collection service says that it is being maintained."""

    world: Literal["service.maintenance"] = "service.maintenance"
    state: Literal["on", "off"]


class MaintenancePlanned(_Action):
    """The collection service announces that it will be maintained: in so many seconds, for so many.
    Nothing else comes of it."""

    world: Literal["service.plan"] = "service.plan"
    begins_in: Seconds = 0.0
    seconds: Annotated[float, Field(gt=0)] = 600.0
    reason: Annotated[str, Field(max_length=40)] = ""


class ServiceInstruction(_Action):
    """The collection service wants something of the hall's terminal, which hears of it with the
    answer to its next report; valid for so many seconds of the hall's time."""

    world: Literal["service.instruction"] = "service.instruction"
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")] = "restart"
    valid_for: Seconds = 3600.0


class ServiceClock(_Action):
    """The clock of the collection service goes wrong by so many seconds, behind when negative; 0
    puts it right."""

    world: Literal["service.clock"] = "service.clock"
    ahead_seconds: float


class ServiceRegister(_Action):
    """Whether the collection service has the terminal in its register (受理) or has struck it off,
    good as its certificate may be."""

    world: Literal["service.register"] = "service.register"
    state: Literal["registered", "struck_off"]


class Posting(_Action):
    """What the tax side does with the posting (缴款反馈) of paid orders from now on.

    ``seconds`` is how long a delayed one takes in the hall's time.
    """

    world: Literal["service.posting"] = "service.posting"
    state: Literal["accept", "refuse", "delay"]
    seconds: Seconds = 30.0


class DocumentSpoiled(_Action):
    """The next documents of the collection service have that flaw; the answer around them has
    none."""

    world: Literal["service.spoil_document"] = "service.spoil_document"
    flaw: DocumentFlaw
    count: Annotated[int, Field(ge=1)] = 1


class Notifications(_Action):
    """Whether the wallets' notifications reach the collection service."""

    world: Literal["channel.notifications"] = "channel.notifications"
    state: Literal["arrive", "lost"]


ReaderAction = CardPlaced | CardLifted | ReaderFault | ReaderFaultsCleared | ReaderCable
PrinterAction = (
    PrinterPaper
    | PrinterCover
    | PrinterCutter
    | PrinterHead
    | PrinterVoice
    | PrinterWorks
    | PrinterPowerCycled
    | PrinterCable
    | PaperTaken
)
ScannerAction = ScannerShow | ScannerHidden | ScannerGarbled | ScannerCable
NetworkAction = NetworkLine | NetworkCutAfter
WalletAction = WalletPay | WalletScan | WalletPayLate | ChannelLine | Notifications
ServiceAction = (
    ServiceFaultAdded
    | ServiceFaultsCleared
    | ServiceMaintenance
    | MaintenancePlanned
    | ServiceClock
    | ServiceRegister
    | Posting
    | DocumentSpoiled
)

HallAction = (
    ReaderAction
    | PrinterAction
    | ScannerAction
    | NetworkAction
    | WalletAction
    | ServiceAction
    | ServiceInstruction
    | TradeAction
    | TimePassed
)
"""Everything but what is done with bank cards, social-security cards, PINs, A4 paper and the
cabinet."""

Action = Annotated[
    HallAction | CardAction | PaperAction | AuxiliaryAction, Field(discriminator="world")
]
