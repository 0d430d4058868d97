"""Which USB sticks are mounted, as the kernel says, and which of them can be written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.maintenance.placing import NotPlaced
from kiosk.maintenance.usb_sticks import UsbStick, stick_to_write_to, usb_sticks


@dataclass(frozen=True, slots=True)
class Machine:
    """A made-up /proc/self/mountinfo and /sys/block, and real folders for what is mounted."""

    root: Path

    @property
    def mounts(self) -> Path:
        return self.root / "mountinfo"

    @property
    def block(self) -> Path:
        return self.root / "block"

    def disk(self, name: str, number: str, *, removable: bool, partition: str = "") -> None:
        disk = self.block / name
        disk.mkdir(parents=True)
        (disk / "removable").write_text(f"{int(removable)}\n")
        (disk / "dev").write_text(f"{number}\n")
        if partition:
            (disk / f"{name}1").mkdir()
            (disk / f"{name}1" / "dev").write_text(f"{partition}\n")

    def mount(self, number: str, name: str, *, options: str = "rw", of_all: str = "rw") -> Path:
        folder = self.root / name
        folder.mkdir(exist_ok=True)
        written = str(folder).replace(" ", "\\040")
        with self.mounts.open("a") as mounts:
            mounts.write(
                f"36 35 {number} / {written} {options},nosuid shared:2 "
                f"- vfat /dev/x {of_all},utf8\n"
            )
        return folder

    def sticks(self) -> tuple[UsbStick, ...]:
        return usb_sticks(self.mounts, self.block)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    one = Machine(tmp_path)
    one.disk("sda", "8:0", removable=False, partition="8:1")
    one.mount("8:1", "root")
    return one


def test_without_a_stick_there_is_none(machine: Machine) -> None:
    assert machine.sticks() == ()
    with pytest.raises(NotPlaced, match="没有找到 U 盘"):
        stick_to_write_to(machine.sticks())


def test_a_partition_and_a_whole_disk_that_can_be_taken_out_are_sticks(machine: Machine) -> None:
    machine.disk("sdb", "8:16", removable=True, partition="8:17")
    machine.disk("sdc", "8:32", removable=True)
    folders = machine.mount("8:17", "KINGSTON 32G"), machine.mount("8:32", "whole")
    found = machine.sticks()
    assert tuple(stick.folder for stick in found) == folders
    assert not any(stick.read_only for stick in found)
    assert all(stick.free_bytes > 0 for stick in found)


def test_what_is_mounted_twice_is_one_stick(machine: Machine) -> None:
    machine.disk("sdb", "8:16", removable=True, partition="8:17")
    first = machine.mount("8:17", "first")
    machine.mount("8:17", "second")
    assert [stick.folder for stick in machine.sticks()] == [first]


@pytest.mark.parametrize(("options", "of_all"), [("ro", "rw"), ("rw", "ro")])
def test_a_stick_that_is_read_only_is_no_place_to_write_to(
    machine: Machine, options: str, of_all: str
) -> None:
    machine.disk("sdb", "8:16", removable=True, partition="8:17")
    machine.mount("8:17", "locked", options=options, of_all=of_all)
    (stick,) = machine.sticks()
    assert stick.read_only
    with pytest.raises(NotPlaced, match="只读"):
        stick_to_write_to((stick,))


def test_a_stick_that_this_user_may_not_write_is_as_good_as_read_only(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.disk("sdb", "8:16", removable=True, partition="8:17")
    machine.mount("8:17", "foreign")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert [stick.read_only for stick in machine.sticks()] == [True]


def test_discs_and_sticks_that_were_pulled_out_are_left_out(machine: Machine) -> None:
    machine.disk("sr0", "11:0", removable=True)
    machine.mount("11:0", "disc", options="ro")
    machine.disk("sdb", "8:16", removable=True, partition="8:17")
    machine.mount("8:17", "gone").rmdir()
    assert machine.sticks() == ()


def test_of_several_the_one_with_most_room_is_written_to(tmp_path: Path) -> None:
    locked = UsbStick(tmp_path / "a", read_only=True, free_bytes=300)
    small = UsbStick(tmp_path / "b", read_only=False, free_bytes=100)
    large = UsbStick(tmp_path / "c", read_only=False, free_bytes=200)
    assert stick_to_write_to((locked, small, large)) == large


def test_lines_that_make_no_sense_and_files_that_are_not_there_are_no_sticks(
    machine: Machine, tmp_path: Path
) -> None:
    with machine.mounts.open("a") as mounts:
        mounts.write("nonsense\n\n1 2 8:17 -\n")
    assert machine.sticks() == ()
    assert usb_sticks(tmp_path / "nothing", tmp_path / "nothing") == ()


def test_this_very_machine_can_be_looked_at() -> None:
    for stick in usb_sticks():
        assert stick.folder.is_dir()
