"""ZIP files that come out the same for the same members: one date for all, no traces of the machine; written as a stream."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Literal, Self

_EARLIEST, _LATEST = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # what the format can say


class Zip:
    """A new ZIP file, at a path or in a file that is open; `made` (ISO 8601) is the date of all members. Members are written one after the other."""

    def __init__(self, path: Path | IO[bytes], made: str) -> None:
        mode: Literal["x", "w"] = "x" if isinstance(path, Path) else "w"
        self._file = zipfile.ZipFile(path, mode, zipfile.ZIP_DEFLATED, allowZip64=True)
        self._date = _date(made)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, name: str, data: bytes, *, stored: bool = False) -> None:
        """A member whole; `stored` leaves it as it is (formats that ask for an uncompressed first member)."""
        self._file.writestr(self._info(name, stored=stored), data)

    @contextmanager
    def member(self, name: str, *, large: bool = True) -> Iterator[IO[bytes]]:
        """A member that is written piece by piece; its size need not be known. Some programs read no member that may be
        `large` (ZIP64); others hold less than 2 GB."""
        with self._file.open(self._info(name), "w", force_zip64=large) as out:
            yield out

    def _info(self, name: str, *, stored: bool = False) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._date)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.create_system = 3  # the same on every system, so that the bytes are
        info.external_attr = 0o644 << 16
        return info


def _date(made: str) -> tuple[int, int, int, int, int, int]:
    digits = [int(made[first:last]) for first, last in ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19))]
    date = (digits[0], digits[1], digits[2], digits[3], digits[4], digits[5] // 2 * 2)
    return min(max(date, _EARLIEST), _LATEST)
