"""Documents that a terminal must not take, made by a service that went wrong or by somebody else.

The answer around them is right in every other way: the checksum is that of these very bytes.
"""

from __future__ import annotations

import json
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import assert_never

from sim.backend.document_authority import DocumentAuthority
from sim.backend.typesetting import Manuscript, typeset

_SOMEBODY = {"holder": "样本他人", "identity_number": "370100198001010015"}


class DocumentFlaw(Enum):
    """What is wrong with a document."""

    ALTERED = "altered"
    """One byte was changed after it was signed."""
    UNSIGNED = "unsigned"
    STRANGER = "stranger"
    """Signed by somebody of the same name whom nobody trusts."""
    EXPIRED = "expired"
    """Signed with a certificate that had ended."""
    OTHER_PERSON = "other_person"
    """Sound, and about somebody else."""
    OTHER_NUMBER = "other_number"
    """Sound, and not the certificate that the answer names."""


def set_flawed(manuscript: Manuscript, authority: DocumentAuthority, flaw: DocumentFlaw) -> bytes:
    """The document with the flaw. A list has no number, so no other one either. Raises
    TypesettingFailed."""
    at = manuscript.printed_at
    match flaw:
        case DocumentFlaw.ALTERED:
            pdf = authority.signer.sign(typeset(manuscript), at)
            place = len(pdf) // 3
            return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        case DocumentFlaw.UNSIGNED:
            return typeset(manuscript)
        case DocumentFlaw.STRANGER:
            return _stranger().signer.sign(typeset(manuscript), at)
        case DocumentFlaw.EXPIRED:
            return authority.expired_signer.sign(typeset(manuscript), at)
        case DocumentFlaw.OTHER_PERSON:
            return authority.signer.sign(typeset(_about(manuscript, _SOMEBODY)), at)
        case DocumentFlaw.OTHER_NUMBER:
            number = str(json.loads(manuscript.content).get("number", ""))
            other = {"number": number[:-1] + ("1" if number.endswith("9") else "9")}
            return authority.signer.sign(typeset(_about(manuscript, other)), at)
        case _:
            assert_never(flaw)


@cache
def _stranger() -> DocumentAuthority:
    return DocumentAuthority()


def _about(manuscript: Manuscript, others: dict[str, str]) -> Manuscript:
    content = {**json.loads(manuscript.content), **others}
    return replace(manuscript, content=json.dumps(content, ensure_ascii=False))
