"""What Qt would read from the disk, take too long for or crash on, in the real reader: shown in time, and nothing from outside.

Judged by processor time of the interface's thread, so that a busy machine changes nothing.
"""

import time

import pytest

from archive.importers.registry import read
from archive.operations import ingest
from desktop.views.reader.pictures import PicturesOf
from tests.archive.operations.hostile_files import CASES, LASTING

_MOST_SECONDS = 15.0
_SHOWN = {26: f"<html><body><h1>Harbour</h1><p>{LASTING} {'word ' * 300_000} the end of it</p></body></html>".encode()}


class Here:
    """The importers in this process: the confined reader is not what is tested here."""

    def read(self, sources):
        for source in sources:
            yield source, read(source)

    def close(self):
        pass


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(26, marks=pytest.mark.hostile(26)),
        pytest.param(27, marks=pytest.mark.hostile(27)),
        pytest.param(28, marks=pytest.mark.hostile(28)),
        pytest.param(29, marks=pytest.mark.hostile(29)),
        pytest.param(30, marks=pytest.mark.hostile(30)),
        pytest.param(31, marks=pytest.mark.hostile(31)),
        pytest.param(32, marks=pytest.mark.hostile(32)),
        pytest.param(34, marks=pytest.mark.hostile(34)),
    ],
)
def test_a_hostile_page_is_shown_in_time_and_asks_for_nothing(
    number, reader, archive, open_article, tmp_path, qtbot, monkeypatch, context
):
    hostile = CASES[number][0]
    path = tmp_path / hostile.name
    path.write_bytes(_SHOWN.get(number) or hostile.data())
    (report,) = ingest.run(archive, [path], pool=Here()).files
    assert report.id is not None, report.error
    asked = []
    kind = type(reader.active.surface)
    original = kind.loadResource

    def noted(self, what, name):
        given = original(self, what, name)
        asked.append((name, given))
        return given

    monkeypatch.setattr(kind, "loadResource", noted)
    began = time.thread_time()
    with qtbot.waitSignal(reader.article_shown, timeout=120_000):
        open_article(report.id)
    reader.active.surface.viewport().repaint()
    assert time.thread_time() - began < _MOST_SECONDS
    assert [name for name, given in asked if given is not None] == []
    text = reader.active.opened.edition.text
    for words in hostile.words if number != 26 else ("the end of it",):
        held = text + "".join(aside.text for aside in reader.active.opened.edition.set_aside)
        assert words in held
    # A picture of such a page is decoded in a process of its own, which ends with the page.
    context.jobs.drain()
    for pictures in reader.findChildren(PicturesOf):
        pictures._images.close()
