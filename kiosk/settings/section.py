"""What sections of the configuration are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    UrlConstraints,
    ValidationInfo,
)

from kiosk.settings.meaning import Unit


def _beside_the_file(path: Path, info: ValidationInfo) -> Path:
    folder = info.context.get("folder") if isinstance(info.context, dict) else None
    return folder / path if isinstance(folder, Path) else path


FilePath = Annotated[Path, AfterValidator(_beside_the_file)]
HttpsUrl = Annotated[HttpUrl, UrlConstraints(allowed_schemes=["https"])]
Wait = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False), Unit("秒")]
Baud = Annotated[int, Unit("波特")]


class Section(BaseModel):
    """A section: nothing unknown is accepted, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)
