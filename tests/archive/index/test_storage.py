"""A damaged, foreign or forged index is found out, dropped and built again; no pickle in it is ever read."""

import io
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.base.errors import ReadOnly
from archive.index.arrays import pack
from archive.index.index import Index
from archive.index.storage import Signer

Fill = Callable[..., Index]


def found(index: Index, query: str) -> list[int]:
    return sorted(index.search(query).articles)


@pytest.mark.parametrize("damage", ["content", "mac", "missing", "renamed", "list"])
def test_a_damaged_index_is_dropped_and_built_again(filled: Fill, memory, open_index, damage: str) -> None:
    filled("river", "river sea")
    files = memory.chunks.files
    name = next(name for name in files if (name.startswith("segments-")) == (damage == "list"))
    data, mac = files.pop(name)
    if damage in ("content", "list"):
        files[name] = (data[:-1] + bytes([data[-1] ^ 1]), mac)
    elif damage == "mac":
        files[name] = (data, b"\0" * 32)
    elif damage == "renamed":
        files["index_other"] = (data, mac)
    index = open_index()
    assert index.verify()
    assert found(index, "river") == []
    assert index.pending() == 2
    index.catch_up()
    assert (found(index, "river"), index.verify()) == ([1, 2], [])


def test_an_index_of_another_machine_or_archive_is_not_trusted(filled: Fill, memory) -> None:
    filled("river")
    for secret, uid in ((b"another machine", "0" * 32), (b"machine secret of 32 bytes......", "1" * 32)):
        assert Index(memory, secret, uid).verify()


def test_examining_an_index_of_another_machine_empties_it_so_that_it_is_built_again(filled: Fill, memory) -> None:
    filled("river")
    assert Index(memory, b"machine secret of 32 bytes......", "0" * 32).examine() == 0
    moved = Index(memory, b"another machine", "0" * 32)
    assert moved.examine() == 1
    moved.catch_up()
    assert (moved.examine(), moved.verify()) == (0, [])


class _Harm:
    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self._folder,)


@pytest.mark.hostile(48)
def test_a_pickle_planted_in_a_chunk_is_never_loaded(filled: Fill, memory, open_index, tmp_path: Path) -> None:
    filled("river")
    harm = pickle.dumps(_Harm(tmp_path / "harmed"))
    forger = Signer(b"guessed", "0" * 32)
    for name in list(memory.chunks.files):
        for data in (harm, pack({"body.lexicon": harm, "body.documents": harm, "article": harm})):
            held = memory.chunks.files[name]
            memory.chunks.files[name] = (data, forger.mac(name, data))
            assert open_index().verify()
            memory.chunks.files[name] = held
        memory.chunks.files[name] = (harm, forger.mac(name, harm))
    index = open_index()
    assert found(index, "river") == [] and index.pending() == 1
    assert not (tmp_path / "harmed").exists()
    pickle.load(io.BytesIO(harm))
    assert (tmp_path / "harmed").exists()  # the pickle would have done it


def test_no_pickle_is_read_in_a_search(filled: Fill, memory, open_index, monkeypatch: pytest.MonkeyPatch) -> None:
    filled("river crossing", "sea")
    index = open_index()
    loaded = []
    monkeypatch.setattr("whoosh.codec.whoosh3.loads", lambda data: loaded.append(data))
    assert found(index, '"river crossing" OR se*') == [1, 2]
    assert loaded == []


def test_a_read_only_archive_with_a_damaged_index_answers_with_nothing(filled: Fill, memory, open_index) -> None:
    filled("river")
    name = next(iter(memory.chunks.files))
    memory.chunks.files[name] = (b"", b"")
    index = open_index()

    def refuse() -> None:
        raise ReadOnly("open for reading only")

    memory.atomic = refuse
    assert found(index, "river") == []


def test_an_index_of_another_format_is_built_again(
    filled: Fill, memory, open_index, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled("river")
    monkeypatch.setattr("archive.index.storage.FORMAT", 999)
    index = open_index()
    assert found(index, "river") == [] and index.pending() == 1
    index.catch_up()
    assert found(index, "river") == [1]
