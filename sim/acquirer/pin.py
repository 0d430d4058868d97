"""Opening PIN blocks (ISO 9564-1 format 0)."""

from __future__ import annotations

from sim.acquirer.ciphers import Suite, decipher, xor
from sim.acquirer.keys import WorkingKeys

_SHORTEST, _LONGEST = 4, 12


def open_pin_block(block: bytes, account: str, keys: WorkingKeys) -> str | None:
    """The PIN in an enciphered block; None for a block that has none (F39 99).

    Under SM4 the block may be the sixteen-byte form of format 0, or the eight-byte form and eight
    zero bytes.
    """
    size = keys.suite.value
    if len(block) != size:
        return None
    clear = decipher(keys.suite, keys.pin, block)
    if keys.suite is Suite.SM4 and clear[8:] == bytes(8):
        clear, size = clear[:8], 8
    figures = "0000" + account[-13:-1]
    return _pin(xor(clear, bytes.fromhex(figures.rjust(2 * size, "0"))).hex())


def _pin(block: str) -> str | None:
    length = int(block[1], 16)
    pin, filling = block[2 : 2 + length], block[2 + length :]
    is_sound = (
        block[0] == "0"
        and _SHORTEST <= length <= _LONGEST
        and pin.isdigit()
        and filling == "f" * len(filling)
    )
    return pin if is_sound else None
