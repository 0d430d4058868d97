"""``kiosk doctor``: every device, service, file and clock; who can fix what."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from pathlib import Path

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.doctor.examination import examine, report_of
from kiosk.domain.terminal import Remedy
from kiosk.maintenance.placing import NotPlaced, placed
from kiosk.maintenance.readiness import Finding, Report, Verdict
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings

EXIT_BROKEN = 1
EXIT_NOT_WRITTEN = 73
"""EX_CANTCREAT of sysexits."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="examine devices, service, files and clock")
    add_config(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="for programs")
    form.add_argument(
        "--file",
        type=Path,
        metavar="PATH",
        help="put the whole report into a file; one that ends in .json is for programs",
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Examine; returns 0 unless something is broken."""
    settings = settings_or_complaint(options.config)
    clock = SystemClock()
    if isinstance(settings, Settings):
        findings = asyncio.run(_examined(settings, clock, quiet=options.json))
        report = report_of(settings, clock.now(), tuple(findings))
    else:
        finding = Finding("配置", Verdict.BROKEN, settings, Remedy.CONFIGURATION, "settings")
        report = report_of(None, clock.now(), (finding,))
        if not options.json:
            _show(finding)
    if options.json:
        facts = [finding.facts() for finding in report.findings]
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    if options.file is not None and not _written(report, options.file):
        return EXIT_NOT_WRITTEN
    if not isinstance(settings, Settings):
        return BAD_CONFIGURATION
    return EXIT_BROKEN if report.verdict is Verdict.BROKEN else 0


async def _examined(settings: Settings, clock: SystemClock, *, quiet: bool) -> list[Finding]:
    findings: list[Finding] = []
    async for finding in examine(settings, clock):
        # Opening devices takes seconds; each line appears as soon as it is known.
        findings.append(finding)
        if not quiet:
            _show(finding)
    return findings


def _show(finding: Finding) -> None:
    sys.stdout.write(finding.line() + "\n")
    sys.stdout.flush()


def _written(report: Report, path: Path) -> bool:
    text = report.as_json() if path.suffix == ".json" else report.as_text()
    try:
        with placed(path) as file:
            file.write(text.encode())
    except NotPlaced as error:
        sys.stderr.write(f"{error}\n")
        return False
    return True
