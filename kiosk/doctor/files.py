"""The machine itself: configuration, typeface, certificates and keys, room on the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.doctor.certificates import examine_certificates
from kiosk.domain.terminal import Remedy
from kiosk.equipment import Misconfigured, timing_of
from kiosk.maintenance.readiness import Finding, Verdict
from kiosk.settings import Settings

LEAST_FREE_BYTES = 500 * 1024 * 1024
LEAST_FREE_FILES = 10_000
TYPEFACE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def examine_files(settings: Settings, now: datetime) -> Iterator[Finding]:
    """One finding per file or place."""
    yield _waits(settings)
    yield _typeface()
    yield from examine_certificates(settings, now)
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


def _place(subject: str, folder: Path) -> Finding:
    nearest = next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))
    if not os.access(nearest, os.W_OK):
        return Finding(subject, Verdict.BROKEN, f"{nearest} 不能写", Remedy.MAINTENANCE, "denied")
    free, files = shutil.disk_usage(nearest).free, _free_files(nearest)
    what = f"剩余 {free // (1024 * 1024)} MiB"
    if files is not None:
        what += f"，还能放 {files} 个文件"
    if free < LEAST_FREE_BYTES:
        return Finding(subject, Verdict.WARNING, what, Remedy.MAINTENANCE, "nearly_full")
    if files is not None and files < LEAST_FREE_FILES:
        return Finding(subject, Verdict.WARNING, what, Remedy.MAINTENANCE, "few_inodes")
    return Finding(subject, Verdict.FINE, what)


def _free_files(place: Path) -> int | None:
    """Inodes left; None for a file system that makes them as it needs them."""
    told = os.statvfs(place)
    return told.f_favail if told.f_files else None
