"""What the answer to a report wants is read by itself, and never costs the report."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.instruction import Instruction, UnreadableInstruction
from tests.backend.call import told
from tests.backend.hostile_server import HostileServer
from tests.backend.report_answers import REPORT

NUMBER = "c0de-19f3-7b02-4d5e"
UNTIL = "2026-11-23T10:30:00+08:00"
RESTART = {"number": NUMBER, "kind": "restart", "valid_until": UNTIL}


async def heard(service: CollectionService, server: HostileServer, said: object) -> object:
    return await told(service, server, REPORT, REPORT.answer | {"instruction": said})


async def test_an_answer_may_want_nothing(
    service: CollectionService, server: HostileServer
) -> None:
    assert await told(service, server, REPORT, REPORT.answer) is None
    assert await heard(service, server, None) is None


@pytest.mark.parametrize("kind", ["restart", "make_coffee"])
async def test_an_instruction_is_read_whether_or_not_anybody_knows_it(
    service: CollectionService, server: HostileServer, kind: str
) -> None:
    said = RESTART | {"kind": kind, "added_later": True}
    expected = Instruction(NUMBER, kind, datetime.fromisoformat(UNTIL))
    assert await heard(service, server, said) == expected


@pytest.mark.parametrize(
    "spoilt",
    [
        {"kind": 5},
        {"kind": "RESTART NOW"},
        {"kind": "a" * 41},
        {"valid_until": None},
        {"valid_until": 1_800_000_000},
        {"valid_until": "2026-11-23T10:30:00"},
    ],
)
async def test_one_that_makes_no_sense_is_known_by_its_number(
    service: CollectionService, server: HostileServer, spoilt: dict[str, object]
) -> None:
    assert await heard(service, server, RESTART | spoilt) == UnreadableInstruction(NUMBER)


@pytest.mark.parametrize(
    "said",
    [
        "restart",
        [],
        {},
        7,
        RESTART | {"number": 7},
        RESTART | {"number": "370102194912310029"},
        RESTART | {"number": NUMBER.upper()},
    ],
)
async def test_one_without_a_number_that_can_be_kept_has_none(
    service: CollectionService, server: HostileServer, said: object
) -> None:
    assert await heard(service, server, said) == UnreadableInstruction()
