"""What the screens of 参数设置 show."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.settings import (
    Change,
    Effect,
    Setting,
    SettingForm,
    SettingsFile,
    SettingsSection,
    Trial,
    Written,
)
from kiosk.session.answers import Again, Confirmed, Picked, ServiceChosen
from kiosk.session.outcomes import Case
from kiosk.session.staff_views import FactsSection, Keyboard
from kiosk.session.views import (
    Button,
    FactsView,
    Icon,
    Option,
    OptionsView,
    Row,
    Tile,
    Tone,
    TypingView,
    View,
    Weight,
)

LONGEST = 200
AT_THE_NEXT_START = "下次启动时生效"


class SettingsChoice(Enum):
    """What can be touched beside the settings themselves."""

    REVIEW = "review"
    VERSIONS = "versions"
    REMOVE = "remove"
    USUAL = "usual"
    MORE = "more"
    DISCARD = "discard"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class SettingsCase(Case):
    """What the file says, what is to be changed in it, and what that would do."""

    file: SettingsFile | None = None
    section: SettingsSection | None = None
    setting: Setting | None = None
    newest: Change | None = None
    pending: frozenset[Change] = frozenset()
    trial: Trial | None = None
    written: Written | None = None

    @property
    def on_disk(self) -> SettingsFile:
        """The file; it is read before anything is shown."""
        assert self.file is not None  # noqa: S101
        return self.file

    @property
    def opened(self) -> SettingsSection:
        """The section that was chosen."""
        assert self.section is not None  # noqa: S101
        return self.section

    @property
    def edited(self) -> Setting:
        """The setting that was chosen."""
        assert self.setting is not None  # noqa: S101
        return self.setting

    def pending_for(self, setting: Setting) -> Change | None:
        """What is to become of a setting, if anything."""
        return next(
            (one for one in self.pending if (one.section, one.name) == place_of(setting)), None
        )

    def with_newest(self) -> frozenset[Change]:
        """Everything that is to be changed, the newest wish in place of an earlier one."""
        newest = self.newest
        assert newest is not None  # noqa: S101
        others = {
            one
            for one in self.pending
            if (one.section, one.name) != (newest.section, newest.name)
            # A section that goes takes its settings along, and one that is filled in stays.
            and not (one.section == newest.section and not (one.name and newest.name))
        }
        return frozenset({*others, newest})


def place_of(setting: Setting) -> tuple[str, str]:
    """Where it stands."""
    return setting.section, setting.name


def unreadable_view(file: SettingsFile) -> View:
    """Nothing can be read out of the file."""
    versions = Button(ServiceChosen(SettingsChoice.VERSIONS), say("以前的版本"))
    advice = say("可以恢复以前的版本，或请安装人员修好文件。")
    return told(
        Tone.DANGER,
        say("没有参数可以改"),
        say(file.unreadable),
        advice if file.path else say(""),
        actions=(versions,) if file.path else (Button(Confirmed(), say("知道了")),),
    )


def sections_view(case: SettingsCase) -> View:
    """Every section, with how many changes wait in it."""
    file = case.on_disk
    options = tuple(
        Option(Picked(place), say(one.title), say(one.note), say(_state(case, one)))
        for place, one in enumerate(file.sections)
    )
    others = [_tile(SettingsChoice.VERSIONS, "以前的版本", "查看、恢复", Icon.CALENDAR)]
    if case.pending:
        waiting = f"有 {len(case.pending)} 项没有写入"
        others.insert(0, _tile(SettingsChoice.REVIEW, "查看并写入", waiting, Icon.CONFIRM))
    hint = "没有写入的改动，离开时作废" if case.pending else _hint(file)
    return OptionsView(say("参数设置"), say(hint), options, tuple(others))


def _hint(file: SettingsFile) -> str:
    if file.read_only:
        return file.read_only
    if file.newer:
        return "文件已经改过，重新启动后生效"
    return f"改了要确认写入，{AT_THE_NEXT_START}"


def _state(case: SettingsCase, section: SettingsSection) -> str:
    waiting = sum(one.section == section.name for one in case.pending)
    if waiting:
        return f"改了 {waiting} 项"
    return "" if section.fitted else "未配备"


def settings_view(case: SettingsCase) -> View:
    """Every value of a section."""
    section, read_only = case.opened, case.on_disk.read_only
    options = tuple(
        Option(
            Picked(place),
            say(one.title),
            say("；".join(told for told in (one.note, one.allowed) if told)),
            say(_value(case, one)),
            unavailable=say(one.fixed or read_only) if one.fixed or read_only else None,
        )
        for place, one in enumerate(section.settings)
    )
    removable = section.optional and section.fitted and not read_only
    remove = _tile(SettingsChoice.REMOVE, "不再配备", "拆掉设备后用", Icon.CANCEL)
    return OptionsView(
        say(section.title),
        say("点一项修改" if section.fitted else "还没有配备；填好各项后写入"),
        options,
        (remove,) if removable else (),
    )


def _value(case: SettingsCase, setting: Setting) -> str:
    change = case.pending_for(setting)
    if change is None:
        return setting.shown
    if not change.written:
        return f"→ {setting.usual}"
    labels = {one.written: one.label for one in setting.choices}
    return f"→ {labels.get(change.written, change.written)}"


def typing_view(case: SettingsCase) -> View:
    """Type a value."""
    setting = case.edited
    change = case.pending_for(setting)
    entered = setting.written if change is None else change.written
    note = [one for one in (setting.allowed, _when_empty(setting)) if one]
    return TypingView(
        title=say(setting.title),
        hint=say(setting.note),
        label=say("现在是 {value}", value=setting.shown),
        note=say("；".join(note)),
        confirm=say("下一步"),
        keyboard=Keyboard.FIGURES if _is_figures(setting) else Keyboard.FULL,
        longest=LONGEST,
        entered=entered,
    )


def _is_figures(setting: Setting) -> bool:
    return setting.form is SettingForm.WHOLE and not setting.written.startswith("0x")


def _when_empty(setting: Setting) -> str:
    return f"空着就用 {setting.usual}" if setting.usual else ""


def choosing_view(case: SettingsCase) -> View:
    """Choose a value."""
    setting = case.edited
    change = case.pending_for(setting)
    now = setting.written if change is None else change.written
    options = tuple(
        Option(Picked(place), say(one.label), say(""), say(""), chosen=one.written == now)
        for place, one in enumerate(setting.choices)
    )
    usual = _tile(SettingsChoice.USUAL, "用默认值", setting.usual, Icon.SLIDERS)
    others = (usual,) if setting.usual else ()
    return OptionsView(say(setting.title), say(setting.note), options, others)


def refused_view(trial: Trial) -> View:
    """A value cannot be."""
    again = Button(Again(), say("重新填"))
    return told(Tone.WARN, say("不能这样填"), say(trial.refused), actions=(again,))


def review_view(trial: Trial) -> View:
    """What changes would do, before they are written."""
    can_be_written = trial.effects and not trial.complaints
    more = Button(ServiceChosen(SettingsChoice.MORE), say("再改一项"))
    discard = Button(ServiceChosen(SettingsChoice.DISCARD), say("全部放弃"), Weight.GRAVE)
    write = Button(Confirmed(), say("确认写入"))
    sections = [effects_section("改动", trial.effects)]
    if trial.complaints:
        sections.insert(0, reasons("还不能写入", trial.complaints))
    return FactsView(
        title=say("核对改动"),
        hint=say(f"写入后{AT_THE_NEXT_START}，现在的版本会留一份"),
        sections=tuple(sections),
        actions=(write, more, discard) if can_be_written else (more, discard),
        warning=say("这些值放在一起还不行，请再改") if trial.complaints else None,
    )


def written_view(written: Written) -> View:
    """How writing went."""
    if written.refused:
        return told(
            Tone.DANGER,
            say("没有写入"),
            say(written.refused),
            say("配置文件没有变。"),
        )
    restart = Button(ServiceChosen(SettingsChoice.RESTART), say("重新启动"), Weight.GRAVE)
    later = Button(Confirmed(), say("以后再说"))
    what = say(f"新的参数{AT_THE_NEXT_START}。")
    advice = say("以前的版本留在“以前的版本”里，随时可以恢复。")
    return told(Tone.OK, say("已写入配置文件"), what, advice, actions=(later, restart))


def effects_section(title: str, effects: tuple[Effect, ...]) -> FactsSection:
    """What changes, under a heading."""
    rows = tuple(Row(say(one.title), say(f"{one.before} → {one.after}")) for one in effects)
    nothing = Row(say("没有改动"), say("与现在一样，或无法比较"))
    return FactsSection(say(title), rows or (nothing,))


def reasons(title: str, lines: str) -> FactsSection:
    """Why something cannot be done, a line each, under a heading."""
    return FactsSection(
        say(title),
        tuple(
            Row(say("原因 {place}", place=place), say(why))
            for place, why in enumerate(lines.splitlines(), 1)
        ),
    )


def _tile(choice: SettingsChoice, title: str, subtitle: str, icon: Icon) -> Tile:
    return Tile(ServiceChosen(choice), say(title), say(subtitle), icon)
