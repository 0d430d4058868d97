"""Names shown to people and codes sent to the service, for every kind there is."""

from __future__ import annotations

import pytest

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import (
    ONLINE,
    STARTING,
    Condition,
    DeviceKind,
    DeviceStatus,
    Remedy,
)


@pytest.mark.parametrize(
    ("kind", "label", "code", "group"),
    [
        (
            InsuranceKind.FLEXIBLE_PENSION,
            "灵活就业人员基本养老保险",
            "10201",
            CitizenGroup.FLEXIBLE,
        ),
        (
            InsuranceKind.FLEXIBLE_MEDICAL,
            "灵活就业人员基本医疗保险",
            "10203",
            CitizenGroup.FLEXIBLE,
        ),
        (InsuranceKind.RESIDENT_PENSION, "城乡居民基本养老保险", "10210", CitizenGroup.RESIDENT),
        (InsuranceKind.RESIDENT_MEDICAL, "城乡居民基本医疗保险", "10212", CitizenGroup.RESIDENT),
    ],
)
def test_insurances_have_the_names_of_the_tiles_and_the_codes_of_the_tax_interface(
    kind: InsuranceKind, label: str, code: str, group: CitizenGroup
) -> None:
    assert (kind.label, kind.project_code, kind.group) == (label, code, group)


def test_no_insurance_is_left_out() -> None:
    assert len({kind.project_code for kind in InsuranceKind}) == len(InsuranceKind)


@pytest.mark.parametrize(
    ("group", "user_type", "label"),
    [(CitizenGroup.RESIDENT, "0", "城乡居民"), (CitizenGroup.FLEXIBLE, "1", "灵活就业")],
)
def test_groups_have_the_codes_of_the_tax_interface(
    group: CitizenGroup, user_type: str, label: str
) -> None:
    assert (group.value, group.label) == (user_type, label)


@pytest.mark.parametrize("kind", [*Tender, *DeviceKind, *Remedy])
def test_everything_people_read_of_has_a_chinese_name(kind: Tender | DeviceKind | Remedy) -> None:
    assert kind.label
    assert not kind.label.isascii()
    assert sum(other.label == kind.label for other in type(kind)) == 1


def test_tenders_are_called_as_in_the_manual() -> None:
    assert [tender.label for tender in Tender] == [
        "支付宝支付",
        "微信支付",
        "云闪付支付",
        "刷卡支付",
    ]


@pytest.mark.parametrize("status", DeviceStatus)
def test_a_device_takes_work_when_it_is_online_or_busy(status: DeviceStatus) -> None:
    usable = Condition(status, Remedy.MAINTENANCE, "cause").usable

    assert usable is (status.name in {"ONLINE", "BUSY"})


def test_a_device_is_starting_before_it_is_online() -> None:
    assert ONLINE.usable
    assert not STARTING.usable
    assert ONLINE.cause == STARTING.cause == ""
