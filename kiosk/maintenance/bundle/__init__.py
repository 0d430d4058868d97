"""The support bundle: what a technician sends to whoever can help, about the terminal and nobody.

Everything in it is chosen by whitelist, member by member: lines of the log that the terminal
itself can have written, settings by the types of their fields, counts and numbers of the ledger,
what staff did by their own numbers, the readiness report.
"""

from __future__ import annotations

from kiosk.maintenance.bundle.archive import Bundle, Sources, bundle_name, write_bundle

__all__ = ["Bundle", "Sources", "bundle_name", "write_bundle"]
