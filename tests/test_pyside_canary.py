"""What the program relies on in PySide6, and what has killed it.

6.12.0 drops a reference to True with each emission, until it is freed under Python 3.11: remove the
exact pin in pyproject.toml only when a newer version keeps these tests green. And a signal from
another thread that is still on its way when a receiver goes is delivered into freed memory, unless
the receiver is a QObject.
"""

from __future__ import annotations

import gc
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QApplication


class Bell(QObject):
    rung = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True is immortal from Python 3.12 on")
def test_emitting_a_signal_keeps_the_references_to_true() -> None:
    bell = Bell()
    heard: list[int] = []
    bell.rung.connect(lambda: heard.append(1))
    before = sys.getrefcount(True)

    for _ in range(100):
        bell.rung.emit()

    assert len(heard) == 100
    assert sys.getrefcount(True) >= before - 10, "other code may let go of a few, not of a hundred"


class Ear(QObject):
    """Receivers of signals from the asyncio thread are QObjects, and this is why."""

    def __init__(self, heard: list[int]) -> None:
        super().__init__()
        self._heard = heard

    @Slot(int)
    def hear(self, what: int) -> None:
        self._heard.append(what)


class Caller(QObject):
    called = Signal(int)


def test_what_is_on_its_way_to_a_receiver_that_is_gone_is_dropped(qapp: QApplication) -> None:
    del qapp
    heard: list[int] = []
    for _ in range(20):
        caller, ear = Caller(), Ear(heard)
        caller.called.connect(ear.hear)
        emitting = threading.Thread(target=caller.called.emit, args=(1,))
        emitting.start()
        emitting.join()
        del ear
        gc.collect(0)
        QCoreApplication.processEvents()
    assert heard == []
