"""Calls that block, made on a thread of their own."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


async def outliving(call: Future[_Result]) -> _Result:
    """The result of a call that is finished even if its caller is cancelled: a half-written frame
    must not be unqueued. What it then raises is nobody's any more."""
    waiting = asyncio.wrap_future(call)
    waiting.add_done_callback(_heard)
    return await asyncio.shield(waiting)


def _heard(waiting: asyncio.Future[_Result]) -> None:
    if not waiting.cancelled():
        waiting.exception()
