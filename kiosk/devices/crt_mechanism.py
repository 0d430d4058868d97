"""Motor, gate, contacts and bin of a Creator card reader, and where the card is."""

from __future__ import annotations

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.crt_command import (
    ALLOW_ENTRY,
    FORBID_ENTRY,
    INIT_TO_GATE,
    MOVE_TO_BIN,
    MOVE_TO_CONTACTS,
    MOVE_TO_GATE,
    POWER_DOWN,
    POWER_UP,
    STATUS,
    CardPlace,
    CrtCommand,
    CrtDone,
    CrtRefused,
    Refusal,
    apdu_command,
)
from kiosk.devices.crt_faults import GONE, MUTE, NOT_KEPT, STUCK, card_error, device_error
from kiosk.devices.crt_link import CrtLink
from kiosk.domain.terminal import Remedy


class CrtMechanism:
    """The reader as it stands since it was connected. One call at a time, which the caller sees to.

    Every call raises PortLost, or DeviceError. A reader that has lost its power meanwhile is reset
    at the next ``status``, which puts a card in its mouth and lets none in.
    """

    def __init__(self, link: CrtLink) -> None:
        self._link = link
        self._firmware = ""
        self._lets_in = False
        self._gave_back = False
        self._jammed = False
        self._at_contacts = False
        self._visit = 0

    @property
    def firmware(self) -> str:
        """What the reader called itself when it was reset."""
        return self._firmware

    @property
    def gave_back(self) -> bool:
        """Whether a card that was given back still lies in the mouth, as far as is known."""
        return self._gave_back

    @property
    def visit(self) -> int | None:
        """Which card lies at the contacts, counted from 1; None when none does."""
        return self._visit if self._at_contacts else None

    async def connect(self) -> None:
        """Clear the line and reset the reader. A card inside is given back."""
        await self._link.clear()
        await self._reset()

    async def close(self) -> None:
        """Let go of the port."""
        await self._link.close()

    async def status(self) -> CrtDone:
        """Where the card is."""
        answer = await self._link.ask(STATUS)
        if isinstance(answer, CrtDone):
            return self._seen(answer)
        if answer.refusal is Refusal.NOT_INITIALISED:
            return await self._reset()
        raise self._noted(answer.refusal)

    def check(self) -> None:
        """Raises DeviceError when a card is known to be stuck. A reset tells whether it still is;
        it is not made here, for it grinds the motor."""
        if self._jammed:
            raise DeviceError(DeviceCause.CARD_JAMMED, Remedy.CLEAR)

    async def allow_entry(self) -> None:
        """Draw in the next card that is put into the mouth."""
        if not self._lets_in:
            # Noted before it is so: whoever is cancelled meanwhile has to forbid it again.
            self._lets_in = True
            await self._done(ALLOW_ENTRY)

    async def forbid_entry(self) -> None:
        """Draw no card in any more."""
        if self._lets_in:
            await self._done(FORBID_ENTRY)
            self._lets_in = False

    async def give_back(self) -> None:
        """Move the card that is inside into the mouth."""
        await self._release()
        self._gave_back = True
        match await self._link.ask(MOVE_TO_GATE):
            case CrtDone() as moved:
                self._jammed = False
                self._seen(moved)
            case CrtRefused(refusal=refusal):
                if refusal not in GONE | STUCK:
                    raise self._noted(refusal)
                # A reset finds a card that is between two places, and tries harder.
                await self._reset()

    def note_given_back(self) -> None:
        """The card in the mouth is one that its owner has to take."""
        self._gave_back = True

    async def keep(self) -> bool:
        """Move the card into the bin. False when it did not get there."""
        await self._release()
        match await self._link.ask(MOVE_TO_BIN):
            case CrtDone() as moved:
                self._jammed = False
                return self._seen(moved).place is CardPlace.NOWHERE
            case CrtRefused(refusal=refusal):
                if refusal in NOT_KEPT:
                    return False
                raise self._noted(refusal)

    async def power_up(self, tries: int) -> bytes:
        """Bring the card inside to the contacts and give its chip power. Returns the protocol it
        speaks (0x30 for T=0, 0x31 for T=1) and its answer to reset."""
        await self._release()
        await self._done(MOVE_TO_CONTACTS)
        self._at_contacts = True
        self._visit += 1
        for _ in range(tries):
            match await self._link.ask(POWER_UP):
                case CrtDone(data=data):
                    return data
                case CrtRefused(refusal=refusal):
                    if refusal not in MUTE:
                        raise self._noted(refusal)
        status = await self.status()
        inside = status.place is CardPlace.INSIDE
        raise card_error(DeviceCause.CARD_MUTE if inside else DeviceCause.CARD_REMOVED)

    async def exchange(self, apdu: bytes) -> bytes:
        """Send the chip an APDU and return its answer, both as they pass over its contacts."""
        answer = await self._link.ask(apdu_command(apdu))
        if isinstance(answer, CrtDone):
            return answer.data
        status = await self.status()
        if answer.refusal is Refusal.NOT_INITIALISED:
            raise card_error(DeviceCause.CARD_UNREADABLE)
        if status.place is not CardPlace.INSIDE:
            raise card_error(DeviceCause.CARD_REMOVED)
        raise self._noted(answer.refusal)

    async def _release(self) -> None:
        """The contacts hold a card, and then it cannot be moved. Where they hold none already, the
        reader may refuse, and all is well."""
        if self._at_contacts:
            await self._link.ask(POWER_DOWN)
            self._at_contacts = False

    async def _reset(self) -> CrtDone:
        self._lets_in = self._at_contacts = False
        self._gave_back = True
        done = await self._done(INIT_TO_GATE)
        self._jammed = False
        self._firmware = done.data.decode("ascii", "replace")
        return done

    async def _done(self, command: CrtCommand) -> CrtDone:
        answer = await self._link.ask(command)
        if isinstance(answer, CrtRefused):
            raise self._noted(answer.refusal)
        return self._seen(answer)

    def _seen(self, done: CrtDone) -> CrtDone:
        if done.place is not CardPlace.AT_GATE:
            self._gave_back = False
        if done.place is not CardPlace.INSIDE:
            self._at_contacts = False
        return done

    def _noted(self, refusal: Refusal) -> DeviceError:
        self._jammed = self._jammed or refusal in STUCK
        return device_error(refusal)
