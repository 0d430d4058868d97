"""Chip cards, the PIN pad, and the acquirer of card payments."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from kiosk.settings.meaning import Choices, Contradiction, Unit
from kiosk.settings.section import Baud, FilePath, Section

_MOST_XZ_PLACE = 63
KeySlot = Annotated[int, Field(ge=0, le=0x7F)]
_PLACE = "密钥在键盘里的编号，只是位置，不是密钥本身"


class SocialCardReaderSettings(Section):
    """``port`` is ``pcsc://`` for the only reader, ``pcsc://name=PART`` or ``pcsc://usb=PATH`` for
    one of several, or ``socket://host:port``."""

    port: str = Field(
        min_length=1,
        title="接口",
        description="只有一个读卡器写 pcsc://，有几个写 pcsc://name=名称 或 pcsc://usb=位置",
    )


class BankCardReaderSettings(Section):
    """``driver`` is "pcsc" for a reader that cards are pushed into by hand, "crt-571" for one that
    draws them in. ``baud`` is for the latter. A forgotten card is kept where ``capture`` is set and
    the reader can; ``take_seconds`` is how long it waits once its holder has left the screen."""

    driver: Annotated[
        Literal["pcsc", "crt-571"],
        Choices((("pcsc", "手插（pcsc）"), ("crt-571", "电动吸入（crt-571）"))),
    ] = Field(default="pcsc", title="型号", description="读卡器怎样进卡")
    port: str = Field(min_length=1, title="接口", description="手插写 pcsc://…，电动吸入写串口设备")
    baud: Baud = Field(default=9600, title="串口速率", description="只用于电动吸入的读卡器")
    capture: bool = Field(
        default=True, title="吞没遗忘的卡", description="没人取的卡是否收进机器（电动读卡器）"
    )
    take_seconds: Annotated[int, Unit("秒")] = Field(
        default=30, ge=10, le=120, title="等人取卡", description="离开屏幕以后，等人取卡的时间"
    )


class PinPadSettings(Section):
    """``port`` is a serial device or ``socket://host:port``. The keys are the places in the pad
    where they lie, as its key officers and its manual number them."""

    driver: Annotated[
        Literal["zt598", "xz-f35"],
        Choices((("zt598", "证通 ZT598、ZT588、ZT599"), ("xz-f35", "XZ-F35"))),
    ] = Field(default="zt598", title="型号", description="密码键盘的型号")
    port: str = Field(min_length=1, title="接口", description="串口设备")
    baud: Baud = Field(default=9600, title="串口速率", description="与键盘的设置一致")
    master_key: KeySlot = Field(default=1, title="主密钥位置", description=_PLACE)
    pin_key: KeySlot = Field(default=0x30, title="PIN 密钥位置", description=_PLACE)
    mac_key: KeySlot = Field(default=0x31, title="MAC 密钥位置", description=_PLACE)
    data_key: KeySlot = Field(default=0x32, title="数据密钥位置", description=_PLACE)
    shortest_pin: Annotated[int, Unit("位")] = Field(
        default=6, ge=4, le=12, title="密码最短", description="银行卡密码的位数"
    )
    longest_pin: Annotated[int, Unit("位")] = Field(
        default=6, ge=4, le=12, title="密码最长", description="银行卡密码的位数"
    )

    @model_validator(mode="after")
    def _keys_and_lengths_make_sense(self) -> PinPadSettings:
        slots = (self.master_key, self.pin_key, self.mac_key, self.data_key)
        if len(set(slots)) != len(slots):
            raise Contradiction(
                "each key has a place of its own in the pad", "密码键盘里各密钥的位置不能相同"
            )
        if self.driver == "xz-f35" and max(slots) > _MOST_XZ_PLACE:
            raise Contradiction(
                f"an XZ-F35 has places 0 to {_MOST_XZ_PLACE}",
                f"XZ-F35 的密钥位置只有 0 到 {_MOST_XZ_PLACE}",
            )
        if self.shortest_pin > self.longest_pin:
            raise Contradiction(
                "the shortest PIN is longer than the longest", "密码最短的位数不能大于最长的位数"
            )
        return self


class AcquirerSettings(Section):
    """The UnionPay acquirer (收单机构) and this terminal's name there.

    ``terminal_id`` is F41, ``merchant_id`` F42, as in the acquirer's contract. ``tpdu`` (5 bytes)
    and ``header`` (6 bytes) are hexadecimal, as the acquirer gives them. ``pin_form`` matters for
    SM4 alone. With ``ca`` the connection is TLS, with ``certificate`` and ``key`` on both sides.
    """

    host: str = Field(min_length=1, title="地址", description="收单机构的主机，以合同为准")
    port: int = Field(ge=1, le=65535, title="端口", description="收单机构的端口，以合同为准")
    terminal_id: str = Field(
        pattern=r"^[0-9A-Z]{8}$",
        title="银联终端号",
        description="8 位数字或大写字母，以收单机构登记的为准",
    )
    merchant_id: str = Field(
        pattern=r"^[0-9A-Z]{15}$",
        title="商户号",
        description="15 位数字或大写字母，以收单机构登记的为准",
    )
    dialect: Annotated[Literal["3des", "sm4"], Choices((("3des", "3DES"), ("sm4", "国密 SM4")))] = (
        Field(default="3des", title="加密算法", description="以收单机构的要求为准")
    )
    pin_form: Annotated[
        Literal["iso0", "iso0-padded"],
        Choices((("iso0", "ISO 格式 0"), ("iso0-padded", "ISO 格式 0，补齐 16 字节"))),
    ] = Field(default="iso0", title="密码块格式", description="只用于国密 SM4")
    tpdu: str = Field(
        default="6000030000",
        pattern=r"^[0-9A-Fa-f]{10}$",
        title="TPDU",
        description="10 位十六进制，由收单机构给出",
    )
    header: str = Field(
        default="603100311300",
        pattern=r"^[0-9A-Fa-f]{12}$",
        title="报文头",
        description="12 位十六进制，由收单机构给出",
    )
    connect_seconds: Annotated[float, Unit("秒")] = Field(
        default=10.0, gt=0, le=60, title="连接等待", description="多久连不上就算失败"
    )
    answer_seconds: Annotated[float, Unit("秒")] = Field(
        default=60.0, gt=0, le=90, title="应答等待", description="多久没有应答就冲正"
    )
    accepts_stripe: bool = Field(
        default=False, title="允许降级磁条", description="芯片读不出时是否用磁条，合同允许才能开"
    )
    ca: FilePath | None = Field(
        default=None, title="收单机构根证书", description="PEM 文件；填了就用 TLS"
    )
    certificate: FilePath | None = Field(
        default=None, title="终端证书", description="PEM 文件，双向认证时填"
    )
    key: FilePath | None = Field(
        default=None, title="终端私钥", description="私钥文件的位置，不显示内容"
    )

    @model_validator(mode="after")
    def _certificates_are_complete(self) -> AcquirerSettings:
        if (self.certificate is None) is not (self.key is None):
            raise Contradiction("a certificate needs its key", "终端证书和它的私钥要一起填")
        if self.certificate is not None and self.ca is None:
            raise Contradiction(
                "a certificate is for TLS, which needs the acquirer's ca",
                "有终端证书时，还要填收单机构的根证书",
            )
        return self
