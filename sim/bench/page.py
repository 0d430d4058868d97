"""The bench page: the kiosk's live screen beside everything that can be done to the hall."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from sim.bench.screen import screen_routes

_STATIC = Path(__file__).with_name("static")


def bench_routes(application: FastAPI, vnc_port: int) -> None:
    """The page at ``/``, the kiosk's picture at ``/screen``.

    To be called last: the page answers for every address that nobody else has taken.
    """
    application.include_router(screen_routes(vnc_port))
    application.mount("/", StaticFiles(directory=_STATIC, html=True))
