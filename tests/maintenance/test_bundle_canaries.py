"""No citizen is in the support bundle: not by name, not by number, not masked, not as a digest."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from stdnum.iso7064 import mod_37_36

from kiosk.domain.bank_card import mask_account
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.ledger import NO_FACTS, Ledger, NewAttempt
from kiosk.maintenance.bundle import Sources, write_bundle
from kiosk.maintenance.readiness import Finding, Report, Verdict
from kiosk.observe import Event
from kiosk.observe.events import CATALOGUE
from tests.ledger.cards import BATCH, MERCHANT, TERMINAL, approval
from tests.ledger.given import KEY, Clock, new_order, opened
from tests.maintenance.bundling import WHO, Terminal, at, record
from tests.maintenance.canaries import CANARIES, Canary, blobs, forms, found_in

AT = "2026-01-31T09:00:00.250+08:00"


def hostile_lines(canary: Canary) -> Iterator[bytes]:
    """What somebody, or a fault, may have put into the file of the log."""
    at = f'"at": "{AT}", "level": "info"'
    level = CATALOGUE[Event.SERVICE_CALL_FAILED].level.name.lower()
    started, known = f'{at}, "event": "VISIT_STARTED"', f'{at}, "event": "RECEIPT_PRINTED"'
    failed = f'"at": "{AT}", "level": "{level}", "event": "SERVICE_CALL_FAILED"'
    encoded = base64.b64encode(canary.name.encode()).decode()
    lines = (
        f"{canary.name} {canary.identity} {canary.phone}",
        f'{{{started}, "where": "{canary.name}"}}',
        f'{{{started}, "where": "{canary.phone}"}}',
        f'{{{started}, "name": "{canary.name}"}}',
        f'{{{started}, "pin": "{canary.pin}"}}',
        f'{{{started}, "where": ["{canary.pan}"]}}',
        f'{{{started}, "where": "attract", "where": "{canary.pan}"}}',
        f'{{{started}, "where": "{canary.pan}", "where": "attract"}}',
        f'{{{at}, "event": "{canary.name}"}}',
        f'{{"at": "{canary.phone}", "level": "info", "event": "VISIT_STARTED"}}',
        f'{{"at": "{AT}", "level": "{canary.name}", "event": "VISIT_STARTED"}}',
        f'{{{known}, "order": "{canary.identity}AB"}}',
        f'{{{known}, "order": "JN03{canary.identity}"}}',
        f'{{{known}, "order": "{well_formed_around(canary)}"}}',
        f'{{{known}, "order": "JN03", "reprint": {canary.phone}}}',
        f"{{{known}}} {canary.pan}",
        f"{{{known}}}\t// {encoded}",
        f'{{{failed}, "reference": "a{canary.phone}"}}',
        f'{{{failed}, "reference": "{canary.identity[:17]}f"}}',
        f'["{canary.pan}"]',
        f'"{canary.pan}"',
        canary.pan,
        "[" * 3000 + canary.pan,
    )
    yield from (line.encode() for line in lines)
    yield from (
        canary.name.encode("gb18030"),
        canary.name.encode("utf-16"),
        b"x" * 9000 + canary.identity.encode(),
        b"\xff\xfe\x00" + canary.pan.encode(),
    )


def well_formed_around(canary: Canary) -> str:
    """Somebody's number with the check character of an order number behind it."""
    body = f"JN03{canary.identity[:17]}"
    return body + mod_37_36.calc_check_digit(body)


def live_through(ledger: Ledger, canary: Canary) -> tuple[OrderNumber, str]:
    """A visit of that citizen, as it is written by the real code."""
    number = ledger.mint_order_number("JN-03")
    terms = new_order(
        ledger,
        number,
        payer=canary.identity,
        name=canary.name,
        proxy=canary.name,
        tender=Tender.BANK_CARD,
    )
    ledger.create_order(terms)
    ledger.advance(number, OrderState.PAYING, NO_FACTS)
    ledger.adopt_batch(BATCH)
    secret = f"{canary.pan} {canary.pin}".encode()
    attempt = NewAttempt(
        ledger.next_trace(), BATCH, TERMINAL, MERCHANT, mask_account(canary.pan), secret
    )
    ordinal = ledger.begin_purchase(number, attempt)
    ledger.purchase_approved(number, ordinal, approval(ledger, number))
    ledger.advance(number, OrderState.NEEDS_PERSON, NO_FACTS)
    return number, terms.payer_digest


@pytest.mark.expects_log("facts are not for the log")
def test_no_citizen_is_in_any_byte_of_it_in_whatever_form(tmp_path: Path, stick: Path) -> None:
    first = CANARIES[0]
    terminal = at(
        tmp_path / "terminal",
        terminal={
            "hall_name": f"厅 {first.pan}",
            "window": first.phone,
            "hotline": first.identity,
        },
        service={"url": f"https://{first.social_card}:{first.pin}@service.example/?n={first.pan}"},
        receipt_printer={"device": f"/dev/tty{first.identity}"},
    )
    digests: list[str] = []
    with opened(terminal.settings.ledger.path) as ledger:
        for canary in CANARIES:
            number, digest = live_through(ledger, canary)
            digests.append(digest)
            record(
                terminal,
                (Event.VISIT_STARTED, {"where": canary.name, "why": canary.phone}),
                (Event.VISIT_FAULT, {"name": canary.name, "card": canary.social_card}),
                (Event.ORDER_CREATED, {"order": number}),
                (Event.RECEIPT_PRINTED, {"order": canary.identity, "reprint": 0}),
            )
            with terminal.settings.log.path.open("ab") as log:
                log.writelines(line + b"\n" for line in hostile_lines(canary))
        ledger.staff_admitted(WHO, "cashier")
        ledger.staff_acted(WHO, "money.looked", before=first.name, after=first.social_card)
        said = Finding("税务系统", Verdict.BROKEN, f"{first.identity} {first.pan}")
        report = Report(Clock()(), "JN-03", "0.1.0", (said,))
        bundle = write_bundle(Sources(terminal.settings, KEY, report), stick)
    wanted = {
        form: secret
        for canary, digest in zip(CANARIES, digests, strict=True)
        for form, secret in forms(canary, (digest,)).items()
    }
    contents = blobs(bundle.path)
    # What may be told is there, so what is sought would be found.
    assert WHO.encode() in contents["staff.json"]
    assert b"ORDER_CREATED" in contents["log/kiosk.jsonl"]
    assert bundle.lines_kept >= 8
    assert bundle.lines_left_out >= 40
    found = {
        name: secrets for name, blob in contents.items() if (secrets := found_in(blob, wanted))
    }
    assert found == {}
    assert KEY.hex().encode() not in contents["(file)"]


def test_the_ledger_and_the_log_themselves_do_hold_what_is_sought(
    tmp_path: Path, terminal: Terminal
) -> None:
    canary = CANARIES[0]
    with opened(terminal.settings.ledger.path) as ledger:
        _, digest = live_through(ledger, canary)
        ledger_bytes = b"".join(
            file.read_bytes() for file in terminal.settings.ledger.path.parent.iterdir()
        )
    found = found_in(ledger_bytes, forms(canary, (digest,)))
    assert digest in found
    assert len(found) >= 4, "the masked name, number and card, and the digest"
    hostile = b"\n".join(hostile_lines(canary))
    assert {canary.name, canary.identity, canary.pan, canary.phone} <= found_in(
        hostile, forms(canary)
    )


PLANTS: dict[str, Callable[[Canary], bytes]] = {
    "plain": lambda canary: canary.name.encode(),
    "utf-16": lambda canary: canary.identity.encode("utf-16-le"),
    "base64": lambda canary: base64.b64encode(f"x{canary.pan}y".encode()),
    "base64 of a name": lambda canary: base64.b64encode(f"xy{canary.name}z".encode()),
    "digest": lambda canary: hashlib.sha256(canary.identity.encode()).hexdigest().encode(),
    "JSON": lambda canary: json.dumps(canary.name).encode(),
    "hexadecimal": lambda canary: canary.phone.encode().hex().encode(),
    "a field": lambda canary: json.dumps({"pin": canary.pin}).encode(),
    "GB 18030": lambda canary: canary.name.encode("gb18030"),
    "social card": lambda canary: canary.social_card.encode(),
    "masked": lambda canary: mask_account(canary.pan).encode(),
}


@pytest.mark.parametrize("plant", PLANTS)
@pytest.mark.parametrize("canary", CANARIES, ids=lambda one: one.pin)
def test_a_canary_that_is_planted_is_found(tmp_path: Path, canary: Canary, plant: str) -> None:
    path = tmp_path / "planted.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log/kiosk.jsonl", b"before" + PLANTS[plant](canary) + b"after")
    assert found_in(blobs(path)["log/kiosk.jsonl"], forms(canary))
