"""Any CSL file can be used; what cannot is refused in a sentence, and nothing outside of the file is ever read."""

from pathlib import Path

import pytest

import resources
from archive.base.errors import Invalid
from archive.exports.citations import make, plain
from archive.exports.citations.citing import StyleCiter
from archive.exports.citations.styles import SHIPPED, load
from archive.model.excerpt import Locator
from tests.archive.exports.citations.pandoc import works

HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info><title>Mine</title></info>'
IBID = f"""{HEAD}
  <citation><layout suffix="."><choose>
    <if position="ibid-with-locator"><text term="ibid"/><text variable="locator" prefix=" at "/></if>
    <else-if position="ibid"><text term="ibid"/></else-if>
    <else-if position="subsequent"><text variable="title" form="short"/><text variable="locator" prefix=" : "/></else-if>
    <else><text variable="title" quotes="true"/><text variable="locator" prefix=" / "/></else>
  </choose></layout></citation>
</style>"""


@pytest.fixture
def csl(tmp_path: Path) -> Path:
    return tmp_path / "mine.csl"


def test_a_style_of_ones_own_knows_first_later_and_ibid(csl: Path) -> None:
    csl.write_text(IBID, "utf-8")
    citer = StyleCiter(str(csl), works(), "en")
    one, two = list(works())[:2]
    places = [(one, 3), (one, 3), (one, 5), (two, None), (one, 7)]
    said = [plain(citer.cite_work(work, Locator(place, place))) for work, place in places]
    assert citer.in_notes
    assert said == [
        "“A ferry at dawn” / 3.",
        "Ibid.",
        "Ibid. at 5.",
        "“Nobody signed the ledger.”",
        "A ferry at dawn : 7.",
    ]
    assert citer.bibliography() == []


def test_a_style_may_point_back_at_the_first_note(csl: Path) -> None:
    later = '<text variable="first-reference-note-number" prefix="see note "/>'
    csl.write_text(IBID.replace('<text variable="title" form="short"/>', later).replace('"ibid"', '"first"'), "utf-8")
    citer = StyleCiter(str(csl), works(), "en")
    one, two = list(works())[:2]
    said = [plain(citer.cite_work(work)) for work in (two, one, one, two)]
    assert said[2:] == ["See note 2.", "See note 1."]


def test_the_language_of_a_style_goes_before_what_is_asked_for(csl: Path) -> None:
    csl.write_text(IBID.replace('version="1.0"', 'version="1.0" default-locale="de-DE"'), "utf-8")
    citer = StyleCiter(str(csl), works(), "en")
    first = next(iter(works()))
    assert [plain(citer.cite_work(first, Locator(3, 3))) for _ in range(2)][1] == "Ebd."


def test_it_speaks_the_language_that_is_asked_for() -> None:
    citer = StyleCiter("chicago-notes", works(), "de")
    undated = next(work for work in works().values() if work.published is None and work.byline)
    assert "o.\xa0J." in plain(citer.cite_work(undated.id))


@pytest.mark.parametrize(
    "source",
    [
        "no XML at all",
        "<style>",
        "<html/>",
        HEAD + "</style>",
        HEAD + "<citation/></style>",
        HEAD + '<citation><layout><text macro="none"/></layout></citation></style>',
        HEAD
        + '<macro name="a"><text macro="a"/></macro><citation><layout><text macro="a"/></layout></citation></style>',
        HEAD + "<citation><layout><blink/></layout></citation></style>",
        HEAD
        + "".join(f'<macro name="{each}"><text macro="{each + 1}"/></macro>' for each in range(1000))
        + '<macro name="1000"/><citation><layout><text macro="0"/></layout></citation></style>',
        "<citation>" * 500,
        HEAD + "<group>" * 200 + "</group>" * 200 + "</style>",
        '<!DOCTYPE style [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + IBID.replace("Mine", "&b;"),
        "",
    ],
)
def test_a_broken_style_is_refused_in_a_sentence(csl: Path, source: str) -> None:
    csl.write_text(source, "utf-8")
    with pytest.raises(Invalid) as refused:
        make(str(csl), {})
    assert refused.value.what.endswith(".") and "mine.csl" in refused.value.what and refused.value.advice


def test_a_style_as_deep_as_is_taken_is_laid_out(csl: Path) -> None:
    macros = "".join(f'<macro name="{each}"><text macro="{each + 1}"/></macro>' for each in range(148))
    title = '<macro name="148"><text variable="title"/></macro>'
    csl.write_text(f'{HEAD}{macros}{title}<citation><layout><text macro="0"/></layout></citation></style>', "utf-8")
    first = next(iter(works().values()))
    assert plain(StyleCiter(str(csl), works(), "en").cite_work(first.id)) == first.title


def test_nothing_outside_of_a_style_is_read(csl: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TELL NOBODY", "utf-8")
    csl.write_text(f'<!DOCTYPE style [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + IBID.replace("Mine", "&x;"), "utf-8")
    with pytest.raises(Invalid) as refused:
        load(str(csl), "en")
    assert "NOBODY" not in str(refused.value)


def test_a_dependent_style_is_followed_to_a_parent_that_ships(csl: Path) -> None:
    link = '<link rel="independent-parent" href="http://www.zotero.org/styles/{}"/>'
    csl.write_text(HEAD.replace("</info>", link.format("apa") + "</info>") + "</style>", "utf-8")
    first = next(iter(works()))
    assert plain(StyleCiter(str(csl), works(), "en").cite_work(first)) == "(Weir & 김하늘, 2021)"
    csl.write_text(HEAD.replace("</info>", link.format("nature") + "</info>") + "</style>", "utf-8")
    with pytest.raises(Invalid, match="'nature'"):
        make(str(csl), {})


def test_an_unknown_style_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no citation style 'turabian'") as refused:
        make("turabian", {})
    assert "chicago-notes" in refused.value.advice
    with pytest.raises(Invalid, match="cannot be read"):
        make(str(tmp_path / "gone.csl"), {})


def test_every_shipped_style_tells_its_licence() -> None:
    notice = resources.text("styles", "NOTICE")
    for style in SHIPPED:
        assert f"{style}.csl" in notice
        assert "creativecommons.org/licenses/by-sa/3.0" in resources.text("styles", f"{style}.csl")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (111, "111th"),
        (122, "122nd"),
    ],
)
def test_ordinals_go_by_their_last_digits(number: int, said: str) -> None:
    assert load("apa", "en").terms.ordinal(number) == said
