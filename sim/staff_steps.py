"""Steps of a scenario that staff take."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.staff import find_member


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Corners(_Step):
    """Touch the four corners of the panel, clockwise from the upper left."""

    corners: Literal[True]


class LogIn(_Step):
    """Type a member's number and PIN, and the code of their authenticator if there is one, from the
    screen that asks for the number on; ``pin`` where it is to be a wrong one, ``code`` where it is
    to be the one of the authenticator that was used last."""

    staff: str
    pin: Annotated[str, Field(pattern=r"^[0-9]{1,16}$")] | None = None
    code: Literal["used"] | None = None

    @model_validator(mode="after")
    def _is_of_the_staff(self) -> Self:
        try:
            find_member(self.staff)
        except LookupError:
            raise ValueError(f"nobody of the staff is called {self.staff}") from None
        return self


class TypeText(_Step):
    """Type on the keyboard of the screen, in place of what stands there."""

    type: str


class FindWords(_Step):
    """Turn the pages of a list until these words can be read."""

    find: str


StaffStep = Corners | LogIn | TypeText | FindWords
