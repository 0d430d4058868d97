"""What the runtime needs of a screen; the bridge to Qt is one, tests have others."""

from __future__ import annotations

from typing import Protocol

from kiosk.session.views import Scene


class Stage(Protocol):
    """Called in the runtime's thread; must return at once."""

    def show(self, scene: Scene) -> None:
        """Put a scene on the screen."""
        ...

    def countdown(self, seconds: int) -> None:
        """The ring's remaining whole seconds."""
        ...

    def wipe(self) -> None:
        """Forget everything personal."""
        ...
