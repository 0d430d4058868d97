"""Names of people in one spelling, so that the name on a card equals the one the service knows."""

from __future__ import annotations

import re
import unicodedata

from kiosk.domain.characters import is_ideograph

MIDDLE_DOT = "\N{MIDDLE DOT}"
_DOTS = str.maketrans(
    dict.fromkeys(
        "\N{BULLET}\N{KATAKANA MIDDLE DOT}\N{FULLWIDTH FULL STOP}\N{HALFWIDTH KATAKANA MIDDLE DOT}"
        "\N{HYPHENATION POINT}\N{DOT OPERATOR}\N{BULLET OPERATOR}\N{GREEK ANO TELEIA}",
        MIDDLE_DOT,
    )
)
# NFC would replace these by other characters that GB 18030 encodes differently.
_NOT_COMPATIBILITY = re.compile(r"[^\uF900-\uFAFF\U0002F800-\U0002FA1F]+")
_PADDING = frozenset({"Cc", "Zs", "Zl", "Zp"})
_UNPRINTABLE = frozenset({"Cf", "Cs"})
_SPACED_DOT = re.compile(rf" *{MIDDLE_DOT} *")


def normalise_name(text: str) -> str:
    """One spelling of a name.

    * Every dot that separates the parts of a minority or foreign name becomes U+00B7, without
      spaces around it; an ASCII full stop does so only between Chinese characters ("Jr." stays).
    * Padding and control characters go, runs of spaces become one, and spaces between Chinese
      characters (cards print two-character names apart) go too.
    * Accented letters are composed (NFC), but compatibility ideographs stay as they are: NFC turns
      them into other characters, and the collection service compares names by their bytes. NFKC is
      not used at all. Private-use and unassigned characters stay: they are rare characters of
      older cards, or newer than this program.
    """
    printable = "".join(
        " " if unicodedata.category(point) in _PADDING else point
        for point in text.translate(_DOTS)
        if unicodedata.category(point) not in _UNPRINTABLE
    )
    composed = _NOT_COMPATIBILITY.sub(lambda run: unicodedata.normalize("NFC", run[0]), printable)
    return _between_ideographs(_SPACED_DOT.sub(MIDDLE_DOT, " ".join(composed.split())))


def _between_ideographs(text: str) -> str:
    kept = ""
    for index, point in enumerate(text):
        after = text[index + 1 : index + 2]
        if point in " ." and kept and after and is_ideograph(kept[-1]) and is_ideograph(after):
            kept += MIDDLE_DOT if point == "." else ""
        else:
            kept += point
    return kept
