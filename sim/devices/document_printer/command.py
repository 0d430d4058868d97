"""What ippeveprinter runs for every job: passes on what the paper path says of it.

Run by path, with nothing but the standard library, as ``command.py SOCKET FILE``. Tells the paper
path ``{"job": 3, "name": "…", "file": "…"}`` in a line; every line that comes back is a message for
ippeveprinter, but ``EXIT n``, which ends the job. Without an ending the job is aborted.
"""

import json
import os
import socket
import sys

_ABORTED = 1


def main() -> int:
    """Serve one job; returns the exit status."""
    where, file = sys.argv[1:]
    job = {
        "job": int(os.environ["IPP_JOB_ID"]),
        "name": os.environ.get("IPP_JOB_NAME", ""),
        "file": file,
    }
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(where)
        line.sendall(json.dumps(job).encode() + b"\n")
        for said in line.makefile(encoding="ascii"):
            word, _, status = said.partition(" ")
            if word == "EXIT":
                return int(status)
            sys.stderr.write(said)
            sys.stderr.flush()
    return _ABORTED


if __name__ == "__main__":
    sys.exit(main())
