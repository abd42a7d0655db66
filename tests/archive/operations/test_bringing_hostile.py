"""Whatever a file of another program says, bringing it in never breaks: it comes, comes but once, and is taken back whole."""

import json
import random
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.importers import registry
from archive.model.article import Source
from archive.operations import acts, bringing
from tests.archive.conftest import AddArticle
from tests.archive.held import held

DATA = Path(__file__).parents[2] / "data" / "interchange"
ROUNDS = 60
_JUNK: list[Any] = [
    None,
    True,
    -1,
    10**12,
    1.5,
    "",
    "x" * 3_000,
    "\ud800\0\u202e",
    "a/b//c",
    [],
    ["a"],
    {},
    "\n",
    " / ",
]
_JUNK += [{"type": "TextQuoteSelector", "exact": "lamp"}, "2024-13-45", "urn:uuid:6d6d3a0c-5f1e-4b3a-9a53-111111111111"]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in items for place in places(each, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = put(made[path[0]], path[1:], junk)
    return made


def test_values_of_any_type_come_once_and_are_taken_back(archive: Archive, add_article: AddArticle) -> None:
    lamp = (DATA / "lamp.txt").read_text("utf-8").strip()
    add_article(archive, lamp, title="The lamp room", url="https://example.org/lamp")
    before = held(archive)
    data = [path.read_bytes().removeprefix(b"\xef\xbb\xbf") for path in sorted(DATA.iterdir())]
    samples = [json.loads(each) for each in data if each[:1] in (b"{", b"[")]
    chance = random.Random(20_261_126)
    came_in = 0
    for _ in range(ROUNDS):
        value = chance.choice(samples)
        for _ in range(chance.randint(1, 6)):
            value = put(value, chance.choice(places(value)), chance.choice(_JUNK))
        incoming = registry.read(Source(json.dumps(value).encode(), "mixed.json")).incoming
        if incoming is None:
            continue
        came, change = bringing.bring(archive, incoming)
        again, _ = bringing.bring(archive, incoming)
        assert not again.changes
        came_in += came.changes
        if change.touched:
            assert change.inverse is not None
            acts.perform(archive, change.inverse)
        assert held(archive) == before
    assert came_in > ROUNDS // 3
