"""What docs/maintenance.md must show: every screen that staff are asked something on."""

from __future__ import annotations

from types import MappingProxyType

from kiosk.domain.staff import Role, Task, tasks_of
from kiosk.flows.maintenance.tasks import MAINTENANCE
from tests.support.tables import Kind, entries

HANDOVER = "handover"
"""The picture of the terminal while its parts come to rest, which is no step."""
ALIKE = MappingProxyType(
    {
        "keys-first-component": "keys-second-component",
        "settings-unreadable": "settings-refused",
        "money-reversed": "money-ended",
    }
)
"""Screens that look like another one but for their words."""

_YES, _NO = "✓", ""
BEGIN = "<!-- roles: python scripts/maintenance_pictures.py --roles -->"
END = "<!-- end of roles -->"


def asked() -> frozenset[str]:
    """Every step that asks staff something, by the name of its picture."""
    steps = (entry for entry in entries(MAINTENANCE) if entry.kind is Kind.ASK)
    return frozenset(f"{entry.flow}-{entry.name}".replace("_", "-") for entry in steps)


def shows_step(picture: str) -> bool:
    """Whether a picture is of a step: named after it, and after what else is to be seen."""
    flows = {entry.flow.replace("_", "-") for entry in entries(MAINTENANCE)}
    return any(picture.startswith(f"{flow}-") for flow in flows)


def roles_table() -> str:
    """Who may do what, as the menu has it."""
    roles = tuple(Role)
    head = ["维护菜单", *(role.label for role in roles)]
    rows = [
        [task.label, *(_YES if task in tasks_of(role) else _NO for role in roles)] for task in Task
    ]
    lines = [head, ["---", *(":-:" for _ in roles)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def with_roles(page: str) -> str:
    """The page with that table between its marks. Raises ValueError where they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(BEGIN)
    return f"{before}{begin}\n\n{roles_table()}\n\n{end}{after}"
