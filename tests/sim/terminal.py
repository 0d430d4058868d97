"""What a terminal would do on the wires of the hall, in the plainest form."""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2
import serial

from sim.announcement import Announcement
from sim.backend.wire import CitizenAnswer, EnrolmentsAnswer
from sim.backend.wire_payable import QuoteAnswer
from sim.people import find_person

FIND_CARD = bytes.fromhex("AAAAAA9669 0003 2001 22")
FOUND = 0x9F
NO_CARD = 0x80
_WELL = 0x60
START_PIN = bytes.fromhex("02 303036 363030303132 03 3330")
"""Of a ZT598, after which it tells each key."""
LOOK = b"\x16T\r"
LOOK_NO_LONGER = b"\x16U\r"

Body = Mapping[str, object]


class Terminal:
    """Speaks HTTPS with the terminal's certificate, through the relay of the hall's network."""

    def __init__(self, announcement: Announcement, *, timeout_seconds: float = 5.0) -> None:
        context = ssl.create_default_context(cafile=str(announcement.ca))
        context.load_cert_chain(announcement.certificate, announcement.key)
        self._http = httpx2.Client(
            base_url=announcement.service_url,
            verify=context,
            timeout=timeout_seconds,
            trust_env=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def get(self, path: str) -> httpx2.Response:
        return self._http.get(path)

    def post(self, path: str, body: Body | None = None) -> httpx2.Response:
        return self._http.post(path, json=body)

    def order(
        self,
        *,
        person: str = "zhang-san",
        tender: str = "alipay",
        payment_code: str | None = None,
    ) -> str:
        """One month on a base of 5200 yuan, up to the code, or paid with a scanned one; returns the
        order's number."""
        who = find_person(person)
        citizen = self._made(
            "/v1/citizens/lookup",
            {
                "identity_kind": who.identity.kind.value,
                "identity_number": who.number,
                "name": who.called,
            },
        )
        token = CitizenAnswer.model_validate_json(citizen).person_token
        found = self._made("/v1/enrolments/search", {"person_token": token, "group": "1"})
        enrolment = EnrolmentsAnswer.model_validate_json(found).enrolments[0]
        month = enrolment.payable[0]
        quoted = self._made(
            "/v1/quotes",
            {
                "person_token": token,
                "personal_number": enrolment.personal_number,
                "insurance": enrolment.insurance,
                "selection": {
                    "kind": "months",
                    "first_month": month,
                    "last_month": month,
                    "base_fen": 520_000,
                },
            },
        )
        quote = QuoteAnswer.model_validate_json(quoted)
        number = f"JN03{uuid.uuid4().int % 10**20:020d}"
        answer = self._http.put(
            f"/v1/orders/{number}",
            json={
                "quote_number": quote.quote_number,
                "total_fen": quote.total_fen,
                "tender": tender,
                "payment_code": payment_code,
            },
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )
        answer.raise_for_status()
        return number

    def state_of(self, order: str) -> str:
        state: str = self.get(f"/v1/orders/{order}").json()["state"]
        return state

    def _made(self, path: str, body: Body) -> bytes:
        return self.post(path, body).raise_for_status().content


def looks_for_card(port: Path) -> int | None:
    """The status the reader answers to "find a card", None when it stays silent."""
    with serial.Serial(str(port), 115200, timeout=1) as line:
        line.reset_input_buffer()
        line.write(FIND_CARD)
        head = line.read(10)
    return head[9] if len(head) == 10 else None


def scanned(port: Path, *, size: int | None = None) -> bytes:
    """What the code scanner sends when it is told to look: up to the end of a line, or ``size``
    bytes, or what has come after a second."""
    with serial.Serial(str(port), 9600, timeout=1) as line:
        line.reset_input_buffer()
        line.write(LOOK)
        sent: bytes = line.read_until(b"\r") if size is None else line.read(size)
        line.write(LOOK_NO_LONGER)
        line.flush()
    return sent


def asked_for_a_pin(link: Path | None) -> serial.Serial:
    """The line to the pad, which has been told to take a PIN."""
    line = serial.Serial(str(link), 9600, timeout=2)
    line.reset_input_buffer()
    line.write(START_PIN)
    assert line.read(8)[4] == _WELL
    return line
