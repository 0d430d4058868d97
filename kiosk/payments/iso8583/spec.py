"""The fields of a UnionPay terminal's messages, as pyiso8583 wants them told.

Figures are packed two to a byte (BCD), lengths too, and lengths count figures. What is odd here:
F22 is padded on the right, F23 on the left, and the ``=`` of a track is the nibble D.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FieldSpec = Mapping[str, object]
Spec = Mapping[str, FieldSpec]

LONG_PIN_BLOCK = 16


def _fixed(encoding: str, length: int) -> FieldSpec:
    return {"data_enc": encoding, "len_enc": "bcd", "len_type": 0, "max_len": length}


def _figures(count: int, pad: str = "left_pad") -> FieldSpec:
    return {**_fixed("b", count), "len_count": "nibbles", pad: "0"}


def _up_to(encoding: str, length: int, prefix: int) -> FieldSpec:
    return {**_fixed(encoding, length), "len_type": prefix}


def _figures_up_to(count: int, prefix: int) -> FieldSpec:
    return {**_up_to("b", count, prefix), "len_count": "nibbles", "right_pad": "0"}


# Bytes in front of a field of variable length.
_LL, _LLL = 1, 2
_LETTERS = "ascii"
# Texts that nobody reads here may hold anything, also GBK, and must not spoil the message.
_ANYTHING = "latin-1"

SPEC: Spec = MappingProxyType(
    {
        "h": _fixed("b", 0),
        "t": _fixed("b", 2),
        "p": _fixed("b", 8),
        "1": _fixed("b", 8),
        "2": _figures_up_to(19, _LL),
        "3": _figures(6),
        "4": _figures(12),
        "11": _figures(6),
        "12": _figures(6),
        "13": _figures(4),
        "14": _figures(4),
        "15": _figures(4),
        "22": _figures(3, "right_pad"),
        "23": _figures(3, "left_pad"),
        "25": _figures(2),
        "26": _figures(2),
        "32": _figures_up_to(11, _LL),
        "35": _figures_up_to(37, _LL),
        "36": _figures_up_to(104, _LLL),
        "37": _fixed(_LETTERS, 12),
        "38": _fixed(_LETTERS, 6),
        "39": _fixed(_LETTERS, 2),
        "41": _fixed(_LETTERS, 8),
        "42": _fixed(_LETTERS, 15),
        "44": _up_to(_ANYTHING, 25, _LL),
        "48": _figures_up_to(322, _LLL),
        "49": _fixed(_LETTERS, 3),
        "52": _fixed("b", 8),
        "53": _figures(16),
        "54": _up_to(_LETTERS, 20, _LLL),
        "55": _up_to("b", 255, _LLL),
        "59": _up_to("b", 600, _LLL),
        "60": _figures_up_to(100, _LLL),
        "61": _figures_up_to(29, _LLL),
        "62": _up_to("b", 512, _LLL),
        "63": _up_to(_ANYTHING, 163, _LLL),
        "64": _fixed("b", 8),
    }
)
"""Every field but F1; a message with any other cannot be read, for nobody knows where it ends."""

SPEC_LONG_PIN: Spec = MappingProxyType({**SPEC, "52": _fixed("b", LONG_PIN_BLOCK)})
"""As ``SPEC``, with room in F52 for a PIN block under SM4."""

FIGURES = frozenset({2, 3, 4, 11, 12, 13, 14, 15, 22, 23, 25, 26, 32, 48, 53, 60, 61})
"""Fields that hold figures alone, though a nibble could hold more."""
