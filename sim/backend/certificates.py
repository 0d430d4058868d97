"""Certificates of a simulated hall: an authority, the service, one for each terminal, and the root
of those who sign documents.

Made anew at every start; no authority's own key is ever written.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import trustme

from sim.backend.document_authority import DocumentAuthority


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where the files are. ``documents`` is the root that terminals trust when they check the
    signature of a document; ``terminals`` maps a terminal's number to its certificate and key."""

    ca: Path
    documents: Path
    server: Path
    server_key: Path
    terminals: dict[str, tuple[Path, Path]]


def issue(
    directory: Path, host: str, terminals: tuple[str, ...], documents: DocumentAuthority
) -> CertificateFiles:
    """Write ``ca.pem``, ``documents-ca.pem``, ``server.pem`` and ``.key``, and
    ``terminal-<number>.pem`` and ``.key``."""
    directory.mkdir(parents=True, exist_ok=True)
    authority = trustme.CA(organization_name="Simulated hall")
    ca = directory / "ca.pem"
    authority.cert_pem.write_to_path(ca)
    root = directory / "documents-ca.pem"
    root.write_bytes(documents.root_pem)
    server, server_key = _write(authority.issue_cert(host), directory, "server")
    return CertificateFiles(
        ca,
        root,
        server,
        server_key,
        {
            number: _write(
                authority.issue_cert(common_name=number), directory, f"terminal-{number}"
            )
            for number in terminals
        },
    )


def _write(leaf: trustme.LeafCert, directory: Path, stem: str) -> tuple[Path, Path]:
    certificate, key = directory / f"{stem}.pem", directory / f"{stem}.key"
    certificate.write_bytes(b"".join(blob.bytes() for blob in leaf.cert_chain_pems))
    key.touch(mode=0o600)
    leaf.private_key_pem.write_to_path(key)
    return certificate, key
