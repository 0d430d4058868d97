"""The pages of ``docs/flows``: what the tables say, in the words the citizen reads.

Steps, order, sub-flows and marks come from the tables; where an answer or a reply leads is seen by
trying it (``tests.support.explore``), so that a page cannot promise what the machine does not do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.flows.visit import VISIT
from kiosk.session.advance import advance
from kiosk.session.answers import Answer, GoBack, GoHome, Leave, Picked, StillHere, answer_name
from kiosk.session.events import Answered, Done, Failed
from kiosk.session.faults import FaultCode
from kiosk.session.outcomes import C
from kiosk.session.scenes import at_stake, scene
from kiosk.session.steps import Ask, Do, Flow, Patience, Run, Step, always
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import (
    CriteriaView,
    LinkView,
    NoticeView,
    OptionsView,
    PreviewView,
    ReviewView,
    Scene,
    SuccessView,
    TenderView,
    TicksView,
    TilesView,
)
from tests.support.explore import explore, reply_name
from tests.support.phase_page import phases_page

END, DEPART, REFUSED = "end", "depart", "refused"
TARGETS = {END: "the end of this flow", DEPART: "the visit ends"}
FIRST = f"{VISIT.name}/{VISIT.steps[0].name}"
MOST_FAULTS_NAMED = 8
WRITTEN = "Written by `scripts/generate_flows.py`; not to be edited."


@dataclass
class Seen:
    """What was seen of one step: its screens, its requests, and what led where. Dictionaries,
    because they keep the order in which things were found."""

    titles: dict[str, None] = field(default_factory=dict)
    requests: dict[str, None] = field(default_factory=dict)
    hops: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    faults: dict[str, list[FaultCode]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Page:
    """One flow at the place where visits walk it; ``trace`` is the names of the flows so far."""

    name: str
    title: str
    trace: str
    steps: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One step as its table has it. ``inner`` names the flow it runs, ``inner_title`` says it;
    ``anew`` is the first step of that flow where it may be run once more, and ``ends`` says that
    our own flow is over with it, unless it leads to one of ``leads``."""

    name: str
    kind: str
    reply: str
    waits: str
    marks: tuple[str, ...]
    skippable: bool
    inner: str = ""
    inner_title: str = ""
    anew: str = ""
    ends: bool = False
    leads: tuple[str, ...] = ()


def pages() -> dict[str, str]:
    """Every page by its file name."""
    seen = _seen()
    flows: dict[str, Page] = {}
    for page in _flows(VISIT, ""):
        flows.setdefault(page.name, page)
    written = {f"{page.name}.md": _page(page, seen) for page in flows.values()}
    return {"README.md": _index(tuple(flows.values())), **written}


# What the tables say ------------------------------------------------------------------------------


def _flows(flow: Flow[C], outer: str) -> Iterator[Page]:
    trace = f"{outer}{flow.name}"
    yield Page(flow.name, flow.title, trace, tuple(_line(step) for step in flow.steps))
    for step in flow.steps:
        if isinstance(step, Run):
            yield from _flows(step.flow, f"{trace}/")


def _line(step: Step[C]) -> Line:
    skippable = step.when is not always
    skips = ("may be skipped",) if skippable else ()
    match step:
        case Ask():
            hidden = () if step.keeps_back else ("no way back",)
            once = ("answered once: no way back to it",) if step.once else ()
            marks = (*skips, *hidden, *once)
            return Line(step.name, "Ask", "", _waits(step.patience), marks, skippable)
        case Do():
            waits = "as long as it takes" if step.stake else _waits(step.patience)
            marks = (*skips, *_risks(step))
            return Line(step.name, "Do", step.reply.__name__, waits, marks, skippable)
        case Run():
            flow = step.flow
            anew = f"{flow.name}/{flow.steps[0].name}" if step.name in step.leads else ""
            ends = "end" in step.leads
            return Line(
                *(step.name, "Run", "", "", skips, skippable),
                *(flow.name, flow.title, anew, ends, step.leads),
            )
        case _:
            raise LookupError(step.name)


def _waits(patience: Patience) -> str:
    return f"{patience.seconds} s, " + ("then 您还在吗" if patience.asks else "then the visit ends")


def _risks(step: Do[C, object]) -> tuple[str, ...]:
    marks = []
    if step.stake:
        marks.append("**at stake**: " + ("may be abandoned" if step.abandon else "no way out"))
    if step.seals:
        marks.append("**irreversible**: no way back beyond it")
    return tuple(marks)


# What was seen ------------------------------------------------------------------------------------


def _seen() -> dict[str, Seen]:
    """By trace. A sub-flow's traces begin with that of the flow that runs it."""
    explored = explore()
    seen: dict[str, Seen] = defaultdict(Seen)
    for terminal in explored.states.values():
        if isinstance(visit := terminal.phase, Visit) and visit.notice is None:
            step = seen[visit.position.trace]
            step.titles[str(getattr(scene(terminal).view, "title", ""))] = None
            request = visit.position.request(terminal.situation)
            if request is not None:
                step.requests[type(request).__name__] = None
    for transition in explored.transitions:
        before = explored.states[transition.source]
        visit = before.phase
        if not isinstance(visit, Visit) or visit.notice is not None or visit.asking_presence:
            continue
        step = seen[visit.position.trace]
        match transition.event:
            case Answered(_, answer):
                label = _label(answer, scene(before), stake=at_stake(visit) is not None)
                if label:
                    after, _ = advance(before, transition.event)
                    step.hops[label][_target(visit, after)] = None
            case Done(_, reply):
                after, _ = advance(before, transition.event)
                step.hops[f"`{reply_name(reply)}`"][_target(visit, after)] = None
            case Failed(_, fault):
                after, _ = advance(before, transition.event)
                codes = step.faults[_target(visit, after)]
                if fault.code not in codes:
                    codes.append(fault.code)
            case _:
                pass
    return seen


def _label(answer: Answer, shown: Scene, *, stake: bool) -> str:
    """The words on what is touched; "" for the ways that every screen has."""
    ways = shown.ways
    match answer:
        case StillHere():
            return ""
        case GoBack():
            return str(ways.back) if stake else ""
        case GoHome():
            return str(ways.home) if stake else ""
        case Leave():
            return str(ways.leave) if stake else ""
        case _:
            return _words_on(answer, shown) or f"`{answer_name(answer)}`"


def _words_on(answer: Answer, shown: Scene) -> str:
    match shown.view:
        case TilesView(tiles=tiles) | TenderView(tiles=tiles):
            named = {tile.answer: tile.title for tile in tiles}
        case NoticeView(actions=buttons):
            named = {button.answer: button.label for button in buttons}
        case TicksView(confirm=label) | CriteriaView(confirm=label):
            return str(label)
        case OptionsView(others=tiles):
            if isinstance(answer, Picked):
                return "an option"
            named = {tile.answer: tile.title for tile in tiles}
        case ReviewView(confirm=button):
            named = {} if button is None else {button.answer: button.label}
        case PreviewView(confirm=button, others=others):
            named = {one.answer: one.label for one in (button, *others)}
        case LinkView(finish=button):
            named = {button.answer: button.label}
        case SuccessView(others=others, finish=finish):
            named = {button.answer: button.label for button in others}
            if finish is not None:
                named[finish.answer] = finish.label
        case _:
            return ""
    return str(named[answer]) if answer in named else ""


def _target(before: Visit, after: Terminal) -> str:
    """A trace, ``depart``, or what is said on the step itself; "" when nothing comes of it."""
    visit = after.phase
    if visit == before:
        return ""
    if isinstance(visit, Visit) and visit.position == before.position:
        return f"「{visit.notice.title if visit.notice else REFUSED}」"
    if not isinstance(visit, Visit) or visit.position.trace == FIRST:
        return DEPART
    return visit.position.trace


# Pages --------------------------------------------------------------------------------------------


def _page(page: Page, seen: dict[str, Seen]) -> str:
    rows = "\n".join(_row(page, line, seen) for line in page.steps)
    return f"""# {page.title} (`{page.name}`)

{WRITTEN}

| Step | Kind | On the screen | Asks for | Leads to | Waits | Marks |
|---|---|---|---|---|---|---|
{rows}

Every screen that is not at stake also has 上一步 where there is a way back, 返回首页 and 退出.
A fault that is not named here is told on the spot, with a way to try again where that can help.

```mermaid
{_diagram(page, seen)}
```
"""


def _row(page: Page, line: Line, seen: dict[str, Seen]) -> str:
    hops = _hops(page, line, seen)
    leads = "<br>".join(f"{' / '.join(labels)} → {_spoken(target)}" for target, labels in hops)
    here = seen[f"{page.trace}/{line.name}"]
    inner = f"[{line.inner_title}]({line.inner}.md)"
    screen = inner if line.inner else " / ".join(here.titles)
    asks = " / ".join(f"`{name}` → `{line.reply}`" for name in here.requests)
    cells = (f"`{line.name}`", line.kind, screen, asks, leads, line.waits, "; ".join(line.marks))
    return f"| {' | '.join(cells)} |"


def _spoken(target: str) -> str:
    if target.startswith("「"):
        return target if target != f"「{REFUSED}」" else "refused with a text"
    return TARGETS.get(target, f"`{target}`")


def _hops(page: Page, line: Line, seen: dict[str, Seen]) -> list[tuple[str, list[str]]]:
    """Where a step leads within its flow, and by what; in the order of the table."""
    by_target: dict[str, dict[str, None]] = defaultdict(dict)
    for trace, step in seen.items():
        if not _stands_at(page, line, trace):
            continue
        for label, targets in step.hops.items():
            for target in targets:
                if (place := _place(page, line, target)) is not None:
                    by_target[place]["done" if line.inner else label] = None
        for target, codes in step.faults.items():
            if (place := _place(page, line, target)) is not None and not place.startswith("「"):
                by_target[place]["done" if line.inner else _faults(codes)] = None
    order = [step.name for step in page.steps] + [END, DEPART]
    ranked = sorted(
        by_target.items(), key=lambda hop: order.index(hop[0]) if hop[0] in order else len(order)
    )
    return [(target, list(labels)) for target, labels in ranked]


def _stands_at(page: Page, line: Line, trace: str) -> bool:
    if line.inner:
        return trace.startswith(f"{page.trace}/{line.inner}/")
    return trace == f"{page.trace}/{line.name}"


def _place(page: Page, line: Line, target: str) -> str | None:
    """The step of this flow where a target is; None when nothing has been left or begun."""
    if not target or (line.inner and (target == DEPART or target.startswith("「"))):
        return None
    if target == DEPART or target.startswith("「"):
        return target
    within = target.removeprefix(f"{page.trace}/")
    if within == target:
        return END
    first = within.split("/")[0]
    if line.ends and first not in (line.inner, line.name, *line.leads):
        return END  # and is run anew by its caller
    name = next((step.name for step in page.steps if first in (step.inner or step.name,)), first)
    return None if line.inner and name == line.name and within != line.anew else name


def _faults(codes: list[FaultCode]) -> str:
    if set(codes) == set(FaultCode):
        return "any fault"
    if len(codes) > MOST_FAULTS_NAMED:
        return "any other fault"
    return " / ".join(f"fault `{code.value}`" for code in codes)


def _diagram(page: Page, seen: dict[str, Seen]) -> str:
    lines = ["stateDiagram-v2"]
    for line in page.steps:
        title = line.inner_title or next(iter(seen[f"{page.trace}/{line.name}"].titles), "")
        marks = " ⚠" if any("stake" in mark for mark in line.marks) else ""
        lines.append(f'    state "{line.name}: {title}{marks}" as {line.name}')
    for step in page.steps:
        lines.append(f"    [*] --> {step.name}")
        if not step.skippable:
            break
    for line in page.steps:
        for target, labels in _hops(page, line, seen):
            if not target.startswith("「"):
                node = "[*]" if target in TARGETS else target
                said = " / ".join(labels).replace("`", "")
                leaving = "，the visit ends" if target == DEPART else ""
                lines.append(f"    {line.name} --> {node}: {said}{leaving}")
    return "\n".join(lines)


def _index(flows: tuple[Page, ...]) -> str:
    rows = "\n".join(
        f"| [{page.name}]({page.name}.md) | {page.title} | "
        f"{', '.join(f'[{line.inner}]({line.inner}.md)' for line in page.steps if line.inner)} |"
        for page in flows
    )
    return f"""# What a citizen can do, step by step

{WRITTEN}

A service is a table of steps (`kiosk/flows/`): **Ask** shows a screen and takes the answer,
**Do** asks something of the outside world while a waiting screen shows, **Run** walks another
table. ⚠ marks steps at stake: money may move, so that nothing times out there.

| Flow | Title | Runs |
|---|---|---|
{rows}

{phases_page()}"""
