"""Asks pandoc for citations, and keeps what it said in `tests/data/citations/expected.json`.

`python -m tests.archive.exports.citations.pandoc` writes the file anew. pandoc carries locales of its own, older than those of
citeproc: so that styles are compared and not locales, it is given the short names of months that our locale has.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import resources
from archive.exports.citations import styles
from archive.exports.citations.items import item
from archive.model.excerpt import Locator, Work
from archive.model.ids import ArticleId, Uid

DATA = Path(__file__).parents[3] / "data" / "citations"
WHOLE, FOURTH, SPAN, SECOND = Locator(None, None), Locator(4, 4), Locator(5, 7), Locator(2, 2)
PRESENT = shutil.which("pandoc") is not None


def works() -> dict[ArticleId, Work]:
    """Works of every kind: unsigned, undated, Korean, reprinted, of institutions, with doubtful dates, quoted titles."""
    said = json.loads((DATA / "works.json").read_text("utf-8"))
    made = (
        Work(id=ArticleId(number), uid=Uid(f"w{number:02}"), **{**each, "byline": tuple(each.get("byline", ()))})
        for number, each in enumerate(said, 1)
    )
    return {work.id: work for work in made}


def order(listed: dict[ArticleId, Work]) -> list[tuple[ArticleId, Locator]]:
    """Each work in full, at a paragraph, there again, at several; then the first three once more."""
    each = [(work, place) for work in listed for place in (WHOLE, FOURTH, FOURTH, SPAN)]
    return each + [(work, SECOND) for work in list(listed)[:3]]


def said_by_pandoc(style: str, listed: dict[ArticleId, Work]) -> dict[str, list[str]]:
    """Its citations in that order, and its bibliography, without formatting."""
    with tempfile.TemporaryDirectory() as folder:
        csl, items = Path(folder) / "style.csl", Path(folder) / "items.json"
        csl.write_text(_with_months(style), "utf-8")
        items.write_text(json.dumps([item(work) for work in listed.values()]), "utf-8")
        command = [
            "pandoc",
            "--citeproc",
            "-f",
            "markdown",
            "-t",
            "json",
            "--csl",
            str(csl),
            "--bibliography",
            str(items),
        ]
        text = "\n\n".join(f"[@{listed[work].uid}{_at(place)}]" for work, place in order(listed))
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    blocks = json.loads(done.stdout)["blocks"]
    entries = [entry for block in blocks if block["t"] == "Div" for entry in block["c"][1]]
    return {
        "citations": [" ".join(_words(block).split()) for block in blocks if block["t"] == "Para"],
        "bibliography": [" ".join(_words(entry).split()) for entry in entries],
    }


def _at(place: Locator) -> str:
    return (
        ""
        if place.first is None
        else f", para. {place.first}" + ("" if place.first == place.last else f"-{place.last}")
    )


def _with_months(style: str) -> str:
    source = resources.text("styles", f"{style}.csl")
    if "month-0" in source:
        return source
    loaded = styles.load(style, "en")
    months = "".join(
        f'<term name="month-{month:02}" form="short">{loaded.terms.term(f"month-{month:02}", "short")}</term>'
        for month in range(1, 13)
    )
    locale = f'<locale xml:lang="{loaded.terms.language}"><terms>{months}</terms></locale>'
    return re.sub(r"</info>", f"</info>{locale}", source, count=1)


def _words(node: Any) -> str:
    if isinstance(node, list):
        return "".join(map(_words, node))
    if not isinstance(node, dict):
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind == "Str":
        return str(content)
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "Quoted":
        opening, closing = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
        return opening + _words(content[1]) + closing
    if kind in ("Link", "Span", "Cite", "Div"):
        # IEEE's number stands in a column of its own.
        return _words(content[1]) + (" " if kind == "Span" and "csl-left-margin" in content[0][1] else "")
    return _words(content)


def main(shipped: Sequence[str] = tuple(styles.SHIPPED)) -> None:
    said = {style: said_by_pandoc(style, works()) for style in shipped}
    (DATA / "expected.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
