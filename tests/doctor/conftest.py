"""A terminal's files, good to begin with, and a hall of real wires to examine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from kiosk.maintenance.readiness import Finding
from kiosk.settings import Settings
from tests.support.configuration import Section, changed, write

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Patient:
    """A terminal on disk. ``settings`` reads its configuration with some changes."""

    folder: Path

    def settings(self, **changes: Section) -> Settings:
        return Settings.load(write(self.folder / "kiosk.toml", changed(changes)))

    def certify(self, name: str = "JN-03", *, until: datetime = NOW + timedelta(days=365)) -> None:
        """Make the certificates anew."""
        authority = trustme.CA()
        since = until - timedelta(days=700)
        leaf = authority.issue_cert(common_name=name, not_before=since, not_after=until)
        folder = self.folder / "certificates"
        folder.mkdir(exist_ok=True)
        authority.cert_pem.write_to_path(folder / "ca.pem")
        leaf.cert_chain_pems[0].write_to_path(folder / "terminal.pem")
        leaf.private_key_pem.write_to_path(folder / "terminal.key")
        (folder / "terminal.key").chmod(0o600)


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    one = Patient(tmp_path)
    one.certify()
    return one


def about(findings: list[Finding], subject: str) -> Finding:
    (found,) = [finding for finding in findings if finding.subject == subject]
    return found
