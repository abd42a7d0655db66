"""A whole window on an archive with a page that holds a picture, and readers that run in the test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.operations import ingest
from desktop.program import Program
from tests.archive.importers.illustrations.test_formats import MAP, data_url, page
from tests.archive.made import new_archive


@pytest.fixture(scope="session")
def _maps_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: reading articles takes processes of its own."""
    path = tmp_path_factory.mktemp("maps") / "Maps.waystation"
    figure = (
        f'<figure><img src="{data_url(MAP)}" alt="A map"><figcaption>The first map, drawn in ink.</figcaption></figure>'
    )
    file = path.with_name("maps.html")
    file.write_bytes(page(figure).data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WAYSTATION_HOME", str(path.parent))
        with new_archive(path) as archive:
            ingest.run(archive, [file])
    return path


@pytest.fixture
def window(tmp_path: Path, _maps_original: Path, program: Callable[..., Program]) -> Program:
    """The window with the article open."""
    path = tmp_path / "Maps.waystation"
    path.write_bytes(_maps_original.read_bytes())
    with Archive.open(path) as archive:
        archive.trust()
        archive.index.examine()
        archive.index.catch_up()  # or the window starts a process for it
    made = program(path)
    made.desk().main.open(1)
    made.settle()
    return made
