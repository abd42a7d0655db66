"""Becomes another program, after it has given up the network, every file but that program's own, and more than its share.

Started by `programs`, never by a person. On Linux the layers of `sandbox` hold for what it becomes; on every POSIX system the limits do.
"""

import json
import os
import sys

from . import guard, sandbox


def main(argv: list[str] | None = None) -> int:
    """Takes one argument, the JSON that `programs` writes; comes back only when the program could not be started."""
    arguments = sys.argv[1:] if argv is None else argv
    wanted = json.loads(arguments[0])
    sandbox.leave_network()
    guard.hold_to({"AS": wanted["memory"], "CPU": wanted["seconds"], "FSIZE": 0, "CORE": 0})
    sandbox.seal(wanted["reads"], wanted["starts"])
    try:
        os.execv(wanted["command"][0], wanted["command"])
    except OSError as error:
        sys.stderr.write(f"{error.strerror}\n")
    return 127


if __name__ == "__main__":
    raise SystemExit(main())
