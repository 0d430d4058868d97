"""A file is the old one or the new one, whenever the process is killed or the disk refuses."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kiosk.ledger.whole_files import draft_of, replaced, sync_directory
from tests.ledger.dying import Say, die_at, in_child

OLD = b"old " * 5_000
NEW = b"newer " * 5_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "file"
    path.write_bytes(OLD)
    return path


@pytest.mark.parametrize(("point", "left"), [(1, OLD), (2, OLD), (3, NEW)])
def test_killed_at_the_draft_the_renaming_or_after_it(path: Path, point: int, left: bytes) -> None:
    def replace(_say: Say) -> None:
        die_at(point, path.parent)
        with replaced(path) as file:
            file.write(NEW)

    assert in_child(replace).was_killed
    assert path.read_bytes() == left


def test_killed_in_the_middle_of_writing(path: Path) -> None:
    def replace(say: Say) -> None:
        with replaced(path) as file:
            file.write(NEW[: len(NEW) // 2])
            file.flush()
            say("half")
            os.read(os.pipe()[0], 1)

    assert in_child(replace, kill_after_lines=1).was_killed
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("name_synced", [True, False])
def test_its_bytes_are_on_the_disk_before_it_has_its_name(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, name_synced: bool
) -> None:
    seen = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        fsync(descriptor)
        seen.append((Path(os.readlink(f"/proc/self/fd/{descriptor}")), path.read_bytes()))

    monkeypatch.setattr(os, "fsync", watched)
    with replaced(path, name_synced=name_synced) as file:
        file.write(NEW)
    assert seen == [(draft_of(path), OLD), (path.parent, NEW)][: 1 + name_synced]


def test_what_fails_leaves_the_old_one_and_nothing_beside_it(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), replaced(path) as file:  # noqa: PT012
        file.write(NEW)
        raise ZeroDivisionError
    assert path.read_bytes() == OLD
    assert list(path.parent.iterdir()) == [path]


def test_its_owner_alone_may_read_it(path: Path) -> None:
    path.chmod(0o644)
    with replaced(path) as file:
        file.write(NEW)
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_lies_where_it_is_drafted_is_neither_followed_nor_kept(
    path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.write_bytes(OLD)
    draft_of(path).symlink_to(other)
    with replaced(path) as file:
        file.write(NEW)
    assert (path.read_bytes(), other.read_bytes()) == (NEW, OLD)
    assert not path.is_symlink()


@pytest.mark.parametrize(
    ("number", "told"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)]
)
def test_a_file_system_that_knows_no_directories_to_synchronise_has_done_its_best(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, *, told: bool
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    if told:
        with pytest.raises(OSError, match="error"):
            sync_directory(tmp_path)
    else:
        sync_directory(tmp_path)
