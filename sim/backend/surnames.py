"""Surnames, and the five wrong ones that are shown beside a right one.

They are of the right one's sort and drawn as often as people bear them, and a number nobody has is
of some sort as well, so that neither the six nor one among them tells much. A right surname that is
on none of these lists is shown among rare ones; whoever knows the lists can pick it out.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from enum import Enum, auto

from kiosk.domain.characters import characters, is_ideograph
from kiosk.domain.names import MIDDLE_DOT

SHOWN = 6

COMMON = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    *"苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史",
    *"顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文",
)
"""In the order of how many people bear them."""


class _Sort(Enum):
    """What a surname looks like."""

    COMMON = auto()
    RARE = auto()
    COMPOUND = auto()
    IN_PARTS = auto()
    LATIN = auto()


_POOLS: dict[_Sort, tuple[str, ...]] = {
    _Sort.COMMON: COMMON,
    _Sort.RARE: (
        *"褚卫戚喻柏水窦章云陶樊兰殷施洪翟安颜倪严牛温芦季俞鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐",
        *"沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席样",
    ),
    _Sort.COMPOUND: (
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "夏侯"),
        *("令狐", "司徒", "端木", "轩辕"),
    ),
    _Sort.IN_PARTS: (
        *("阿依样本", "买买提例", "古丽样本", "热娜示例", "巴图样本", "其木格例", "卓玛示例"),
        *("帕提样本", "巴特示例"),
    ),
    _Sort.LATIN: (
        *("SPECIMEN", "SAMPLE", "EXAMPLE", "MUSTERMANN", "EXEMPLE", "MODELO", "ESEMPIO"),
        *("VOORBEELD", "PRZYKLAD", "EKSEMPEL"),
    ),
}
_COMPOUND = _POOLS[_Sort.COMPOUND]

# Of a hundred numbers that nobody has, so many are of each sort.
_OF_CHINESE = ((_Sort.COMMON, 80), (_Sort.RARE, 14), (_Sort.COMPOUND, 3), (_Sort.IN_PARTS, 3))
_OF_FOREIGNERS = ((_Sort.LATIN, 85), (_Sort.COMMON, 10), (_Sort.RARE, 5))


def surname_of(name: str) -> str:
    """The part of a name that is asked for: the surname, or the first part of a name in parts."""
    if MIDDLE_DOT in name:
        return name.partition(MIDDLE_DOT)[0]
    if not is_ideograph(name[0]):
        return name.partition(",")[0].partition(" ")[0]
    if name[:2] in _COMPOUND:
        return name[:2]
    return characters(name)[0]


def choices(key: bytes, number: str, right: str | None, *, foreign: bool) -> tuple[str, ...]:
    """Six surnames in order, ``right`` among them if there is one. ``foreign``: the number is that
    of a foreigner.

    For one number they are always the same: who asks again learns nothing from what changes.
    """
    sort = _sort_nobody_has(key, number, foreign=foreign) if right is None else _sort_of(right)
    pool = _POOLS[sort]

    def turn(surname: str) -> float:
        # Each comes at a moment of its own, earlier the more people bear it (an exponential race).
        moment = -math.log((_drawn(key, f"{number} {surname}") + 1) / 2**64)
        return moment * (pool.index(surname) + 5) if sort is _Sort.COMMON else moment

    drawn = sorted((surname for surname in pool if surname != right), key=turn)
    wrong = drawn[: SHOWN if right is None else SHOWN - 1]
    return tuple(sorted(wrong if right is None else (*wrong, right)))


def _sort_of(surname: str) -> _Sort:
    if not is_ideograph(surname[0]):
        return _Sort.LATIN
    if surname in _COMPOUND:
        return _Sort.COMPOUND
    if len(characters(surname)) > 1:
        return _Sort.IN_PARTS
    return _Sort.COMMON if surname in _POOLS[_Sort.COMMON] else _Sort.RARE


def _sort_nobody_has(key: bytes, number: str, *, foreign: bool) -> _Sort:
    left = _drawn(key, number) % 100
    for sort, share in _OF_FOREIGNERS if foreign else _OF_CHINESE:
        left -= share
        if left < 0:
            return sort
    raise AssertionError("the shares are a hundred")


def _drawn(key: bytes, text: str) -> int:
    """One of 2**64 numbers, which nobody can tell without the key."""
    return int.from_bytes(hmac.digest(key, text.encode(), hashlib.sha256)[:8], "big")
