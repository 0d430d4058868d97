"""Debian's Chromium, headless, for the pages that the simulated hall serves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

# Chromium looks for its maker as soon as it wakes; there is nobody to answer.
_QUIET = (
    "--headless",
    "--no-sandbox",  # tests may run as root, where the sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    "--hide-scrollbars",
)


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chrome]:
    """A fresh browser with a fresh profile; it can reach this machine and nothing else."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium and chromedriver; scripts/setup.sh dev installs them")
        pytest.skip("no chromium and chromedriver on this machine")
    monkeypatch.setenv("SE_OFFLINE", "true")
    monkeypatch.setenv("SE_AVOID_STATS", "true")
    options = ChromeOptions()
    options.binary_location = chromium
    for argument in (*_QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1280,1024"):
        options.add_argument(argument)
    with Chrome(options=options, service=Service(executable_path=driver)) as chrome:
        chrome.set_page_load_timeout(20)
        yield chrome
