"""What is true around the kiosk: its devices, the line, the collection service, people and time."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sim import actions, trade_actions
from sim.acquirer.books import Books
from sim.actions import Action, HallAction
from sim.auxiliary_actions import AuxiliaryAction
from sim.auxiliary_hall.world import CabinetWorld
from sim.backend.seed import TERMINALS, TerminalSeed
from sim.backend.server import CollectionService
from sim.card_actions import CardAction
from sim.card_hall.acquirer import tls_context
from sim.card_hall.world import CardWorld
from sim.chronicle import Chronicle
from sim.clock import WorldClock
from sim.devices.code_scanner import CodeScannerSimulator, Look
from sim.devices.id_reader import NO_DELAYS, IdReaderSimulator
from sim.devices.receipt_printer import PaperLevel, ReceiptPrinterSimulator
from sim.devices.serial_line import TcpLine
from sim.kiosk_config import Connections
from sim.network import Address, Network
from sim.observation import (
    Arrangements,
    see_document,
    see_event,
    see_network,
    see_order,
    see_printer,
    see_reader,
    see_scanner,
    see_service,
)
from sim.paper_actions import PaperAction
from sim.paper_hall.world import PaperWorld
from sim.performance import (
    play_network,
    play_printer,
    play_reader,
    play_scanner,
    play_service,
)
from sim.settings import HallSettings
from sim.state import HallState
from sim.telling import tell
from sim.trade import play_trade
from sim.wallets import play_wallet


class World:
    """Everything around one terminal. Used on a running event loop; its files go to ``run_dir``."""

    def __init__(self, settings: HallSettings, run_dir: Path) -> None:
        self._settings = settings
        self._start = settings.clock.start
        self.clock = WorldClock(start=self._start)
        self.chronicle = Chronicle(self.clock)
        self._arranged = Arrangements()
        self._printer_line = TcpLine(settings.receipt_printer.port)
        self._printer_link = run_dir / "receipt-printer"
        self._reader_link = run_dir / "id-reader"
        self.reader = IdReaderSimulator(
            self._reader_link,
            delays=NO_DELAYS if settings.id_card_reader.quick else None,
            speed=settings.id_card_reader.baud,
        )
        self.printer = ReceiptPrinterSimulator(
            [self._printer_link, self._printer_line],
            paper_mm=settings.receipt_printer.paper_mm,
            bytes_per_second=settings.receipt_printer.bytes_per_second,
            mm_per_second=settings.receipt_printer.mm_per_second,
        )
        self._scanner_link = run_dir / "code-scanner"
        always = settings.code_scanner.profile == "continuous"
        self.scanner = CodeScannerSimulator(
            self._scanner_link,
            look=Look.ALWAYS if always else Look.WHEN_TOLD,
            speed=settings.code_scanner.baud,
        )
        books = Books()
        self.service = CollectionService(
            run_dir / "service",
            acquirer=books,
            clock=self.clock,
            port=settings.service.port,
            wallet_port=settings.service.wallet_port,
            database=settings.service.database,
            terminals=_with_terminal(settings),
        )
        self.cards = CardWorld(
            settings,
            run_dir,
            clock=self.clock,
            books=books,
            tls=self._acquirer_tls() if settings.acquirer.tls else None,
        )
        self.a4 = PaperWorld(settings.document_printer)
        self.cabinet = CabinetWorld(settings.auxiliaries, run_dir)
        port = int(self.service.url.rpartition(":")[2])
        self.network = Network(Address("127.0.0.1", port), port=settings.network.port)

    @property
    def connections(self) -> Connections:
        """Where the kiosk finds everything; only once the world is started."""
        files = self.service.certificates
        certificate, key = files.terminals[self._settings.terminal.number]
        printer = self._printer_line.address.rpartition(":")
        return Connections(
            id_card_reader=self._reader_link,
            printer_host=printer[0].removeprefix("socket://"),
            printer_port=int(printer[2]),
            printer_device=self._printer_link,
            code_scanner=self._scanner_link,
            cards=self.cards.ports,
            document_printer=self.a4.uri,
            auxiliaries=self.cabinet.port,
            service_url=f"https://{self.network.address}",
            ca=files.ca,
            documents=files.documents,
            certificate=certificate,
            key=key,
        )

    def _acquirer_tls(self) -> ssl.SSLContext:
        """The hall has one authority for all its certificates."""
        files = self.service.certificates
        return tls_context(files.server, files.server_key, files.ca)

    async def start(self) -> None:
        """Open the hall. Raises OSError when a port is taken."""
        await self.service.start()
        await self.network.start()
        await self.cards.start()
        await self.a4.start()
        self.reader.plug()
        self.printer.plug()
        if self._settings.code_scanner.fitted:
            self.scanner.plug()
        self.cabinet.start()
        self.chronicle.note("大厅开门")

    async def stop(self) -> None:
        """Close the hall; may be called twice."""
        self.reader.unplug()
        self.printer.unplug()
        self.scanner.unplug()
        self.cabinet.stop()
        await self.a4.stop()
        await self.cards.stop()
        await self.network.stop()
        await self.service.stop()

    async def reset(self) -> None:
        """Put everything back as it was when the hall opened."""
        self.reader.lift()
        self.reader.clear_faults()
        self.reader.plug()
        self._restore_printer()
        self._restore_scanner()
        self.cabinet.start()
        await self.cards.reset()
        await self.a4.reset()
        await self.network.restore()
        self.clock.reset()
        if self._start is not None:
            self.clock.set_to(self._start)
        self._arranged = Arrangements()
        await asyncio.to_thread(self.service.admin.reset)
        self.chronicle.note("恢复初始状态")

    def _restore_scanner(self) -> None:
        self.scanner.hide()
        self.scanner.clear_flaws()
        if self._settings.code_scanner.fitted:
            self.scanner.plug()

    def _restore_printer(self) -> None:
        printer = self.printer
        printer.free_cutter()
        printer.cool_down()
        printer.repair()
        printer.close_cover()
        # The unfinished piece is torn off with the old roll.
        printer.set_paper(PaperLevel.END)
        printer.power_cycle()
        printer.set_paper()
        printer.forget_papers()
        printer.plug()

    async def perform(self, action: Action) -> None:
        """Do something to the hall. Raises Impossible."""
        if isinstance(action, CardAction):
            await self.cards.perform(action)
        elif isinstance(action, PaperAction):
            await self.a4.perform(action)
        elif isinstance(action, AuxiliaryAction):
            self.cabinet.perform(action)
        else:
            await self._perform(action)
        self._arranged.take(action)
        self.chronicle.note(tell(action))

    async def _perform(self, action: HallAction) -> None:
        match action:
            case actions.TimePassed():
                self.clock.advance(action.seconds)
            case (
                actions.CardPlaced()
                | actions.CardLifted()
                | actions.ReaderFault()
                | actions.ReaderFaultsCleared()
                | actions.ReaderCable()
            ):
                play_reader(self.reader, action)
            case (
                actions.ScannerShow()
                | actions.ScannerHidden()
                | actions.ScannerGarbled()
                | actions.ScannerCable()
            ):
                play_scanner(self.scanner, self.service.admin, action)
            case actions.NetworkLine() | actions.NetworkCutAfter():
                await play_network(self.network, action)
            case (
                actions.WalletPay()
                | actions.WalletScan()
                | actions.WalletPayLate()
                | actions.ChannelLine()
                | actions.Notifications()
            ):
                await asyncio.to_thread(play_wallet, self.service.admin, action)
            case (
                actions.ServiceFaultAdded()
                | actions.ServiceFaultsCleared()
                | actions.ServiceMaintenance()
                | actions.MaintenancePlanned()
                | actions.ServiceClock()
                | actions.ServiceRegister()
                | actions.Posting()
                | actions.DocumentSpoiled()
            ):
                play_service(self.service.admin, action)
            case actions.ServiceInstruction():
                own, valid_for = self._settings.terminal.number, timedelta(seconds=action.valid_for)
                await asyncio.to_thread(self.service.admin.instruct, own, action.kind, valid_for)
            case (
                trade_actions.Deduction()
                | trade_actions.PaidElsewhere()
                | trade_actions.BillChanged()
                | trade_actions.Window()
                | trade_actions.TenderOffered()
                | trade_actions.WalletHabit()
                | trade_actions.UnionPayUndecided()
            ):
                await asyncio.to_thread(play_trade, self.service.admin, action)
            case _:
                play_printer(self.printer, action)

    async def state(self) -> HallState:
        """How everything is at this moment."""
        records = await asyncio.to_thread(self.service.admin.orders)
        instructed = await asyncio.to_thread(self.service.admin.instructions)
        for change in self._arranged.changed_orders(records):
            self.chronicle.note(change)
        return HallState(
            now=self.clock.now(),
            ahead_seconds=self.clock.offset_seconds,
            reader=see_reader(self.reader, self._arranged),
            printer=see_printer(self.printer),
            document_printer=self.a4.see(),
            scanner=see_scanner(self.scanner),
            cards=self.cards.see(),
            cabinet=self.cabinet.see(),
            network=see_network(self.network),
            service=see_service(self.service.faults, self._arranged, instructed),
            orders=tuple(see_order(record) for record in records),
            documents=tuple(
                see_document(number, copy)
                for number, copy in enumerate(self.service.admin.documents(), start=1)
            ),
            events=tuple(see_event(entry) for entry in self.chronicle.entries),
        )


def _with_terminal(settings: HallSettings) -> tuple[TerminalSeed, ...]:
    """The registered terminals, with this hall's own among them under the name it was given."""
    own = settings.terminal
    known = {seed.number: seed for seed in TERMINALS}
    seed = known.get(own.number, TerminalSeed(own.number))
    known[own.number] = replace(seed, name=own.name, hall_name=own.hall_name)
    return tuple(known.values())
