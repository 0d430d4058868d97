"""缴费基数选择: bases chosen for a year."""

from __future__ import annotations

from kiosk.domain.declaration import Declaration
from kiosk.flows.requests.declarations import (
    Declarations,
    DeclareBase,
    FindDeclarations,
    VoidBase,
)
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Finding, setting and voiding them."""
    service = means.service

    async def find_declarations(request: FindDeclarations) -> Declarations:
        return Declarations(await service.declarations(request.citizen))

    async def declare_base(request: DeclareBase) -> Declaration:
        return await service.declare_base(
            request.citizen,
            request.declaration.personal_number,
            request.base,
            allows_batch=request.allows_batch,
        )

    async def void_base(request: VoidBase) -> Declaration:
        return await service.void_base(request.citizen, request.declaration.personal_number)

    repertoire.add(FindDeclarations, find_declarations)
    repertoire.add(DeclareBase, declare_base)
    repertoire.add(VoidBase, void_base)
