"""What a person types, and what it means."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.queries import (
    MOST_WORK,
    And,
    Days,
    Everything,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    asked,
    parse,
    wanted,
)


def shape(query: str) -> object:
    """The tree without fields and places."""

    def bare(node: object) -> object:
        match node:
            case Word(term):
                return term
            case Phrase(parts):
                return [term for _, term in parts]
            case Prefix(start):
                return start + "*"
            case Fuzzy(term, edits):
                return f"{term}~{edits}"
            case And(parts):
                return ("and", *map(bare, parts))
            case Or(parts):
                return ("or", *map(bare, parts))
            case Not(part):
                return ("not", bare(part))
            case Days():
                return "days"
            case Everything():
                return "everything"

    return bare(parse(query))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("river winter", ("and", "river", "winter")),
        ("river AND winter", ("and", "river", "winter")),
        ("river OR winter cold", ("or", "river", ("and", "winter", "cold"))),
        ("(river OR sea) winter", ("and", ("or", "river", "sea"), "winter")),
        ("river -sea", ("and", "river", ("not", "sea"))),
        ("river NOT (sea OR lake)", ("and", "river", ("not", ("or", "sea", "lake")))),
        ('"north korea"', ["north", "korea"]),
        ('"north korea', ["north", "korea"]),
        ("“north korea”", ["north", "korea"]),
        ("defec*", "defec*"),
        ("defecter~", "defecter~1"),
        ("defecter~2", "defecter~2"),
        ("defecter~9", "defecter~2"),
        ("(river", "river"),
        ("river)", "river"),
        ("river AND", "river"),
        ("OR river", "river"),
        ("river -", "river"),
        ("NOT", "everything"),
        ("*", "everything"),
        ('"', "everything"),
        ("", "everything"),
        ("published:20", "everything"),
        ("river published:201", "river"),
        ("re-defection", ("or", "redefection", ["re", "defection"])),
        ("10:30", ["10", "30"]),
        ("1.047", ("or", "1.047", "1047")),
        ("강", "강"),
        ("탈북자", ["탈북", "북자"]),
        ("탈북*", "탈북"),
        ("tag:People/Escape", "people/escape"),
        ('tag:"forced  labour/*"', "forced labour/"),
        ("tag:/", "everything"),
        ("has:note", "note"),
    ],
)
def test_query_means(query: str, expected: object) -> None:
    assert shape(query) == expected


def test_a_field_holds_for_its_bracket_only() -> None:
    node = parse("title:(a b) c")
    assert isinstance(node, And)
    inner, outer = node.parts
    assert isinstance(inner, And) and isinstance(outer, Word)
    assert {part.fields for part in inner.parts if isinstance(part, Word)} == {("title",)}
    assert "body" in outer.fields


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("published:2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("published:2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("published:2019-10-05", date(2019, 10, 5), date(2019, 10, 5)),
        ("published:2019..2021", date(2019, 1, 1), date(2021, 12, 31)),
        ("published:2019-10..", date(2019, 10, 1), date.max),
        ("published:..2019", date.min, date(2019, 12, 31)),
        ("published:2019..20", date(2019, 1, 1), date.max),
        ("published:9999-12", date(9999, 12, 1), date.max),
        ('published:"2019"', date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_dates(query: str, first: date, last: date) -> None:
    assert parse(query) == Days(first.toordinal(), last.toordinal())


def test_what_is_excluded_is_not_wanted() -> None:
    assert [node.term for node in wanted(parse("river -sea NOT (lake)")) if isinstance(node, Word)] == ["river"]


_BITS = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "-",
        "*",
        "~",
        "~2",
        " ",
        "AND",
        "OR",
        "NOT",
        "title:",
        "published:",
        "2019",
        "..",
        "river",
        "강",
        "x:",
        "’",
        "1,047",
    ]
)


@given(
    st.one_of(
        st.text(max_size=60), st.lists(_BITS, max_size=25).map("".join), st.lists(_BITS, max_size=25).map(" ".join)
    )
)
@settings(max_examples=300)
def test_no_query_raises_nor_do_its_beginnings(query: str) -> None:
    for end in range(len(query) + 1):
        parse(query[:end])


def test_a_thousand_brackets_do_no_harm() -> None:
    assert shape("(" * 5000 + "river") in ("river", "everything")
    assert isinstance(parse("NOT " * 1501 + "river"), Not)


@pytest.mark.parametrize(
    "query",
    [
        " ".join(f"word{number}" for number in range(10_000)),
        " OR ".join(f"word{number}" for number in range(500)),
        " ".join(f"word{number}~2" for number in range(200)),
        " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 9),
        "-(" + " OR ".join(f'"two words{number}"' for number in range(300)) + ")",
        '"' + "the most frequent of words " * 200 + '"',
        "x" * 1_000_000,
        "(" * 100_000,
    ],
)
def test_of_a_query_without_end_only_so_much_is_looked_for_and_that_is_said(query: str) -> None:
    def weigh(node: Node) -> int:
        match node:
            case And(parts) | Or(parts):
                return sum(weigh(part) for part in parts)
            case Not(part):
                return weigh(part)
            case Fuzzy():
                return 20
            case Prefix():
                return 5
            case Phrase(terms):
                return len(terms)
            case _:
                return 1

    found = asked(query)
    assert weigh(found.node) <= MOST_WORK
    assert found.left_out is not None and found.left_out.endswith("ask for fewer.")


def test_a_query_that_somebody_would_type_is_looked_for_in_whole() -> None:
    found = asked(" OR ".join(f"word{number}" for number in range(100)))
    assert isinstance(found.node, Or) and len(found.node.parts) == 100 and found.left_out is None
