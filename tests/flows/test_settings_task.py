"""参数设置 as a technician walks it: look, change, see the effect, write, go back."""

from __future__ import annotations

from dataclasses import replace
from typing import Self

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.flows.maintenance.settings import SETTINGS, enter_settings
from kiosk.flows.maintenance.settings_views import SettingsChoice
from kiosk.flows.requests.maintenance.power import End, EndingAccepted
from kiosk.flows.requests.maintenance.settings import (
    AskVersions,
    Change,
    CompareVersion,
    Comparison,
    KeptVersions,
    ReadSettings,
    RestoreVersion,
    Setting,
    SettingForm,
    SettingsFile,
    Trial,
    TryChanges,
    WriteChanges,
    Written,
)
from kiosk.session.answers import Again, Confirmed, Picked, ServiceChosen, TextEntered
from kiosk.session.handover import Ending
from kiosk.session.outcomes import Way
from kiosk.session.position import Ended, Ignored
from kiosk.session.staff_views import Keyboard
from kiosk.session.views import FactsView, NoticeView, OptionsView, TypingView, WaitingView
from tests.flows.staff_walk import Walk
from tests.support.staff_samples import EFFECTS, METRICS, NOW, VERSION, YES_NO

NAME = Setting("metrics", "name", "名称", "叫法", "", "甲", "甲", SettingForm.WORDS, usual="乙")
PRODUCT = replace(NAME, name="product", form=SettingForm.WHOLE, written="0x04b8", shown="0x04b8")
FIXED = replace(NAME, name="fixed", fixed="只能由安装人员在文件里改")
SECTION = replace(METRICS, settings=(*METRICS.settings, NAME, PRODUCT, FIXED))
ABSENT = replace(METRICS, name="absent", title="没有的", fitted=False)
FILE = SettingsFile("/etc/kiosk/kiosk.toml", "f1", (SECTION, ABSENT))
PORT = Change("metrics", "port", "9465")


class SettingsWalk(Walk):
    """One visit to the task."""

    def __init__(self, file: SettingsFile = FILE) -> None:
        super().__init__(SETTINGS, enter_settings(OnDuty("T0417", Role.TECHNICIAN)))
        self.asked(ReadSettings)
        self.on(file)

    def to_port(self) -> Self:
        return self.on(Picked(0), Picked(0))

    def to_review(self, trial: Trial | None = None) -> Self:
        return self.to_port().on(TextEntered("9465"), trial or Trial(effects=EFFECTS))


def test_sections_say_what_is_not_fitted_and_what_waits() -> None:
    walk = SettingsWalk()
    shown = walk.view(OptionsView)
    assert [str(one.figure) for one in shown.options] == ["", "未配备"]
    assert "下次启动时生效" in str(shown.hint)
    walk.to_review().on(ServiceChosen(SettingsChoice.MORE))
    shown = walk.view(OptionsView)
    assert [str(one.figure) for one in shown.options] == ["改了 1 项", "未配备"]
    assert "作废" in str(shown.hint)
    walk.on(ServiceChosen(SettingsChoice.REVIEW))
    assert walk.view(FactsView).title.template == "核对改动"


def test_a_file_that_waits_for_a_restart_or_cannot_be_written_says_so() -> None:
    assert "重新启动后生效" in str(SettingsWalk(replace(FILE, newer=True)).view(OptionsView).hint)
    walk = SettingsWalk(replace(FILE, read_only="只能看"))
    assert str(walk.view(OptionsView).hint) == "只能看"
    walk.on(Picked(0))
    shown = walk.view(OptionsView)
    assert {str(one.unavailable) for one in shown.options[:4]} == {"只能看"}
    assert not shown.others
    walk.on(Picked(0))
    assert walk.refusal()


def test_what_is_fixed_says_why() -> None:
    walk = SettingsWalk().on(Picked(0))
    assert str(walk.view(OptionsView).options[4].unavailable) == FIXED.fixed
    walk.on(Picked(4))
    assert walk.refusal()


@pytest.mark.parametrize(
    ("place", "keyboard", "entered"),
    [(0, Keyboard.FIGURES, "9464"), (2, Keyboard.FULL, "甲"), (3, Keyboard.FULL, "0x04b8")],
)
def test_a_value_is_typed_beside_what_it_is_now(
    place: int, keyboard: Keyboard, entered: str
) -> None:
    shown = SettingsWalk().on(Picked(0), Picked(place)).view(TypingView)
    assert (shown.keyboard, shown.entered) == (keyboard, entered)


def test_bounds_and_the_usual_value_stand_beside_the_field() -> None:
    assert str(SettingsWalk().to_port().view(TypingView).note) == "1024 到 65535"
    assert str(SettingsWalk().on(Picked(0), Picked(2)).view(TypingView).note) == "空着就用 乙"


def test_a_change_is_tried_shown_and_written() -> None:
    walk = SettingsWalk().to_port().on(TextEntered(" 9465 "))
    assert walk.asked(TryChanges) == TryChanges(frozenset({PORT}), PORT)
    walk.on(Trial(effects=EFFECTS))
    (section,) = walk.view(FactsView).sections
    assert [str(row.value) for row in section.rows] == ["9464 → 9465"]
    walk.on(Confirmed())
    assert walk.asked(WriteChanges) == WriteChanges("f1", frozenset({PORT}))
    assert str(walk.view(WaitingView).title) == "正在写入"
    walk.on(Written())
    assert str(walk.view(NoticeView).title) == "已写入配置文件"
    assert walk.position.back is None
    walk.on(ServiceChosen(SettingsChoice.RESTART))
    assert walk.asked(End) == End(Ending.RESTART)
    walk.on(EndingAccepted())
    assert walk.last == Ended(Way.LEAVE)


def test_later_is_soon_enough() -> None:
    walk = SettingsWalk().to_review().on(Confirmed(), Written(), Confirmed())
    assert isinstance(walk.last, Ended)


def test_what_is_not_written_says_why() -> None:
    walk = SettingsWalk().to_review().on(Confirmed(), Written(refused="别人改过"))
    notice = walk.view(NoticeView)
    assert (str(notice.title), str(notice.what)) == ("没有写入", "别人改过")
    assert isinstance(walk.on(Confirmed()).last, Ended)


def test_a_refused_value_can_be_typed_again() -> None:
    walk = SettingsWalk().to_port().on(TextEntered("1"), Trial(refused="太小了"))
    assert str(walk.view(NoticeView).what) == "太小了"
    assert walk.on(Again()).view(TypingView).entered == "9464"


def test_a_refused_choice_can_be_made_again_and_a_usual_one_taken() -> None:
    walk = SettingsWalk().on(Picked(0), Picked(1))
    assert [one.chosen for one in walk.view(OptionsView).options] == [True, False]
    walk.on(Picked(1), Trial(refused="不行"), Again())
    walk.view(OptionsView)
    walk.on(ServiceChosen(SettingsChoice.USUAL))
    assert walk.asked(TryChanges).newest == Change("metrics", "full_screen", "")
    walk.on(Trial(effects=EFFECTS), ServiceChosen(SettingsChoice.MORE), Picked(0))
    assert str(walk.view(OptionsView).options[1].figure) == "→ 是"
    walk.on(Picked(1), Picked(1), Trial(effects=EFFECTS))
    walk.on(ServiceChosen(SettingsChoice.MORE), Picked(0))
    assert str(walk.view(OptionsView).options[1].figure) == f"→ {YES_NO[1].label}"
    assert [one.chosen for one in walk.on(Picked(1)).view(OptionsView).options] == [
        False,
        True,
    ]


def test_what_does_not_go_together_is_told_and_not_offered_for_writing() -> None:
    walk = SettingsWalk().to_review(Trial(effects=EFFECTS, complaints="甲。\n乙。"))
    shown = walk.view(FactsView)
    assert [len(section.rows) for section in shown.sections] == [2, 1]
    assert shown.warning is not None
    assert Confirmed() not in [one.answer for one in shown.actions]
    walk.on(Confirmed())
    assert isinstance(walk.last, Ignored)


def test_what_changes_nothing_is_not_offered_for_writing() -> None:
    shown = SettingsWalk().to_review(Trial()).view(FactsView)
    assert Confirmed() not in [one.answer for one in shown.actions]


def test_everything_can_be_thrown_away() -> None:
    walk = SettingsWalk().to_review().on(ServiceChosen(SettingsChoice.DISCARD))
    assert [str(one.figure) for one in walk.view(OptionsView).options] == ["", "未配备"]


def test_a_newer_wish_takes_the_place_of_an_older_one() -> None:
    walk = SettingsWalk().to_review().on(ServiceChosen(SettingsChoice.MORE))
    walk.to_port()
    assert walk.view(TypingView).entered == "9465"
    walk.on(TextEntered("9466"))
    assert walk.asked(TryChanges).changes == {Change("metrics", "port", "9466")}


def test_a_section_goes_with_all_that_waits_in_it() -> None:
    walk = SettingsWalk().to_review().on(ServiceChosen(SettingsChoice.MORE), Picked(0))
    walk.on(ServiceChosen(SettingsChoice.REMOVE))
    assert walk.asked(TryChanges).changes == {Change("metrics", "")}
    walk.on(Trial(refused="不行"), Again())
    walk.view(OptionsView)
    assert not SettingsWalk().on(Picked(1)).view(OptionsView).others


def test_an_earlier_version_is_compared_before_it_comes_back() -> None:
    walk = SettingsWalk().on(ServiceChosen(SettingsChoice.VERSIONS))
    walk.asked(AskVersions)
    walk.on(KeptVersions((VERSION,)))
    assert f"{NOW:%Y-%m-%d %H:%M}" in str(walk.view(OptionsView).options[0].title)
    walk.on(Picked(0))
    assert walk.asked(CompareVersion).name == VERSION.name
    walk.on(Comparison(EFFECTS, "f1", "f0"), Confirmed())
    assert walk.asked(RestoreVersion) == RestoreVersion(VERSION.name, "f1", "f0")
    assert str(walk.view(WaitingView).title) == "正在恢复"
    walk.on(Written())
    assert str(walk.view(NoticeView).title) == "已写入配置文件"


def test_a_version_that_cannot_come_back_says_why() -> None:
    walk = SettingsWalk().on(ServiceChosen(SettingsChoice.VERSIONS))
    walk.on(KeptVersions((VERSION,)), Picked(0))
    walk.on(Comparison((), "f1", "f0", refused="甲"))
    shown = walk.view(FactsView)
    assert not shown.actions
    assert str(shown.sections[0].rows[0].value) == "甲"


def test_without_earlier_versions_the_settings_are_shown_again() -> None:
    walk = SettingsWalk().on(ServiceChosen(SettingsChoice.VERSIONS), KeptVersions(()))
    assert str(walk.view(NoticeView).title) == "没有以前的版本"
    walk.on(Confirmed())
    walk.asked(ReadSettings)


def test_a_spoilt_file_leads_to_its_versions_and_none_to_the_menu() -> None:
    spoilt = SettingsWalk(SettingsFile("/etc/kiosk/kiosk.toml", "", (), unreadable="读不出来"))
    assert str(spoilt.view(NoticeView).what) == "读不出来"
    spoilt.on(ServiceChosen(SettingsChoice.VERSIONS))
    spoilt.asked(AskVersions)
    none = SettingsWalk(SettingsFile("", "", (), unreadable="不是从文件启动的"))
    assert isinstance(none.on(Confirmed()).last, Ended)
