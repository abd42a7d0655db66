"""A preview shows what the writer would write first, counts all, and leaves nothing behind."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.archive import Archive
from archive.base.errors import Invalid
from archive.model.excerpt import Choice, Context, Grouping, Redaction, Scope
from archive.model.passage import PassageFilter
from archive.operations import curate, presets, previewing, publish, redacting
from archive.operations.previewing import EXCERPTS, Preview, Previewer, Shape


@pytest.fixture
def preview(coded: Archive) -> Callable[..., Preview]:
    return Previewer(coded).preview


def test_every_format_that_is_offered_has_a_preview_and_says_what_it_is_for(preview: Callable[..., Preview]) -> None:
    offered = publish.formats()
    assert {"csv", "json", "qdpx", "bagit"} <= {each.format.name for each in offered}
    for each in offered:
        seen = preview(each.format.name, each.format.usual)
        shown = {Shape.TEXT: seen.text, Shape.PAGE: seen.lines, Shape.TABLE: seen.table, Shape.PARTS: seen.parts}
        assert shown[seen.shape], each.format.name
        assert each.about, each.format.name


def test_a_table_is_what_the_writer_writes_first_and_counts_all(preview: Callable[..., Preview]) -> None:
    seen = preview("csv", Choice(context=Context.SENTENCE))
    assert (seen.passages, seen.articles, seen.more) == (7, 2, True)
    assert "before" in seen.table[0] and len(seen.table) == EXCERPTS + 1
    assert "before" not in preview("csv", Choice()).table[0]


def test_a_page_holds_quotes_in_the_chosen_groups_with_their_footnotes(coded: Archive) -> None:
    packet = previewing._begun(_packet(coded, Choice(grouping=Grouping.TAG, definitions=True)))
    lines = list(previewing._page(packet))
    kinds = [line.kind for line in lines]
    assert kinds[:3] == ["title", "heading", "quote"] and "definition" in kinds
    assert kinds.count("quote") == kinds.count("footnote") == EXCERPTS
    first = lines[kinds.index("quote")]
    assert [run.text for run in first.runs if run.bold] == ["14 people"]
    assert [run.text for run in first.runs if run.superscript] == ["1"]


def _packet(archive: Archive, choice: Choice):  # type: ignore[no-untyped-def]
    from archive.operations import choosing, packing

    return packing.pack(archive, choice, choosing.choose(archive, choice), title="Test")


def test_grouped_by_tag_the_first_tag_of_the_codebook_comes_first(coded: Archive) -> None:
    choice = Choice(grouping=Grouping.TAG)
    from archive.exports.registry import FORMATS
    from archive.operations import choosing, codebook

    few = previewing.first(coded, choice, choosing.choose(coded, choice), FORMATS["csv"])
    first = next(tag.path for tag in codebook.tree(coded) if tag.passages)
    assert first in few.rows[0].tags


def test_what_is_held_back_is_told_and_comes_along_when_overridden(
    coded: Archive, preview: Callable[..., Preview]
) -> None:
    article = next(iter(previewing.choosing.choose(coded, Choice()).articles))
    curate.set_rights(coded, [article], sensitivity="confidential")
    seen = preview("csv", Choice())
    assert (seen.passages, seen.held_back) == (1, ("1 article was left out: confidential.",))
    assert preview("csv", Choice(override=True)).passages == 7


def test_what_was_chosen_is_kept_until_it_is_to_be_forgotten(coded: Archive) -> None:
    previewer = Previewer(coded)
    assert previewer.preview("csv", Choice()).passages == 7
    curate.set_rights(coded, list(previewing.choosing.choose(coded, Choice()).articles), sensitivity="internal")
    assert previewer.preview("json", Choice(note=False)).passages == 7
    previewer.forget()
    assert previewer.preview("json", Choice()).empty


def test_a_preview_is_redacted_as_the_file_will_be(coded: Archive, preview: Callable[..., Preview]) -> None:
    redacting.add(coded, Redaction(None, "name", "harbour master", "[an official]"))
    plain, redacted = (
        preview("csv", Choice(context=Context.PARAGRAPH)),
        preview("csv", Choice(context=Context.PARAGRAPH, redact=True)),
    )
    assert "harbour master" in str(plain.table) and "harbour master" not in str(redacted.table)
    assert "[an official]" in str(redacted.table)


def test_nothing_chosen_is_no_error_but_empty(preview: Callable[..., Preview]) -> None:
    assert preview("csv", Choice(Scope(PassageFilter(text="never said")))).empty


def test_a_style_that_is_none_is_refused(preview: Callable[..., Preview]) -> None:
    with pytest.raises(Invalid):
        preview("bibliography", Choice(style="no-such-style")) if _offers("bibliography") else publish.style_name(
            "no-such"
        )


def _offers(name: str) -> bool:
    return name in {each.format.name for each in publish.formats()}


def test_styles_that_ship_have_names(coded: Archive) -> None:
    assert "chicago-notes" in dict(publish.styles())
    assert publish.style_name("apa") == dict(publish.styles())["apa"]


def _uids(archive: Archive) -> list[str]:
    """The passages of the ferry article, then the other one."""
    rows = previewing.choosing.choose(archive, Choice()).rows
    return [str(each.uid) for each in archive.store.passages.by_ids([row.id for row in (*rows[1:], rows[0])])]


def test_a_clip_has_the_words_and_their_citation_three_times(coded: Archive) -> None:
    uids = _uids(coded)
    made = publish.clip(coded, uids[:1])
    assert made.plain.startswith("“The ferry left at dawn") and "Harbour Gazette" in made.plain
    assert "<blockquote" in made.html and "<i>Harbour Gazette</i>" in made.html
    assert "*Harbour Gazette*" in made.markdown and made.markdown.startswith("> “The ferry")
    assert publish.clip(coded, uids).passages == len(uids) == 7


def test_a_clip_escapes_what_comes_from_articles(coded: Archive) -> None:
    made = publish.clip(coded, _uids(coded))
    assert "a=1&amp;b=2" in made.html and "&b=2" not in made.html.replace("&amp;b=2", "")


def test_a_clip_cites_in_the_style_that_is_asked_with_its_works(coded: Archive) -> None:
    made = publish.clip(coded, _uids(coded)[:1], "apa")
    assert "(Weir" in made.plain and made.plain.count("\n\n") >= 1


def test_a_clip_says_what_may_not_leave_unasked(coded: Archive) -> None:
    row = previewing.choosing.choose(coded, Choice()).rows[0]
    uid = str(coded.store.passages.by_ids([row.id])[0].uid)
    assert publish.clip(coded, [uid]).restricted == ""
    curate.set_rights(coded, [row.article], embargo="2999-01-01")
    assert "may not leave" in publish.clip(coded, [uid]).restricted


def test_presets_are_renamed_and_remember_their_format(coded: Archive) -> None:
    choice = replace(Choice(), note=False)
    presets.save(coded, "Report", choice, "csv")
    presets.save(coded, "Other", choice)
    assert presets.formats(coded) == {"Report": "csv"}
    presets.rename(coded, "Report", "For print")
    assert presets.find(coded, "For print") == choice
    for taken in ("Other", " "):
        with pytest.raises(Invalid):
            presets.rename(coded, "For print", taken)
