"""``python -m sim.devices.pin_pad``: one PIN pad, until SIGTERM or until its parent is gone.

Says where it is in one line of JSON on standard output: ``{"link": "…", "control": "…"}``.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from pathlib import Path

from sim.devices.pin_pad.control import Control
from sim.devices.pin_pad.model import Inside, MasterKeys, PadModel
from sim.devices.pin_pad.pad import PinPad
from sim.devices.pin_pad.xz_f35 import XzF35Model
from sim.devices.pin_pad.zt598 import Zt598Model
from sim.devices.serial_line import PtyLine

DES_MASTER = "11111111111111112222222222222222"
SM4_MASTER = "1234567890ABCDEFABCDEF0987654321"
"""The master keys of the vectors in devices.md 5.3, which the simulated acquirer has too."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(options))
    return 0


async def _run(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if options.with_parent:
        # Its standard input is a pipe from there, which ends with it.
        loop.add_reader(sys.stdin.fileno(), _hear_the_end, ended)
    masters = MasterKeys(options.master_place, options.master_key, options.sm4_master_key)
    pad = PinPad(
        PtyLine(options.link),
        lambda inside: _model(options, inside),
        masters,
        speed=options.speed,
    )
    pad.plug()
    server, where = await Control(pad).serve(options.control)
    print(json.dumps({"link": str(options.link), "control": where}), flush=True)
    await ended.wait()
    server.close()
    pad.unplug()


def _hear_the_end(ended: asyncio.Event) -> None:
    if not os.read(sys.stdin.fileno(), 1):
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        ended.set()


def _model(options: argparse.Namespace, inside: Inside) -> PadModel:
    if options.model == "xz-f35":
        return XzF35Model(inside)
    return Zt598Model(inside, options.identity)


def _key(text: str) -> bytes | None:
    """16 bytes in hexadecimal, or ``none``."""
    if text == "none":
        return None
    value = bytes.fromhex(text)
    if len(value) != 16:
        raise ValueError
    return value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sim.devices.pin_pad", description=__doc__)
    parser.add_argument("--model", choices=("zt598", "xz-f35"), default="zt598")
    parser.add_argument("--link", type=Path, required=True, help="where its serial device appears")
    parser.add_argument(
        "--control",
        default="0",
        metavar="PATH_OR_PORT",
        help="Unix socket, or TCP port of loopback; 0 takes a free one",
    )
    parser.add_argument("--speed", type=int, default=9600, help="baud")
    parser.add_argument("--master-place", type=int, default=1, help="where the master keys lie")
    parser.add_argument("--master-key", type=_key, default=_key(DES_MASTER), help="3DES, or none")
    parser.add_argument("--sm4-master-key", type=_key, default=_key(SM4_MASTER), help="or none")
    parser.add_argument(
        "--identity", type=_key, help="what a host must know to use keys (ZT598); otherwise nothing"
    )
    parser.add_argument("--with-parent", action="store_true", help="end when standard input ends")
    return parser


if __name__ == "__main__":
    sys.exit(main())
