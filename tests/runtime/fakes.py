"""Devices and screen in memory. They behave: what is done to one shows in its answers."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.devices.api import ChipCard, DeviceCause, DeviceError, PaperLevel, PrinterReading
from kiosk.domain.citizen import IdentityCard, SocialSecurityCard
from kiosk.domain.paper import PaperDocument, TextLine
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, Remedy
from kiosk.session.views import Scene, View
from tests.runtime.fake_service import Gate

GONE = DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
H = TypeVar("H")


class FakeDevice:
    """What every device can do: be plugged in or not, answer, hang, or break in its own way."""

    def __init__(self, kind: DeviceKind) -> None:
        self._kind = kind
        self.plugged = True
        self.state = ONLINE
        self.hung: set[str] = set()
        self.bug: Exception | None = None
        self.errors: deque[DeviceError] = deque()
        self.trace: list[str] = []
        self.is_open = False

    @property
    def kind(self) -> DeviceKind:
        return self._kind

    async def open(self) -> None:
        await self._asked("open")
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False
        self.trace.append("close")
        if "close" in self.hung:
            await asyncio.Event().wait()

    async def condition(self) -> Condition:
        await self._asked("condition")
        return self.state

    async def _asked(self, what: str) -> None:
        self.trace.append(what)
        if what in self.hung:
            await asyncio.Event().wait()
        if self.bug is not None:
            raise self.bug
        if self.errors:
            raise self.errors.popleft()
        if not self.plugged or (what != "open" and not self.is_open):
            raise GONE


class _Held(FakeDevice, Generic[H]):
    """A device that waits for something to be held out to it, and takes it once."""

    def __init__(self, kind: DeviceKind) -> None:
        super().__init__(kind)
        self._held: asyncio.Queue[H | DeviceError] = asyncio.Queue()
        self._waiting = False

    def lay(self, what: H | DeviceError) -> None:
        self._held.put_nowait(what)

    def waits(self) -> bool:
        return self._waiting

    async def _next(self) -> H:
        await self._asked("read")
        self._waiting = True
        try:
            seen = await self._held.get()
        finally:
            self._waiting = False
        if isinstance(seen, DeviceError):
            raise seen
        return seen


class FakeReader(_Held[IdentityCard]):
    """A card reader; a card laid on it is read once."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.ID_CARD_READER)

    async def read_card(self) -> IdentityCard:
        return await self._next()


class FakeSocialReader(_Held[SocialSecurityCard]):
    """A reader of social-security cards."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.SOCIAL_CARD_READER)

    async def read_card(self) -> SocialSecurityCard:
        return await self._next()

    async def insert(self) -> ChipCard:
        raise AssertionError("no card of staff is put in here")

    async def eject(self) -> None:
        raise AssertionError("no card of staff is put in here")


class FakeScanner(_Held[str]):
    """A scanner of codes."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.CODE_SCANNER)

    async def read_code(self) -> str:
        return await self._next()


class FakePrinter(FakeDevice):
    """A receipt printer; ``paper`` is what lies in the tray."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.RECEIPT_PRINTER)
        self.paper: list[PaperDocument] = []
        self.ruins: deque[DeviceError] = deque()
        self.witness: Callable[[], None] = lambda: None
        self.gate: Gate | None = None

    @property
    def columns(self) -> int:
        return 48

    async def reading(self) -> PrinterReading:
        return PrinterReading(await self.condition(), PaperLevel.ENOUGH)

    async def print_document(self, document: PaperDocument) -> None:
        await self._asked("print")
        self.witness()
        if self.gate is not None:
            await self.gate.pass_through()
        if self.ruins:
            raise self.ruins.popleft()
        self.paper.append(document)

    def says(self, index: int = -1) -> str:
        """The text of one piece of paper."""
        return "\n".join(
            item.text for item in self.paper[index].items if isinstance(item, TextLine)
        )


@dataclass(slots=True)
class FakeStage:
    """A screen that remembers what it was shown."""

    trace: list[str] = field(default_factory=list)
    scenes: list[Scene] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, scene: Scene) -> None:
        self.trace.append(f"show {type(scene.view).__name__}")
        self.scenes.append(scene)
        self._changed.set()

    def countdown(self, seconds: int) -> None:
        self.seconds.append(seconds)

    def wipe(self) -> None:
        self.trace.append("wipe")

    @property
    def scene(self) -> Scene:
        return self.scenes[-1]

    async def until(self, view: type[View]) -> Scene:
        """Wait, however long a thread takes, until such a view is shown."""
        return await self.when(lambda scene: isinstance(scene.view, view))

    async def when(self, is_it: Callable[[Scene], bool]) -> Scene:
        """Wait, however long a thread takes, until such a scene is shown."""
        while not self.scenes or not is_it(self.scene):
            self._changed.clear()
            await self._changed.wait()
        return self.scene
