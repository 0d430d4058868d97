"""Testing devices: what there is to test, how each is tried, and what is written down of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping

from kiosk.domain.staff import Task
from kiosk.flows.requests.maintenance.device_tests import (
    AskDeviceTests,
    BeginDeviceTest,
    DeviceTest,
    DeviceTestBegun,
    DeviceTestOutcome,
    DeviceTestRecorded,
    DeviceTestRow,
    DeviceTests,
    DeviceTried,
    LastTest,
    RecordDeviceTest,
    TryDevice,
)
from kiosk.ledger import Entry
from kiosk.maintenance.device_tests.bank_card import read_bank_card
from kiosk.maintenance.device_tests.cabinet import lights_of, shine_each, watch_contacts
from kiosk.maintenance.device_tests.pin_pad import key_trial
from kiosk.maintenance.device_tests.printers import print_page, print_receipt
from kiosk.maintenance.device_tests.readers import (
    read_identity_card,
    read_social_card,
    scan_code,
)
from kiosk.maintenance.device_tests.trial import Trial
from kiosk.maintenance.duty import ABANDONED, BEGUN
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.news import Tell
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.workings import Equipment

CODES = "test."
"""How what is done here begins in the audit trail."""


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Everything about testing devices."""
    workings, duty = toolbox.workings, toolbox.duty
    pad = toolbox.settings.pin_pad
    trials = _trials(None if pad is None else pad.driver)

    async def tests(_request: AskDeviceTests) -> DeviceTests:
        duty.allowed(Task.DEVICE_TESTS)
        await duty.abandon(Task.DEVICE_TESTS)
        books = workings.books
        last = await books(books.ledger.last_acted, CODES)
        return DeviceTests(
            tuple(
                DeviceTestRow(
                    test, missing_for(test, workings.equipment), _last(last.get(_code(test)))
                )
                for test in DeviceTest
            )
        )

    async def begin(request: BeginDeviceTest) -> DeviceTestBegun:
        # Whoever goes back from a test to the list is not asked what came of it.
        await duty.abandon(Task.DEVICE_TESTS)
        await duty.begin(Task.DEVICE_TESTS, _code(request.test))
        return DeviceTestBegun(workings.clock.now())

    async def try_device(request: TryDevice, tell: Tell) -> DeviceTried:
        duty.allowed(Task.DEVICE_TESTS)
        try:
            return await trials[request.test](workings, tell)
        except asyncio.CancelledError:
            # Of whoever has logged out the trail says so by itself.
            if duty.present:
                with contextlib.suppress(RequestFailed):
                    await duty.did(
                        Task.DEVICE_TESTS,
                        _code(request.test),
                        outcome=DeviceTestOutcome.GIVEN_UP.value,
                    )
            raise

    async def record(request: RecordDeviceTest) -> DeviceTestRecorded:
        await duty.did(
            Task.DEVICE_TESTS,
            _code(request.test),
            after=request.found,
            outcome=request.outcome.value,
        )
        return DeviceTestRecorded(workings.clock.now())

    repertoire.add(AskDeviceTests, tests)
    repertoire.add(BeginDeviceTest, begin)
    repertoire.add(TryDevice, try_device, patient=True, telling=True)
    repertoire.add(RecordDeviceTest, record)


def missing_for(test: DeviceTest, equipment: Equipment) -> str:
    """Why there is nothing to test, in Chinese; empty where there is."""
    cards, board = equipment.cards, equipment.auxiliaries
    is_there = {
        DeviceTest.SOCIAL_CARD_READER: equipment.social_card_reader is not None,
        DeviceTest.BANK_CARD_READER: cards is not None,
        DeviceTest.PIN_PAD: cards is not None,
        DeviceTest.CODE_SCANNER: equipment.scanner is not None,
        DeviceTest.DOCUMENT_PRINTER: equipment.document_printer is not None,
        DeviceTest.LIGHTS: board is not None and bool(lights_of(board)),
        DeviceTest.SENSORS: board is not None,
        DeviceTest.VOICE: False,
    }
    if is_there.get(test, True):
        return ""
    if test is DeviceTest.VOICE:
        return "本机没有语音设备"
    return f"本机没有配{test.label}"


def _trials(pad_driver: str | None) -> Mapping[DeviceTest, Trial]:
    return {
        DeviceTest.ID_CARD_READER: read_identity_card,
        DeviceTest.SOCIAL_CARD_READER: read_social_card,
        DeviceTest.BANK_CARD_READER: read_bank_card,
        DeviceTest.PIN_PAD: key_trial(pad_driver),
        DeviceTest.CODE_SCANNER: scan_code,
        DeviceTest.RECEIPT_PRINTER: print_receipt,
        DeviceTest.DOCUMENT_PRINTER: print_page,
        DeviceTest.LIGHTS: shine_each,
        DeviceTest.SENSORS: watch_contacts,
    }


def _code(test: DeviceTest) -> str:
    return f"{CODES}{test.value}"


def _last(entry: Entry | None) -> LastTest | None:
    """A test that was walked away from was not finished, nor one of which the terminal has lost its
    end."""
    if entry is None:
        return None
    outcome = entry.facts["outcome"]
    was_left = outcome in (BEGUN, ABANDONED)
    ended = DeviceTestOutcome.GIVEN_UP if was_left else DeviceTestOutcome(outcome)
    return LastTest(ended, entry.moment)
