"""The collection service and the terminal's name there, as the settings describe them."""

from __future__ import annotations

from pathlib import Path

from kiosk.backend.client import CollectionService
from kiosk.backend.transport import Credentials, Patience, Transport
from kiosk.domain.hours import OpeningHours
from kiosk.domain.terminal import TerminalFacts
from kiosk.equipment.misconfigured import Misconfigured
from kiosk.runtime.timing import Timing
from kiosk.settings import Settings


def facts_of(settings: Settings) -> TerminalFacts:
    """What the terminal is called."""
    terminal = settings.terminal
    return TerminalFacts(
        name=terminal.name,
        number=terminal.number,
        hall_name=terminal.hall_name,
        tax_authority=terminal.tax_authority,
        window=terminal.window,
        hotline=terminal.hotline,
        hours="" if settings.hours is None else settings.hours.opening.label,
        window_hours="" if settings.hours is None else settings.hours.window_label,
        staff_cards=settings.maintenance is not None
        and settings.maintenance.card_authority is not None,
    )


def hours_of(settings: Settings) -> OpeningHours | None:
    """When it serves citizens; None where it always does."""
    return None if settings.hours is None else settings.hours.opening


def control_socket_of(settings: Settings) -> Path:
    """Where a running terminal can be asked to be serviced, restarted or switched off."""
    return settings.ledger.path.parent / "control.sock"


def timing_of(settings: Settings) -> Timing:
    """The waits, with what the settings override. Raises Misconfigured for unknown names."""
    try:
        return Timing(**settings.timing)
    except TypeError as error:
        raise Misconfigured(f"[timing]: {error}") from error


def service_of(settings: Settings) -> CollectionService:
    """The client of the collection service. Raises Misconfigured for unusable certificates."""
    service = settings.service
    credentials = Credentials(service.ca, service.certificate, service.key)
    try:
        transport = Transport(str(service.url).rstrip("/"), credentials, Patience())
    except OSError as error:
        raise Misconfigured(f"certificates of the service: {error}") from error
    return CollectionService(transport)
