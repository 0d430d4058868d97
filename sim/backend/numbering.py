"""凭证号码: counted day by day without a gap, and none of them given out twice.

A number outlives the books it is in: terminals remember for ever what they have printed, and the
hall is reset and started anew with the same terminals. So the counting begins somewhere else after
every start, and beyond every number that was given out after every reset.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.certificate import CertificateKind
from sim.backend.mint import Mint
from sim.backend.models_documents import Certificate

_PREFIXES = {CertificateKind.TAX: "337", CertificateKind.CONTRIBUTION: "437"}
"""With the day and the count eighteen digits; 37 is Shandong."""
_COUNT_DIGITS = 9
_BEGINNING_DIGITS = 8


class Numbering:
    """Numbers of new certificates. Those of a day on which there are none yet begin after
    ``begins_after``."""

    def __init__(self, begins_after: int) -> None:
        self._begins_after = begins_after

    @classmethod
    def somewhere(cls, mint: Mint) -> Numbering:
        """Where no other start of the service has begun, as good as certainly; a hundred million
        numbers are left at the least."""
        return cls(int(mint.digits(_BEGINNING_DIGITS)) * 9)

    def next(self, session: Session, kind: CertificateKind, now: datetime) -> str:
        """The number that comes after the highest of the day."""
        prefix = f"{_PREFIXES[kind]}{now:%y%m%d}"
        of_the_day = Certificate.number.startswith(prefix)
        highest = session.scalar(select(func.max(Certificate.number)).where(of_the_day))
        count = self._begins_after if highest is None else int(highest[-_COUNT_DIGITS:])
        return f"{prefix}{count + 1:0{_COUNT_DIGITS}d}"

    def leave_behind(self, session: Session) -> None:
        """The books are thrown away: from now on begin after every number in them."""
        for number in session.scalars(select(Certificate.number)):
            self._begins_after = max(self._begins_after, int(number[-_COUNT_DIGITS:]))
