"""How the terminal is serviced."""

from __future__ import annotations

from pydantic import Field

from kiosk.settings.section import FilePath, Section


class MaintenanceSettings(Section):
    """Who may service the terminal, and how it is switched off.

    ``staff`` is the file that ``kiosk staff`` writes, readable by the kiosk alone. ``power_off`` is
    the command, a word each, that is run once the program has ended. ``card_authority`` are the
    certificates in PEM of whoever issues staff cards (PIV); without it cards are not offered.
    """

    staff: FilePath = Field(
        title="工作人员文件", description="谁可以维护终端，由 kiosk staff 命令写入"
    )
    power_off: tuple[str, ...] = Field(
        default=("systemctl", "poweroff"),
        min_length=1,
        title="关机命令",
        description="程序结束以后执行",
    )
    card_authority: FilePath | None = Field(
        default=None,
        title="工作卡发卡机构证书",
        description="PEM 文件，谁发的工作卡可以登录；不写就不用卡登录",
    )
