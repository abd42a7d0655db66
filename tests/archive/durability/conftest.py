"""What both campaigns share: generated files, the workload's command, and what must be true of an archive afterwards."""

import json
import os
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.base.text import sha512
from archive.model.ids import ArticleId
from archive.model.search import Scope

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu")


@dataclass(frozen=True)
class Campaign:
    """How a campaign runs."""

    files: Callable[[Path, int, random.Random], None]
    command: Callable[..., list[str]]
    environment: dict[str, str]
    acknowledged: Callable[[bytes], list[dict[str, Any]]]
    findings: Callable[[Path, Sequence[dict[str, Any]]], list[str]]


def _word(number: int) -> str:
    """A word that no other number has and no stemmer touches."""
    word = "q"
    while True:
        number, rest = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[rest]
        if not number:
            return word + "x"


def _files(folder: Path, count: int, chance: random.Random) -> None:
    folder.mkdir(parents=True)
    first = chance.randrange(10**9)
    for number in range(count):
        words = [_word(chance.randrange(4000)) for _ in range(chance.randint(60, 600))]
        lines = [" ".join(words[start : start + 40]) + "." for start in range(0, len(words), 40)]
        (folder / f"{number:04}.txt").write_text(f"Title {_word(first + number)} here\n\n" + "\n\n".join(lines) + "\n")


def _command(archive: Path, folder: Path, seed: int, *more: str) -> list[str]:
    return [sys.executable, "-P", str(HERE / "workload.py"), str(archive), str(folder), str(seed), *more]


def _acknowledged(lines: bytes) -> list[dict[str, Any]]:
    """The acknowledgements in a stream that may end in the middle of one; of each passage the last."""
    told = [json.loads(line) for line in lines.split(b"\n")[:-1]]
    return list({line.get("passage", line.get("id")): line for line in told}.values())


def _findings(path: Path, acknowledged: Sequence[dict[str, Any]]) -> list[str]:
    """What is wrong with the archive, as it opens, without any repair. Empty: nothing."""
    wrong: list[str] = []
    with Archive.open(path) as archive:
        integrity = archive.store.connections.value("PRAGMA integrity_check")
        if integrity != "ok":
            wrong.append(f"integrity: {integrity}")
        wrong += [f"before catching up: {finding}" for finding in archive.index.verify()]
        archive.index.catch_up()
        wrong += [f"index: {finding}" for finding in archive.index.verify()]
        if archive.index.pending():
            wrong.append("something still waits to be indexed")
        for line in acknowledged:
            if "passage" in line:
                wrong += _misread(archive, line)
                continue
            article = ArticleId(int(line["id"]))
            edition = archive.store.editions.current(article)
            if archive.store.articles.get(article).title != line["title"]:
                wrong.append(f"article {article} has another title")
            if sha512(archive.store.originals.data(edition.original.sha512)) != line["sha512"]:
                wrong.append(f"article {article} lost its original")
            if article not in archive.index.search(line["title"].split()[1]).articles:
                wrong.append(f"article {article} is not found by its title")
        everything = archive.store.articles.ids(Scope())
        found = set(archive.index.search("title:title").articles)
        if found != everything:
            wrong.append(f"search finds {len(found)} articles, the database holds {len(everything)}")
    return wrong


def _misread(archive: Archive, line: Mapping[str, Any]) -> list[str]:
    """What is wrong with a passage, of which `line` is the last that was told; one more act may have come after it."""
    uid = line["passage"]
    found = archive.store.passages.by_uids([uid]).get(uid)
    if found is None:
        return [] if line["may_be_gone"] else [f"passage {uid} is gone"]
    wrong = []
    if (found.anchor.exact, found.note) != (line["exact"], line["note"]):
        wrong.append(f"passage {uid} has other words or another note")
    if line["tag"] and line["tag"] not in [each.path for each in found.tags]:
        wrong.append(f"passage {uid} lost its tag")
    return wrong


@pytest.fixture
def campaign(home: Path) -> Campaign:
    environment = {**os.environ, "WAYSTATION_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"}
    return Campaign(_files, _command, environment, _acknowledged, _findings)
