"""``kiosk doctor``: every device, service, file and clock; who can fix what."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.doctor.books import examine_ledger
from kiosk.doctor.connections import examine_connections
from kiosk.doctor.files import examine_files
from kiosk.doctor.finding import Finding, Verdict
from kiosk.domain.terminal import Remedy
from kiosk.ledger import ledger_in_use
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings

EXIT_BROKEN = 1


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="examine devices, service, files and clock")
    add_config(parser)
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Examine; returns 0 unless something is broken."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        finding = Finding("配置", Verdict.BROKEN, settings, Remedy.CONFIGURATION, "settings")
        _report([finding], as_json=options.json)
        return BAD_CONFIGURATION
    findings = asyncio.run(_examine(settings, quiet=options.json))
    if options.json:
        _report(findings, as_json=True)
    broken = any(finding.verdict is Verdict.BROKEN for finding in findings)
    return EXIT_BROKEN if broken else 0


async def _examine(settings: Settings, *, quiet: bool) -> list[Finding]:
    clock = SystemClock()
    findings: list[Finding] = []

    def add(finding: Finding) -> None:
        # Opening devices takes seconds; each line appears as soon as it is known.
        findings.append(finding)
        if not quiet:
            _report([finding], as_json=False)

    for finding in (*examine_files(settings, clock.now()), *examine_ledger(settings)):
        add(finding)
    if ledger_in_use(settings.ledger.path):
        add(Finding("设备", Verdict.SKIPPED, "终端正在运行，设备由它占用，状态见日志"))
        return findings
    async for finding in examine_connections(settings, clock):
        add(finding)
    return findings


def _report(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        facts = [finding.facts() for finding in findings]
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.writelines(finding.line() + "\n" for finding in findings)
    sys.stdout.flush()
