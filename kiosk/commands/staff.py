"""``kiosk staff``: who may service the terminal."""

from __future__ import annotations

import argparse
import getpass
import sys
from contextlib import suppress

from pydantic import ValidationError
from pyotp import random_base32
from pyotp.totp import TOTP

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.domain.staff import Role
from kiosk.equipment import control_socket_of
from kiosk.maintenance.staff import Staff, StaffMember, hash_of
from kiosk.runtime.control import STAFF_CHANGED, ask
from kiosk.settings import Settings

EXIT_REFUSED = 1


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("staff", help="who may service the terminal, and in which role")
    add_config(parser)
    parser.add_argument(
        "what",
        choices=("list", "set", "remove"),
        help="list numbers and roles; let somebody in, or give them a new PIN; let them in no more",
    )
    parser.add_argument("number", nargs="?", default="", help="personal number, such as T0417")
    parser.add_argument("--role", choices=tuple(role.value for role in Role))
    parser.add_argument(
        "--authenticator", action="store_true", help="ask for the code of an authenticator as well"
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Returns 0 when the file says what was wanted."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    if settings.maintenance is None:
        sys.stderr.write("there is no [maintenance] in the configuration\n")
        return BAD_CONFIGURATION
    file = settings.maintenance.staff
    try:
        staff = Staff.load(file) if file.exists() else Staff()
        if options.what == "list":
            for member in staff.staff:
                code = "  code" if member.totp else ""
                sys.stdout.write(f"{member.number:12}  {member.role.value}{code}\n")
            return 0
        changed = _changed(staff, options)
        changed.save(file)
        _tell_terminal(settings, options.number.strip().upper())
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{file}: {_complaint(error)}\n")
        return EXIT_REFUSED
    if options.what == "set" and options.authenticator:
        _tell_authenticator(changed, options.number, settings.terminal.number)
    return 0


def _tell_terminal(settings: Settings, number: str) -> None:
    """Have a running terminal write down who has changed what. One that does not run, or cannot be
    reached, finds it by itself when it starts, or before it lets anybody in; then without a name.
    The ledger is not written here: it belongs to the terminal, and so must its files."""
    with suppress(OSError, ValueError):
        ask(control_socket_of(settings), STAFF_CHANGED, number=number)


def _tell_authenticator(staff: Staff, number: str, terminal: str) -> None:
    """Only once it is in the file: this is the only time that it is told."""
    member = staff.find(number)
    assert member is not None  # noqa: S101
    uri = TOTP(member.totp).provisioning_uri(name=member.number, issuer_name=terminal)
    sys.stdout.write(uri + "\n")


def _changed(staff: Staff, options: argparse.Namespace) -> Staff:
    number = options.number.strip().upper()
    known = staff.find(number)
    if options.what == "remove":
        if known is None:
            raise ValueError(f"nobody has the number {number}")
        return staff.without(number)
    role = options.role or (None if known is None else known.role.value)
    if role is None:
        raise ValueError("name a role")
    # A new PIN takes nobody's authenticator away: for that they are removed first.
    kept = "" if known is None else known.totp
    totp = random_base32() if options.authenticator else kept
    member = StaffMember(number=number, role=Role(role), pin=hash_of(_new_pin()), totp=totp)
    return staff.without(number).with_member(member)


def _new_pin() -> str:
    """Asked for at a terminal without being shown; else read, twice, from what is piped in."""
    asked = getpass.getpass if sys.stdin.isatty() else _read
    pin = asked("PIN: ")
    if asked("PIN again: ") != pin:
        raise ValueError("the two are not the same")
    return pin


def _read(prompt: str) -> str:
    del prompt
    return sys.stdin.readline().rstrip("\n")


def _complaint(error: OSError | ValueError) -> str:
    """Without what was typed."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, ValidationError):
        # Its own text repeats what was wrong, and that may be a PIN.
        found = error.errors(include_input=False, include_url=False, include_context=False)
        return "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
    return str(error)
