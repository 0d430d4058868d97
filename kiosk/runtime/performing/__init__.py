"""How each request is carried out, one file for each subject.

A subject is a function that adds its acts to the repertoire. A new service with requests of its own
writes one, and puts it into ``SUBJECTS``.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.runtime.performing import (
    cards,
    declarations,
    documents,
    login,
    papers,
    payables,
    payments,
)
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire

SUBJECTS: tuple[Callable[[Repertoire, Means], None], ...] = (
    login.add_to,
    payables.add_to,
    payments.add_to,
    cards.add_to,
    papers.add_to,
    declarations.add_to,
    documents.add_to,
)


def repertoire_with(means: Means) -> Repertoire:
    """Everything this terminal can be asked to do."""
    repertoire = Repertoire()
    for add_to in SUBJECTS:
        add_to(repertoire, means)
    return repertoire
