"""The collection service as servers on loopback: HTTPS with mutual TLS, and the wallets' HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from sim.backend.admin import Admin
from sim.backend.app import create_app
from sim.backend.certificates import CertificateFiles, issue
from sim.backend.channels.bank_card import CardAcquirer
from sim.backend.check_pages import add_check_pages
from sim.backend.collection import Collection
from sim.backend.confirming import confirm
from sim.backend.document_authority import DocumentAuthority
from sim.backend.documents import shelf
from sim.backend.faults import FaultTable
from sim.backend.hall_page import add_hall_page
from sim.backend.hall_sight import look
from sim.backend.mint import Mint
from sim.backend.peer import MutualTlsProtocol
from sim.backend.seed import TERMINALS, TerminalSeed
from sim.backend.store import Store
from sim.backend.wallet import create_wallet
from sim.clock import WorldClock

_HOST = "127.0.0.1"
_ROUND_SECONDS = 0.1
_RECONCILE_EVERY = timedelta(minutes=1)


class CollectionService:
    """The simulated service, whole. Give it a directory to run in, start it, stop it.

    ``port`` and ``wallet_port`` 0 take free ones; ``database`` is the SQLAlchemy URL of a database
    that is emptied now, or empty for a new SQLite file in ``run_dir``. ``wallet_url`` replaces the
    base of the QR codes where phones reach the wallet under another name. ``strangers`` are numbers
    that get a certificate without being registered; ``acquirer`` gives back what was paid by bank
    card, and a willing one does without; ``authority`` signs the documents, and a new one does
    without. All but ``start`` and ``stop`` may be used from
    any thread.
    """

    def __init__(
        self,
        run_dir: Path,
        *,
        clock: WorldClock | None = None,
        port: int = 0,
        wallet_port: int = 0,
        database: str = "",
        wallet_url: str = "",
        terminals: tuple[TerminalSeed, ...] = TERMINALS,
        strangers: tuple[str, ...] = (),
        mint: Mint | None = None,
        acquirer: CardAcquirer | None = None,
        authority: DocumentAuthority | None = None,
    ) -> None:
        run_dir.mkdir(parents=True, exist_ok=True)
        self._socket, self._wallet_socket = _listen(port), _listen(wallet_port)
        self.wallet_url = wallet_url or f"http://{_HOST}:{self._wallet_socket.getsockname()[1]}"
        numbers = tuple(seed.number for seed in terminals)
        authority = authority or DocumentAuthority()
        self.certificates: CertificateFiles = issue(
            run_dir / "certificates", _HOST, numbers + strangers, authority
        )
        self.clock = clock or WorldClock()
        self._store = Store(database or _new_file(run_dir / "service.sqlite"))
        self._collection = Collection(
            self._store, self.clock, self.wallet_url, mint, acquirer, authority
        )
        self.faults = FaultTable()
        self.admin = Admin(self._collection, self.faults, terminals)
        self.admin.reset()
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._servers: tuple[_Server, ...] = ()
        self._open = True
        self._closing = asyncio.Event()

    @property
    def url(self) -> str:
        """Base address for terminals, ``https://127.0.0.1:…``, known before the start."""
        return f"https://{_HOST}:{self._socket.getsockname()[1]}"

    async def start(self) -> None:
        """Return when both ports answer and the service works by itself."""
        service = _Server(self._config(create_app(self._collection, self.faults, self._pause)))
        phones = create_wallet(self._collection.platforms, shelf(self._collection))
        add_check_pages(phones, partial(confirm, self._collection))
        add_hall_page(phones, partial(look, self._collection), self.admin.instruct)
        wallet = _Server(
            uvicorn.Config(
                phones,
                ws="none",
                log_config=None,
                access_log=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._servers = (service, wallet)
        self._tasks = (
            asyncio.create_task(service.serve([self._socket])),
            asyncio.create_task(wallet.serve([self._wallet_socket])),
            asyncio.create_task(self._work()),
        )
        while not all(server.started for server in self._servers):
            for task in self._tasks:
                if task.done():
                    await task
            await asyncio.sleep(0.01)

    async def stop(self) -> None:
        """Drop every connection, close the ports and the database; may be called twice."""
        if not self._open:
            return
        self._open = False
        self._closing.set()
        for server in self._servers:
            server.should_exit = True
        await asyncio.gather(*self._tasks)
        for listener in (self._socket, self._wallet_socket):
            listener.close()
        self._store.close()

    async def _work(self) -> None:
        reconciled_at = self.clock.now()
        while self._open:
            await asyncio.to_thread(self.admin.settle)
            now = self.clock.now()
            if abs(now - reconciled_at) >= _RECONCILE_EVERY:
                reconciled_at = now
                await asyncio.to_thread(self.admin.reconcile)
            await asyncio.sleep(_ROUND_SECONDS)

    async def _pause(self, seconds: float) -> None:
        """A slow answer; nobody waits for it when the service stops."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)

    def _config(self, app: ASGIApp) -> uvicorn.Config:
        return uvicorn.Config(
            app,
            http=MutualTlsProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
            ssl_certfile=self.certificates.server,
            ssl_keyfile=str(self.certificates.server_key),
            ssl_ca_certs=str(self.certificates.ca),
            ssl_cert_reqs=ssl.CERT_REQUIRED,
        )


class _Server(uvicorn.Server):
    """Signals belong to the process that runs the hall, not to one of its servers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # A terminal keeps its connection open between calls and would be waited for.
        for connection in tuple(self.server_state.connections):
            if isinstance(connection, H11Protocol):
                connection.transport.abort()
        await super().shutdown(sockets)


def _listen(port: int) -> socket.socket:
    # Only with the protocol named does asyncio turn Nagle off; else each answer costs 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((_HOST, port))
    return listener


def _new_file(path: Path) -> str:
    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    return f"sqlite:///{path}"
