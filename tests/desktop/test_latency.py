"""A key waits neither for a look through all objects nor long for a job."""

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop import latency
from desktop.jobs import Jobs


@pytest.fixture
def as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


@pytest.mark.usefixtures("as_before")
def test_what_stands_at_the_start_is_not_looked_through_again() -> None:
    before = len(gc.get_objects())
    latency.settle()
    assert gc.get_freeze_count() > before / 2
    assert len(gc.get_objects()) < before / 2
    assert gc.get_threshold()[0] > 700


@pytest.mark.usefixtures("as_before")
def test_the_interface_never_waits_long_for_a_job_that_computes(jobs: Jobs) -> None:
    latency.settle()
    assert sys.getswitchinterval() <= 0.0005


@pytest.mark.usefixtures("as_before")
def test_what_comes_later_and_holds_itself_still_goes() -> None:
    class Held:
        pass

    latency.settle()
    latency.warmed()
    frozen = gc.get_freeze_count()
    circle = Held()
    circle.itself = circle  # type: ignore[attr-defined]
    del circle
    assert gc.collect() >= 1
    latency.settle()  # a second archive is opened: what came meanwhile may go
    latency.warmed()
    assert gc.get_freeze_count() == frozen


@pytest.mark.usefixtures("as_before")
def test_what_was_imported_for_the_views_is_not_looked_through_again() -> None:
    latency.settle()
    before, read_ahead = gc.get_freeze_count(), [[] for _ in range(5_000)]  # type: ignore[var-annotated]
    warming = gc.get_threshold()
    latency.warmed()
    assert gc.get_freeze_count() >= before + len(read_ahead)
    assert gc.get_threshold()[0] < warming[0], "a person's work is looked through sooner"


@pytest.mark.usefixtures("as_before")
def test_a_window_that_was_never_settled_freezes_nothing() -> None:
    frozen, thresholds = gc.get_freeze_count(), gc.get_threshold()
    latency.warmed()
    assert (gc.get_freeze_count(), gc.get_threshold()) == (frozen, thresholds)


def test_no_source_is_read_for_the_modules_of_the_window() -> None:
    told = "import linecache; from desktop import latency; latency.hasten(); import desktop.program; print(len(linecache.cache))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) < 10, "PySide6 asks for the sources in another way now (latency.hasten)"


def test_a_start_is_not_looked_through_while_it_is_made() -> None:
    told = """
import gc
looked = []
gc.callbacks.append(lambda phase, found: looked.append(phase))
from desktop import latency
latency.hasten()
before = len(looked)
import desktop.desk, desktop.program
print(len(looked) - before, gc.get_threshold()[0])
latency.settle()
latency.warmed()
print(gc.get_threshold()[0])
"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60)
    looked, starting, standing = map(int, done.stdout.split())
    assert looked == 0 and standing < starting


def _printed(code: str) -> list[str]:
    beginning = "import os, pathlib, subprocess, sys, threading\nfrom desktop import latency\n"
    return subprocess.run(
        [sys.executable, "-c", beginning + code], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a call of the Linux kernel's")
def test_the_interface_asks_for_short_turns_of_a_processor_and_what_it_starts_has_usual_ones() -> None:
    code = """
def slice_ns():
    told = pathlib.Path(f"/proc/self/task/{threading.get_native_id()}/sched").read_text()
    return [line.split()[-1] for line in told.splitlines() if line.startswith("se.slice")]

if not slice_ns():
    sys.exit()
before, nice = slice_ns(), os.nice(0)
latency.settle()
print(*slice_ns(), os.nice(0) == nice)
thread = threading.Thread(target=lambda: print(slice_ns() == before))
thread.start()
thread.join()
inner = "print(*[line for line in open('/proc/self/sched') if 'se.slice' in line])"
child = subprocess.run([sys.executable, "-c", inner], capture_output=True, text=True, check=True)
print(child.stdout.split()[-1:] == before)
"""
    if not (printed := _printed(code)):
        pytest.skip("this kernel has no such turns, or does not tell of them")
    assert printed == ["100000", "True", "True", "True"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a call of the Linux kernel's")
def test_a_window_that_somebody_runs_in_another_way_is_left_so() -> None:
    code = """
os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
print(latency.answer_soon(), os.sched_getscheduler(0) == os.SCHED_BATCH)
"""
    assert _printed(code) == ["False", "True"]
