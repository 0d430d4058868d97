"""No paper before the payment, or in the middle of the receipt."""

from __future__ import annotations

from kiosk.domain.order import OrderState
from tests.journeys.conftest import Journey


def test_no_paper_is_said_before_the_payment(journey: Journey) -> None:
    hall = journey.play("paper-out-before")

    assert all(order.state is OrderState.POSTED for order in hall.orders)


def test_paper_that_ends_in_the_receipt_is_followed_by_a_reprint(journey: Journey) -> None:
    hall = journey.play("paper-out-mid-print")

    # Between them may come what was still in the printer when the new roll was put in, cut off.
    torn, *rest, whole = hall.printer.papers
    assert not torn.complete
    assert whole.complete
    assert "补打" not in torn.text + "".join(paper.text for paper in rest)
    assert "补打　第1次" in whole.text
    titles = [paper for paper in hall.printer.papers if "缴费小票" in paper.text]
    assert titles == [torn, whole]
    assert [order.state for order in hall.orders] == [OrderState.POSTED]


def test_an_open_cover_is_closed_and_the_receipt_printed(journey: Journey) -> None:
    hall = journey.play("cover-open")

    assert hall.printer.papers[-1].complete
