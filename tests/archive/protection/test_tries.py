"""Wrong passphrases make the next try wait, longer each time, also in another process; what is kept tells a count only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.base import clock
from archive.base.errors import TooSoon, WrongPassphrase
from archive.protection.tries import LONGEST_S, Tries

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def _miss(tries: Tries) -> None:
    with pytest.raises(WrongPassphrase), tries.attempt():
        raise WrongPassphrase("This passphrase does not open it.")


def test_each_wrong_one_doubles_the_wait_up_to_the_longest(home: Path) -> None:
    moment, waits = NOON, []
    for _ in range(14):
        with clock.frozen(moment):
            _miss(Tries())
            waits.append(Tries().left_s())  # a fresh object: as in another process
        moment += timedelta(seconds=waits[-1])
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 256]
    assert set(waits[9:]) == {LONGEST_S}


def test_a_try_before_its_time_is_refused_and_does_not_count(home: Path) -> None:
    with clock.frozen(NOON):
        _miss(Tries())
        _ = [_refused() for _ in range(5)]
        assert Tries().left_s() == 1
    with clock.frozen(NOON + timedelta(seconds=1)), Tries().attempt():
        pass


def _refused() -> None:
    with pytest.raises(TooSoon, match="Wait 1 second,"), Tries().attempt():
        raise AssertionError


def test_the_right_one_clears_the_count(home: Path) -> None:
    with clock.frozen(NOON):
        _miss(Tries())
    with clock.frozen(NOON + timedelta(seconds=2)):
        with Tries().attempt():
            pass
        assert Tries().left_s() == 0
        assert not (home / "wrong-passphrases").exists()


def test_ending_the_program_in_the_middle_saves_nobody_the_wait(home: Path) -> None:
    with clock.frozen(NOON), Tries().attempt():
        assert (home / "wrong-passphrases").read_text() == "1\n"


def test_what_fails_for_another_reason_is_no_wrong_passphrase(home: Path) -> None:
    with pytest.raises(OSError, match="gone"), Tries().attempt():
        raise OSError("gone")
    assert Tries().left_s() == 0


def test_a_clock_that_goes_back_locks_nobody_out(home: Path) -> None:
    with clock.frozen(NOON + timedelta(days=4000)):
        _miss(Tries())
    with clock.frozen(NOON):
        assert Tries().left_s() == 1
    with clock.frozen(NOON + timedelta(seconds=1)):
        assert Tries().left_s() == 0


def test_what_is_kept_is_a_count_and_nothing_else(home: Path) -> None:
    with clock.frozen(NOON):
        _miss(Tries())
    assert sorted(path.name for path in home.iterdir()) == ["wrong-passphrases", "wrong-passphrases.lock"]
    assert (home / "wrong-passphrases").read_text() == "1\n" and (home / "wrong-passphrases.lock").read_text() == ""


@pytest.mark.parametrize("damaged", ["", "many", "-7", "\x00\x00"])
def test_a_damaged_count_is_none(home: Path, damaged: str) -> None:
    (home / "wrong-passphrases").write_text(damaged)
    assert Tries().left_s() == 0


def test_where_nothing_can_be_kept_opening_still_works(tmp_path: Path) -> None:
    with Tries(tmp_path / "no such folder" / "count").attempt():
        pass
