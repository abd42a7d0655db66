"""How an article is put in words in lists, menus, the reader and by a screen reader; no widgets, no queries."""

import re
from functools import lru_cache

from PySide6.QtCore import QLocale

from archive.model import edtf
from archive.model.article import Article, Verdict
from archive.model.search import Hit

WORDS_PER_MINUTE = 220  # Brysbaert 2019, silent reading of English non-fiction: 238; a little slower for study

_MONTH = re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]+\b")


def minutes(words: int) -> int:
    """Reading time in whole minutes, at least one. `words` counts two CJK characters as a word."""
    return max(1, round(words / WORDS_PER_MINUTE))


def date(article: Article) -> str:
    """The publication date, short, in the way of the article's language; `undated` when there is none."""
    korean = article.language == "ko"
    if not article.published:
        return "날짜 없음" if korean else "undated"
    return _shown(article.published, korean)


@lru_cache(maxsize=1024)
def _shown(published: str, korean: bool) -> str:
    return edtf.display(published, "ko") if korean else _MONTH.sub(r"\1", edtf.display(published))


def day(stamp: str) -> str:
    """The day of a stored moment, short: `26 Nov 2026`."""
    return _MONTH.sub(r"\1", edtf.display(stamp[:10])) if stamp else ""


def span(first: str, last: str) -> str:
    """Days from first to last (ISO dates, both inclusive); whole years are told as years."""
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        begin, end = str(int(first[:4])), str(int(last[:4]))
        return begin if begin == end else f"{begin}–{end}"
    return edtf.display(first) if first == last else f"{edtf.display(first)} – {edtf.display(last)}"


def length(article: Article) -> str:
    """The reading time, short, in the way of the article's language."""
    return f"{minutes(article.words)}분" if article.language == "ko" else f"{minutes(article.words)} min"


def one_line(text: str) -> str:
    """The text with every run of white space made one space."""
    return " ".join(text.split())


def spoken(hit: Hit) -> str:
    """A row for a screen reader: title, publisher, date, minutes, then its state."""
    article = hit.article
    time = minutes(article.words)
    parts = [one_line(article.title), article.publisher, date(article), f"{time} minute" + ("s" if time > 1 else "")]
    if not article.read:
        parts.append("unread")
    if article.starred:
        parts.append("starred")
    if article.verdict is Verdict.PARTIAL:
        parts.append("read in part")
    return ", ".join(part for part in parts if part)


def counted(number: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2 articles`, `12,000 articles`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def citation(article: Article) -> str:
    """Author, “Title”, publisher, date, address: what a person pastes into a note. What is not known is left out."""
    authors = " and ".join(article.byline) if len(article.byline) < 3 else f"{article.byline[0]} and others"
    when = edtf.display(article.published) if article.published else "undated"
    parts = [authors, f"“{one_line(article.title)}”", article.publisher, when, article.url]
    return ", ".join(part for part in parts if part) + "."


def language_name(code: str) -> str:
    """A language in its own words, for the facet chips."""
    if not code:
        return "No language"
    language = QLocale(code).language()
    if language == QLocale.Language.C:
        return code
    # Qt's own name for English is "American English": it names the locale, not the language.
    name = "English" if language == QLocale.Language.English else QLocale(code).nativeLanguageName()
    return name[:1].upper() + name[1:]


def size(count: int) -> str:
    """`551 MB`."""
    return (
        f"{count / 1e9:.1f} GB"
        if count >= 1e9
        else f"{max(0.1, count / 1e6):,.1f} MB"
        if count < 1e7
        else f"{count / 1e6:,.0f} MB"
    )
