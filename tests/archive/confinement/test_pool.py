"""Readers in child processes: a file that kills, hangs, floods or forges costs itself only."""

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from archive.confinement import guard
from archive.confinement.pool import Pool, _Process, _together, command
from archive.model.article import Imported, Source, Verdict

READERS = Path(__file__).with_name("readers.py")


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[Pool]:
    with Pool(
        [sys.executable, "-P", str(READERS), str(tmp_path / "written.txt")],
        readers=2,
        verdict_seconds=2,
        answer_bytes=1_000_000,
    ) as made:
        yield made


def ask(pool: Pool, *texts: str) -> list[Imported]:
    return [imported for _, imported in pool.read(Source(text.encode(), "a.txt") for text in texts)]


def test_results_come_in_the_order_asked(pool: Pool) -> None:
    texts = [f"text {number}" for number in range(200)]
    assert [answer.decoded for answer in ask(pool, *texts)] == texts


def test_readers_are_started_when_needed_and_used_again(pool: Pool) -> None:
    assert pool._idle == []
    first, *others = [answer.decoded for answer in ask(pool, "pid", "pid", "pid", "pid", "pid", "pid")]
    assert len({first, *others}) <= 2
    assert ask(pool, "pid")[0].decoded in {first, *others}


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        ("hang", "longer than 2 seconds"),
        ("die", "stopped the reader"),
        ("flood", "stopped the reader"),
        ("forge", "cannot be right"),
        ("raise", "ValueError: an importer's mistake"),
        ("deep", "nested too deeply"),
        ("connect", "may not do this: socket"),
        ("look up", "may not do this: socket.getaddrinfo"),
        ("write", "may not write files"),
        ("read", "may not read other files"),
        ("start", "may not do this"),
    ],
)
def test_a_bad_file_is_refused_and_the_next_is_read(pool: Pool, tmp_path: Path, order: str, sentence: str) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    before, bad, after = ask(pool, "one", order, "three")
    assert (before.decoded, after.decoded) == ("one", "three")
    assert bad.verdict is Verdict.REFUSED
    assert sentence in (bad.error or "")
    assert not (tmp_path / "written.txt").exists()


def test_bad_files_among_many_small_ones_cost_only_themselves(pool: Pool) -> None:
    texts = [f"text {number}" for number in range(40)]
    orders = {3: "die", 4: "die", 9: "forge", 20: "raise", 39: "die"}
    for place, order in orders.items():
        texts[place] = order
    answers = ask(pool, *texts)
    assert [place for place, answer in enumerate(answers) if answer.verdict is Verdict.REFUSED] == list(orders)
    assert all(
        answer.decoded == text for answer, text in zip(answers, texts, strict=True) if answer.verdict is Verdict.OK
    )


def test_each_of_many_small_files_has_its_own_time(pool: Pool) -> None:
    answers = ask(pool, *["nap"] * 4, "hang", "text")  # the naps together take longer than one may
    assert [answer.verdict for answer in answers] == [*[Verdict.OK] * 4, Verdict.REFUSED, Verdict.OK]


def test_a_reader_that_is_killed_while_its_answer_comes_costs_no_other_file(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, killed = _Process.give, list[int]()

    def late(self: _Process, seconds: float) -> None:
        judged = self.turn
        given(self, seconds)
        if len(killed) < 2 and judged:  # the watchdog looked before this answer came, and kills behind it
            killed.append(judged)
            self.overdue = judged
            self.kill()

    monkeypatch.setattr(_Process, "give", late)
    assert [answer.verdict for answer in ask(pool, *["nap"] * 4)] == [Verdict.OK] * 4
    assert len(killed) == 2


def test_small_sources_are_handed_over_together_and_in_order() -> None:
    small, large = Source(b"text", "a.txt"), Source(b"x" * 5_000, "b.txt")
    given = [small] * 9 + [large, small, large, large] + [small] * 3
    handed = list(_together(iter(given)))
    assert [len(some) for some in handed] == [8, 1, 1, 1, 1, 1, 3]
    assert [source for some in handed for source in some] == given


@pytest.mark.skipif(sys.platform != "linux", reason="native code is bound by the Linux kernel")
def test_a_large_file_is_given_longer(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_USUAL_BYTES", 3)
    monkeypatch.setattr(guard, "_BYTES_A_SECOND", 1)
    [answer] = ask(pool, "hang")
    assert "longer than 3 seconds" in (answer.error or "")


@pytest.mark.parametrize("order", ["connect natively", "open natively", "write natively", "start natively"])
def test_native_code_is_refused_too(pool: Pool, tmp_path: Path, order: str) -> None:
    (tmp_path / "secret.txt").write_text("a secret")
    assert ask(pool, order)[0].decoded in {"EPERM", "EACCES"}
    assert not (tmp_path / "written.txt").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is enforced by Linux")
def test_a_file_that_needs_too_much_memory_is_refused(pool: Pool) -> None:
    assert "more memory" in (ask(pool, "memory")[0].error or "")


def test_a_reader_that_died_between_two_files_is_replaced(pool: Pool) -> None:
    before = ask(pool, "pid")[0].decoded or ""
    for process in pool._idle:
        process.kill()
        process._child.wait()
    (answer,) = ask(pool, "pid")
    assert answer.verdict is Verdict.OK
    assert answer.decoded != before


def test_what_a_library_prints_does_not_get_into_an_answer(pool: Pool) -> None:
    assert ask(pool, "print", "two")[1].decoded == "two"


def test_sources_are_taken_only_a_little_ahead(pool: Pool) -> None:
    taken: list[int] = []

    def sources() -> Iterator[Source]:
        for number in range(1000):
            taken.append(number)
            yield Source(b"text", "a.txt")

    answers = pool.read(sources())
    for _ in range(10):
        next(answers)
    assert len(taken) < 100
    answers.close()  # type: ignore[attr-defined]


def test_results_are_used_only_while_the_readers_have_sources(pool: Pool) -> None:
    done: Future[list[Imported]] = Future()
    done.set_result([Imported(Verdict.OK, "plain", 1, "text/plain")])
    source, waits = [Source(b"text", "a.txt")], Future[list[Imported]]()
    # Two readers, which stand still when none of the last four handfuls waits for them.
    assert pool._are_fed(deque([(source, done), *[(source, waits)] * 4]))
    assert pool._are_fed(deque([(source, done), (source, waits)])) is False
    assert pool._are_fed(deque([(source, waits)] * 5)) is False
    assert pool._are_fed(deque([(source, done)] * 9)) is False
    # Of small files, which are handed over several together, twice as many handfuls wait.
    some = source * 3
    assert pool._are_fed(deque([(some, done), *[(some, waits)] * 8]))
    assert pool._are_fed(deque([*[(some, done)] * 2, *[(some, waits)] * 7])) is False


def test_a_program_that_cannot_be_started_refuses_its_files(tmp_path: Path) -> None:
    with Pool([str(tmp_path / "no-such-program")]) as pool:
        assert "No reader could be started" in (ask(pool, "text")[0].error or "")


def test_a_reader_ends_with_the_program_that_started_it() -> None:
    child = subprocess.Popen(
        [sys.executable, "-P", str(READERS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert child.stdin is not None and child.stdout is not None
    child.stdin.close()
    assert child.wait(timeout=60) == 0
    child.stdout.close()


def test_the_watchdog_bears_an_answer_that_comes_while_it_looks() -> None:
    class Answering(_Process):
        """Its deadline is taken away right after it was looked at, as by the thread that got its answer."""

        def __init__(self, deadline: float) -> None:
            self.told: list[float | None] = [deadline]
            self.queued_before = 0.0

        def queued(self) -> float:
            return 0.0

        @property  # type: ignore[override]
        def deadline(self) -> float | None:
            return self.told.pop(0) if self.told else None

    assert Answering(0.0).is_overdue()
    assert not Answering(float("inf")).is_overdue()


class Queueing(_Process):
    """Its time is over since a second; so long it stood in the queue for a processor."""

    def __init__(self, queued_s: float) -> None:
        self.deadline = time.monotonic() - 1.0
        self.queued_before = 5.0
        self.queued_s = queued_s

    def queued(self) -> float:
        return self.queued_before + self.queued_s


@pytest.mark.parametrize(("queued_s", "over"), [(0.0, True), (0.5, True), (30.0, False)])
def test_time_without_a_processor_is_not_the_files(queued_s: float, over: bool) -> None:
    assert Queueing(queued_s).is_overdue() is over


@pytest.mark.skipif(os.name != "posix", reason="Windows has no nice values")
@pytest.mark.parametrize(("steps_back", "late_s"), [(0, 61.0), (10, 301.0)])
def test_a_busy_machine_is_no_excuse_for_ever(steps_back: int, late_s: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getpriority", lambda kind, process: steps_back)
    late = Queueing(3_600.0)
    late.deadline = time.monotonic() - late_s
    assert late.is_overdue()
    late.deadline += 2.0
    assert not late.is_overdue()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells it on Linux")
def test_the_kernel_tells_how_long_a_reader_had_no_processor(pool: Pool) -> None:
    process = _Process([sys.executable, "-P", str(READERS)])
    try:
        assert 0.0 <= process.queued() < 60.0
    finally:
        process.kill()
        process.release()
    assert process.queued() == 0.0  # it is gone


def test_closing_ends_a_reader_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, ask_one = Event(), _Process.ask

    def told(self: _Process, sources: Sequence[Source], *others: Any, **named: Any) -> None:
        asked.set()
        ask_one(self, sources, *others, **named)

    monkeypatch.setattr(_Process, "ask", told)
    pool = Pool([sys.executable, "-P", str(READERS)], readers=1, verdict_seconds=60)
    with ThreadPoolExecutor(1) as thread:
        answers = thread.submit(ask, pool, "hang")
        assert asked.wait(60)
        pool.close()
        assert "stopped" in (answers.result()[0].error or "")  # and not that its time was over
    assert not pool._busy


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command("archive.importers.worker", "import") == [sys.executable, "--waystation-worker=import"]
