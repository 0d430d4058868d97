"""Whatever a report can say is wrong, with somebody to put it right, it says how."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness import Finding, Verdict
from kiosk.maintenance.readiness.conditions import CAUSES
from kiosk.maintenance.readiness.how import HOW
from kiosk.maintenance.reporting import line_of
from kiosk.session.health import AcquirerStatus, ServiceStatus

KIOSK = Path(__file__).parents[2] / "kiosk"
CODE = re.compile(r"[a-z]+(_[a-z]+)*", re.ASCII)
WITHOUT: frozenset[str] = frozenset()
"""Of these the report says only who can put it right."""
STATUSES = {
    ServiceStatus.UNREACHABLE.value,
    ServiceStatus.REFUSING.value,
    AcquirerStatus.UNREACHABLE.value,
    AcquirerStatus.REFUSING.value,
    AcquirerStatus.REVERSING.value,
}


def _codes_with_a_remedy(source: str) -> set[str]:
    """Short codes that stand beside a remedy or something wrong, in a call or a tuple."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(args=args):
                beside: list[ast.expr] = [*args, *(one.value for one in node.keywords)]
            case ast.Tuple(elts=elements):
                beside = elements
            case ast.Assign(targets=[ast.Name("cause")], value=ast.Constant(value=str(code))):
                found.add(code)
                continue
            case _:
                continue
        names = {ast.unparse(one) for one in beside if isinstance(one, ast.Attribute)}
        remedied = any(one.startswith("Remedy.") for one in names - {"Remedy.NONE"})
        if remedied or {"Verdict.BROKEN", "Verdict.WARNING"} & names:
            found |= {
                one.value
                for one in beside
                if isinstance(one, ast.Constant)
                and isinstance(one.value, str)
                and CODE.fullmatch(one.value)
            }
    return found


def causes() -> set[str]:
    files = [
        *(KIOSK / "doctor").rglob("*.py"),
        *(KIOSK / "maintenance" / "readiness").rglob("*.py"),
        KIOSK / "commands" / "doctor.py",
    ]
    told = {one for file in files for one in _codes_with_a_remedy(file.read_text("utf-8"))}
    return told | set(CAUSES) | STATUSES


def test_the_sources_are_really_read() -> None:
    assert {"roll_nearly_used", "clock_wrong", "too_open", "expires_soon"} <= causes()


@pytest.mark.parametrize("cause", sorted(causes() - WITHOUT))
def test_a_cause_that_somebody_can_put_right_says_how(cause: str) -> None:
    assert HOW.get(cause)


def test_nothing_is_on_the_list_without_that_has_a_how_or_is_no_cause() -> None:
    assert not WITHOUT & set(HOW)
    assert causes() >= WITHOUT


def test_no_how_is_left_over() -> None:
    assert set(HOW) <= causes()


@pytest.mark.parametrize("how", HOW.values())
def test_a_how_fits_into_a_line(how: str) -> None:
    assert len(how) <= 30
    assert not how.endswith("。")


@pytest.mark.parametrize("verdict", Verdict)
def test_only_what_is_wrong_says_how(verdict: Verdict) -> None:
    line = line_of(Finding("磁盘", verdict, "快满了", Remedy.MAINTENANCE, "nearly_full"))
    wrong = verdict in (Verdict.BROKEN, Verdict.WARNING)
    assert (line.who, line.how) == (
        (Remedy.MAINTENANCE.label, HOW["nearly_full"]) if wrong else ("", "")
    )
