"""The control API of the hall: what is true, what is done to it. On loopback, so no password."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, HTTPException, Response
from fastapi.responses import PlainTextResponse

from sim.actions import Action
from sim.bench.script import Script, scripts
from sim.choices import Choices, people
from sim.devices.receipt_printer import Paper
from sim.impossible import Impossible
from sim.state import HallState, PersonState
from sim.world import World

_NO_SUCH_PAPER = "no such paper"


def control_routes(world: World, choices: Choices) -> APIRouter:
    """Everything under ``/api``."""
    router = APIRouter(prefix="/api")

    @router.get("/state")
    async def state() -> HallState:
        """Everything at this moment."""
        return await world.state()

    @router.post("/actions")
    async def act(action: Annotated[Action, Body()]) -> HallState:
        """Do something to the hall; the answer is how it is then. 409 when it cannot be done."""
        try:
            await world.perform(action)
        except Impossible as reason:
            raise HTTPException(409, str(reason)) from None
        return await world.state()

    @router.post("/reset")
    async def reset() -> HallState:
        """Put everything back as it was when the hall opened, orders and papers included."""
        await world.reset()
        return await world.state()

    @router.get("/people")
    async def cast() -> tuple[PersonState, ...]:
        """The invented citizens."""
        return people()

    @router.get("/choices")
    async def what_there_is() -> Choices:
        """What can be chosen on the bench page, with its Chinese names."""
        return choices

    @router.get("/scenarios")
    async def scenarios() -> tuple[Script, ...]:
        """Scenarios to follow by hand."""
        return scripts()

    @router.get("/papers/{number}.png", response_class=Response)
    async def paper_picture(number: int) -> Response:
        """A paper as it looks."""
        return Response(_paper(number).png, media_type="image/png")

    @router.get("/papers/{number}.txt", response_class=PlainTextResponse)
    async def paper_text(number: int) -> str:
        """What is printed on a paper."""
        return _paper(number).transcript

    @router.get("/documents/{number}.pdf", response_class=Response)
    async def document(number: int) -> Response:
        """A certificate or list as the terminal got it."""
        documents = world.service.admin.documents()
        if not 1 <= number <= len(documents):
            raise HTTPException(404, "no such document")
        return Response(documents[number - 1].pdf, media_type="application/pdf")

    @router.get("/sheets/{number}.png", response_class=Response)
    async def sheet(number: int) -> Response:
        """A page as it came out of the A4 printer."""
        try:
            return Response(await world.a4.picture(number), media_type="image/png")
        except Impossible as reason:
            raise HTTPException(404, str(reason)) from None

    def _paper(number: int) -> Paper:
        papers = world.printer.papers
        if not 1 <= number <= len(papers):
            raise HTTPException(404, _NO_SUCH_PAPER)
        return papers[number - 1]

    return router
