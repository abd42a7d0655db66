"""The line under an article's title, in the way of its language."""

from archive.model import edtf
from archive.model.article import Article
from desktop import wording


def about_line(article: Article, length: int, kept: int, *, reading: bool) -> str:
    """Publisher, date, byline, minutes and, with `reading`, how much is read: `kept` of `length` code points."""
    share = round(100 * max(kept, 0) / length) if length else 0
    korean = article.language == "ko"
    if article.read:
        read = "읽음" if korean else "read"
    else:
        read = f"{share} % 읽음" if korean else f"read {share} %"
    undated = "날짜 없음" if korean else "undated"
    when = edtf.display(article.published, article.language or "en") if article.published else undated
    by = [name for name in article.byline if name.casefold() != (article.publisher or "").casefold()]
    parts = [article.publisher, when, ", ".join(by)]
    parts.append(f"{wording.minutes(article.words)}분" if korean else f"{wording.minutes(article.words)} min")
    if reading and (share or article.read):
        parts.append(read)
    return " · ".join(wording.one_line(part) for part in parts if part)
