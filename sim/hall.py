"""A running hall: the world, its control API and bench page, and the kiosk's configuration."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from fastapi import FastAPI

from sim.announcement import Announcement
from sim.bench.page import bench_routes
from sim.choices import choices
from sim.control import control_routes
from sim.kiosk_config import write_kiosk_config
from sim.server import LoopbackServer, free_port
from sim.settings import HallSettings
from sim.world import World


class Hall:
    """Starts everything on entering and ends it on leaving; files go to ``run_dir``."""

    def __init__(self, settings: HallSettings, run_dir: Path) -> None:
        self._settings = settings
        self._run_dir = run_dir
        self._vnc_port = settings.screen.vnc_port or free_port()
        self.world = World(settings, run_dir)
        application = FastAPI(title="Simulated hall", version="1", docs_url=None, redoc_url=None)
        self._server = LoopbackServer(application, port=settings.control.port)
        application.include_router(control_routes(self.world, choices(settings.screen)))
        bench_routes(application, self._vnc_port)

    @property
    def announcement(self) -> Announcement:
        """Where everything is; only once the hall is entered."""
        world, screen = self.world, self._settings.screen
        ends = world.connections
        height_mm = screen.width_mm * screen.height_px / screen.width_px
        platform = (
            f"vnc:size={screen.width_px}x{screen.height_px}"
            f":mmsize={screen.width_mm:.0f}x{height_mm:.0f}:port={self._vnc_port}"
        )
        return Announcement(
            run_dir=self._run_dir,
            kiosk_config=self._run_dir / "kiosk.toml",
            control_url=f"{self._server.url}/api",
            bench_url=f"{self._server.url}/",
            wallet_url=world.service.wallet_url,
            service_url=ends.service_url,
            direct_service_url=world.service.url,
            ca=ends.ca,
            certificate=ends.certificate,
            key=ends.key,
            id_card_reader=ends.id_card_reader,
            printer_host=ends.printer_host,
            printer_port=ends.printer_port,
            printer_device=ends.printer_device,
            document_printer=ends.document_printer,
            code_scanner=ends.code_scanner,
            auxiliaries=ends.auxiliaries,
            cards=ends.cards,
            vnc_port=self._vnc_port,
            qt_platform=platform,
        )

    async def __aenter__(self) -> Self:
        await self.world.start()
        try:
            await self._server.start()
            write_kiosk_config(self._run_dir, self._settings, self.world.connections)
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._close()

    async def _close(self) -> None:
        await self._server.stop()
        await self.world.stop()
