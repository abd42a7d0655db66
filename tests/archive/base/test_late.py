"""A part that is made late is made when it is asked for, and one is kept whoever asks."""

from threading import Barrier, Thread

from archive.base.late import late


class _Whole:
    def __init__(self) -> None:
        self.made: list[object] = []
        self.both = Barrier(1)

    @late
    def part(self) -> object:
        """What it is for."""
        self.both.wait()
        self.made.append(object())
        return self.made[-1]


def test_it_is_made_when_it_is_first_asked_for_and_once() -> None:
    whole = _Whole()
    assert not whole.made
    assert whole.part is whole.part and len(whole.made) == 1
    assert _Whole().part is not whole.part, "each has its own"


def test_two_threads_that_ask_at_once_get_the_same() -> None:
    whole, got = _Whole(), []
    whole.both = Barrier(2)
    threads = [Thread(target=lambda: got.append(whole.part)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(whole.made) == 2 and got[0] is got[1] is whole.part


def test_asked_of_the_class_it_tells_what_it_is_for() -> None:
    assert _Whole.part.__doc__ == "What it is for."
