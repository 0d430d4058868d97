"""The metrics over HTTP, for a collector on this very machine and for nobody else."""

from __future__ import annotations

import threading
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server

LOOPBACK = "127.0.0.1"
"""Not to be configured: nothing of a terminal listens to its network."""


class Exposition:
    """``GET /metrics`` on loopback, answered by threads that do nothing else."""

    def __init__(self, registry: CollectorRegistry, port: int) -> None:
        self._registry = registry
        self._port = port
        self._serving: tuple[WSGIServer, threading.Thread] | None = None

    @property
    def port(self) -> int:
        """Where it listens; of port 0 which one it was given."""
        return self._port if self._serving is None else int(self._serving[0].server_port)

    def open(self) -> None:
        """Begin to answer. Raises OSError where the port is taken."""
        self._serving = start_http_server(self._port, addr=LOOPBACK, registry=self._registry)

    def close(self) -> None:
        """Stop; may be called twice, or before."""
        if self._serving is None:
            return
        server, thread = self._serving
        self._serving = None
        server.shutdown()
        server.server_close()
        thread.join()
