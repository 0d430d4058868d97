"""Certificates and keys: whose they are, and how long they are good for."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.settings import Settings

SOON = timedelta(days=30)
_AUTHORITIES = "凭证签章根证书"


def examine_certificates(settings: Settings, now: datetime) -> Iterator[Finding]:
    """One finding per certificate, then one per secret."""
    yield _certificate("服务器根证书", settings.service.ca, now)
    yield _certificate("终端证书", settings.service.certificate, now, settings.terminal.number)
    if settings.documents is None:
        # Without any, no certificate and no list is believed.
        what = "没有配置，凭证和清单都不能查看、打印"
        yield _found(_AUTHORITIES, Verdict.WARNING, what, "not_configured")
    else:
        yield _certificate(_AUTHORITIES, settings.documents.trusted, now)
    for subject, path in _optional(settings):
        if path is not None:
            yield _certificate(subject, path, now)
    yield _secret("终端私钥", settings.service.key, needed=True)
    yield _secret("账本密钥", settings.ledger.key_file, needed=settings.ledger.path.exists())
    if settings.acquirer is not None and settings.acquirer.key is not None:
        yield _secret("收单机构私钥", settings.acquirer.key, needed=True)


def _optional(settings: Settings) -> Iterator[tuple[str, Path | None]]:
    if settings.maintenance is not None:
        yield "工作卡发卡机构证书", settings.maintenance.card_authority
    if settings.document_printer is not None:
        yield "A4 打印机根证书", settings.document_printer.ca
    if settings.acquirer is not None:
        yield "收单机构根证书", settings.acquirer.ca
        yield "收单机构终端证书", settings.acquirer.certificate


def _found(subject: str, verdict: Verdict, what: str, cause: str = "") -> Finding:
    """Whatever is wrong here is put right by whoever configures the terminal."""
    remedy = Remedy.NONE if verdict is Verdict.FINE else Remedy.CONFIGURATION
    return Finding(subject, verdict, what, remedy, cause, section=Section.CERTIFICATES)


def _certificate(subject: str, path: Path, now: datetime, owner: str = "") -> Finding:
    """``owner`` is who it must be for, by its common name; anybody if empty."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return _found(subject, Verdict.BROKEN, f"{path} 读不出", "unreadable")
    names = [name.value for name in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    if owner and names != [owner]:
        what = f"{path} 不是本终端 {owner} 的证书"
        return _found(subject, Verdict.BROKEN, what, "another_terminal")
    until = certificate.not_valid_after_utc
    day, left = f"{until:%Y-%m-%d}", until - now
    if until <= now or certificate.not_valid_before_utc > now:
        return _found(subject, Verdict.BROKEN, f"不在有效期内（到 {day}）", "not_valid_now")
    if left < SOON:
        what = f"{day} 到期，还有 {left.days} 天，请尽快更换"
        return _found(subject, Verdict.WARNING, what, "expires_soon")
    return _found(subject, Verdict.FINE, f"有效期到 {day}，还有 {left.days} 天")


def _secret(subject: str, path: Path, *, needed: bool) -> Finding:
    if not path.exists():
        if not needed:
            return _found(subject, Verdict.FINE, "首次启动时生成")
        return _found(subject, Verdict.BROKEN, f"缺少 {path}", "missing")
    if not os.access(path, os.R_OK):
        return _found(subject, Verdict.BROKEN, f"{path} 读不出", "denied")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        return _found(subject, Verdict.WARNING, f"{path} 其他用户也能访问，应为 600", "too_open")
    return _found(subject, Verdict.FINE, "存在，仅本程序可读")
