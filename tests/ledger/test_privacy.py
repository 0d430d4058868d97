"""Canaries: citizens whose names and numbers are nowhere on the disk."""

from __future__ import annotations

from pathlib import Path

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS
from tests.ledger.given import KEY, Clock, new_order, opened

CITIZENS = (
    ("欧阳测试", "370102194912310029"),
    ("王芳", "37010219900101001X"),
    ("古丽巴哈尔·示例买买提", "370102199002020017"),
    ("𠮷野样本", "370102199003030014"),
    ("JOHN SAMPLE", "370102199004040011"),
)
PROXY = "李代缴样本"


def traces(home: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in home.iterdir()}


def test_no_name_and_no_number_reaches_the_disk(path: Path) -> None:
    with opened(path, Clock()) as ledger:
        for name, identity in CITIZENS:
            number = ledger.mint_order_number("JN-03")
            ledger.create_order(new_order(ledger, number, payer=identity, name=name, proxy=PROXY))
            ledger.advance(number, OrderState.POSTED, NO_FACTS)
            ledger.receipt_failed(number, ledger.receipt_started(number), "paper_out")
            ledger.note("left", number, {"reason": "finished"})
        while_open = traces(path.parent)
        assert {"ledger.sqlite", "ledger.sqlite-wal"} <= while_open.keys()
    for found in (while_open, traces(path.parent)):
        whole = b"".join(found.values())
        # What is masked is there, so what is sought would be found.
        assert "欧**试".encode() in whole
        assert b"3701**********0029" in whole
        assert "李***本".encode() in whole
        for name, identity in (*CITIZENS, (PROXY, CITIZENS[0][1])):
            for secret in (name, identity, identity[6:14], identity[:17], name[1:]):
                for spelling in ("utf-8", "utf-16-le", "gb18030"):
                    encoded = secret.encode(spelling)
                    assert len(encoded) < 4 or encoded not in whole, secret
        assert KEY not in whole
        assert KEY.hex().encode() not in whole
    assert not any(
        secret in file for file in while_open for citizen in CITIZENS for secret in citizen
    )
