"""Pages of originals as pictures: drawn from the archive's own bytes by one reader that is kept."""

from pathlib import Path

import pytest

from archive.base.errors import NotFound, Unreadable
from archive.operations import ingest
from archive.operations.pictures import Pages
from tests.archive.made import new_archive

PDF = Path(__file__).parents[2] / "data" / "pdf" / "odt.pdf"


def test_pages_of_an_original_are_drawn_one_at_a_time(tmp_path: Path) -> None:
    with new_archive(tmp_path / "A.waystation") as archive, Pages() as pages:
        (report,) = ingest.run(archive, [PDF]).files
        assert report.id is not None
        address = archive.store.editions.current(report.id).original.sha512
        first, last = pages.page(archive, address, 1, 160), pages.page(archive, address, 2, 160)
        assert first.width == last.width == 160 and first.pixels != last.pixels
        with pytest.raises(Unreadable, match="There is no page 99"):
            pages.page(archive, address, 99, 160)
        with pytest.raises(NotFound):
            pages.page(archive, "0" * 128, 1, 160)
        assert pages.page(archive, address, 1, 160) == first


def test_nothing_is_drawn_after_the_pages_were_closed(tmp_path: Path) -> None:
    with new_archive(tmp_path / "A.waystation") as archive:
        (report,) = ingest.run(archive, [PDF]).files
        assert report.id is not None
        pages = Pages()
        pages.close()
        with pytest.raises(Unreadable, match="closed"):
            pages.page(archive, archive.store.editions.current(report.id).original.sha512, 1, 160)
