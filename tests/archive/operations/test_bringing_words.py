"""Words that come without their text stand at the one place that they can mean, in the one article that they can be from, or nowhere."""

import hashlib
from dataclasses import replace

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.base.progress import Progress
from archive.model.article import Metadata, Text
from archive.model.ids import ArticleId, Uid
from archive.model.interchange import Incoming, IncomingMemo, IncomingPassage, IncomingSource
from archive.operations import annotate, bringing, curate
from archive.operations.bringing_plan import addresses
from archive.operations.bringing_words import Words, holders
from tests.archive.conftest import AddArticle, blocks_of

TEXT = "The gate opened at six. 🛶 The gate opened at six, they say.\n“Nobody’s there” — so it was… The end, at 16."


def place(exact: str, prefix: str = "", suffix: str = "", **said: object) -> str:
    """The words found, with two characters before them."""
    start, end = Words(TEXT).place(replace(IncomingPassage("s", None, None, exact, prefix, suffix), **said))  # type: ignore[arg-type]
    return TEXT[max(0, start - 2) : end]


def test_words_that_stand_once() -> None:
    assert place("they say") == ", they say"
    assert place(" they say ") == ", they say"


def test_typography_and_white_space_may_differ() -> None:
    assert place('"Nobody\'s there" - so\n it was...') == ".\n“Nobody’s there” — so it was…"


def test_among_several_places_what_stands_around_decides() -> None:
    assert place("The gate opened", "", " at six, they") == "🛶 The gate opened"
    assert place("gate opened", "six. \n🛶\n The ", "") == "e gate opened"
    with pytest.raises(Invalid, match="more than once"):
        place("The gate opened", "", " at six")
    with pytest.raises(Invalid, match="more than once"):
        place("The gate opened", "nothing of that", "")


def test_a_position_decides_only_where_the_words_are_there() -> None:
    second = TEXT.index("The gate", 5)
    assert place("The gate opened", start=second, end=second + 15) == "🛶 The gate opened"
    assert place("The gate opened", start=second + 1, end=second + 16, utf16=True) == "🛶 The gate opened"
    for said in ({"start": second + 1}, {"start": second, "utf16": True}, {"start": second, "edition": "0" * 128}):
        with pytest.raises(Invalid, match="more than once"):
            place("The gate opened", end=second + 15, **said)


def test_few_words_must_not_contradict_what_stands_around() -> None:
    assert place("they say", ", ", "") == ", they say"
    with pytest.raises(Invalid, match="so few words"):
        place("they say", "and so ", "")
    with pytest.raises(Invalid, match="so few words"):
        place("6")


def test_words_that_stand_nowhere_and_no_words() -> None:
    with pytest.raises(Invalid, match="nowhere"):
        place("The gate closed")
    with pytest.raises(Invalid, match="neither their place nor their words"):
        place(" ")


def test_an_address_is_known_however_it_was_kept() -> None:
    told = addresses("http://example.org/a/?utm_source=x&id=3#part")
    assert "https://example.org/a/?id=3" in told and "http://example.org/a/?id=3" in told
    assert addresses("https://example.org/a")[0] == "https://example.org/a"
    assert {"https://example.org/a/", "http://example.org/a"} <= set(addresses("https://example.org/a"))
    assert addresses("urn:x") == ["urn:x", "urn:x/"]


# The article


LONG = "Nobody in the valley had expected that the bridge would hold until the morning came."


def incoming(*passages: IncomingPassage, **said: object) -> Incoming:
    return Incoming("File", "Other", (IncomingSource("s", **said),), (), passages)  # type: ignore[arg-type]


@pytest.fixture
def valley(archive: Archive, add_article: AddArticle) -> Archive:
    add_article(
        archive, f"One line.\n{LONG}", title="The bridge", publisher="Valley Post", url="https://example.org/bridge/"
    )
    add_article(archive, "Another text altogether, about a market and its prices in spring.", title="The market")
    return archive


def where(archive: Archive, brought: Incoming) -> list[str]:
    bringing.bring(archive, brought)
    return [archive.store.articles.get(each.article).title for each in annotate.passages(archive)]


@pytest.mark.parametrize(
    "said",
    [
        {"metadata": Metadata(url="http://example.org/bridge#top")},
        {"metadata": Metadata(title="the BRIDGE")},
        {"metadata": Metadata(title="The bridge", publisher="Valley Post")},
        {"metadata": Metadata(title="Under another title", url="https://example.org/elsewhere")},
        {},
    ],
)
def test_an_article_is_told_by_address_title_or_words(valley: Archive, said: dict[str, object]) -> None:
    quote = IncomingPassage("s", exact="the valley had expected that the bridge would hold")
    assert where(valley, incoming(quote, **said)) == ["The bridge"]


def test_an_article_is_told_by_the_text_that_places_count_in(valley: Archive) -> None:
    (article,) = valley.store.articles.titled("The bridge", "Valley Post")
    text = valley.store.editions.text(article)
    edition = hashlib.sha512(text.encode()).hexdigest()
    start = text.index("hold")
    quote = IncomingPassage("s", start, start + 4, exact="hold", edition=edition)
    assert holders(valley, {"s": [quote]}, Progress()) == {"s": article}
    assert where(valley, incoming(quote)) == ["The bridge"]


def test_words_that_two_articles_have_tell_none(valley: Archive, add_article: AddArticle) -> None:
    add_article(valley, f"Reprinted.\n{LONG}", title="The bridge again")
    quote = IncomingPassage("s", exact="the valley had expected that the bridge would hold")
    came, _ = bringing.bring(valley, incoming(quote))
    assert annotate.passages(valley) == [] and any("the valley had expected" in told for told in came.lost)


def test_few_words_tell_no_article(valley: Archive) -> None:
    came, _ = bringing.bring(valley, incoming(IncomingPassage("s", exact="the bridge would hold")))
    assert annotate.passages(valley) == [] and "is no article here" in came.lost[0]


def test_a_passage_of_an_earlier_text_follows_to_the_present_one(valley: Archive) -> None:
    (article,) = valley.store.articles.titled("The bridge", "Valley Post")
    before = valley.store.editions.current(article)
    edition = hashlib.sha512(before.text.encode()).hexdigest()
    _edit(valley, article, before.text.replace("One line.", "Two lines and more."))
    start = before.text.index("Nobody")
    quote = IncomingPassage("s", start, start + len(LONG), exact=LONG, edition=edition)
    bringing.bring(valley, incoming(quote, metadata=Metadata(title="The bridge")))
    (mark,) = annotate.passages(valley)
    text = valley.store.editions.text(article)
    assert text[mark.anchor.start : mark.anchor.end] == LONG and mark.anchor.start != start


def _edit(archive: Archive, article: ArticleId, text: str) -> None:
    laid: Text = blocks_of(text)
    current = archive.store.editions.current(article)
    with archive.atomic():
        archive.store.editions.add(
            article,
            laid,
            original=current.original.sha512,
            encoding="utf-8",
            importer="plain",
            importer_version=1,
            reason="update",
            path="",
            created="2026-01-02T00:00:00.000Z",
        )


def test_many_texts_that_are_not_here_are_one_sentence(valley: Archive) -> None:
    sources = tuple(IncomingSource(f"s{number}", metadata=Metadata(title=f"Text {number}")) for number in range(30))
    quotes = tuple(IncomingPassage(source.key, exact=f"words {source.key}") for source in sources)
    came, _ = bringing.bring(valley, Incoming("File", "Other", sources, (), quotes))
    away, left = came.lost
    assert away.startswith("30 texts are no articles here") and "“Text 0”, “Text 1”" in away and "and 10 more" in away
    assert left.startswith("30 passages were left out (“words s0”; “words s1”") and "and 10 more" in left


def test_a_memo_whose_passage_did_not_come_says_so(valley: Archive) -> None:
    memo = IncomingMemo("Reply", "to what?", Uid("f" * 32), about=("passage", "e" * 32))
    came, _ = bringing.bring(valley, Incoming("File", "Other", memos=(memo,)))
    assert came.lost == ("1 memo came in about nothing, because what it was about did not come (“Reply”).",)


def test_what_an_item_tells_otherwise_is_offered_and_changes_nothing(valley: Archive) -> None:
    from archive.model.article import Evidence

    proof = {"published": Evidence("2020-05", None, None, "Zotero", 1.0)}
    item = Metadata(title="The bridge", published="2020-05", evidence=proof)
    came, _ = bringing.bring(valley, incoming(metadata=item))
    assert came.differing == ("1 article is here otherwise and was left as here (“The bridge”: published (2020-05)).",)
    (article,) = valley.store.articles.titled("The bridge", "Valley Post")
    assert valley.store.articles.get(article).published is None
    curate.edit(valley, article, published="2020-05")
    again, _ = bringing.bring(valley, incoming(metadata=item))
    assert again.differing == ()
