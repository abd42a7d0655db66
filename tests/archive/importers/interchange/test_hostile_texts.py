"""Hostile and broken JSON and tables end in one clear sentence or in what can be read of them; never in an error of ours."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.base.progress import Progress
from archive.confinement.incoming import fields_of, incoming_of
from archive.importers import registry
from archive.importers.interchange import jsons, sheets
from archive.importers.interchange.registry import detect
from archive.model.article import Imported, Source, Verdict
from archive.operations.reading import readers

DATA = Path(__file__).parents[3] / "data" / "interchange"
SAMPLES = sorted(path for path in DATA.iterdir() if path.suffix not in (".txt", ".md"))
Refusal = Callable[[bytes, str], str]
QUOTE = {"selector": [{"type": "TextQuoteSelector", "exact": "words"}]}
ROW = {"id": "a", "uri": "https://example.org", "user": "acct:a@b", "text": "note", "tags": ["t"], "target": [QUOTE]}


def take(data: bytes | str | Any, name: str = "file.json") -> Imported:
    """What is read, checked as it goes through the pipe of the reader process."""
    raw = data if isinstance(data, bytes) else (data if isinstance(data, str) else json.dumps(data)).encode()
    imported = registry.read(Source(raw, name))
    if imported.incoming is not None:
        assert incoming_of(json.loads(json.dumps(fields_of(imported.incoming)))) == imported.incoming
    return imported


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ('{"rows": [{"id": "a", "uri"', "cut.json", "cut short or damaged"),
        ('{"a": 1}\n{"b": ', "cut.ndjson", "Line 2 of this file is cut short"),
        ("[" * 100_000, "deep.json", "nested more than 200 deep"),
        ("[" * 500 + "]" * 500, "deep.json", "nested more than 200 deep"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "deep.json", "nested more than 200 deep"),
        ("1" * 10_000, "number.json", "cut short or damaged"),
        ("{}", "empty.json", "holds an empty object"),
        ("[]", "empty.json", "holds an empty list"),
        ("null", "null.json", "holds a single value"),
        (
            '{"name": "x", "version": 2}',
            "package.json",
            "holds an object with “name”, “version”. — What is read from JSON",
        ),
        ('[{"lat": 1}, {"lat": 2}]', "places.json", "a list of 2 objects with “lat”"),
        ("[1, 2, 3]", "numbers.json", "a list of 3 values"),
        (
            '{"format": "waystation-excerpts", "version": 2}',
            "later.json",
            "of version 2, which this program does not know",
        ),
        ("day,rain\n1,2\n", "rain.csv", "1 row with the columns “day”, “rain”. — What is read is a table of links"),
        ('url,title\n"https://example.org,x\n' * 2, "cut.csv", ""),
        ("\ufeff\n\n", "blank.csv", "nothing in this table"),
    ],
)
def test_each_has_its_sentence(data: str, name: str, told: str) -> None:
    imported = take(data, name)
    if told:
        assert imported.verdict is Verdict.REFUSED and imported.error is not None and told in imported.error
    else:
        assert imported.incoming is not None or imported.error


def test_far_too_much_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsons, "MOST_BYTES", 1024**2)
    began = time.process_time()
    imported = take(b'[{"a": 1}' + b" " * 2 * 1024**2 + b"]")
    assert imported.error is not None and "has 2 MB, more than the 1 MB that are read" in imported.error
    assert time.process_time() - began < 1


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_MOST_ROWS", 100)
    imported = take("url,title\n" + "https://example.org,x\n" * 200, "links.csv")
    assert imported.error is not None and "more than 100 rows" in imported.error


def test_an_id_that_comes_twice_is_two_passages() -> None:
    for _ in range(2):
        imported = take({"total": 2, "rows": [ROW, ROW | {"text": "other"}, ROW | {"text": "third"}]})
        assert imported.incoming is not None
        uids = [passage.uid for passage in imported.incoming.passages]
        assert len(set(uids)) == 3 and imported.incoming.notes == (
            "2 ids came more than once; each thing got one of its own.",
        )
    assert uids == [passage.uid for passage in imported.incoming.passages]


@pytest.mark.parametrize("place", [-1, 2**40, 1.5, "3", True, None, [1], 10**30])
def test_a_place_that_lies_is_none(place: Any) -> None:
    selectors = [{"type": "TextPositionSelector", "start": place, "end": 5}, *QUOTE["selector"]]
    imported = take([ROW | {"target": [{"selector": selectors}]}])
    assert imported.incoming is not None
    (passage,) = imported.incoming.passages
    assert (passage.start, passage.end, passage.exact) == (None, None, "words")


def test_what_is_markup_or_a_formula_stays_text() -> None:
    rows = 'url,highlight,note\nhttps://example.org,=1+1,<script>alert(1)</script>\nhttps://example.org,"\'=cmd()","@x\x07"\n'
    imported = take(rows, "table.csv")
    assert imported.incoming is not None
    first, second = imported.incoming.passages
    assert (first.exact, first.note) == ("=1+1", "<script>alert(1)</script>")
    assert (second.exact, second.note) == ("=cmd()", "@x\x07")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp949"])
@pytest.mark.parametrize(("separator", "end"), [(",", "\n"), (";", "\r\n"), ("\t", "\r"), ("|", "\n")])
def test_tables_of_every_encoding_and_separator(encoding: str, separator: str, end: str) -> None:
    lines = [["Link", "Highlight", "Note"], ["https://example.org", "배는 새벽에 떠났다", "아무도 그것을 몰랐다"]]
    text = end.join(separator.join(line) for line in lines) + end
    data = (b"\xfe\xff" if encoding == "utf-16-be" else b"") + text.encode(encoding)
    imported = take(data, "table.csv")
    assert imported.incoming is not None, imported.error
    (passage,) = imported.incoming.passages
    assert (passage.exact, passage.note) == ("배는 새벽에 떠났다", "아무도 그것을 몰랐다")


def test_separators_that_a_table_names_itself_and_cells_too_many() -> None:
    imported = take("sep=;\nurl;quote;shelf\nhttps://example.org;words, more;a;b;c\n", "table.csv")
    assert imported.incoming is not None
    assert imported.incoming.passages[0].exact == "words, more"
    assert imported.incoming.lost == (
        "1 column was left out (“shelf”).",
        "1 row has more cells than there are columns.",
    )


def test_a_circle_of_parents_is_cut() -> None:
    imported = take("name,parent,definition\na,b,x\nb,a,y\nc,c,z\n,a,nothing\n", "codes.csv")
    assert imported.incoming is not None
    assert {tag.names for tag in imported.incoming.tags} >= {("b", "a"), ("a", "b"), ("c",)}
    assert any("below" in told for told in imported.incoming.lost)
    assert any("having no name" in told for told in imported.incoming.lost)


def test_a_text_is_not_taken_for_a_table_or_json() -> None:
    for name, data in (
        ("note.txt", b"Title, author, date\nWhat follows is an article about none of these."),
        ("note.txt", b"[Editor's note] The ferry left."),
        ("note.md", b"{curly} words begin this one"),
        ("page.json", b"<!doctype html><p>A page under another name"),
        ("unnamed", b"url of nothing, highlight of the day\nand so on"),
    ):
        assert detect(Source(data, name)) is None, name


def test_what_a_file_is_is_told_by_what_it_holds() -> None:
    for path in SAMPLES:
        for name in (path.name, "unnamed", "file.bin"):
            known = detect(Source(path.read_bytes(), name))
            assert known is not None or name != path.name
    hypothesis = (DATA / "hypothesis-client.json").read_bytes()
    assert take(hypothesis, "notes.csv").incoming is not None and take(hypothesis, "notes").incoming is not None
    assert take((DATA / "readwise.csv").read_bytes(), "unnamed").incoming is not None
    assert take(b"url,title,price\nhttps://example.org,x,3\n", "unnamed").incoming is None


def test_a_picture_named_as_data_is_told_as_that() -> None:
    imported = take(b"\x89PNG\r\n\x1a\n" + bytes(200), "chart.json")
    assert imported.error is not None and "PNG" in imported.error


def test_files_are_read_in_the_reader_process() -> None:
    sources = [Source(path.read_bytes(), path.name, str(path)) for path in SAMPLES]
    sources.append(Source(b"[" * 100_000, "deep.json"))
    with readers(1) as pool:
        answers = [imported for _, imported in pool.read(iter(sources))]
    assert [answer.incoming is not None for answer in answers] == [True] * len(SAMPLES) + [False]
    assert answers[-1].error is not None and "nested" in answers[-1].error


# Whatever the types are: values of samples are exchanged for others at random places.

_JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just("\ud800\0\u202e"),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.sampled_from(["type", "value", "id", "selector", "exact", "items"]), st.none(), max_size=2),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in items:
        found += _places(each, (*path, key))
    return found


def _put(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    made = dict(value) if isinstance(value, dict) else list(value)
    made[path[0]] = _put(made[path[0]], path[1:], junk)
    return made


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_values_of_any_type_anywhere_are_read_or_refused(data: st.DataObject) -> None:
    path = data.draw(
        st.sampled_from([each for each in SAMPLES if each.read_bytes().lstrip(b"\xef\xbb\xbf")[:1] in (b"{", b"[")])
    )
    value = json.loads(path.read_text("utf-8-sig"))
    for _ in range(data.draw(st.integers(1, 4))):
        value = _put(value, data.draw(st.sampled_from(_places(value))), data.draw(_JUNK))
    imported = take(json.dumps(value), "mixed.json")
    assert (imported.incoming is None) == (imported.error is not None)


_OURS: dict[str, Any] = {
    "format": "waystation-excerpts",
    "version": 1,
    "articles": [{"uid": "a" * 32, "title": "T", "byline": ["A"], "url": "https://example.org"}],
    "tags": [{"uid": "b" * 32, "path": "t/u", "colour": "sky", "definition": "d"}],
    "memos": [
        {"uid": "c" * 32, "title": "M", "text": "x", "about": ["tag", "b" * 32], "links": [["article", "a" * 32]]}
    ],
    "excerpts": [
        {
            "uid": "d" * 32,
            "article_uid": "a" * 32,
            "edition": "e" * 128,
            "start": 1,
            "end": 3,
            "exact": "wo",
            "tags": ["t/u"],
        }
        | {
            "tagged_by": {"t/u": "A"},
            "author": "A",
            "created": "2024-01-02T03:04:05.678Z",
            "colour": "sky",
            "note": "n",
        }
    ],
}


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_values_of_any_type_in_our_own_export_are_read_or_refused(data: st.DataObject) -> None:
    value: Any = _OURS
    for _ in range(data.draw(st.integers(1, 4))):
        value = _put(value, data.draw(st.sampled_from(_places(value))), data.draw(_JUNK))
    imported = take(json.dumps(value), "ours.json")
    assert (imported.incoming is None) == (imported.error is not None)


@given(
    st.sampled_from(
        ["url,title,highlight,note,tags,date", "code,parent,definition,colour", "Highlight;Book Title;Note"]
    ),
    st.text(
        st.one_of(st.sampled_from(",;\"\n\r\t'=[]|/>é한🛶\0"), st.characters(exclude_categories=["Cs"])), max_size=200
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_cells_are_read_or_refused(header: str, body: str) -> None:
    imported = take((header + "\n" + body).encode(), "table.csv")
    assert (imported.incoming is None) == (imported.error is not None)


@given(st.sampled_from(SAMPLES), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_a_file_cut_anywhere_is_read_or_refused(path: Path, share: float) -> None:
    data = path.read_bytes()
    imported = take(data[: int(len(data) * share)], path.name)
    assert (imported.incoming is None) == (imported.error is not None)
    Progress().check()
