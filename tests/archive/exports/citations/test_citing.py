"""How a citer goes through a document: little is rendered twice, likes are told apart, formatting comes as runs."""

from dataclasses import replace
from typing import Any

import pytest

from archive.exports.citations import Run, citing, make, marks, plain
from archive.exports.citations.citing import StyleCiter
from archive.exports.citations.elements import Layout
from archive.model.excerpt import Locator, Packet, Work
from archive.model.ids import ArticleId, Uid
from tests.archive.exports.conftest import MakePacket


def signed(number: int, *byline: str, **said: Any) -> Work:
    made = Work(
        ArticleId(number),
        Uid(f"u{number}"),
        f"Title {number}",
        byline,
        "Valley Post",
        published="2015-01-02",
        language="en",
    )
    return replace(made, **said)


def listed(*works: Work) -> dict[ArticleId, Work]:
    return {work.id: work for work in works}


def test_a_work_is_rendered_once_for_each_form_whatever_its_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []
    render = Layout.render
    monkeypatch.setattr(Layout, "render", lambda self, citing: rendered.append(citing.item.id) or render(self, citing))
    works = listed(*(signed(number, f"Ann {name}") for number, name in enumerate(["Weir", "Becker", "Ade", "Roux"])))
    citer = StyleCiter("chicago-notes", works, "en")
    said = {plain(citer.cite_work(ArticleId(round % 4), Locator(round, round))) for round in range(1, 2001)}
    assert len(said) == 2000
    assert len(rendered) <= 4 * 4


@pytest.mark.parametrize("style", ["chicago-notes", "apa", "ieee"])
def test_a_citation_that_was_not_kept_is_the_same_again(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    works = listed(*(signed(number, f"{given} Weir") for number, given in enumerate(["Ann", "Tom", "Tim"])))
    order = [(work, Locator(place, place)) for place in (1, 2) for work in (0, 1, 1, 2, 0)]

    def cited() -> list[str]:
        citer = StyleCiter(style, works, "en")
        return [plain(citer.cite_work(ArticleId(work), place)) for work, place in order]

    kept = cited()
    monkeypatch.setattr(citing, "_MOST_KEPT", 1)
    assert cited() == kept


def test_works_of_one_author_and_year_get_letters_in_the_order_of_the_list() -> None:
    works = listed(signed(1, "Ann Weir", title="Zebra"), signed(2, "Ann Weir", title="Adder"), signed(3, "Tom Becker"))
    citer = StyleCiter("apa", works, "en")
    assert [plain(citer.cite_work(work)) for work in works] == ["(Weir, 2015b)", "(Weir, 2015a)", "(Becker, 2015)"]
    assert [plain(entry).split(". (")[1][:5] for entry in citer.bibliography()] == ["2015,", "2015a", "2015b"]


def test_two_of_one_family_are_told_apart_by_given_names() -> None:
    works = listed(signed(1, "Ann Weir"), signed(2, "Tom Weir"), signed(3, "Tim Weir"))
    citer = StyleCiter("chicago-author-date", works, "en")
    assert [plain(citer.cite_work(work)) for work in works] == ["(A. Weir 2015)", "(Tom Weir 2015)", "(Tim Weir 2015)"]


def test_numbers_follow_the_order_of_citing() -> None:
    works = listed(*(signed(number, "Ann Weir") for number in (1, 2, 3)))
    citer = StyleCiter("ieee", works, "en")
    assert [plain(citer.cite_work(ArticleId(work))) for work in (3, 1, 3)] == ["[1]", "[2]", "[1]"]
    assert [plain(entry)[:3] for entry in citer.bibliography()] == ["[1]", "[2]"]


def test_titles_are_italic_and_addresses_lead_somewhere() -> None:
    work = signed(1, "Ann Weir", url="https://example.org/?a=1&b=2")
    runs = StyleCiter("chicago-notes", listed(work), "en").cite_work(work.id)
    assert Run("Valley Post", italic=True) in runs
    assert Run(work.url or "", link=work.url) in runs
    assert not any(mark in plain(runs) for mark in map(chr, range(0xE000, 0xE010)))


def test_marks_in_a_title_do_no_harm() -> None:
    work = signed(1, title="A \ue000 mark\nand <i>tag</i> & “quote")
    words = plain(StyleCiter("mla", listed(work), "en").cite_work(work.id))
    assert "\ue000" not in words and "<i>tag</i> & “quote" in words.replace("Tag", "tag")


def test_excerpts_are_cited_with_their_paragraphs(make_packet: MakePacket) -> None:
    packet: Packet = make_packet()
    citer = make("chicago-notes", packet.works, "en")
    cited = [plain(citer.cite(excerpt)) for excerpt in packet.excerpts()]
    assert cited[0] == "“쌀값,” Valley Post, 2019, paras. 1–2."
    assert len(cited) == packet.passages
    bare = make("chicago-notes", packet.works, "en", locators=False)
    assert not any("para." in plain(bare.cite(excerpt)) for excerpt in packet.excerpts())


def test_signs_that_meet_are_settled_one_after_the_other() -> None:
    assert marks.seam("end. ", ".") == "end."
    assert marks.seam("why?", ". ") == "why? "
    assert marks.seam(f"{marks.ITALIC}why?{marks.UPRIGHT}", ". Then") == f"{marks.ITALIC}why?{marks.UPRIGHT} Then"
    assert marks.joined(["a", "", ", b", "c"], "; ") == "a, b; c"
