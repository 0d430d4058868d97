"""Paper for staff: a settlement, open payments, a copy of one payment."""

from __future__ import annotations

from kiosk.documents.sheet import Field, Sheet, set_sheet
from kiosk.domain.paper import PaperDocument
from kiosk.domain.staff_slip import StaffSlip

FOR_STAFF = "本单供工作人员使用，不作为缴费凭证"


def lay_out_staff_slip(slip: StaffSlip, columns: int) -> PaperDocument:
    """The slip for paper of so many columns."""
    return set_sheet(describe_staff_slip(slip), columns)


def describe_staff_slip(slip: StaffSlip) -> Sheet:
    """What is on it."""
    return Sheet(
        issuer=slip.hall_name,
        title=slip.heading,
        sections=(
            (
                Field("终端编号", slip.terminal_number),
                Field("打印时间", f"{slip.printed_at:%Y-%m-%d %H:%M:%S}"),
            ),
            *(tuple(Field(label, value) for label, value in section) for section in slip.sections),
        ),
        amount=slip.amount,
        notice=FOR_STAFF,
        has_hotlines=False,
    )
