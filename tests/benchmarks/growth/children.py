"""Measured child processes with a limit: what they printed, and their peak memory; one that takes too long is ended and told of."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import PeakMemory

ROOT = Path(__file__).parents[3]


class TooLong(Exception):
    """A measured process was ended because it took longer than the limit."""


@dataclass(frozen=True, slots=True)
class Told:
    """The JSON object in a child's last line, and its peak memory with that of its own children."""

    found: dict[str, Any]
    peak_mb: float


def measured(
    command: Sequence[str], *, limit_s: float, environment: Mapping[str, str] | None = None, program: str = ""
) -> Told:
    """Runs `python -m COMMAND` (or another `program`) and gives what it printed. Raises TooLong, and RuntimeError when it fails."""
    line = [program, *command] if program else [sys.executable, "-m", *command]
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env=os.environ | dict(environment or {}), start_new_session=True,
    )  # fmt: skip
    memory = PeakMemory(process.pid)
    memory.start()
    try:
        output, errors = process.communicate(timeout=limit_s)
    except subprocess.TimeoutExpired:
        raise TooLong from None
    finally:
        if process.poll() is None:  # too long, or somebody pressed Ctrl+C
            os.killpg(process.pid, signal.SIGKILL)  # its own session: nobody else is in that group
            process.communicate()
        peak = memory.finish()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{errors[-2000:]}")
    return Told(json.loads(output.splitlines()[-1]), peak)
