"""An archive with something of every kind in it, closed; and where its backups lie."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import annotate, memos
from archive.protection.keys import Key

KEY = Key(bytes(range(32)))
AddArticle = Callable[..., int]


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> Key | None:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def path(tmp_path: Path, key: Key | None, add_article: AddArticle) -> Path:
    place = tmp_path / "Box" / "Test.waystation"
    with Archive.create(place, key) as made:
        for number in range(3):
            article = add_article(
                made, f"The lighthouse number {number} was painted white.", title=f"Lighthouse {number}"
            )
            annotate.mark(made, article, 4, 14, note=f"note {number}")
        memos.create(made, "A memo", "What was seen.")
        made.index.catch_up()
    return place
