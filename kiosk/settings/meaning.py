"""What settings mean, for people who change them at the terminal itself.

Each setting has its name as ``title`` and its meaning as ``description`` of its field, in Chinese.
What pydantic has no place for stands in the annotation: units, names of choices, ways of writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic.fields import FieldInfo


@dataclass(frozen=True, slots=True)
class Unit:
    """In what a value is measured."""

    name: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the values of a ``Literal`` are called: value and name in pairs."""

    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Hexadecimal:
    """A number that manuals and systems write with 0x and four figures."""


class Contradiction(ValueError):
    """Values that do not go together. ``plainly`` says so in Chinese."""

    def __init__(self, what: str, plainly: str) -> None:
        super().__init__(what)
        self.plainly = plainly


_BELIEF = "决定本机相信谁，只能由安装人员在文件里改"

BY_HAND_ALONE = MappingProxyType(
    {
        "terminal.profile": "决定终端是否拒绝模拟设备，只能由安装人员在文件里改",
        "maintenance.staff": "改错了谁也登录不了，只能由安装人员在文件里改",
        "maintenance.power_off": "是要执行的命令，只能由安装人员在文件里改",
        "maintenance.card_authority": _BELIEF,
        "service.ca": _BELIEF,
        "documents.trusted": _BELIEF,
        "acquirer.ca": _BELIEF,
        "ledger.path": "换了位置，未了结的订单就找不到了，只能由安装人员在文件里改",
        "ledger.key_file": "换了密钥，账本就打不开了，只能由安装人员在文件里改",
        "log.path": "日志须连续保存六个月，换位置只能由安装人员在文件里改",
    }
)
"""Settings that are shown at the terminal and never changed there, each with the reason."""
_WORDS = "屏幕键盘打不出汉字，请在配置文件里改"
NEVER_TYPED = MappingProxyType(
    dict.fromkeys(
        ("terminal.name", "terminal.hall_name", "terminal.tax_authority", "terminal.window"), _WORDS
    )
)
"""Settings that are Chinese words, which nobody can type at the terminal, each with the reason."""


def bounds_of(field: FieldInfo) -> str:
    """What values are allowed, as far as numbers say it; empty where they say nothing."""
    least = most = ""
    shortest = longest = 0
    for one in field.metadata:
        match one:
            case Ge(ge):
                least = f"不小于 {ge}"
            case Gt(gt):
                least = f"大于 {gt}"
            case Le(le):
                most = f"不大于 {le}"
            case Lt(lt):
                most = f"小于 {lt}"
            case MinLen(min_length):
                shortest = min_length
            case MaxLen(max_length):
                longest = max_length
            case _:
                pass
    told = [one for one in (least, most) if one]
    if longest:
        told.append(f"{shortest} 到 {longest} 个字" if shortest else f"最多 {longest} 个字")
    elif shortest:
        told.append("不能为空")
    return "，".join(told)


def unit_of(field: FieldInfo) -> str:
    """Its unit; empty for what has none."""
    return next((one.name for one in field.metadata if isinstance(one, Unit)), "")


def is_secret(field: FieldInfo) -> bool:
    """Whether nobody may see it: fields that are kept out of representations."""
    return not field.repr
