"""Things go to the thread that began to wait last, in their order, each once."""

from collections import Counter
from queue import SimpleQueue
from threading import Thread, get_ident

from desktop.lastfirst import LastFirst


def _waiting(queue: LastFirst[object], number: int) -> bool:
    return len(queue._waiting) == number


def test_a_thing_goes_to_the_thread_that_began_to_wait_last(qtbot) -> None:
    queue: LastFirst[object] = LastFirst()
    taken: SimpleQueue[tuple[str, object]] = SimpleQueue()
    threads = [Thread(target=lambda name=name: taken.put((name, queue.get()))) for name in ("first", "second", "third")]
    for number, thread in enumerate(threads, 1):
        thread.start()
        qtbot.waitUntil(lambda number=number: _waiting(queue, number))
    for thing in (1, 2, 3):
        queue.put(thing)
    for thread in threads:
        thread.join()
    assert {taken.get() for _ in threads} == {("third", 1), ("second", 2), ("first", 3)}


def test_things_that_nobody_waits_for_come_out_in_the_order_in_which_they_were_put() -> None:
    queue: LastFirst[int] = LastFirst()
    for thing in range(5):
        queue.put(thing)
    assert [queue.get() for _ in range(5)] == [0, 1, 2, 3, 4]


def test_of_many_threads_each_thing_is_taken_once() -> None:
    queue: LastFirst[int] = LastFirst()
    taken: SimpleQueue[tuple[int, int]] = SimpleQueue()

    def serve() -> None:
        while (thing := queue.get()) >= 0:
            taken.put((thing, get_ident()))

    threads = [Thread(target=serve) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thing in [*range(2000), -1, -1, -1, -1]:
        queue.put(thing)
    for thread in threads:
        thread.join()
    assert Counter(taken.get()[0] for _ in range(2000)) == Counter(range(2000))
    assert taken.empty()
