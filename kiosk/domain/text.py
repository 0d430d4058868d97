"""Sentences for people: a Chinese template with named fields, translated only where it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence. ``template`` is the Chinese source text and the key of its translations.

    Fields may hold a name, so ``repr`` leaves them out. Without fields the template is taken
    literally, braces and all. Raises ValueError when there are fields and they are not exactly
    those the template names.
    """

    template: str
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.fields:
            named = {name for _, name, _, _ in Formatter().parse(self.template) if name is not None}
            if named != {name for name, _ in self.fields}:
                raise ValueError(f"the fields are not those of the template: {self.template}")

    def __str__(self) -> str:
        return self.template.format(**dict(self.fields)) if self.fields else self.template


def say(template: str, /, **fields: object) -> Text:
    """A sentence with its fields, each turned into a string now."""
    return Text(template, tuple((name, str(value)) for name, value in fields.items()))
