"""The list of staff against what the audit trail last said of it.

The list is a file, and whoever may write it can change it without asking: by ``kiosk staff``, by
hand, by copying another one over it. So it is compared whenever it is read, and no change of it
lets anybody in before the change is in the trail.

The trail has a line ``staff.number.t0417`` for each change of what is said of a number. Its values
are ``technician pin:… totp:…``, empty where the number is not in the list. A mark is a keyed hash
cut short: it says that there is another PIN than before, and nothing of either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from kiosk.domain.staff import Role
from kiosk.ledger import Ledger
from kiosk.ledger.staffing import UNKNOWN
from kiosk.maintenance.staff import Staff, StaffMember
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.failures import RequestFailed

OF_NUMBERS = "staff.number."
OF_CARDS = "staff.card_authority"
"""How these lines begin in the audit trail; that of the file of who issues staff cards."""
FIRST_SEEN = "first_seen"
"""The outcome where the trail knew of no list at all."""
_OF_THE_LIST = "staff."
_MARK_LENGTH = 16
# The trail takes no long runs of digits, and a hash may have one.
_IN_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_PIN, _TOTP = "pin:", "totp:"


class StaffList:
    """``load`` reads the list, ``authority`` is the file of who issues staff cards, if any."""

    def __init__(
        self, load: Callable[[], Staff], authority: Path | None, books: Bookkeeping
    ) -> None:
        self._load = load
        self._authority = authority
        self._books = books
        self._noted: tuple[Staff, bytes] | None = None

    async def read(self) -> Staff:
        """The list as it is now; what is new in it is in the trail when this returns. Raises
        OSError and ValueError for a list that cannot be read, RequestFailed."""
        return await self._read({})

    async def changed(self, number: str, who: str) -> None:
        """Somebody says that they have changed what it says of this number. What the terminal
        cannot read or write now it finds before it lets anybody in."""
        with suppress(OSError, ValueError, RequestFailed):
            await self._read({f"{OF_NUMBERS}{number.lower()}": who})

    async def _read(self, who: Mapping[str, str]) -> Staff:
        staff, issuers = self._load(), self._issuers()
        if (staff, issuers) != self._noted:
            await self._books(note_list, self._books.ledger, staff, issuers, who)
            self._noted = staff, issuers
        return staff

    def _issuers(self) -> bytes:
        try:
            return b"" if self._authority is None else self._authority.read_bytes()
        except OSError:
            # Nobody comes in by card then.
            return b""


def note_list(ledger: Ledger, staff: Staff, issuers: bytes, who: Mapping[str, str]) -> None:
    """Write down what is not as the trail last said: who is new, who is gone, of whom role, PIN or
    authenticator changed, whether others issue staff cards (``issuers``, in PEM). ``who`` says by
    code who has done so; of others nobody has. Raises LedgerUnavailable, LedgerDamaged."""
    listed = {f"{OF_NUMBERS}{one.number.lower()}": _said(ledger, one) for one in staff.staff}
    if issuers:
        listed[OF_CARDS] = _mark(ledger, issuers.hex())
    known = {code: str(one.facts["after"]) for code, one in ledger.last_acted(_OF_THE_LIST).items()}
    outcome = "done" if known else FIRST_SEEN
    for code in sorted({*known, *listed}):
        before, after = known.get(code, ""), listed.get(code, "")
        if before != after:
            by = who.get(code, UNKNOWN)
            ledger.staff_acted(by, code, before=before, after=after, outcome=outcome)


def told_change(before: str, after: str) -> str:
    """What became of somebody's place in the list, in Chinese."""
    (was, *marks_before), (now, *marks) = _read(before), _read(after)
    if not after:
        return f"删除，原来是{was}"
    if not before:
        return f"加入，{now}"
    told = [f"{was} → {now}"] if was != now else []
    if marks_before[0] != marks[0]:
        told.append("换了密码")
    match marks_before[1], marks[1]:
        case "", str(new) if new:
            told.append("加了验证器")
        case str(old), "" if old:
            told.append("取消了验证器")
        case old, new if old != new:
            told.append("换了验证器")
    return "，".join(told)


def _said(ledger: Ledger, member: StaffMember) -> str:
    # The number is in the mark: two people with the same secret have nothing in common.
    marks = [f"{_PIN}{_mark(ledger, f'{member.number} {member.pin}')}"]
    if member.totp:
        marks.append(f"{_TOTP}{_mark(ledger, f'{member.number} {member.totp}')}")
    return " ".join((member.role.value, *marks))


def _mark(ledger: Ledger, text: str) -> str:
    return ledger.digest(text)[:_MARK_LENGTH].translate(_IN_LETTERS)


def _read(said: str) -> tuple[str, str, str]:
    """Role in Chinese, mark of the PIN, mark of the authenticator; empty for what is not said."""
    role, *marks = said.split() or [""]
    label = next((one.label for one in Role if one.value == role), role)
    by_kind = {kind: one for one in marks for kind in (_PIN, _TOTP) if one.startswith(kind)}
    return label, by_kind.get(_PIN, ""), by_kind.get(_TOTP, "")
