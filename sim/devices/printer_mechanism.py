"""Paper, cover, cutter and head of a simulated receipt printer, and what people do with them."""

from __future__ import annotations

from enum import Enum

from sim.devices.paper_strip import End, Paper, PaperStrip

NEAR_END_DOTS = 4000
"""Half a metre: where the near-end sensor speaks up."""

_HEAD_TO_CUTTER = 112


class PaperLevel(Enum):
    """What the paper sensors see."""

    ENOUGH = "enough"
    NEAR_END = "near_end"
    END = "end"


class PrinterMechanism:
    """The moving parts. ``_changed`` is called whenever a sensor may see something new."""

    def __init__(self, dots: int) -> None:
        self._dots = dots
        self._strip = self._fresh_strip()
        self._papers: list[Paper] = []
        self._hanging: list[Paper] = []
        self._blank_pieces = 0
        self._dots_left: int | None = None
        self._cover_open = False
        self._cutter_blocked = False
        self._cutter_error = False
        self._overheated = False
        self._broken = False
        self._rows = 0
        self._mark_every = 0
        self._buzzes = 0
        self._rows_due: float | None = None
        """Rows that there has been time for; None where printing takes none."""

    def _changed(self) -> None:
        """A sensor may see something new."""

    # --- what people do with it ---------------------------------------------------------------

    def set_paper(
        self, level: PaperLevel = PaperLevel.ENOUGH, *, dots_left: int | None = None
    ) -> None:
        """Put in a roll: full, nearly used up, none, or with exactly so many rows left."""
        if dots_left is None:
            dots_left = {PaperLevel.NEAR_END: NEAR_END_DOTS - 1, PaperLevel.END: 0}.get(level)
        self._dots_left = dots_left
        if dots_left == 0:
            self._roll_ended()
        self._changed()

    def set_black_marks(self, every: int) -> None:
        """Put in paper with a black mark on its back every so many rows; 0 for paper without."""
        self._mark_every = every

    def open_cover(self) -> None:
        """Open the cover."""
        self._cover_open = True
        self._changed()

    def close_cover(self) -> None:
        """Close the cover."""
        self._cover_open = False
        self._changed()

    def jam_cutter(self) -> None:
        """Put something into the cutter; it is noticed at the next cut."""
        self._cutter_blocked = True

    def free_cutter(self) -> None:
        """Take it out again; the error stays until the host recovers from it."""
        self._cutter_blocked = False

    def overheat(self) -> None:
        """Let the head get too hot to go on."""
        self._overheated = True
        self._changed()

    def cool_down(self) -> None:
        """Let it cool; it goes on by itself."""
        self._overheated = False
        self._changed()

    def break_down(self) -> None:
        """An error that nothing but a technician ends."""
        self._broken = True
        self._changed()

    def repair(self) -> None:
        """The technician was there."""
        self._broken = False
        self._changed()

    def tear_off(self) -> None:
        """Tear the paper off at the edge, where a model has no cutter."""
        self._divide(End.CUT)

    def take_paper(self) -> list[Paper]:
        """Take what hangs out."""
        taken, self._hanging = self._hanging, []
        return taken

    def forget_papers(self) -> None:
        """Empty the list of papers, and the slot."""
        self._papers.clear()
        self._hanging.clear()

    # --- what can be seen of it ---------------------------------------------------------------

    @property
    def papers(self) -> list[Paper]:
        """Every printed piece that came out since the last ``forget_papers``, oldest first."""
        return list(self._papers)

    @property
    def hanging(self) -> list[Paper]:
        """Pieces that nobody has taken yet."""
        return list(self._hanging)

    @property
    def blank_pieces(self) -> int:
        """How many pieces with nothing on them have been cut off."""
        return self._blank_pieces

    @property
    def paper(self) -> PaperLevel:
        """What the paper sensors see."""
        if self._dots_left is None or self._dots_left >= NEAR_END_DOTS:
            return PaperLevel.ENOUGH
        return PaperLevel.NEAR_END if self._dots_left else PaperLevel.END

    @property
    def dots_left(self) -> int | None:
        """Rows left on the roll; None for a full one."""
        return self._dots_left

    @property
    def cover_open(self) -> bool:
        """Whether the cover is open."""
        return self._cover_open

    @property
    def cutter_jammed(self) -> bool:
        """Whether something is in the cutter, or the printer still believes so."""
        return self._cutter_blocked or self._cutter_error

    @property
    def cutter_error(self) -> bool:
        """Whether a cut has failed and nobody has recovered from it."""
        return self._cutter_error

    @property
    def overheated(self) -> bool:
        """Whether the head is too hot."""
        return self._overheated

    @property
    def buzzes(self) -> int:
        """How often it has sounded."""
        return self._buzzes

    @property
    def broken(self) -> bool:
        """Whether only a technician can help."""
        return self._broken

    # --- Mechanism, for the interpreter -------------------------------------------------------

    @property
    def ready(self) -> bool:
        """See Mechanism."""
        return not (
            self._cover_open
            or self._cutter_error
            or self._overheated
            or self._broken
            or self._dots_left == 0
        )

    @property
    def may_burn(self) -> bool:
        """See Mechanism."""
        return self.ready and (self._rows_due is None or self._rows_due >= 1)

    @property
    def head_to_cutter(self) -> int:
        """See Mechanism."""
        return _HEAD_TO_CUTTER

    def burn(self, row: bytes) -> None:
        """See Mechanism."""
        if self._rows_due is not None:
            self._rows_due -= 1
        self._strip.burn(row)
        self._rows += 1
        if self._dots_left is not None:
            self._dots_left -= 1
            if self._dots_left == 0:
                self._roll_ended()
            self._changed()

    def say(self, line: str | None, marked: str) -> None:
        """See Mechanism."""
        self._strip.say(line, marked)

    @property
    def dots_to_mark(self) -> int:
        """See Mechanism."""
        return -self._rows % self._mark_every if self._mark_every else 0

    def buzz(self, times: int) -> None:
        """See Mechanism."""
        self._buzzes += times
        self._strip.say(None, f"【蜂鸣 {times}】")

    def cut(self, *, partial: bool) -> bool:
        """See Mechanism."""
        if self._cutter_blocked:
            self._cutter_error = True
            self._changed()
            return False
        self._divide(End.PARTIAL if partial else End.CUT)
        return True

    def initialised(self) -> None:
        """See Mechanism. A job that begins on a strip with ink continues somebody else's."""
        self._strip.interrupted |= self._strip.has_ink

    # --- inside -------------------------------------------------------------------------------

    def _recover_cutter(self) -> None:
        """Try whether it moves again."""
        self._cutter_error = self._cutter_error and self._cutter_blocked

    def _fresh_strip(self) -> PaperStrip:
        return PaperStrip(self._dots, bytes(self._dots // 8 * _HEAD_TO_CUTTER))

    def _roll_ended(self) -> None:
        if self._strip.has_ink:
            self._out(self._strip.tear())
        self._strip = self._fresh_strip()

    def _divide(self, end: End) -> None:
        paper, self._strip = self._strip.cut(_HEAD_TO_CUTTER, end)
        if any(paper.rows):
            self._out(paper)
        else:
            self._blank_pieces += 1

    def _out(self, paper: Paper) -> None:
        self._papers.append(paper)
        self._hanging.append(paper)
