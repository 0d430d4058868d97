#!/usr/bin/env python3
"""Make the pictures of the documents anew: play a journey and lay its screens out on one sheet.

    python scripts/pictures.py [--scenario NAME] [--bench]

Writes docs/pictures/journey.png and receipt.png; with --bench also bench.png, for which chromium
and chromedriver must be there. 256 colours without dither keep the pictures small.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sim.announcement import Announcement  # noqa: E402 - found only now
from sim.client import HallClient  # noqa: E402 - as above
from sim.hall_process import HallProcess  # noqa: E402 - as above

TARGET = ROOT / "docs" / "pictures"
DEFAULT = "flexible-pension-alipay"
# Looks like other screens of the sheet.
LEFT_OUT = ("insurances", "attract-again")
ACROSS = 5
WIDTH = 320
GAP = 16
GROUND = "#D8E0EC"
COLOURS = 256
BENCH_SIZE = (1500, 1150)
SETTLING_S = 5.0


def play(scenario: str, out: Path) -> None:
    """Play a scenario as `make demo` does. Raises CalledProcessError when the journey fails."""
    command = [sys.executable, "-m", "sim", "demo", "--scenario", scenario, "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT)


def sheet(pictures: list[Path]) -> Image.Image:
    """All pictures in rows, in their order, scaled to one width."""
    small = [_scaled(Image.open(path).convert("RGB")) for path in pictures]
    height = max(picture.height for picture in small)
    rows = -(-len(small) // ACROSS)
    page = Image.new(
        "RGB", (GAP + ACROSS * (WIDTH + GAP), GAP + rows * (height + GAP)), color=GROUND
    )
    for place, picture in enumerate(small):
        row, column = divmod(place, ACROSS)
        page.paste(picture, (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP)))
    return page


def _scaled(picture: Image.Image) -> Image.Image:
    height = round(picture.height * WIDTH / picture.width)
    return picture.resize((WIDTH, height), Image.Resampling.LANCZOS)


def keep(picture: Image.Image, name: str) -> None:
    """Write a picture with few colours."""
    path = TARGET / name
    few = picture.convert("RGB").quantize(
        COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    few.save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


@contextmanager
def kiosk(announcement: Announcement) -> Iterator[None]:
    """A kiosk of that hall that draws on VNC, as `make run` starts it without a display."""
    command = [sys.executable, "-m", "kiosk", "run", "--config", str(announcement.kiosk_config)]
    running = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": announcement.qt_platform}
    )
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def _holds(script: str) -> Callable[[Chrome], bool]:
    def holds(browser: Chrome) -> bool:
        return bool(browser.execute_script(f"return {script}"))

    return holds


def bench(room: Path) -> Image.Image:
    """The bench page with a card on the reader and the live screen beside it."""
    os.environ["SE_OFFLINE"] = "true"
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    size = "{},{}".format(*BENCH_SIZE)
    for argument in ("--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={size}"):
        options.add_argument(argument)
    driver = Service(executable_path=shutil.which("chromedriver"))
    with (
        HallProcess(room) as hall,
        kiosk(hall.announcement),
        HallClient(hall.announcement.control_url) as control,
        Chrome(options=options, service=driver) as browser,
    ):
        control.place("zhang-san")
        browser.get(hall.announcement.bench_url)
        wait = WebDriverWait(browser, 30)
        wait.until(_holds("document.body.dataset.ready === 'yes'"))
        wait.until(_holds("document.getElementById('screen').dataset.live === 'yes'"))
        # Until the terminal has found its devices and shows the attract screen.
        time.sleep(SETTLING_S)
        path = room / "bench.png"
        browser.save_screenshot(str(path))
        return Image.open(path).convert("RGB")


def main() -> int:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scenario", default=DEFAULT)
    parser.add_argument("--bench", action="store_true", help="the bench page too")
    options = parser.parse_args()
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        out = Path(folder) / "demo"
        play(options.scenario, out)
        screens = [
            path
            for path in sorted((out / "screens").glob("*.png"))
            if path.stem.partition("-")[2] not in LEFT_OUT
        ]
        keep(sheet(screens), "journey.png")
        keep(Image.open(out / "receipt.png"), "receipt.png")
        if options.bench:
            keep(bench(Path(folder) / "hall"), "bench.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
