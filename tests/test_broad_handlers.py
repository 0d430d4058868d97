"""Whoever catches everything tidies up and lets it pass on, or says why it ends there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BROAD = {"Exception", "BaseException"}


def names(caught: ast.expr | None) -> set[str]:
    """The classes that a handler names; all there are where it names none."""
    if caught is None:
        return BROAD
    return {one.id for one in ast.walk(caught) if isinstance(one, ast.Name)}


def broad(source: str) -> Iterator[tuple[int, int]]:
    """First and last line of everything that catches all there is and does not raise it again."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ExceptHandler) and names(node.type) & BROAD:
            last = node.body[-1]
            if not (isinstance(last, ast.Raise) and last.exc is None):
                yield node.lineno, last.end_lineno or last.lineno
        elif isinstance(node, ast.With):
            entered = [one.context_expr for one in node.items]
            calls = [one for one in entered if isinstance(one, ast.Call)]
            suppressed = [call for call in calls if ast.unparse(call.func).endswith("suppress")]
            if any(names(one) & BROAD for call in suppressed for one in call.args):
                yield node.lineno, node.body[0].lineno


def unexplained(source: str) -> list[int]:
    """The lines of those that have no comment."""
    lines = source.splitlines()
    return [
        first
        for first, last in broad(source)
        if not any("# " in line.replace("# noqa", "") for line in lines[first - 1 : last])
    ]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("try:\n    a()\nexcept Exception:\n    pass", [3]),
        ("try:\n    a()\nexcept:\n    pass", [3]),
        ("try:\n    a()\nexcept (ValueError, BaseException) as e:\n    b(e)", [3]),
        ("try:\n    a()\nexcept Exception as e:\n    raise B from e", [3]),
        ("with suppress(OSError, Exception):\n    a()", [1]),
        ("try:\n    a()\nexcept Exception:  # noqa: BLE001\n    pass", [3]),
        ("try:\n    a()\nexcept Exception:  # whatever it is\n    pass", []),
        ("try:\n    a()\nexcept Exception:\n    # whatever it is\n    pass", []),
        ("try:\n    a()\nexcept BaseException:\n    b()\n    raise", []),
        ("try:\n    a()\nexcept ValueError:\n    pass", []),
    ],
)
def test_they_are_found(source: str, found: list[int]) -> None:
    assert unexplained(source) == found


def test_every_one_says_why() -> None:
    kiosk = sorted((ROOT / "kiosk").rglob("*.py"))
    assert kiosk
    found = {
        str(file.relative_to(ROOT)): lines
        for file in kiosk
        if (lines := unexplained(file.read_text(encoding="utf-8")))
    }
    assert found == {}
