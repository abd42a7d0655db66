"""Where the pages of a PDF begin: in the margin, and as a place to go to."""

from dataclasses import replace

import pytest

from archive.model.article import Edition, Run, RunKind
from desktop.views.reader.pagemarks import PageJumps, find_page, has_pages, page_at, page_starts, told

STARTS = ((0, "iv"), (100, "1"), (250, "2"))


def paged_edition(edition: Edition) -> Edition:
    """The edition with a page that ends in the middle of its third block."""
    third = edition.blocks[2]
    middle = third.start + 40
    runs = {
        0: (Run(RunKind.PAGE, edition.blocks[0].start, edition.blocks[0].end, "6"),),
        2: (Run(RunKind.PAGE, third.start, middle, "6"), Run(RunKind.PAGE, middle, third.end, "7")),
        3: (Run(RunKind.PAGE, edition.blocks[3].start, edition.blocks[3].end, "7"),),
    }
    return replace(
        edition, blocks=tuple(replace(block, runs=runs.get(at, ())) for at, block in enumerate(edition.blocks))
    )


def test_each_page_begins_once_also_within_a_paragraph(make_edition, ferry) -> None:
    edition = paged_edition(make_edition(ferry))
    assert page_starts(edition) == ((0, "6"), (edition.blocks[2].start + 40, "7"))
    assert page_starts(edition, 3) == () and page_starts(edition, 2) == ((edition.blocks[2].start + 40, "7"),)
    assert page_starts(make_edition(ferry)) == ()
    assert has_pages(edition) and not has_pages(make_edition(ferry))


@pytest.mark.parametrize(
    ("asked", "place"), [("2", 250), ("p. 1", 100), ("Page IV", 0), (" 2쪽 ", 250), ("3", None), ("", None)]
)
def test_a_page_is_found_by_what_people_call_it(asked: str, place: int | None) -> None:
    assert find_page(STARTS, asked) == place


def test_the_page_of_a_place_is_told() -> None:
    assert [page_at(STARTS, at) for at in (0, 99, 100, 900)] == ["iv", "iv", "1", "2"]
    assert told(STARTS) == "iv–2"


def test_going_to_a_page_puts_its_beginning_on_top_and_an_unknown_one_is_told(
    context, reader, add, open_article, archive, monkeypatch, ferry, make_edition
) -> None:
    article = add("Lanterns on the far bank")
    open_article(article)
    pane = reader.active
    edition = paged_edition(pane.opened.edition)
    monkeypatch.setattr(pane, "_opened", replace(pane.opened, edition=edition))
    jumps = PageJumps(context, reader, reader)
    gone: list[int] = []
    monkeypatch.setattr(pane, "go_to", lambda place, top=False: gone.append(place))
    jumps.go("7")
    assert gone == [edition.blocks[2].start + 40]
    toasts: list[object] = []
    context.alerts.toasted.connect(toasts.append)
    jumps.go("99")
    assert len(toasts) == 1 and len(gone) == 1


def test_numbers_of_pages_are_painted_in_the_margin_and_can_be_switched_off(
    reader, add, open_article, context, monkeypatch
) -> None:
    from desktop.views.reader import document

    monkeypatch.setattr(document, "page_starts", lambda edition, *_: ((0, "6"), (edition.blocks[2].start + 40, "7")))
    open_article(add("Lanterns on the far bank"))
    surface = reader.active.surface
    left = surface.column_left()

    def margin() -> bytes:
        image = (
            surface.viewport()
            .grab(surface.viewport().rect().adjusted(0, 0, left - surface.viewport().width() - 4, 0))
            .toImage()
        )
        return bytes(image.constBits())

    with_pages = margin()
    context.settings.set("reading.pages", False)
    assert margin() != with_pages
