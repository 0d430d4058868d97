"""``make demo`` and ``make demo-all``: what they leave behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from PIL import Image

from sim.album import SUMMARY, Summary
from sim.exhibition import PAGE, exhibit
from sim.scenario import Expect, find

PLAYED = ("resident-arrears", "certificate-contribution-detail")


def demo(out: Path, *scenarios: str) -> subprocess.CompletedProcess[str]:
    wanted = [word for name in scenarios for word in ("--scenario", name)]
    command = [sys.executable, "-m", "sim", "demo", *wanted, "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=110)


def test_several_scenarios_leave_screens_papers_documents_and_books(tmp_path: Path) -> None:
    ended = demo(tmp_path, *PLAYED)

    assert ended.returncode == 0, ended.stderr
    assert exhibit(tmp_path, PLAYED, seconds=1) == ()
    for name in PLAYED:
        folder = tmp_path / name
        summary = Summary.model_validate_json((folder / SUMMARY).read_text(encoding="utf-8"))
        assert len(summary.steps) == len(find(name).steps)
        expected = [step for step in find(name).steps if isinstance(step, Expect)]
        assert len(summary.screens) >= len(expected)
        assert sorted(file.name for file in (folder / "screens").iterdir()) == list(summary.screens)
        for paper in summary.papers:
            assert paper.complete
            assert "600.00" in (folder / paper.text).read_text(encoding="utf-8")
        for document in summary.documents:
            assert (folder / document.pdf).read_bytes().startswith(b"%PDF-")
            for page in document.pages:
                with Image.open(folder / page) as picture:
                    assert picture.width == 1000
    arrears, certificate = (json.loads(text(tmp_path / name / "ledger.json")) for name in PLAYED)
    assert "300" in json.dumps(arrears)
    assert arrears != certificate
    assert text(tmp_path / PAGE).count("<section") == len(PLAYED)


def test_a_scenario_that_fails_says_where_and_the_next_is_played(tmp_path: Path) -> None:
    steps = '{ expect = "attract" }, { expect = "attract", text = ["夜宵"], within = 0.5 }'
    broken = tmp_path / "broken.toml"
    broken.write_text(
        f'name = "broken"\ntitle = "例"\nperson = "zhang-san"\nsteps = [{steps}]\n',
        encoding="utf-8",
    )

    ended = demo(tmp_path / "out", str(broken), "only-start")

    assert ended.returncode == 1
    assert "broken: step 2" in ended.stderr
    first, second = (
        Summary.model_validate_json(text(tmp_path / "out" / name / SUMMARY))
        for name in ("broken", "only-start")
    )
    assert not first.passed
    assert [one.step for one in first.steps] == ["expect=attract"]
    assert first.screens[-1].endswith("failed.png")
    assert second.passed


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
