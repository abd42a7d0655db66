"""Coding the saved articles from the command line: thirty passages, a codebook that changes, texts that change, and back."""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.operations import editions, history

CODED = Path(__file__).parents[2] / "data" / "coding" / "coded.json"
PASSAGE = (
    *("uid", "article", "start", "end", "exact", "prefix", "suffix", "note", "tags", "colour", "state", "author"),
    *("created", "modified"),
)
WANTED = 30


@pytest.fixture
def marked(run: Any, shared: Path) -> list[dict[str, Any]]:
    """Thirty passages or more over the corpus, as `mark` gave them."""
    assert run("init", "--empty").code == 0
    files = run("import", str(shared / "corpus"), "--json").json["files"]
    ids = {Path(file["path"]).name: str(file["id"]) for file in files}
    found: list[dict[str, Any]] = []
    for one in json.loads(CODED.read_text(encoding="utf-8"))["passages"]:
        words = (shared / "corpus" / one["article"]).read_bytes().decode("utf-8")[one["start"] : one["end"]]
        made = run("mark", ids[one["article"]], "--quote", words, "--tag", f"theme/{one['tag']}", "--json")
        if made.code == 0:  # a few run over lines that are set aside
            found.append(made.json)
        if len({passage["uid"] for passage in found}) >= WANTED + 5:
            break
    assert len(found) >= WANTED
    return found


def opened() -> Archive:
    return Archive.open(Path(os.environ["WAYSTATION_ARCHIVE"]))


def test_coding_holds_while_the_codebook_and_the_texts_change(run: Any, marked: list[dict[str, Any]]) -> None:
    def passages(*arguments: str) -> dict[str, dict[str, Any]]:
        return {row["uid"]: row for row in run("passages", *arguments, "--json").json}

    def tree() -> dict[str, int]:
        rows = run("tags", "--json").json
        assert all(tuple(row) == ("path", "definition", "colour", "passages") for row in rows)
        return {row["path"]: row["passages"] for row in rows}

    before = passages()
    assert set(before) == {row["uid"] for row in marked}
    for row in before.values():
        assert tuple(row) == PASSAGE
        whole = run("article", str(row["article"]), "--json").json
        assert whole["text"][row["start"] : row["end"]] == row["exact"] and row["state"] == "anchored"

    uses = Counter(path for row in before.values() for path in row["tags"])
    first, second = [path for path, _ in uses.most_common(2)]
    assert passages("--tag", "theme") == before and tree() == {"theme": len(before), **uses}
    assert set(passages("--tag", first)) == {uid for uid, row in before.items() if first in row["tags"]}

    assert run("tag", "rename", first, "renamed").code == 0
    assert run("tag", "move", second, "theme/renamed").code == 0
    below = f"theme/renamed/{second.rpartition('/')[2]}"
    both = {uid for uid, row in before.items() if {first, second} & set(row["tags"])}
    assert set(passages("--tag", "theme/renamed")) == both and tree()["theme/renamed"] == len(both)
    assert run("tag", "merge", below, "theme/renamed").code == 0
    assert below not in tree() and tree()["theme/renamed"] == len(both)

    # Other texts: what was set aside is put back, and the file is read in another encoding.
    articles = sorted({row["article"] for row in before.values()})
    with opened() as archive:
        for article in articles:
            aside = archive.store.editions.current(article).set_aside
            readable = next((item for item in aside if item.text.strip()), None)
            if readable is not None:
                editions.put_back(archive, article, readable)
    after = passages()
    assert {uid: row["exact"] for uid, row in after.items()} == {uid: row["exact"] for uid, row in before.items()}
    assert {row["state"] for row in after.values()} == {"anchored"}
    with opened() as archive:
        editions.reread(archive, articles[0], "cp949")
    reread = passages()
    assert {uid: (row["exact"], row["note"]) for uid, row in reread.items()} == {
        uid: (row["exact"], row["note"]) for uid, row in before.items()
    }
    assert {row["state"] for row in reread.values()} <= {"anchored", "review", "orphan"}
    for row in reread.values():
        if row["state"] == "anchored":
            whole = run("article", str(row["article"]), "--json").json
            assert whole["text"][row["start"] : row["end"]] == row["exact"]

    # Everything back, through the history, the newest first, to where the marks had just been made.
    with opened() as archive:
        for row in history.page(archive, limit=100):
            if row.label.startswith("Mark"):
                break
            history.revert(archive, row.id)
    back = passages()
    loose = {"modified"}
    assert {uid: {k: v for k, v in row.items() if k not in loose} for uid, row in back.items()} == {
        uid: {k: v for k, v in row.items() if k not in loose} for uid, row in before.items()
    }
    assert tree() == {"theme": len(before), **uses}
