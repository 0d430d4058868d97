"""The command line, one file per command."""

from __future__ import annotations

from kiosk.commands import acquirer, bundle, demo, doctor, keys, ledger, maintenance, run, staff

COMMANDS = (run, demo, doctor, bundle, maintenance, staff, ledger, acquirer, keys)
"""In the order in which help names them."""
