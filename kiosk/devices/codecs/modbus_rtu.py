"""Frames of MODBUS over Serial Line V1.02 (RTU): questions of the master, answers of a board.

pymodbus makes and takes them apart; nothing else knows it. What it leaves open is closed here: an
answer counts only if it comes from the unit that was asked and fits the question to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU, ModbusPDU
from pymodbus.pdu.bit_message import (
    ReadDiscreteInputsRequest,
    ReadDiscreteInputsResponse,
    WriteSingleCoilRequest,
)

LONGEST = 256
"""Bytes of a frame at most."""

_REFUSAL = 0x80
_FRAMER = FramerRTU(DecodePDU(is_server=False))


class Refusal(Enum):
    """Exception codes of the MODBUS Application Protocol V1.1b3, chapter 7."""

    ILLEGAL_FUNCTION = 1
    ILLEGAL_DATA_ADDRESS = 2
    ILLEGAL_DATA_VALUE = 3
    SERVER_DEVICE_FAILURE = 4
    ACKNOWLEDGE = 5
    SERVER_DEVICE_BUSY = 6
    OTHER = 0
    """Codes of gateways, and those that no standard knows."""


@dataclass(frozen=True, slots=True)
class Question:
    """A request to one unit: its bytes, and what an answer to it must look like."""

    unit: int
    frame: bytes
    pdu: bytes = field(repr=False)
    inputs: int
    """How many inputs are read; 0 where a coil is written."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked for: the inputs in their order, none where a coil was written."""

    states: tuple[bool, ...]


class Damage(Enum):
    """Why what came is no answer."""

    GARBLED = "garbled"
    STRANGER = "stranger"
    """A sound frame of another unit, or an answer to another question."""


Reply = Answer | Refusal | Damage


def read_inputs(unit: int, first: int, count: int) -> Question:
    """Read Discrete Inputs (02): ``count`` of them from number ``first`` on, 0 being the first.

    Raises ValueError for a unit that is none (1 to 247), and for more inputs than one question may
    ask for.
    """
    return _question(unit, ReadDiscreteInputsRequest(address=first, count=count), count)


def write_coil(unit: int, number: int, *, on: bool) -> Question:
    """Write Single Coil (05). Raises ValueError for a unit or coil that is none."""
    return _question(unit, WriteSingleCoilRequest(address=number, bits=[on]), 0)


def _question(unit: int, request: ModbusPDU, inputs: int) -> Question:
    # Unit 0 is everybody, who would not answer.
    if not 1 <= unit <= 247:
        raise ValueError("units are numbered from 1 to 247")
    request.dev_id = unit
    frame = _FRAMER.buildFrame(request)
    return Question(unit, frame, frame[1:-2], inputs)


class ReplyDecoder:
    """Finds the reply to one question in what arrives, cut anywhere."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._held = bytearray()

    @property
    def begun(self) -> bool:
        """Whether something has arrived that is not a whole frame yet."""
        return bool(self._held)

    def feed(self, chunk: bytes) -> Reply | None:
        """Take in what has arrived; None while the frame is not whole. Raises nothing."""
        self._held += chunk
        used, unit, _, pdu = _FRAMER.decode(bytes(self._held))
        if not used and len(self._held) < LONGEST:
            return None
        self._held.clear()
        return self._reply(unit, pdu) if pdu else Damage.GARBLED

    def _reply(self, unit: int, pdu: bytes) -> Reply:
        question = self._question
        function = question.pdu[0]
        if unit != question.unit:
            return Damage.STRANGER
        if pdu[0] == function | _REFUSAL:
            return _refusal(pdu[1])
        if question.inputs:
            return self._inputs(pdu)
        return Answer(()) if pdu == question.pdu else Damage.STRANGER

    def _inputs(self, pdu: bytes) -> Answer | Damage:
        wanted = self._question.inputs
        if pdu[0] != self._question.pdu[0] or pdu[1] != (wanted + 7) // 8:
            return Damage.STRANGER
        response = ReadDiscreteInputsResponse()
        response.decode(pdu[1:])
        return Answer(tuple(response.bits[:wanted]))


def _refusal(code: int) -> Refusal:
    try:
        return Refusal(code)
    except ValueError:
        return Refusal.OTHER
