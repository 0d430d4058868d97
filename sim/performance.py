"""Carries out what is done to the hall."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.tender import Tender
from sim import actions
from sim.actions import (
    NetworkAction,
    PrinterAction,
    ReaderAction,
    ScannerAction,
    ServiceAction,
)
from sim.backend.admin import ALWAYS, Admin
from sim.backend.faults import Fault
from sim.devices.code_scanner import CodeScannerSimulator
from sim.devices.id_reader import IdReaderSimulator
from sim.devices.reader_faults import named_fault
from sim.devices.receipt_printer import ReceiptPrinterSimulator
from sim.impossible import Impossible
from sim.network import Network
from sim.people import Person, find_person


def person_of(key: str) -> Person:
    """Somebody of the cast. Raises Impossible."""
    try:
        return find_person(key)
    except KeyError:
        raise Impossible(f"nobody is called {key}") from None


def play_reader(reader: IdReaderSimulator, action: ReaderAction) -> None:
    """Do something to the identity-card reader or a card. Raises Impossible."""
    match action:
        case actions.CardPlaced():
            reader.place(person_of(action.person), remaining=action.remaining)
        case actions.CardLifted():
            reader.lift()
        case actions.ReaderFault():
            try:
                reader.inject(named_fault(action.fault))
            except KeyError:
                raise Impossible(f"a reader does not fail by {action.fault}") from None
        case actions.ReaderFaultsCleared():
            reader.clear_faults()
        case actions.ReaderCable(state="unplugged"):
            reader.unplug()
        case actions.ReaderCable():
            reader.plug()
        case _:
            assert_never(action)


def play_printer(printer: ReceiptPrinterSimulator, action: PrinterAction) -> None:
    """Do something to the receipt printer."""
    match action:
        case actions.PrinterPaper():
            printer.set_paper(action.level, dots_left=action.dots_left)
        case actions.PaperTaken():
            printer.take_paper()
        case actions.PrinterPowerCycled():
            printer.power_cycle()
        case (
            actions.PrinterCover()
            | actions.PrinterCutter()
            | actions.PrinterHead()
            | actions.PrinterVoice()
            | actions.PrinterWorks()
            | actions.PrinterCable()
        ):
            switches = {
                "open": printer.open_cover,
                "closed": printer.close_cover,
                "jammed": printer.jam_cutter,
                "freed": printer.free_cutter,
                "hot": printer.overheat,
                "cool": printer.cool_down,
                "silent": printer.silence,
                "answering": printer.answer_again,
                "broken": printer.break_down,
                "repaired": printer.repair,
                "unplugged": printer.unplug,
                "plugged": printer.plug,
            }
            switches[action.state]()
        case _:
            assert_never(action)


def play_scanner(scanner: CodeScannerSimulator, admin: Admin, action: ScannerAction) -> None:
    """Do something to the code scanner, or hold something before it."""
    match action:
        case actions.ScannerShow(wallet=None, text=str(text)):
            scanner.show(text, readings=action.readings)
        case actions.ScannerShow():
            code = admin.show_payment_code(Tender(action.wallet))
            scanner.show(code, readings=action.readings)
        case actions.ScannerHidden():
            scanner.hide()
        case actions.ScannerGarbled():
            scanner.spoil(action.flaw)
        case actions.ScannerCable(state="unplugged"):
            scanner.unplug()
        case actions.ScannerCable():
            scanner.plug()
        case _:
            assert_never(action)


async def play_network(network: Network, action: NetworkAction) -> None:
    """Do something to the line to the collection service."""
    match action:
        case actions.NetworkLine():
            await network.fail(action.line, latency_seconds=action.latency_seconds)
        case actions.NetworkCutAfter():
            network.cut_after(action.answer_bytes)
        case _:
            assert_never(action)


def play_service(admin: Admin, action: ServiceAction) -> None:
    """Let the collection service go wrong, or right again."""
    match action:
        case actions.ServiceFaultAdded():
            admin.faults.set(
                Fault(
                    action.kind,
                    path=action.path,
                    method=action.method,
                    times=action.times,
                    skip=action.skip,
                    seconds=action.seconds,
                    status=action.status,
                    hostility=action.hostility,
                )
            )
        case actions.ServiceFaultsCleared():
            admin.faults.clear()
        case actions.ServiceMaintenance():
            admin.set_maintenance(on=action.state == "on")
        case actions.MaintenancePlanned():
            admin.plan_maintenance(action.begins_in, action.seconds, action.reason)
        case actions.ServiceClock():
            admin.set_clock(action.ahead_seconds)
        case actions.ServiceRegister():
            admin.strike_off(off=action.state == "struck_off")
        case actions.Posting():
            admin.refuse_next_postings(ALWAYS if action.state == "refuse" else 0)
            admin.delay_posting(action.seconds if action.state == "delay" else 0.0)
        case actions.DocumentSpoiled():
            admin.spoil_documents(action.flaw, action.count)
        case _:
            assert_never(action)
