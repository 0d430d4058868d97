"""Citizens who do not exist, everything a thief would look for of them, and how it may be spelt."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from kiosk.domain.bank_card import mask_account
from kiosk.domain.identity import IdentityKind, IdentityNumber
from kiosk.domain.masking import mask_identity, mask_name


@dataclass(frozen=True, slots=True)
class Canary:
    name: str
    identity: str
    social_card: str
    pan: str
    phone: str
    pin: str

    @property
    def secrets(self) -> tuple[str, ...]:
        """Whole, in part, and masked."""
        shown = IdentityNumber(IdentityKind.RESIDENT, self.identity)
        return (
            self.name,
            self.name[1:],
            self.identity,
            self.identity[:17],
            self.identity[6:14],
            self.social_card,
            self.pan,
            self.pan[-10:],
            self.phone,
            # Alone, six figures stand in any long number.
            f'"{self.pin}"',
            mask_name(self.name),
            mask_identity(shown),
            mask_account(self.pan),
        )


CANARIES = (
    Canary(
        "欧阳金丝雀",
        "370102194912310029",
        "A37Z81904",
        "6228480402564890018",
        "13805310042",
        "739152",
    ),
    Canary(
        "古丽金·丝雀买提",
        "37010219900101001X",
        "D55K30217",
        "6217001234567890128",
        "13953170042",
        "480613",
    ),
)


def spellings(secret: str) -> Iterator[bytes]:
    """The bytes a text may be found as."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        encoded = secret.encode(encoding)
        yield encoded
        yield encoded.hex().encode()
        # Without the ends, which depend on what stands beside it.
        for shift in range(3):
            inner = base64.b64encode(bytes(shift) + encoded).rstrip(b"=")
            yield inner[4 if shift else 0 : -1]
        for algorithm in ("md5", "sha1", "sha256"):
            yield hashlib.new(algorithm, encoded).hexdigest().encode()
    yield quote(secret).encode()
    yield secret[::-1].encode()
    yield secret.encode("unicode_escape")
    yield json.dumps(secret)[1:-1].encode()
    if secret.isdecimal() and len(secret) % 2 == 0:
        yield bytes.fromhex(secret)


def forms(canary: Canary, digests: tuple[str, ...] = ()) -> dict[bytes, str]:
    """Everything to look for, and what it is. Fragments too short to mean anything are left out."""
    found: dict[bytes, str] = {}
    for secret in (*canary.secrets, *digests):
        found |= {one: secret for one in spellings(secret) if len(one) >= 4}
    return found


def found_in(blob: bytes, forms: dict[bytes, str]) -> set[str]:
    """Which secrets are in there, in whatever form."""
    return {secret for form, secret in forms.items() if form in blob}


def blobs(archive: Path) -> dict[str, bytes]:
    """Every member's bytes and name, and the whole file as it is."""
    with zipfile.ZipFile(archive) as opened:
        members = {info.filename: opened.read(info) for info in opened.infolist()}
        comments = opened.comment + b"".join(one.comment + one.extra for one in opened.infolist())
    names = "\n".join(members).encode()
    return {**members, "(names)": names, "(comments)": comments, "(file)": archive.read_bytes()}
