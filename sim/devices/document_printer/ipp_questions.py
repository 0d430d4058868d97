"""What the hall asks the printer, as anybody on its network may (RFC 8010, RFC 8011)."""

from __future__ import annotations

import asyncio
import struct

_PRINT_JOB, _CANCEL_JOB, _GET_JOB_ATTRIBUTES, _GET_PRINTER_ATTRIBUTES = 0x02, 0x08, 0x09, 0x0B
_OPERATION_ATTRIBUTES, _END = 0x01, 0x03
_INTEGER, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = (
    0x21, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49,
)  # fmt: skip
_ANSWER_S = 1.0
_OK = b"\x00\x00"
_IDLE = b"printer-state\x00\x04\x00\x00\x00\x03"
_BEING_CANCELLED = b"processing-to-stop-point"


class IppQuestions:
    """Asks the printer on ``port`` of loopback. Whatever it does not answer raises OSError or
    TimeoutError."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._uri = f"ipp://localhost:{port}/ipp/print".encode()

    async def is_being_cancelled(self, job: int) -> bool:
        """Whether somebody has cancelled a job that is still in the works: its command is not
        told."""
        wanted = _attribute(_KEYWORD, "requested-attributes", b"job-state-reasons")
        answer = await self._ask(
            _GET_JOB_ATTRIBUTES, _attribute(_INTEGER, "job-id", _whole(job)) + wanted
        )
        return _BEING_CANCELLED in answer

    async def cancel(self, job: int) -> None:
        """As the red button on the printer does."""
        await self._ask(_CANCEL_JOB, _attribute(_INTEGER, "job-id", _whole(job)))

    async def is_idle(self) -> bool:
        """Whether nothing is printed, the last job being quite over."""
        wanted = _attribute(_KEYWORD, "requested-attributes", b"printer-state")
        return _IDLE in await self._ask(_GET_PRINTER_ATTRIBUTES, wanted)

    async def submit(self, name: str, kind: str, document: bytes) -> bool:
        """Hand a job over; returns whether it is taken: there can be one at a time."""
        about = _attribute(_NAME, "job-name", name.encode())
        about += _attribute(_MIME, "document-format", kind.encode())
        answer = await self._ask(_PRINT_JOB, about, document)
        return answer[2:4] == _OK

    async def set_toner(self, percent: int) -> None:
        """By the printer's own web page."""
        head = f"GET /supplies?supply0=0&supply1={percent} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        await self._exchange(head.encode())

    async def _ask(self, operation: int, about: bytes, document: bytes = b"") -> bytes:
        body = struct.pack(">HHIB", 0x0200, operation, 1, _OPERATION_ATTRIBUTES)
        body += _attribute(_CHARSET, "attributes-charset", b"utf-8")
        body += _attribute(_LANGUAGE, "attributes-natural-language", b"en")
        body += _attribute(_URI, "printer-uri", self._uri) + about + bytes([_END]) + document
        head = (
            "POST /ipp/print HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return await self._exchange(head.encode() + body)

    async def _exchange(self, request: bytes) -> bytes:
        async with asyncio.timeout(_ANSWER_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                return await _body(reader, head)
            except asyncio.IncompleteReadError as cut:
                raise ConnectionResetError("the printer hung up") from cut
            finally:
                writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:])
    }
    if b"content-length" in fields:
        return await reader.readexactly(int(fields[b"content-length"]))
    body = b""
    while size := int((await reader.readline()).strip() or b"0", 16):
        body += (await reader.readexactly(size + 2))[:-2]
    return body


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    return (
        struct.pack(">BH", tag, len(name)) + name.encode() + struct.pack(">H", len(value)) + value
    )


def _whole(number: int) -> bytes:
    return struct.pack(">i", number)
