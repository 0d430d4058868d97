"""What pads compute, against the published vectors and against psec."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import psec
import pytest

from kiosk.devices.api import KeyCipher, KeyUse, PinBlockForm, WorkingKey
from sim.devices.pin_pad.arithmetic import Family, cbc_mac, check_value, decipher, encipher
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.pin_pad_bench import MAC_KEY, PIN_KEY, Bench, open_bench, pad_process

# psec still takes 3DES from where cryptography no longer wants it to be.
pytestmark = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")

MODELS = ("zt598", "xz-f35")
PIN_KEY_IN_CLEAR = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
MAC_KEY_IN_CLEAR = bytes.fromhex("1122334455667788")
MESSAGE = bytes.fromhex(
    "0200302004C020C0981100000000000000005100183402100006324392260009942820D1312101120084393136"
    "363838303134303030303030303030303030303031313536ACF46E73838A82F92600000000000000000822000001"
)
FOLDED = b"4D08F434464FE7BF"
"""The exclusive or of the message's blocks, as hexadecimal characters (devices.md 5.4)."""


@pytest.fixture(scope="module", params=MODELS)
def process(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, PinPadProcess]]:
    model = str(request.param)
    with pad_process(model, tmp_path_factory.mktemp("pad")) as process:
        yield model, process


@pytest.fixture
async def bench(process: tuple[str, PinPadProcess]) -> AsyncIterator[Bench]:
    model, pad = process
    async with open_bench(pad, model) as bench:
        yield bench


async def test_pin_blocks_are_those_of_psec(bench: Bench) -> None:
    drawn = random.Random(9564)
    await bench.pad.load_working_keys((PIN_KEY,))
    for length in range(4, 13):
        pin = "".join(drawn.choices("0123456789", k=length))
        account = "".join(drawn.choices("0123456789", k=12))
        expected = psec.pinblock.encode_pinblock_iso_0(pin, f"62{account}0")
        expected = psec.des.encrypt_tdes_ecb(PIN_KEY_IN_CLEAR, expected)
        assert await bench.block(PinBlockForm.ISO0_3DES, pin, account) == expected


async def test_macs_are_those_of_psec(bench: Bench) -> None:
    drawn = random.Random(99)
    triple = replace(PIN_KEY, use=KeyUse.MAC)
    for key, clear in ((MAC_KEY, MAC_KEY_IN_CLEAR), (triple, PIN_KEY_IN_CLEAR)):
        await bench.pad.load_working_keys((key,))
        for blocks in (1, 2, 3, 12, 60):
            data = drawn.randbytes(8 * blocks)
            expected = psec.mac.generate_cbc_mac(clear, data, 1)
            assert await bench.pad.mac(data, key.cipher) == expected


async def test_the_mac_of_the_published_example(tmp_path: Path) -> None:
    master = bytes.fromhex("70F2A84CCBC2AE8625CBB0F2C22AB923")
    cryptogram = bytes.fromhex("96D605EA176B7E9E")
    clear = decipher(Family.DES, master, cryptogram)
    assert clear == bytes.fromhex("C24A8FB57AA20123")
    key = WorkingKey(KeyUse.MAC, KeyCipher.DES, cryptogram, check_value(Family.DES, clear)[:4])
    for model in MODELS:
        with pad_process(model, tmp_path, "--master-key", master.hex()) as process:
            async with open_bench(process, model) as bench:
                await bench.pad.load_working_keys((key,))
                mac = await bench.pad.mac(FOLDED, KeyCipher.DES)
        assert mac == bytes.fromhex("8A9E91B88D839AC5")
        assert mac.hex().upper()[:8] == "8A9E91B8"


async def test_x99_over_a_whole_message(bench: Bench) -> None:
    # devices.md 5.4 gives it for the left half of its 3DES key.
    padded = MESSAGE + bytes(-len(MESSAGE) % 8)
    left = PIN_KEY_IN_CLEAR[:8]
    master = bytes.fromhex("11111111111111112222222222222222")
    key = WorkingKey(
        KeyUse.MAC,
        KeyCipher.DES,
        encipher(Family.DES, master, left),
        check_value(Family.DES, left)[:4],
    )
    await bench.pad.load_working_keys((key,))
    assert await bench.pad.mac(padded, KeyCipher.DES) == bytes.fromhex("4B78A9BB53D141F5")


def test_the_pads_own_arithmetic_is_that_of_psec() -> None:
    drawn = random.Random(1)
    for size in (8, 16, 24):
        key, data = drawn.randbytes(size), drawn.randbytes(40)
        assert cbc_mac(Family.DES, key, data) == psec.mac.generate_cbc_mac(key, data, 1)
        assert decipher(Family.DES, key, encipher(Family.DES, key, data)) == data
