"""Amounts in Chinese capital numerals (人民币大写), which no stroke of the pen can alter."""

from __future__ import annotations

from kiosk.domain.money import FEN_PER_YUAN, Money

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_SECTIONS = ("", "万", "亿")
_SECTION = 10_000
_HIGHEST = Money(_SECTION ** len(_SECTIONS) * FEN_PER_YUAN - 1)


def capital_amount(amount: Money) -> str:
    """The amount in words, as 支付结算办法 (银发〔1997〕393号) annex 1 writes it.

    Of the variants it allows this is the one used everywhere: 人民币 in front without a gap; 整
    after yuan and after jiao, never after fen; a run of zeros inside is one 零; no 零 where the
    rules let it be left out (107000.53 is 壹拾万柒仟元伍角叁分); nothing is said of yuan in amounts
    below one (0.42 is 人民币肆角贰分), and nothing at all is 人民币零元整. Raises ValueError from
    ten thousand 亿 yuan.
    """
    if amount > _HIGHEST:
        raise ValueError("amounts of ten thousand 亿 yuan and more have no capital form here")
    yuan, cents = divmod(amount.fen, FEN_PER_YUAN)
    jiao, fen = divmod(cents, 10)
    words = "人民币"
    if yuan or not cents:
        words += _whole(yuan) + "元"
    if jiao:
        words += _DIGITS[jiao] + "角"
    if not fen:
        return words + "整"
    if yuan and not jiao:
        words += "零"
    return words + _DIGITS[fen] + "分"


def _whole(number: int) -> str:
    """A whole number below 10**12; 零 for zero."""
    words = ""
    gap = False
    for power in reversed(range(len(_SECTIONS))):
        section = number // _SECTION**power % _SECTION
        if not section:
            gap = bool(words)
            continue
        if words and (gap or section < _SECTION // 10):
            words += "零"
        words += _section(section) + _SECTIONS[power]
        gap = False
    return words or "零"


def _section(number: int) -> str:
    """One to 9999."""
    words = ""
    gap = False
    for place in reversed(range(len(_PLACES))):
        digit = number // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
