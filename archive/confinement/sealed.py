"""Becomes another program, after it has given up the network, every file but that program's own, and more than its share.

Started by `programs`, never by a person. On Linux the layers of `sandbox` hold for what it becomes; on every POSIX system the limits do.
"""

import json
import os
import sys

from . import sandbox


def main(argv: list[str] | None = None) -> int:
    """Takes one argument, the JSON that `programs` writes; comes back only when the program could not be started."""
    arguments = sys.argv[1:] if argv is None else argv
    wanted = json.loads(arguments[0])
    sandbox.leave_network()
    _limit(wanted["seconds"], wanted["memory"])
    sandbox.seal(wanted["reads"], wanted["starts"])
    try:
        os.execv(wanted["command"][0], wanted["command"])
    except OSError as error:
        sys.stderr.write(f"{error.strerror}\n")
    return 127


def _limit(seconds: int, memory: int) -> None:
    import resource  # POSIX only, as this way of becoming a program is

    for name, value in {"AS": memory, "CPU": seconds, "FSIZE": 0, "CORE": 0}.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        try:
            resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
        except (ValueError, OSError):
            continue  # macOS refuses some of them; the wall clock of the parent still holds


if __name__ == "__main__":
    raise SystemExit(main())
