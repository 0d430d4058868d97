"""What holds for every test: no display, no network but loopback, no silent trouble."""

from __future__ import annotations

import gc
import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

_ROOT = Path(__file__).parents[1]

# Read once, when Qt starts; so they are set before anything can import it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The same letters on every machine: Qt and Chromium alike see the two font files and no others.
os.environ["FONTCONFIG_FILE"] = str(_ROOT / "assets" / "fonts" / "fonts.conf")
set_hypothesis_home_dir(_ROOT / ".cache" / "hypothesis")

pytest_plugins = [
    "tests.support.logs",
    "tests.support.browser",
    "tests.support.findings",
    "tests.support.pcscd",
]

# No deadline anywhere: a busy machine is not a fault of the code. CI repeats itself exactly.
settings.register_profile("dev", deadline=None, max_examples=60)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=100,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("thorough", settings.get_profile("ci"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


# Whole files are dealt out to the workers, so the longest go first: whoever got one of them last
# would work on alone for minutes.
_LONGEST = (
    "tests/properties/test_every_reachable_state.py",
    "tests/sim/backend/test_books_properties.py",
    "tests/ledger/test_kill.py",
    "tests/commands/test_run.py",
    "tests/flows/test_flow_pages.py",
    "tests/properties/test_made_up_service.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Under several workers, the order of the files; within each it stays random."""
    if not hasattr(config, "workerinput"):
        return
    sizes = Counter(item.path for item in items)
    ranks = {_ROOT / file: rank for rank, file in enumerate(_LONGEST)}

    def place(item: pytest.Item) -> tuple[int, int, Path]:
        return ranks.get(item.path, len(ranks)), -sizes[item.path], item.path

    items.sort(key=place)


@pytest.fixture(scope="module", autouse=True)
def _what_is_there_stays() -> None:
    """What has been imported, collected and kept by now is no garbage; so the collector, which the
    screens ask after every test, need not go through it again and again."""
    gc.collect()
    gc.freeze()
