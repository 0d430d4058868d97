"""What a played scenario leaves behind, as files in one folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from kiosk.documents.preview import draw_pages
from kiosk.ledger import LedgerReader
from sim.citizen import Taken
from sim.client import HallClient
from sim.scenario import Scenario
from sim.state import HallState

SUMMARY = "summary.json"
COMPLETED = "completed"
_PAGE_WIDTH_PX = 1000


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OrderSummary(_Fact):
    """An order as the service sees it at the end."""

    number: str
    state: str
    tender: str
    amount_fen: int
    period: str


class PurchaseSummary(_Fact):
    """A purchase by bank card in the acquirer's books at the end."""

    trace: int
    card_masked: str
    amount_fen: int
    state: str
    code: str


class PaperSummary(_Fact):
    """A paper of the receipt printer: its files, and whether it was printed to its end and cut."""

    complete: bool
    picture: str
    text: str


class DocumentSummary(_Fact):
    """A certificate or list of the service: its file, and its pages as pictures."""

    title: str
    reprint: int
    pdf: str
    pages: tuple[str, ...]


class SheetSummary(_Fact):
    """A page that came out of the A4 printer: page ``page`` of ``of``, and its file."""

    page: int
    of: int
    picture: str


class StepSummary(_Fact):
    """A step that was taken, and how long that took."""

    step: str
    seconds: float


class Summary(_Fact):
    """How a scenario went. ``exit_reason`` is ``completed``, or the step that failed and why; names
    of files are relative to the folder."""

    scenario: str
    title: str
    about: str
    exit_reason: str
    seconds: float
    clean_stop: bool
    orders: tuple[OrderSummary, ...]
    purchases: tuple[PurchaseSummary, ...] = ()
    papers: tuple[PaperSummary, ...]
    documents: tuple[DocumentSummary, ...]
    sheets: tuple[SheetSummary, ...] = ()
    screens: tuple[str, ...]
    steps: tuple[StepSummary, ...]

    @property
    def passed(self) -> bool:
        """Whether every step came true and the kiosk let go of everything."""
        return self.exit_reason == COMPLETED and self.clean_stop


@dataclass(frozen=True, slots=True)
class Played:
    """How the playing itself went."""

    exit_reason: str
    seconds: float
    clean_stop: bool
    steps: tuple[Taken, ...]


class Album:
    """The folder of one scenario, made anew. Screens are kept ``width_px`` wide; None: as they
    are."""

    def __init__(self, folder: Path, *, width_px: int | None = None) -> None:
        self._folder = folder
        self._width_px = width_px
        self._screens: list[str] = []
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "screens").mkdir(parents=True)

    def keep_screen(self, name: str, picture: QPixmap) -> None:
        """A picture of the screen; they are numbered in the order they were taken."""
        file = f"{len(self._screens) + 1:02d}-{name}.png"
        if self._width_px is not None:
            picture = picture.scaledToWidth(
                self._width_px, Qt.TransformationMode.SmoothTransformation
            )
        picture.save(str(self._folder / "screens" / file))
        self._screens.append(file)

    def keep_ledger(self, reader: LedgerReader) -> None:
        """Everything in the kiosk's books."""
        _write(self._folder / "ledger.json", reader.export())

    def finish(self, scenario: Scenario, played: Played, hall: HallClient) -> Summary:
        """Fetch the papers and documents, and write down how it went."""
        state = hall.state()
        summary = Summary(
            scenario=scenario.name,
            title=scenario.title,
            about=scenario.about,
            exit_reason=played.exit_reason,
            seconds=played.seconds,
            clean_stop=played.clean_stop,
            orders=tuple(
                OrderSummary(
                    number=order.number,
                    state=order.state.value,
                    tender=order.tender,
                    amount_fen=order.amount_fen,
                    period=order.period,
                )
                for order in state.orders
            ),
            purchases=tuple(
                PurchaseSummary(
                    trace=one.trace,
                    card_masked=one.card_masked,
                    amount_fen=one.amount_fen,
                    state=one.state.value,
                    code=one.code,
                )
                for one in state.cards.acquirer.purchases
            ),
            papers=self._papers(hall, state),
            documents=self._documents(hall, state),
            sheets=self._sheets(hall, state),
            screens=tuple(self._screens),
            steps=tuple(StepSummary(**asdict(step)) for step in played.steps),
        )
        _write(self._folder / SUMMARY, summary.model_dump(mode="json"))
        return summary

    def _papers(self, hall: HallClient, state: HallState) -> tuple[PaperSummary, ...]:
        """The last paper is the receipt; earlier ones are kept beside it."""
        kept = []
        for paper in state.printer.papers:
            last = paper is state.printer.papers[-1]
            name = "receipt" if last else f"paper-{paper.number}"
            picture, text = f"{name}.png", f"{name}.txt"
            (self._folder / picture).write_bytes(hall.paper_picture(paper.number))
            (self._folder / text).write_text(hall.paper_text(paper.number), encoding="utf-8")
            kept.append(PaperSummary(complete=paper.complete, picture=picture, text=text))
        return tuple(kept)

    def _sheets(self, hall: HallClient, state: HallState) -> tuple[SheetSummary, ...]:
        kept = []
        for sheet in () if state.document_printer is None else state.document_printer.papers:
            picture = f"sheet-{sheet.number}.png"
            (self._folder / picture).write_bytes(hall.sheet_picture(sheet.number))
            kept.append(SheetSummary(page=sheet.page, of=sheet.of, picture=picture))
        return tuple(kept)

    def _documents(self, hall: HallClient, state: HallState) -> tuple[DocumentSummary, ...]:
        kept = []
        for document in state.documents:
            name = f"document-{document.number}"
            pdf = hall.document(document.number)
            (self._folder / f"{name}.pdf").write_bytes(pdf)
            pages = []
            for number, page in enumerate(draw_pages(pdf, width_px=_PAGE_WIDTH_PX), start=1):
                pages.append(f"{name}-page-{number}.png")
                (self._folder / pages[-1]).write_bytes(page)
            kept.append(
                DocumentSummary(
                    title=document.title,
                    reprint=document.reprint,
                    pdf=f"{name}.pdf",
                    pages=tuple(pages),
                )
            )
        return tuple(kept)


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
