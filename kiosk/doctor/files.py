"""Files the terminal needs: typeface, certificates, ledger, log, and room on the disk."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID

from kiosk.doctor.finding import Finding, Verdict
from kiosk.domain.terminal import Remedy
from kiosk.equipment import Misconfigured, timing_of
from kiosk.settings import Settings

SOON = timedelta(days=30)
LEAST_FREE_BYTES = 500 * 1024 * 1024
_AUTHORITIES = "凭证签章根证书"
TYPEFACE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def examine_files(settings: Settings, now: datetime) -> Iterator[Finding]:
    """One finding per file or place."""
    yield _waits(settings)
    yield _typeface()
    yield _certificate("服务器根证书", settings.service.ca, now)
    yield _certificate("终端证书", settings.service.certificate, now, settings.terminal.number)
    yield _document_authorities(settings, now)
    yield _secret("终端私钥", settings.service.key, needed=True)
    yield _secret("账本密钥", settings.ledger.key_file, needed=settings.ledger.path.exists())
    for subject, place in (("账本目录", settings.ledger.path), ("日志目录", settings.log.path)):
        yield _place(subject, place.parent)


def _waits(settings: Settings) -> Finding:
    try:
        timing_of(settings)
    except Misconfigured as error:
        return Finding("配置", Verdict.BROKEN, str(error), Remedy.CONFIGURATION, "settings")
    return Finding("配置", Verdict.FINE, "可以使用")


def _typeface() -> Finding:
    if TYPEFACE.is_file():
        return Finding("字体", Verdict.FINE, "已安装")
    what = "缺少中文字体，请安装软件包 fonts-noto-cjk"
    return Finding("字体", Verdict.BROKEN, what, Remedy.MAINTENANCE, "typeface_missing")


def _document_authorities(settings: Settings, now: datetime) -> Finding:
    """Without any, no certificate and no list is believed."""
    if settings.documents is None:
        what = "没有配置，凭证和清单都不能查看、打印"
        return Finding(_AUTHORITIES, Verdict.WARNING, what, Remedy.CONFIGURATION, "not_configured")
    return _certificate(_AUTHORITIES, settings.documents.trusted, now)


def _certificate(subject: str, path: Path, now: datetime, owner: str = "") -> Finding:
    """``owner`` is who it must be for, by its common name; anybody if empty."""
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        what = f"{path} 读不出"
        return Finding(subject, Verdict.BROKEN, what, Remedy.CONFIGURATION, "unreadable")
    names = [name.value for name in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)]
    if owner and names != [owner]:
        what = f"{path} 不是本终端 {owner} 的证书"
        return Finding(subject, Verdict.BROKEN, what, Remedy.CONFIGURATION, "another_terminal")
    until = certificate.not_valid_after_utc
    day = f"{until:%Y-%m-%d}"
    if until <= now or certificate.not_valid_before_utc > now:
        what = f"不在有效期内（到 {day}）"
        return Finding(subject, Verdict.BROKEN, what, Remedy.CONFIGURATION, "not_valid_now")
    if until - now < SOON:
        what = f"{day} 到期，请尽快更换"
        return Finding(subject, Verdict.WARNING, what, Remedy.CONFIGURATION, "expires_soon")
    return Finding(subject, Verdict.FINE, f"有效期到 {day}")


def _secret(subject: str, path: Path, *, needed: bool) -> Finding:
    if not path.exists():
        if not needed:
            return Finding(subject, Verdict.FINE, "首次启动时生成")
        return Finding(subject, Verdict.BROKEN, f"缺少 {path}", Remedy.CONFIGURATION, "missing")
    if not os.access(path, os.R_OK):
        return Finding(subject, Verdict.BROKEN, f"{path} 读不出", Remedy.CONFIGURATION, "denied")
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        what = f"{path} 其他用户也能访问，应为 600"
        return Finding(subject, Verdict.WARNING, what, Remedy.CONFIGURATION, "too_open")
    return Finding(subject, Verdict.FINE, "存在，仅本程序可读")


def _place(subject: str, folder: Path) -> Finding:
    nearest = next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
    if not os.access(nearest, os.W_OK):
        return Finding(subject, Verdict.BROKEN, f"{nearest} 不能写", Remedy.MAINTENANCE, "denied")
    free = shutil.disk_usage(nearest).free
    what = f"剩余 {free // (1024 * 1024)} MiB"
    if free < LEAST_FREE_BYTES:
        return Finding(subject, Verdict.WARNING, what, Remedy.MAINTENANCE, "nearly_full")
    return Finding(subject, Verdict.FINE, what)
