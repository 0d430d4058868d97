"""The command line, one file per command."""

from __future__ import annotations

from kiosk.commands import acquirer, demo, doctor, ledger, run

COMMANDS = (run, demo, doctor, ledger, acquirer)
"""In the order in which help names them."""
