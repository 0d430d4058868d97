"""The command line, one file per command."""

from __future__ import annotations

from kiosk.commands import demo, doctor, ledger, run

COMMANDS = (run, demo, doctor, ledger)
"""In the order in which help names them."""
