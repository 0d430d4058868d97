"""What a setting means, and its values to and from what people read and type."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from kiosk.flows.requests.maintenance.settings import SettingForm
from kiosk.maintenance.configuration.document import Value
from kiosk.settings.meaning import BY_HAND_ALONE, NEVER_TYPED

LONGEST = 200
NOT_SET = "（未设）"
YES_NO = (("true", "是"), ("false", "否"))
_USER_OF_ADDRESS = re.compile(r"(?<=://)[^/@]*@")


class NotAValue(ValueError):
    """What was typed is no value of that form; the text, in Chinese, says why."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of a setting without looking into the file. ``usual`` is its value where it is
    left out; a ``needed`` one cannot be."""

    section: str
    name: str
    title: str
    note: str
    allowed: str
    unit: str
    form: SettingForm
    choices: tuple[tuple[str, str], ...]
    needed: bool
    usual: object
    hexadecimal: bool = False

    @property
    def fixed(self) -> str:
        """Why it is not changed on the screen; empty if it is."""
        place = f"{self.section}.{self.name}"
        return BY_HAND_ALONE.get(place) or NEVER_TYPED.get(place, "")

    def written(self, value: object) -> str:
        """A value as it would be typed; an address without the user that may be in it."""
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case int() if self.hexadecimal:
                return f"0x{value:04x}"
            case float() if value.is_integer():
                return str(int(value))
            case str():
                return "" if _USER_OF_ADDRESS.search(value) else value
            case list() | tuple():
                return " ".join(map(str, value))
            case _:
                return str(value)

    def shown(self, value: object) -> str:
        """A value for people."""
        if value is None or value == "":
            return NOT_SET
        named = dict(self.choices).get(self.written(value))
        if named is not None:
            return named
        if isinstance(value, str):
            return _USER_OF_ADDRESS.sub("***@", value)
        return f"{self.written(value)} {self.unit}".rstrip()

    def read(self, written: str) -> Value:
        """What was typed as the file has it. Raises NotAValue."""
        text = written.strip()
        if not text.isprintable() or len(text) > LONGEST:
            raise NotAValue(f"“{self.title}”只能是一行字，最多 {LONGEST} 个字。")
        try:
            match self.form:
                case SettingForm.WORDS:
                    return text
                case SettingForm.WHOLE:
                    return int(text, 0 if self.hexadecimal else 10)
                case SettingForm.NUMBER:
                    return _finite(text)
                case SettingForm.CHOICE:
                    return _chosen(text, self.choices)
        except ValueError:
            raise NotAValue(f"“{self.title}”要填{_FORMS[self.form]}。") from None


_FORMS = {
    SettingForm.WORDS: "文字",
    SettingForm.WHOLE: "整数",
    SettingForm.NUMBER: "数字",
    SettingForm.CHOICE: "列出的值之一",
}


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _chosen(text: str, choices: tuple[tuple[str, str], ...]) -> Value:
    if text not in dict(choices):
        raise ValueError(text)
    if choices == YES_NO:
        return text == "true"
    return int(text) if all(value.isdecimal() for value, _ in choices) else text
