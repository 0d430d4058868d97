"""The line to the acquirer under TLS: both prove who they are, or nothing is said."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from kiosk.payments.acquirer.profile import AcquirerProfile, TlsFiles
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.responses import ResponseAction
from tests.payments.acquirer.bench import bench
from tests.payments.vectors import MERCHANT_ID, TERMINAL_ID


@dataclass(frozen=True, slots=True)
class Authority:
    ca: trustme.CA
    folder: Path

    def files(self, *, with_own: bool = True) -> TlsFiles:
        ca, own, key = (self.folder / name for name in ("ca.pem", "own.pem", "own.key"))
        self.ca.cert_pem.write_to_path(ca)
        leaf = self.ca.issue_cert(common_name="JN-03")
        leaf.cert_chain_pems[0].write_to_path(own)
        leaf.private_key_pem.write_to_path(key)
        return TlsFiles(ca, own, key) if with_own else TlsFiles(ca)

    def host(self, *, name: str = "127.0.0.1", wants: bool = True) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(name).configure_cert(context)
        if wants:
            self.ca.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        return context


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(trustme.CA(), tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(trustme.CA(), tmp_path_factory.mktemp("theirs"))


def profile(files: TlsFiles) -> AcquirerProfile:
    return AcquirerProfile("127.0.0.1", 1, TERMINAL_ID, MERCHANT_ID, tls=files)


@pytest.mark.parametrize("mutual", [True, False])
async def test_a_purchase_under_tls(authority: Authority, mutual: bool) -> None:
    files = authority.files(with_own=mutual)
    async with bench(profile=profile(files), tls=authority.host(wants=mutual)) as till:
        await till.sign_in()
        answer = await till.acquirer.purchase(till.purchase())

    assert answer.action is ResponseAction.APPROVED


@pytest.mark.parametrize("flaw", ["another authority", "another name"])
async def test_a_host_that_is_somebody_else_is_told_nothing(
    authority: Authority, stranger: Authority, flaw: str
) -> None:
    is_stranger = flaw == "another authority"
    host = stranger.host(wants=False) if is_stranger else authority.host(name="host.example")
    async with bench(profile=profile(authority.files()), tls=host) as till:
        with pytest.raises(AcquirerTrouble) as trouble:
            await till.sign_in()

    assert trouble.value.cause is AcquirerCause.UNREACHABLE
    assert till.host.entries == ()


async def test_a_host_without_tls_is_told_nothing(authority: Authority) -> None:
    async with bench(profile=profile(authority.files())) as till:
        with pytest.raises(AcquirerTrouble) as trouble:
            await till.clock.run(till.sign_in())

    assert trouble.value.cause is AcquirerCause.UNREACHABLE
    assert till.host.entries == ()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        TlsFiles(tmp_path / "ca.pem").context()
