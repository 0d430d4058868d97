"""Journeys that stop on the way, at a picture of a scenario."""

from __future__ import annotations

from itertools import takewhile

from sim.scenario import DEFAULT, Scenario, Shot, Step, find


def up_to(shot: str, scenario: str = DEFAULT) -> Scenario:
    """The scenario as far as the screen of that picture. Raises LookupError if it takes none."""
    whole = find(scenario)
    end = Shot(shot=shot)
    if end not in whole.steps:
        raise LookupError(f"{scenario} takes no picture {shot!r}")
    return only(*takewhile(lambda step: step != end, whole.steps), person=whole.person)


def only(*steps: Step, person: str = "zhang-san") -> Scenario:
    """A scenario of these steps alone."""
    return Scenario(name="partway", title="途中", person=person, steps=steps)
