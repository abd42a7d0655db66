"""Words with their citation, as they are pasted into a note: “words” — Author, “Title”, publisher, date, ¶ n."""

from archive.model.article import Article
from desktop import wording


def citation(article: Article, paragraphs: tuple[int | None, int | None] = (None, None)) -> str:
    """The citation of an article, or of one or more of its numbered paragraphs."""
    whole = wording.citation(article).removesuffix(".")
    first, last = paragraphs
    if first is None and last is None:
        return f"{whole}."
    if first is None or last is None or first == last:
        return f"{whole}, ¶ {last if first is None else first}."
    return f"{whole}, ¶¶ {first}–{last}."


def cited(words: str, article: Article, paragraphs: tuple[int | None, int | None] = (None, None)) -> str:
    """The words in quotation marks with their citation. Marks inside become single ones (Chicago Manual of Style 13.30)."""
    inner = words.strip()
    if inner.startswith("“") and inner.endswith("”") and inner.count("“") == 1:
        inner = inner[1:-1]
    inner = inner.replace("“", "‘").replace("”", "’")
    return f"“{inner}” — {citation(article, paragraphs)}"
