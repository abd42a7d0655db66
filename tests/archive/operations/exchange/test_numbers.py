"""What people said of figures, series and findings comes along, and an archive that took a merge in is found whole."""

from pathlib import Path

from archive.model.figure import Kind
from archive.operations import acts, grouping, judging, maintain
from archive.operations.annotate import Span
from archive.operations.exchange import bundling, checks, foreign, merging
from archive.operations.exchange.telling import told_of
from tests.archive.conftest import AddArticle
from tests.archive.exchanged import said, side
from tests.archive.made import new_archive

BODY = "The keeper counted 340 boats in May.\nNobody counted in June."


def test_a_figure_its_series_and_its_correction_are_joined(tmp_path: Path, add_article: AddArticle) -> None:
    with new_archive(tmp_path / "a.waystation") as mine, new_archive(tmp_path / "b.waystation") as theirs:
        for archive in (mine, theirs):
            article = add_article(archive, BODY, "Boats")
        text = theirs.store.editions.text(article)
        start = text.index("340 boats")
        figure, _ = judging.add(theirs, Span(article, start, start + 9), value=340, counted="boats", kind=Kind.COUNT)
        judging.set_note(theirs, figure.uid, "He counted twice.")
        grouping.name_series(theirs, figure.series, "Boats of the river")
        before = said(mine)
        told, change = merging.merge(mine, side(theirs))
        assert (told.added.get("figure"), told.added.get("series"), told.held, told.united) == (1, 1, 0, 1)
        assert mine.store.figures.by_ids([mine.store.figures.resolve(figure.uid)])[0].note == "He counted twice."
        merging.merge(theirs, side(mine))
        assert said(mine) == said(theirs)
        assert [each for each in maintain.check(mine) if "index" not in each.where.lower()] == []
        assert change.inverse is not None
        acts.perform(mine, change.inverse)
        assert said(mine) == before


def test_every_record_is_the_same_when_it_was_written_and_read(tmp_path: Path, add_article: AddArticle) -> None:
    with new_archive(tmp_path / "a.waystation") as archive:
        article = add_article(archive, BODY, "Boats")
        start = archive.store.editions.text(article).index("340 boats")
        judging.add(archive, Span(article, start, start + 9), value=340, counted="boats", kind=Kind.COUNT)
        own = side(archive)
        for kind in ("article", "figure", "series"):
            for batch in own.batches(kind):
                assert [checks.record(kind, told_of(each)) for each in batch] == list(batch)
        out = tmp_path / "x.waystation-bundle"
        bundling.bundle(archive, out)
        assert foreign.look(archive, out).counts["figure"] == 1
