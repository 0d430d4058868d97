"""What every operation needs to know of a call: the service, and the terminal that calls."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from sim.backend.collection import Collection
from sim.backend.peer import caller
from sim.backend.terminals import admit


def _collection(request: Request) -> Collection:
    collection: Collection = request.app.state.collection
    return collection


Service = Annotated[Collection, Depends(_collection)]


def _calling_terminal(request: Request, collection: Service) -> str:
    return admit(collection, caller(request.scope))


Caller = Annotated[str, Depends(_calling_terminal)]
