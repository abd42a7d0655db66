"""An archive with a few small articles, the services of a window, and a reader over them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from archive.archive import Archive
from archive.model.article import (
    Block,
    BlockKind,
    Edition,
    Evidence,
    Metadata,
    Original,
    Run,
    RunKind,
    SetAside,
    Text,
    Verdict,
)
from archive.model.ids import ArticleId, EditionId
from desktop.actions import Actions
from desktop.alerts import Alerts
from desktop.context import Context
from desktop.history import History
from desktop.jobs import Jobs
from desktop.settings import Settings
from desktop.theme import Theme
from desktop.views.reader import Inspector, Reader
from desktop.views.reader.typography import Typography
from tests.archive.made import new_archive


def pytest_itemcollected(item: pytest.Item) -> None:
    """The offscreen platform says this of every window and popup that is shown."""
    item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


FERRY = (
    (BlockKind.HEADING, "Lanterns on the far bank"),
    (BlockKind.META, "By Ada Quay and Bo Reed"),
    (
        BlockKind.PARAGRAPH,
        "The river was low. Nobody crossed it that night, said the keeper. A lantern stood on each post.",
    ),
    (BlockKind.QUOTE, "A river keeps its own hours."),
    (BlockKind.ITEM, "one lantern 🏮 for the ferry"),
    (BlockKind.ITEM, "one for the river"),
    (BlockKind.PARAGRAPH, "강을 건너는 사람들은 등불을 들었다. The river rose again in spring."),
)
ASIDE = "Sign up for our river letter"


def edition_of(blocks: Sequence[tuple[BlockKind, str]], aside: Sequence[SetAside] = ()) -> Edition:
    """An edition whose decoded original is the same text with two newlines between blocks."""
    made, start, source = [], 0, 0
    for kind, words in blocks:
        level = 1 if kind in (BlockKind.HEADING, BlockKind.ITEM, BlockKind.QUOTE) else 0
        made.append(Block(kind, start, start + len(words), (source, source + len(words)), level))
        start += len(words) + 1
        source += len(words) + 2
    text = "\n".join(words for _, words in blocks)
    original = Original("ab" * 64, "ferry.txt", "text/plain", len(text.encode()))
    return Edition(
        EditionId(1), ArticleId(1), 1, text, tuple(made), tuple(aside), original, "utf-8", "plain", 1, "import", "", ""
    )


def link(edition: Edition, words: str, target: str) -> Edition:
    """The edition with a link on the first occurrence of the words."""
    at = edition.text.index(words)
    run = Run(RunKind.LINK, at, at + len(words), target)
    blocks = tuple(replace(block, runs=(run,)) if block.start <= at < block.end else block for block in edition.blocks)
    return replace(edition, blocks=blocks)


@pytest.fixture
def ferry() -> Sequence[tuple[BlockKind, str]]:
    """The blocks of a small article in two languages."""
    return FERRY


@pytest.fixture
def make_edition() -> Callable[..., Edition]:
    return edition_of


@pytest.fixture
def with_link() -> Callable[[Edition, str, str], Edition]:
    return link


@pytest.fixture
def typography(qapp: QApplication) -> Typography:
    theme = Theme("light")
    return Typography(theme.font, theme.color)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "ferry.waystation") as made:
        yield made


@pytest.fixture
def add(archive: Archive):
    """Adds an article of blocks to the archive; its original is its text, with a set-aside line at the end."""

    def make(title: str, blocks=FERRY, *, language: str = "en", byline=("Ada Quay", "Bo Reed")) -> ArticleId:
        edition = edition_of(blocks)
        decoded = "\n\n".join(words for _, words in blocks)
        aside = SetAside(len(decoded) + 2, len(decoded) + 2 + len(ASIDE), ASIDE, "sign-up")
        data = f"{decoded}\n\n{ASIDE}".encode()
        evidence = {
            "title": Evidence(title, 0, len(title), "title", 0.95),
            "publisher": Evidence("River letter", aside.start + 16, aside.start + 28, "promotion", 0.6),
            "language": Evidence(language, None, None, "letters-and-words", 0.9),
        }
        if "Ada Quay" in decoded:
            at = decoded.index("Ada Quay")
            evidence["byline"] = Evidence("; ".join(byline), at, at + len("Ada Quay and Bo Reed"), "byline", 0.9)
        metadata = Metadata(title, byline, "River letter", published="2021-03", language=language, evidence=evidence)
        with archive.atomic():
            original = archive.store.originals.put(data, "ferry.txt", "text/plain")
            added = "2026-01-02T03:04:05.000Z"
            article = archive.store.articles.add(metadata, verdict=Verdict.OK, warnings=(), added=added)
            archive.store.editions.add(
                article,
                Text(edition.text, edition.blocks, (aside,)),
                original=original.sha512,
                encoding="utf-8",
                importer="plain",
                importer_version=1,
                reason="import",
                path="letters/ferry.txt",
                created=added,
            )
        return article

    return make


@pytest.fixture
def context(archive: Archive, qapp: QApplication, tmp_path: Path) -> Iterator[Context]:
    jobs, theme = Jobs(), Theme("light")
    problems: list[BaseException] = []
    jobs.on_failure = problems.append
    settings = Settings(tmp_path / "settings.json")
    made = Context(archive, jobs, Actions(theme), theme, settings, History(archive, jobs), Alerts())
    yield made
    assert jobs.drain()
    settings.save()
    jobs.close()
    assert not problems, problems


@pytest.fixture
def reader(context: Context, qtbot) -> Reader:
    made = Reader(context)
    made.resize(640, 420)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def inspector(context: Context, reader: Reader, qtbot) -> Inspector:
    made = Inspector(context)
    made.resize(262, 900)
    qtbot.addWidget(made)
    made.follow(reader)
    made.show()
    return made


@pytest.fixture
def open_article(context: Context, reader: Reader, qapp: QApplication):
    """Opens an article and waits until it is on the page."""

    def show(article_id: ArticleId, **options) -> None:
        reader.show_article(article_id, **options)
        assert context.jobs.drain()
        qapp.processEvents()

    return show
