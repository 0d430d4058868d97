"""The board of key switch, contacts and lights."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kiosk.settings.meaning import Choices, Contradiction, Unit
from kiosk.settings.section import Section

Number = Annotated[int, Field(ge=0, le=255)]
"""An input or a coil of the board, counted from 0."""
Reads = Annotated[Literal[0, 1], Choices((("0", "0（断开）"), ("1", "1（闭合）")))]

_INPUT = "板子的输入编号，从 0 数，0 到 255；没有接就空着"
_LIGHT = "板子的输出编号，从 0 数，0 到 255；没有这盏灯就空着"


class AuxiliariesSettings(Section):
    """``port`` is a serial device or ``socket://host:port``, ``unit`` the board's MODBUS address.

    Each input is None where nothing is wired; ``…_reads`` says what it reads while the key is
    turned, the door closed, the cabinet untampered. Each light is a coil, None where there is none.
    """

    port: str = Field(min_length=1, title="接口", description="串口设备")
    baud: Annotated[Literal[9600, 19200, 38400, 57600, 115200], Unit("波特")] = Field(
        default=9600, title="串口速率", description="与板子的设置一致，8N1"
    )
    unit: int = Field(default=1, ge=1, le=247, title="板子地址", description="MODBUS 从站地址")
    operator_switch_input: Number | None = Field(
        default=None, title="维护钥匙的输入", description=_INPUT
    )
    operator_switch_reads: Reads = Field(
        default=1, title="维护钥匙的读数", description="钥匙转到维护时输入读到的值"
    )
    cabinet_door_input: Number | None = Field(default=None, title="柜门的输入", description=_INPUT)
    cabinet_door_reads: Reads = Field(
        default=1, title="柜门的读数", description="柜门关好时输入读到的值"
    )
    tamper_input: Number | None = Field(default=None, title="防拆的输入", description=_INPUT)
    tamper_reads: Reads = Field(default=1, title="防拆的读数", description="没有被拆时输入读到的值")
    contactless_light: Number | None = Field(default=None, title="身份证灯", description=_LIGHT)
    social_card_light: Number | None = Field(default=None, title="社保卡灯", description=_LIGHT)
    card_light: Number | None = Field(default=None, title="银行卡灯", description=_LIGHT)
    pin_pad_light: Number | None = Field(default=None, title="密码键盘灯", description=_LIGHT)
    scanner_light: Number | None = Field(default=None, title="扫码灯", description=_LIGHT)
    receipt_light: Number | None = Field(default=None, title="小票灯", description=_LIGHT)
    document_light: Number | None = Field(default=None, title="A4 打印灯", description=_LIGHT)
    good_light: Number | None = Field(default=None, title="正常状态灯", description=_LIGHT)
    bad_light: Number | None = Field(default=None, title="停用状态灯", description=_LIGHT)
    supervisor_light: Number | None = Field(default=None, title="维护状态灯", description=_LIGHT)

    @model_validator(mode="after")
    def _wires_make_sense(self) -> AuxiliariesSettings:
        inputs = [self.operator_switch_input, self.cabinet_door_input, self.tamper_input]
        wired = [number for number in inputs if number is not None]
        if not wired:
            raise Contradiction(
                "a board has one input at least that is wired", "钥匙、柜门、防拆至少要接一个输入"
            )
        if len(set(wired)) != len(wired):
            raise Contradiction(
                "each contact has an input of its own", "钥匙、柜门、防拆的输入编号不能相同"
            )
        lights = self.model_dump(
            include={name for name in type(self).model_fields if "light" in name}
        )
        coils = [number for number in lights.values() if number is not None]
        if len(set(coils)) != len(coils):
            raise Contradiction("each light has a coil of its own", "各灯的输出编号不能相同")
        return self
