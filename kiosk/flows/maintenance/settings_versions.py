"""Going back to an earlier version of the settings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.maintenance.settings_views import effects_section, reasons
from kiosk.flows.requests.maintenance.settings import (
    AskVersions,
    CompareVersion,
    Comparison,
    KeptVersion,
    KeptVersions,
    RestoreVersion,
    Written,
)
from kiosk.session.answers import Confirmed, Picked
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Finish, Outcome, Taken
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import Button, FactsView, Option, OptionsView, Tone, View, WaitingView


@dataclass(frozen=True, slots=True)
class VersionsCase(Case):
    """What is kept, which was chosen, what it would change, and how going back went."""

    versions: tuple[KeptVersion, ...] = ()
    version: KeptVersion | None = None
    comparison: Comparison | None = None
    written: Written | None = None

    @property
    def chosen(self) -> KeptVersion:
        """The version that was picked."""
        assert self.version is not None  # noqa: S101
        return self.version

    @property
    def compared(self) -> Comparison:
        """What it would change."""
        assert self.comparison is not None  # noqa: S101
        return self.comparison


def _versions(case: VersionsCase, _situation: Situation) -> View:
    if not case.versions:
        return told(Tone.INFO, say("没有以前的版本"), say("在这里改过参数以后才会有。"))
    options = tuple(
        Option(
            Picked(place),
            say("{at} 写入的", at=f"{one.written_at:%Y-%m-%d %H:%M}"),
            say(one.name),
            say(""),
        )
        for place, one in enumerate(case.versions)
    )
    return OptionsView(say("以前的版本"), say("选一个，先看与现在有什么不同"), options)


def _comparison(case: VersionsCase, _situation: Situation) -> View:
    comparison, version = case.compared, case.chosen
    sections = [effects_section("恢复后的改动", comparison.effects)]
    if comparison.refused:
        sections.insert(0, reasons("不能恢复", comparison.refused))
    restore = Button(Confirmed(), say("恢复这个版本"))
    return FactsView(
        title=say("恢复以前的版本"),
        hint=say("{at} 写入的", at=f"{version.written_at:%Y-%m-%d %H:%M}"),
        sections=tuple(sections),
        actions=() if comparison.refused else (restore,),
        warning=say("这个版本不能恢复") if comparison.refused else None,
    )


def _take_versions(case: VersionsCase, kept: KeptVersions) -> Outcome[VersionsCase]:
    return replace(case, versions=kept.versions)


def _take_version(case: VersionsCase, answer: Picked | Confirmed) -> Taken[VersionsCase]:
    if isinstance(answer, Confirmed):
        return Finish(case)
    return replace(case, version=case.versions[answer.place])


def _compare(case: VersionsCase, _situation: Situation) -> CompareVersion:
    return CompareVersion(case.chosen.name)


def _take_comparison(case: VersionsCase, comparison: Comparison) -> Outcome[VersionsCase]:
    return replace(case, comparison=comparison)


def _restore(case: VersionsCase, _situation: Situation) -> RestoreVersion:
    compared = case.compared
    return RestoreVersion(case.chosen.name, compared.fingerprint, compared.version)


def _restoring(_case: VersionsCase, _situation: Situation) -> View:
    return WaitingView(say("正在恢复"), say("请稍候"))


def _take_written(case: VersionsCase, written: Written) -> Outcome[VersionsCase]:
    return replace(case, written=written)


_PICKED: tuple[type[Picked | Confirmed], ...] = (Picked, Confirmed)
VERSIONS: Flow[VersionsCase] = Flow(
    "settings_versions",
    "以前的版本",
    (
        Do(
            name="find",
            request=lambda _case, _situation: AskVersions(),
            reply=KeptVersions,
            take=_take_versions,
        ),
        Ask(
            name="versions",
            view=_versions,
            answers=_PICKED,
            take=_take_version,
            leads=("end",),
        ),
        Do(name="compare", request=_compare, reply=Comparison, take=_take_comparison),
        Ask(
            name="comparison",
            view=_comparison,
            answers=(Confirmed,),
            take=lambda case, _yes: case,
        ),
        Do(
            name="restore",
            request=_restore,
            reply=Written,
            take=_take_written,
            view=_restoring,
            seals=True,
        ),
    ),
)
