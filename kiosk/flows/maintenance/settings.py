"""参数设置: look at the settings, change them, write them, and go back to earlier ones."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.staff import OnDuty
from kiosk.domain.text import say
from kiosk.flows.maintenance.settings_versions import VERSIONS, VersionsCase
from kiosk.flows.maintenance.settings_views import (
    SettingsCase,
    SettingsChoice,
    choosing_view,
    refused_view,
    review_view,
    sections_view,
    settings_view,
    typing_view,
    unreadable_view,
    written_view,
)
from kiosk.flows.requests.maintenance.power import End, EndingAccepted
from kiosk.flows.requests.maintenance.settings import (
    Change,
    ReadSettings,
    SettingForm,
    SettingsFile,
    Trial,
    TryChanges,
    WriteChanges,
    Written,
)
from kiosk.session.answers import Again, Confirmed, Picked, ServiceChosen, TextEntered
from kiosk.session.handover import Ending
from kiosk.session.health import Situation
from kiosk.session.outcomes import Depart, Finish, Goto, Outcome, Taken, Way
from kiosk.session.steps import Ask, Do, Flow, Run
from kiosk.session.views import View, WaitingView


def _take_file(_case: SettingsCase, file: SettingsFile) -> SettingsCase:
    return SettingsCase(file=file)


def _unreadable(case: SettingsCase, _situation: Situation) -> View:
    return unreadable_view(case.on_disk)


def _leave_unreadable(case: SettingsCase, answer: ServiceChosen | Confirmed) -> Taken[SettingsCase]:
    return Goto("versions", case) if isinstance(answer, ServiceChosen) else Finish(case)


def _sections(case: SettingsCase, _situation: Situation) -> View:
    return sections_view(case)


def _take_section(case: SettingsCase, answer: Picked | ServiceChosen) -> Taken[SettingsCase]:
    plain = replace(case, section=None, setting=None, newest=None)
    if isinstance(answer, Picked):
        return replace(plain, section=case.on_disk.sections[answer.place])
    if answer.service is SettingsChoice.REVIEW:
        return Goto("review", plain)
    return Goto("versions", plain)


def _settings(case: SettingsCase, _situation: Situation) -> View:
    return settings_view(case)


def _take_setting(case: SettingsCase, answer: Picked | ServiceChosen) -> Taken[SettingsCase]:
    if isinstance(answer, ServiceChosen):
        gone = Change(case.opened.name, "")
        return Goto("try", replace(case, setting=None, newest=gone))
    return replace(case, setting=case.opened.settings[answer.place], newest=None)


def _is_typed(case: SettingsCase, _situation: Situation) -> bool:
    return case.edited.form is not SettingForm.CHOICE


def _is_chosen(case: SettingsCase, _situation: Situation) -> bool:
    return case.edited.form is SettingForm.CHOICE


def _type(case: SettingsCase, _situation: Situation) -> View:
    return typing_view(case)


def _take_typed(case: SettingsCase, answer: TextEntered) -> Goto[SettingsCase]:
    return _wish(case, answer.text.strip())


def _choose(case: SettingsCase, _situation: Situation) -> View:
    return choosing_view(case)


def _take_choice(case: SettingsCase, answer: Picked | ServiceChosen) -> Goto[SettingsCase]:
    if isinstance(answer, ServiceChosen):
        return _wish(case, "")
    return _wish(case, case.edited.choices[answer.place].written)


def _wish(case: SettingsCase, written: str) -> Goto[SettingsCase]:
    setting = case.edited
    return Goto("try", replace(case, newest=Change(setting.section, setting.name, written)))


def _try(case: SettingsCase, _situation: Situation) -> TryChanges:
    assert case.newest is not None  # noqa: S101
    return TryChanges(case.with_newest(), case.newest)


def _take_trial(case: SettingsCase, trial: Trial) -> Outcome[SettingsCase]:
    if trial.refused:
        return replace(case, trial=trial)
    return Goto("review", replace(case, pending=case.with_newest(), newest=None, trial=trial))


def _tried(case: SettingsCase) -> Trial:
    assert case.trial is not None  # noqa: S101
    return case.trial


def _refused(case: SettingsCase, _situation: Situation) -> View:
    return refused_view(_tried(case))


def _again(case: SettingsCase, _answer: Again) -> Goto[SettingsCase]:
    plain = replace(case, newest=None)
    if case.setting is None:
        return Goto("settings", plain)
    return Goto("choose" if case.setting.form is SettingForm.CHOICE else "type", plain)


def _review(case: SettingsCase, _situation: Situation) -> View:
    return review_view(_tried(case))


def _decide(case: SettingsCase, answer: Confirmed | ServiceChosen) -> Taken[SettingsCase]:
    if isinstance(answer, Confirmed):
        return case
    if answer.service is SettingsChoice.DISCARD:
        return Goto("sections", SettingsCase(file=case.file))
    return Goto("sections", replace(case, section=None, setting=None))


def _write(case: SettingsCase, _situation: Situation) -> WriteChanges:
    return WriteChanges(case.on_disk.fingerprint, case.pending)


def _writing(_case: SettingsCase, _situation: Situation) -> View:
    return WaitingView(say("正在写入"), say("请稍候"))


def _take_written(_case: SettingsCase, written: Written) -> Outcome[SettingsCase]:
    return Goto("written", SettingsCase(written=written))


def _written(case: SettingsCase, _situation: Situation) -> View:
    assert case.written is not None  # noqa: S101
    return written_view(case.written)


def _after(case: SettingsCase, answer: Confirmed | ServiceChosen) -> Taken[SettingsCase]:
    if isinstance(answer, ServiceChosen):
        return Goto("restart", case)
    return Finish(case)


def _restart(_case: SettingsCase, _situation: Situation) -> End:
    return End(Ending.RESTART)


def _gone(_case: SettingsCase, _accepted: EndingAccepted) -> Outcome[SettingsCase]:
    return Depart(Way.LEAVE)


def _after_versions(_case: SettingsCase, left: VersionsCase) -> Outcome[SettingsCase]:
    if left.written is None:
        return Goto("read", SettingsCase())
    return Goto("written", SettingsCase(written=left.written))


def enter_settings(_member: OnDuty) -> SettingsCase:
    """Whoever is on duty opens it."""
    return SettingsCase()


_TOUCHED: tuple[type[Picked | ServiceChosen], ...] = (Picked, ServiceChosen)
_DECIDED: tuple[type[Confirmed | ServiceChosen], ...] = (Confirmed, ServiceChosen)
SETTINGS: Flow[SettingsCase] = Flow(
    "settings",
    "参数设置",
    (
        Do(
            name="read",
            request=lambda _case, _situation: ReadSettings(),
            reply=SettingsFile,
            take=_take_file,
        ),
        Ask(
            name="unreadable",
            view=_unreadable,
            answers=_DECIDED,
            take=_leave_unreadable,
            when=lambda case, _situation: bool(case.on_disk.unreadable),
            leads=("versions", "end"),
        ),
        Ask(
            name="sections",
            view=_sections,
            answers=_TOUCHED,
            take=_take_section,
            leads=("review", "versions"),
        ),
        Ask(
            name="settings",
            view=_settings,
            answers=_TOUCHED,
            take=_take_setting,
            leads=("try",),
        ),
        Ask(
            name="type",
            view=_type,
            answers=(TextEntered,),
            take=_take_typed,
            once=True,
            when=_is_typed,
            leads=("try",),
        ),
        Ask(
            name="choose",
            view=_choose,
            answers=_TOUCHED,
            take=_take_choice,
            once=True,
            when=_is_chosen,
            leads=("try",),
        ),
        Do(name="try", request=_try, reply=Trial, take=_take_trial, leads=("review",)),
        Ask(
            name="refused",
            view=_refused,
            answers=(Again,),
            take=_again,
            leads=("settings", "type", "choose"),
        ),
        Ask(
            name="review",
            view=_review,
            answers=_DECIDED,
            take=_decide,
            leads=("sections",),
        ),
        Do(
            name="write",
            request=_write,
            reply=Written,
            take=_take_written,
            view=_writing,
            seals=True,
            leads=("written",),
        ),
        Run(
            name="versions",
            flow=VERSIONS,
            enter=lambda _case, _situation: VersionsCase(),
            leave=_after_versions,
            leads=("read", "written"),
        ),
        Ask(
            name="written",
            view=_written,
            answers=_DECIDED,
            take=_after,
            keeps_back=False,
            leads=("restart", "end"),
        ),
        Do(name="restart", request=_restart, reply=EndingAccepted, take=_gone, leads=("depart",)),
    ),
)
