"""Certificates, a server that can be told to misbehave, and the client of it."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import stamina
import trustme

from kiosk.backend.client import CollectionService
from kiosk.backend.transport import Credentials, Patience, Transport
from tests.backend.hostile_server import HostileServer, hostile_server

TERMINAL = "JN-03"


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority and where its own certificate is kept."""

    ca: trustme.CA
    folder: Path

    @property
    def certificate(self) -> Path:
        path = self.folder / "ca.pem"
        self.ca.cert_pem.write_to_path(path)
        return path

    def terminal(self, name: str = TERMINAL) -> tuple[Path, Path]:
        """Certificate and key of a terminal."""
        leaf = self.ca.issue_cert(common_name=name)
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        leaf.cert_chain_pems[0].write_to_path(certificate)
        leaf.private_key_pem.write_to_path(key)
        return certificate, key

    def server(self, leaf: trustme.LeafCert | None = None) -> ssl.SSLContext:
        """A server that demands a certificate of this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        (leaf or self.ca.issue_cert("127.0.0.1")).configure_cert(context)
        self.ca.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
        return context


def _authority(folder: Path) -> Authority:
    folder.mkdir()
    return Authority(trustme.CA(), folder)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return _authority(tmp_path_factory.mktemp("backend") / "ours")


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return _authority(tmp_path_factory.mktemp("backend") / "another")


@pytest.fixture(scope="session")
def credentials(authority: Authority) -> Credentials:
    return Credentials(authority.certificate, *authority.terminal())


@pytest.fixture
async def server(authority: Authority) -> AsyncIterator[HostileServer]:
    async with hostile_server(authority.server()) as serving:
        yield serving


Connect = Callable[..., Transport]


@pytest.fixture
async def connect(credentials: Credentials) -> AsyncIterator[Connect]:
    """Transports that are closed at the end; impatient, because tests are."""
    async with AsyncExitStack() as open_ones:

        def made(
            url: str, mine: Credentials | None = None, patience: Patience | None = None
        ) -> Transport:
            transport = Transport(url, mine or credentials, patience or Patience())
            open_ones.push_async_callback(transport.close)
            return transport

        yield made


@pytest.fixture
def transport(server: HostileServer, connect: Connect) -> Transport:
    return connect(server.url)


@pytest.fixture
def service(transport: Transport) -> CollectionService:
    return CollectionService(transport)


@pytest.fixture(autouse=True)
def no_pause_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=10, cap=True):
        yield
