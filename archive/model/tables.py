"""A table with one article a row: what each of its columns is, as a person chose it or as its headings tell."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath

from archive.base.errors import Invalid

# What `--columns` takes for a table whose rows are links or words marked in texts, and no articles.
HIGHLIGHTS = "highlights"
MOST_COLUMNS = 500
# What workbooks are called; whether one holds articles is not told by its first bytes.
BOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".ods", ".ots"})
ENDINGS = frozenset({".csv", ".tsv", ".tab", ".json", ".ndjson", ".jsonl"}) | BOOK_ENDINGS


def may_be_one(path: PurePath) -> bool:
    """Whether a file is called as a table is."""
    return path.suffix.lower() in ENDINGS


class Role(StrEnum):
    """What a column is. `NOTE` is kept beside the text, set aside; `NONE` is left out of the article (never out of the original)."""

    TITLE = "title"
    TEXT = "text"
    PUBLISHED = "date"
    BYLINE = "byline"
    PUBLISHER = "publisher"
    URL = "url"
    LANGUAGE = "language"
    SECTION = "section"
    TAGS = "tags"
    ACCESSED = "accessed"
    NOTE = "note"
    NONE = "none"


# Of these a table has one column; of the others as many as it likes.
SINGLE = frozenset({Role.TITLE, Role.PUBLISHED, Role.URL, Role.LANGUAGE, Role.ACCESSED})


class Order(StrEnum):
    """How dates such as 03/04/2020 are meant; `UNKNOWN`: they stay as they are written, and no date is read from them."""

    DAY = "day"
    MONTH = "month"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table is read. `roles` go by heading; a heading that is not named is a note. Empty values mean what the file tells.

    `articles` is False where its rows are links or words marked in texts, which another reader reads.
    """

    roles: Mapping[str, Role]
    order: Order | None = None
    header: bool | None = None
    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    articles: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """What a table looks like before it comes in. `columns` is what was guessed; `certain` when nothing else can be meant, else
    `doubts` say what is not known. `sample` are the first rows, long cells cut. `signature` is the same for tables with these headings.
    `unclear_dates` are dates in it that can be read in two ways. `rows` counts rows with anything in them.
    """

    headings: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    rows: int
    columns: Columns
    certain: bool
    doubts: tuple[str, ...] = ()
    unclear_dates: int = 0
    sheets: tuple[str, ...] = ()
    kind: str = "csv"

    @property
    def signature(self) -> str:
        """What the choice for tables with these headings is kept under."""
        joined = "\x1f".join(heading.casefold() for heading in self.headings)
        return hashlib.sha256(f"{self.kind}\x1f{joined}".encode()).hexdigest()[:32]


def dumped(columns: Columns) -> str:
    """The choice as JSON."""
    told = {
        "roles": {heading: role.value for heading, role in columns.roles.items()},
        "order": columns.order.value if columns.order else None,
        "header": columns.header,
        "delimiter": columns.delimiter,
        "encoding": columns.encoding,
        "sheet": columns.sheet,
        "articles": columns.articles,
    }
    return json.dumps(told, ensure_ascii=False)


def loaded(text: str) -> Columns:
    """The choice that JSON tells. Raises ValueError for anything else."""
    told = json.loads(text)
    if not isinstance(told, dict) or not isinstance(told.get("roles"), dict):
        raise ValueError("no choice of columns")
    words = {name: told.get(name, "") for name in ("delimiter", "encoding", "sheet")}
    header, order = told.get("header"), told.get("order")
    if not all(isinstance(each, str) for each in words.values()) or not isinstance(header, bool | None):
        raise ValueError("no choice of columns")
    return Columns(
        {str(heading): Role(role) for heading, role in told["roles"].items()},
        Order(order) if order else None,
        header,
        articles=told.get("articles", True) is True,
        **words,
    )


def named(said: str) -> Columns:
    """The choice in words: `title=Headline,text=Body,date=Date`; headings with a comma in them stand in quotation marks.

    Raises Invalid with a sentence. `date=Date:day` says that the day comes first, `:month` that the month does.
    """
    if said.strip().casefold() == HIGHLIGHTS:
        return Columns({}, articles=False)
    roles: dict[str, Role] = {}
    order: Order | None = None
    for part in _parts(said):
        name, sign, heading = part.partition("=")
        heading = heading.strip()
        role = next((each for each in Role if each.value == name.strip().casefold()), None)
        if not sign or not heading or role is None:
            known = ", ".join(each.value for each in Role)
            raise Invalid(
                f"“{part.strip()[:80]}” names no column.", f"Write what it is, = and its heading; it may be {known}."
            )
        for each in (Order.DAY, Order.MONTH):
            if role is Role.PUBLISHED and heading.casefold().endswith(f":{each.value}"):
                heading, order = heading[: -len(each.value) - 1], each
        roles[heading] = role
    check(Columns(roles))
    return Columns(roles, order)


def _parts(said: str) -> list[str]:
    parts, part, inside = [], "", False
    for letter in said:
        if letter == '"':
            inside = not inside
        elif letter == "," and not inside:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [each for each in (*parts, part) if each.strip()]


def check(columns: Columns) -> None:
    """Raises Invalid, with a sentence, for a choice by which no article could be read."""
    if not columns.articles:
        return
    roles = list(columns.roles.values())
    if Role.TEXT not in roles:
        raise Invalid("No column holds the text of the articles.", "Choose the one that does.")
    twice = next((role for role in SINGLE if roles.count(role) > 1), None)
    if twice is not None:
        raise Invalid(f"Two columns are the {twice.value}.", "Choose one of them, and keep the other as a note.")


def fitted(kept: Columns, draft: Draft) -> Columns:
    """A choice made for another table with the same headings, for this one: its encoding, delimiter and sheet are its own."""
    own = draft.columns
    roles = {heading: kept.roles.get(heading, Role.NOTE) for heading in draft.headings}
    sheet = kept.sheet if kept.sheet in draft.sheets else own.sheet
    return replace(
        own, roles=roles, order=kept.order or own.order, header=own.header, sheet=sheet, articles=kept.articles
    )


def in_words(columns: Columns, headings: Sequence[str]) -> str:
    """The choice as `--columns` takes it."""
    said = []
    for heading in headings:
        role = columns.roles.get(heading, Role.NOTE)
        if role not in (Role.NOTE, Role.NONE):
            shown = f'"{heading}"' if "," in heading else heading
            said.append(f"{role.value}={shown}")
    return ",".join(said)
