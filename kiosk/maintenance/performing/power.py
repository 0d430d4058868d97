"""What runs here, and ending it."""

from __future__ import annotations

import asyncio
import platform
from importlib import metadata

from kiosk.domain.staff import Task, may_switch_off
from kiosk.flows.requests.maintenance.power import About, AskAbout, End, EndingAccepted, Licence
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.events import EndingWanted
from kiosk.session.handover import Ending

_LONGEST_TERMS = 40


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Version, licences, restart, shut down."""
    workings, duty = toolbox.workings, toolbox.duty
    running_since = workings.clock.now()

    async def about(_request: AskAbout) -> About:
        duty.allowed(Task.POWER)
        return About(
            version=metadata.version("kiosk"),
            python=platform.python_version(),
            system=f"{platform.system()} {platform.release()}",
            running_since=running_since,
            licences=await asyncio.to_thread(licences),
        )

    async def end(request: End) -> EndingAccepted:
        who = duty.allowed(Task.POWER)
        if request.ending is Ending.SHUT_DOWN and not may_switch_off(who.role):
            raise PermissionError(request.ending.value)
        await duty.did(Task.POWER, f"power.{request.ending.value}")
        workings.post(EndingWanted(request.ending))
        return EndingAccepted()

    repertoire.add(AskAbout, about)
    repertoire.add(End, end)


def licences() -> tuple[Licence, ...]:
    """Every installed distribution with the terms it declares, by name."""
    found = {
        one.metadata["Name"].lower(): Licence(
            one.metadata["Name"], one.version, _terms(one.metadata)
        )
        for one in metadata.distributions()
        if one.metadata["Name"]
    }
    return tuple(found[name] for name in sorted(found))


def _terms(facts: metadata.PackageMetadata) -> str:
    """The SPDX expression where there is one (PEP 639), else what was written before it."""
    stated = facts.get_all("License-Expression") or ()
    classified = [
        one.rpartition(" :: ")[2]
        for one in facts.get_all("Classifier") or ()
        if one.startswith("License ::")
    ]
    written = [one.splitlines()[0] for one in facts.get_all("License") or () if one.strip()]
    terms = next(iter((*stated, *classified, *written)), "")
    return terms if len(terms) <= _LONGEST_TERMS else f"{terms[: _LONGEST_TERMS - 1]}…"
