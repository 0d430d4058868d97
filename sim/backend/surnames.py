"""Surnames, and the five wrong ones that are shown beside a right one."""

from __future__ import annotations

import hashlib
import hmac

from kiosk.domain.characters import characters, is_ideograph
from kiosk.domain.names import MIDDLE_DOT

SHOWN = 6

_HAN = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕",
    *"苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史",
    *"顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文褚卫何古样",
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "夏侯")
_IN_PARTS = ("阿依样本", "买买提例", "古丽样本", "热娜示例", "巴图样本", "其木格例", "卓玛示例")
_LATIN = ("SPECIMEN", "SAMPLE", "EXAMPLE", "MUSTERMANN", "EXEMPLE", "MODELO", "ESEMPIO")


def surname_of(name: str) -> str:
    """The part of a name that is asked for: the surname, or the first part of a name in parts."""
    if MIDDLE_DOT in name:
        return name.partition(MIDDLE_DOT)[0]
    if not is_ideograph(name[0]):
        return name.partition(",")[0].partition(" ")[0]
    if name[:2] in _COMPOUND:
        return name[:2]
    return characters(name)[0]


def choices(key: bytes, number: str, right: str | None, *, latin: bool) -> tuple[str, ...]:
    """Six surnames in order, ``right`` among them if there is one.

    For one number they are always the same: who asks again learns nothing from what changes.
    """
    pool = _pool(right, latin=latin)
    shuffled = sorted(
        (surname for surname in dict.fromkeys(pool) if surname != right),
        key=lambda surname: hmac.digest(key, f"{number} {surname}".encode(), hashlib.sha256),
    )
    wrong = shuffled[: SHOWN if right is None else SHOWN - 1]
    return tuple(sorted(wrong if right is None else (*wrong, right)))


def _pool(right: str | None, *, latin: bool) -> tuple[str, ...]:
    """Surnames of the same sort as the right one, so that it does not stand out."""
    if latin and (right is None or not is_ideograph(right[0])):
        return _LATIN
    if right is not None and len(characters(right)) > 2:
        return _IN_PARTS
    return _COMPOUND if right in _COMPOUND else _HAN
