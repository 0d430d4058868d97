"""Terminal and acquirer over real TCP when something goes wrong: every fault of the host.

For each it is said what the terminal makes of a purchase, and what the bank has made of it.
Whenever the purchase has left, its reversal puts things right.
"""

from __future__ import annotations

import asyncio
import socket

import pytest

from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.responses import ResponseAction
from sim.acquirer.faults import (
    CARRIED_OUT,
    NAMED_FAULTS,
    Heard,
    HostFault,
    HostFaultKind,
    named_fault,
)
from tests.payments.acquirer.bench import Bench, PadBroken
from tests.payments.vectors import SIGN_IN, TERMINAL_ID

K, C, A = HostFaultKind, AcquirerCause, ResponseAction

TROUBLES = [
    (HostFault(K.DEAF), C.SILENT),
    (HostFault(K.HANG_UP), C.SILENT),
    (HostFault(K.LOST_ANSWER), C.SILENT),
    (HostFault(K.HANG_UP_AFTER), C.SILENT),
    (HostFault(K.LATE, seconds=60.5), C.SILENT),
    (HostFault(K.CUT, amount=0), C.SILENT),
    (HostFault(K.CUT, amount=1), C.SILENT),
    (HostFault(K.CUT, amount=40), C.SILENT),
    (HostFault(K.WRONG_TRACE), C.SILENT),
    (HostFault(K.WRONG_AMOUNT), C.SILENT),
    (HostFault(K.WRONG_MAC), C.UNAUTHENTIC),
    (HostFault(K.NO_MAC), C.UNAUTHENTIC),
    (HostFault(K.GARBAGE), C.GARBLED),
    (HostFault(K.SENSELESS_LENGTH), C.GARBLED),
]
ANSWERS = [
    (HostFault(K.REFUSE, code="91"), A.BUSY),
    (HostFault(K.REFUSE, code="A0"), A.SIGN_IN),
    (HostFault(K.REFUSE, code="Z9"), A.REVERSE),
    (HostFault(K.MISREPORT, code="98"), A.REVERSE),
    (HostFault(K.LATE, seconds=30.0), A.APPROVED),
    (HostFault(K.JUNK_TPDU), A.APPROVED),
    (HostFault(K.STALE_FIRST), A.APPROVED),
    (HostFault(K.WRONG_ARPC), A.APPROVED),
]


def name_of(value: object) -> str | None:
    return f"{value.kind.value}{value.amount or ''}" if isinstance(value, HostFault) else None


@pytest.mark.parametrize(("fault", "cause"), TROUBLES, ids=name_of)
async def test_what_cannot_be_believed_is_reversed(
    till: Bench, fault: HostFault, cause: AcquirerCause
) -> None:
    purchase = till.purchase()
    till.fail(fault)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.in_vain(till.acquirer.purchase(purchase))

    assert trouble.value.cause is cause
    assert trouble.value.sent
    assert till.spent() == (12345 if fault.kind in CARRIED_OUT else 0)
    undone = await till.acquirer.reverse(till.reversal(purchase))
    assert undone.ends_reversal
    assert till.spent() == 0


@pytest.mark.parametrize(("fault", "action"), ANSWERS, ids=name_of)
async def test_what_can_be_believed(till: Bench, fault: HostFault, action: ResponseAction) -> None:
    purchase = till.purchase()
    till.fail(fault)

    answer = await till.in_vain(till.acquirer.purchase(purchase), seconds=31.0)

    assert answer.action is action
    assert answer.trace == purchase.trace


def test_every_fault_of_the_host_is_tried() -> None:
    tried = {fault.kind for fault, _ in TROUBLES} | {fault.kind for fault, _ in ANSWERS}

    assert tried == set(HostFaultKind)


@pytest.mark.parametrize(
    ("fault", "cause"), [pair for pair in TROUBLES if pair[0].kind is not K.NO_MAC], ids=name_of
)
async def test_a_reversal_that_fails_is_asked_for_again(
    till: Bench, fault: HostFault, cause: AcquirerCause
) -> None:
    purchase = till.purchase()
    await till.acquirer.purchase(purchase)
    till.fail(fault)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.in_vain(till.acquirer.reverse(till.reversal(purchase)))
    assert trouble.value.cause is cause

    assert (await till.acquirer.reverse(till.reversal(purchase))).code == "00"
    assert till.spent() == 0


@pytest.mark.parametrize(
    ("kind", "cause"),
    [
        (K.DEAF, C.SILENT),
        (K.HANG_UP, C.SILENT),
        (K.CUT, C.SILENT),
        (K.WRONG_TRACE, C.SILENT),
        (K.GARBAGE, C.GARBLED),
        (K.SENSELESS_LENGTH, C.GARBLED),
        (K.REFUSE, C.REFUSED),
    ],
)
async def test_a_sign_in_that_fails(till: Bench, kind: HostFaultKind, cause: AcquirerCause) -> None:
    till.fail(HostFault(kind, Heard.SIGN_IN, amount=50))

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.in_vain(till.sign_in())

    assert trouble.value.cause is cause
    assert await till.sign_in() == 1


async def test_keys_the_host_forgot_are_had_again_by_signing_in(till: Bench) -> None:
    till.host.forget_keys(TERMINAL_ID)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.purchase(till.purchase())

    # Without a MAC nothing is believed, not even that; but it may be taken for a hint.
    assert (trouble.value.cause, trouble.value.code) == (C.UNAUTHENTIC, "A0")
    await till.sign_in()
    assert (await till.acquirer.purchase(till.purchase())).action is A.APPROVED


async def test_nobody_listens(till: Bench) -> None:
    purchase = till.purchase()
    await till.host.stop()

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.purchase(purchase)

    assert trouble.value.cause is C.UNREACHABLE
    assert not trouble.value.sent
    assert str(trouble.value) == "unreachable"


async def test_nobody_takes_the_call(till: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(asyncio, "open_connection", never)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.clock.run(till.acquirer.echo(till.next_trace()))

    assert trouble.value.cause is C.UNREACHABLE
    assert till.clock.monotonic() == till.profile.connect_seconds


async def test_a_connection_that_is_cut_before_anything_is_sent(
    till: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = asyncio.open_connection

    async def cut(host: str, port: int, **_: object) -> object:
        reader, writer = await opened(host, port)
        reader.feed_eof()
        return reader, writer

    monkeypatch.setattr(asyncio, "open_connection", cut)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.purchase(till.purchase())

    assert trouble.value.cause is C.UNREACHABLE


async def test_a_connection_that_is_reset_while_it_is_sent(
    till: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def reset(_: asyncio.StreamWriter) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(asyncio.StreamWriter, "drain", reset)

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.purchase(till.purchase())

    assert trouble.value.cause is C.SILENT


async def test_a_name_nobody_has(till: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(asyncio, "open_connection", unknown)

    with pytest.raises(AcquirerTrouble, match="unreachable"):
        await till.acquirer.echo(till.next_trace())


async def test_a_pad_that_fails_before_anything_is_sent(till: Bench) -> None:
    purchase = till.purchase()
    till.pad.macs_left = 0

    with pytest.raises(PadBroken):
        await till.acquirer.purchase(purchase)

    assert till.host.entries[-1].heard is Heard.SIGN_IN


async def test_a_pad_that_fails_before_the_answer_is_believed(till: Bench) -> None:
    purchase = till.purchase()
    till.pad.macs_left = 1

    with pytest.raises(AcquirerTrouble) as trouble:
        await till.acquirer.purchase(purchase)

    assert trouble.value.cause is C.PAD
    assert trouble.value.sent
    assert till.spent() == 12345


async def test_a_talk_given_up_lets_the_next_one_begin(till: Bench) -> None:
    till.fail(HostFault(K.LOST_ANSWER))
    talk = asyncio.create_task(till.acquirer.purchase(till.purchase()))
    await till.heard(2)
    talk.cancel()
    with pytest.raises(asyncio.CancelledError):
        await talk

    assert (await till.acquirer.purchase(till.purchase())).action is A.APPROVED


async def test_faults_strike_when_they_are_told_to(till: Bench) -> None:
    till.fail(HostFault(K.REFUSE, Heard.PURCHASE, after=1, times=2, code="96"))
    till.fail(HostFault(K.REFUSE, Heard.ECHO, code="90"))

    codes = [(await till.acquirer.purchase(till.purchase(1))).code for _ in range(4)]

    assert codes == ["00", "96", "96", "00"]
    assert [fault.on for fault in till.host.faults] == [Heard.ECHO]
    till.host.heal()
    await till.acquirer.echo(till.next_trace())


async def test_a_fault_may_last(till: Bench) -> None:
    till.fail(HostFault(K.REFUSE, times=None, code="90"))

    codes = {(await till.acquirer.purchase(till.purchase(1))).code for _ in range(3)}

    assert codes == {"90"}


def test_faults_have_names() -> None:
    assert all(named_fault(name) is fault for name, fault in NAMED_FAULTS.items())
    with pytest.raises(KeyError):
        named_fault("no such fault")


@pytest.mark.parametrize("noise", [b"\x00\x01\x02", b"\x00\x18" + bytes(24), b"\xff\xff\x00"])
async def test_a_host_that_is_told_nonsense_hangs_up(till: Bench, noise: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", till.host.port)
    writer.write(noise)
    writer.write_eof()

    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()


async def test_a_host_takes_several_messages_on_one_connection(till: Bench) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", till.host.port)
    for _ in range(2):
        writer.write(SIGN_IN)
        length = int.from_bytes(await reader.readexactly(2), "big")
        assert len(await reader.readexactly(length)) == length
    writer.close()
    await writer.wait_closed()


async def test_a_host_can_be_stopped_and_started_again(till: Bench) -> None:
    port = till.host.port
    states = []
    for change in (till.host.stop, till.host.stop, till.host.start, till.host.start):
        await change()
        states.append(till.host.running)

    assert states == [False, False, True, True]
    assert till.host.port == port
    assert await till.sign_in() == 1
