"""Which lights are to shine: beside the device that is needed now, and over the whole cabinet."""

from __future__ import annotations

from kiosk.devices.api import Light
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.stage import Stage
from kiosk.session.view_elements import Presented
from kiosk.session.views import CardView, PinView, PrintingView, Scene, SuccessView, View

NO_LIGHTS: frozenset[Light] = frozenset()

_PRESENTED = {
    Presented.ID_CARD: frozenset({Light.CONTACTLESS}),
    Presented.SOCIAL_CARD: frozenset({Light.SOCIAL_CARD_READER}),
    Presented.EITHER_CARD: frozenset({Light.CONTACTLESS, Light.SOCIAL_CARD_READER}),
    Presented.PAYMENT_CODE: frozenset({Light.SCANNER}),
    Presented.BANK_CARD: frozenset({Light.CARD_READER}),
    Presented.TAKE_CARD: frozenset({Light.CARD_READER}),
}
_STANDING = {
    Standing.STARTING: Light.STATUS_BAD,
    Standing.OUT_OF_SERVICE: Light.STATUS_BAD,
    Standing.WAITING: Light.STATUS_GOOD,
    Standing.SERVING: Light.STATUS_GOOD,
    Standing.STAFF: Light.STATUS_SUPERVISOR,
}


def lights_beside(view: View) -> frozenset[Light]:
    """The light of the device that has to be used now, or puts something out."""
    match view:
        case CardView(presented=presented):
            return _PRESENTED[presented]
        case PinView():
            return frozenset({Light.PIN_PAD})
        case PrintingView():
            return frozenset({Light.DOCUMENT_PRINTER})
        case SuccessView(printing=True):
            return frozenset({Light.RECEIPT_PRINTER})
        case _:
            return NO_LIGHTS


class Guidance:
    """Looks at every scene on its way to the screen, and at the terminal after every event."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._beside = NO_LIGHTS
        self._status = Light.STATUS_BAD

    @property
    def wanted(self) -> frozenset[Light]:
        """The lights that are to shine now, whether the cabinet has them or not."""
        return self._beside | {self._status}

    def glimpsed(self, glimpse: Glimpse) -> None:
        """See Onlooker."""
        self._status = _STANDING[glimpse.standing]

    def show(self, scene: Scene) -> None:
        """See Stage."""
        self._beside = lights_beside(scene.view)
        self._stage.show(scene)

    def countdown(self, seconds: int) -> None:
        """See Stage."""
        self._stage.countdown(seconds)

    def wipe(self) -> None:
        """See Stage."""
        self._stage.wipe()
