"""The pages of the history: filtered in the archive, and telling what a definition said before."""

from pathlib import Path

from archive.archive import Archive
from archive.operations import codebook, history


def test_a_page_is_filtered_by_label_and_author_whatever_the_case(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "A.waystation") as archive:
        for path in ("route", "cost", "route/river"):
            codebook.add(archive, path)
        found = history.page(archive, text="TAG ROUTE")
        assert [row.label for row in found] == ["Add tag route/river", "Add tag route"]
        assert [row.label for row in history.page(archive, text="route", before=found[0].id)] == ["Add tag route"]
        assert len(history.page(archive, text=found[0].author.upper())) == 3
        assert history.page(archive, text="100%") == []


def test_a_new_definition_tells_the_one_before_and_leaves_out_what_stayed(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "A.waystation") as archive:
        codebook.add(archive, "route", definition="The way.", use_when="It is told.")
        codebook.define(archive, "route", "The way out.")
        (detail,) = history.page(archive)[0].details
        assert (detail.what, detail.before, detail.after) == ("definition", "The way.", "The way out.")
