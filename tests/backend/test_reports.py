"""A report is confirmed by its own number, and by no other."""

from __future__ import annotations

import pytest

from kiosk.backend.client import CollectionService
from tests.backend.call import refuse
from tests.backend.hostile_server import HostileServer, says
from tests.backend.report_answers import REPORT, SERIES


async def test_a_report_is_put_under_its_series_and_number(
    service: CollectionService, server: HostileServer
) -> None:
    server.plays(says(REPORT.answer))
    await REPORT.make(service)
    (request,) = server.requests
    assert (request.method, request.target) == ("PUT", f"/v1/terminal/reports/{SERIES}/17")


@pytest.mark.parametrize(
    ("field", "value"),
    [("sequence", 18), ("series", "1b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"), ("sequence", "17")],
)
async def test_the_confirmation_of_another_report_is_none(
    service: CollectionService, server: HostileServer, field: str, value: object
) -> None:
    await refuse(service, server, REPORT, REPORT.spoilt(field, by=value))
