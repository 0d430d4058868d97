"""The keys inside a pad. None of them leaves this process."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from sim.devices.pin_pad.arithmetic import Family, check_value, decipher, encipher, xored


class Use(Enum):
    """What a key may do."""

    MASTER = "master"
    PIN = "pin"
    MAC = "mac"
    DATA = "data"
    ANY = "any"
    """The pad was not told."""


class NoSuchKey(Exception):
    """There is none in that place."""


class WrongUse(Exception):
    """It is for something else."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key and what it may do."""

    value: bytes = field(repr=False)
    use: Use


class KeyStore:
    """Keys by family and place."""

    def __init__(self) -> None:
        self._keys: dict[tuple[Family, int], StoredKey] = {}

    @property
    def places(self) -> tuple[str, ...]:
        """Where there are keys and what they are for, such as ``des 30 pin``."""
        return tuple(
            f"{family.value} {place:02X} {key.use.value}"
            for (family, place), key in sorted(
                self._keys.items(), key=lambda item: (item[0][0].value, item[0][1])
            )
        )

    def has(self, family: Family, place: int) -> bool:
        """Whether there is a key."""
        return (family, place) in self._keys

    def store(self, family: Family, place: int, value: bytes, use: Use) -> bytes:
        """Put a key in its place, in that of another if need be; its check value."""
        self._keys[family, place] = StoredKey(value, use)
        return check_value(family, value)

    def combine(self, family: Family, place: int, component: bytes) -> bytes:
        """Add a component to the master key in a place; the new check value. Raises NoSuchKey."""
        so_far = self._key(family, place, Use.MASTER)
        return self.store(family, place, xored(so_far, component), Use.MASTER)

    def load(self, family: Family, master: int, place: int, cryptogram: bytes, use: Use) -> bytes:
        """Take in a key enciphered under a master key; its check value. Raises NoSuchKey when there
        is no such master key."""
        value = decipher(family, self._key(family, master, Use.MASTER), cryptogram)
        return self.store(family, place, value, use)

    def use(self, family: Family, place: int, use: Use) -> bytes:
        """The key to be used inside the pad. Raises NoSuchKey or WrongUse."""
        return self._key(family, place, use)

    def check(self, family: Family, place: int) -> bytes:
        """The check value of a key. Raises NoSuchKey."""
        return check_value(family, self._any(family, place).value)

    def erase(self, family: Family, place: int) -> None:
        """Forget a key. Raises NoSuchKey."""
        self._any(family, place)
        del self._keys[family, place]

    def erase_all(self) -> None:
        """Forget them all."""
        self._keys.clear()

    def encipher(self, family: Family, place: int, use: Use, block: bytes) -> bytes:
        """Encipher with a key in ECB. Raises NoSuchKey or WrongUse."""
        return encipher(family, self._key(family, place, use), block)

    def _key(self, family: Family, place: int, use: Use) -> bytes:
        key = self._any(family, place)
        if key.use not in (use, Use.ANY):
            raise WrongUse
        return key.value

    def _any(self, family: Family, place: int) -> StoredKey:
        key = self._keys.get((family, place))
        if key is None:
            raise NoSuchKey
        return key
