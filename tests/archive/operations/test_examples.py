"""Passages that show what a tag means: chosen by a person, undone like any act, and taken along with the tag."""

from collections.abc import Callable

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid, NotFound
from archive.model.ids import ArticleId
from archive.operations import acts, annotate, codebook, curate, examples, history

TEXT = "The ferry waits while the river falls. Nobody crosses at night. Salt was dear when the road was sand."


@pytest.fixture
def marked(archive: Archive, add_article: Callable[..., ArticleId]) -> tuple[ArticleId, list[str]]:
    article = add_article(archive, TEXT)
    uids = []
    for words in ("The ferry waits", "Nobody crosses at night", "Salt was dear"):
        start, end = annotate.find_quote(archive, article, words)
        uids.append(annotate.mark(archive, article, start, end, tags=["route/river"])[0].uid)
    return article, uids


def chosen(archive: Archive, path: str) -> list[str]:
    return [passage.uid for passage in examples.of_tag(archive, path)]


def test_examples_are_chosen_and_given_up_and_both_can_be_undone(
    archive: Archive, marked: tuple[ArticleId, list[str]]
) -> None:
    _, uids = marked
    assert chosen(archive, "route/river") == []
    examples.choose(archive, "route/river", uids[2])
    change = examples.choose(archive, "route/river", uids[0])
    assert chosen(archive, "ROUTE/river") == [uids[0], uids[2]]
    told = history.page(archive, limit=1)[0].details
    assert told == (history.Detail("tag route/river", "no example", "an example"),)
    assert change.inverse is not None and change.label == "Example of tag route/river"
    undone = acts.perform(archive, change.inverse)
    assert chosen(archive, "route/river") == [uids[2]]
    assert undone.inverse is not None
    acts.perform(archive, undone.inverse)
    examples.choose(archive, "route/river", uids[2], chosen=False)
    assert chosen(archive, "route/river") == [uids[0]]


def test_only_a_passage_that_carries_the_very_tag_can_show_it(
    archive: Archive, marked: tuple[ArticleId, list[str]]
) -> None:
    _, uids = marked
    with pytest.raises(Invalid, match="does not carry 'route'"):
        examples.choose(archive, "route", uids[0])
    with pytest.raises(NotFound, match="no tag"):
        examples.choose(archive, "elsewhere", uids[0])


def test_an_example_goes_with_its_tag_off_the_passage_and_comes_back_with_it(
    archive: Archive, marked: tuple[ArticleId, list[str]]
) -> None:
    article, uids = marked
    examples.choose(archive, "route/river", uids[0])
    off = annotate.untag(archive, [uids[0]], "route/river")
    assert chosen(archive, "route/river") == []
    assert off.inverse is not None
    acts.perform(archive, off.inverse)
    assert chosen(archive, "route/river") == [uids[0]]
    gone = annotate.unmark(archive, [uids[0]])
    assert chosen(archive, "route/river") == []
    assert gone.inverse is not None
    acts.perform(archive, gone.inverse)
    assert chosen(archive, "route/river") == [uids[0]]
    curate.trash(archive, [article])
    assert chosen(archive, "route/river") == []


def test_merging_and_splitting_take_examples_along(archive: Archive, marked: tuple[ArticleId, list[str]]) -> None:
    _, uids = marked
    for uid in uids[:2]:
        examples.choose(archive, "route/river", uid)
    annotate.tag(archive, [uids[1]], "water")
    codebook.split(archive, "route/river", {"crossing": [uids[0], uids[2]]})
    assert chosen(archive, "crossing") == [uids[0]]
    assert chosen(archive, "route/river") == [uids[1]]
    merged = codebook.merge(archive, "route/river", "water")
    assert chosen(archive, "water") == [uids[1]]  # it carried both tags
    codebook.merge(archive, "crossing", "water")
    assert chosen(archive, "water") == [uids[0], uids[1]]
    assert merged.inverse is not None
