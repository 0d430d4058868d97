"""Who pays for whom."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.citizen import Citizen
from kiosk.domain.text import Text, say
from kiosk.session.views import Row


@dataclass(frozen=True, slots=True)
class Party:
    """The insured person (缴费人), and who pays for them (代缴人) if that is somebody else who has
    logged in."""

    payee: Citizen
    proxy: Citizen | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Who they are, masked."""
        payee = Row(say("缴费人"), person(self.payee))
        return (payee,) if self.proxy is None else (payee, Row(say("代缴人"), person(self.proxy)))


def person(citizen: Citizen) -> Text:
    """A person that their own people recognise: 张*三　3701**********1234."""
    return say("{name}　{number}", name=citizen.shown_name, number=citizen.shown_number)
