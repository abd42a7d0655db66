"""Excerpts as a web page: nothing runs, nothing is fetched, every quote carries its proof."""

import re
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.base.progress import Progress
from archive.exports.documents import html
from archive.exports.shared import proof
from archive.model.excerpt import Choice, Context, Grouping
from archive.model.search import Scope as ArticleScope
from archive.model.search import Sort
from archive.operations import annotate, choosing, packing
from tests.archive.conftest import AddArticle
from tests.archive.exports.conftest import MakePacket
from tests.archive.exports.documents.reading import CHROMIUM, PDFTOTEXT, dom

RUN = "document.documentElement.dataset.ran=1"
# Texts that sanitisers have let through when browsers parsed what they wrote a second time, and plainer ones.
MUTATIONS = [
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">',
    f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<!--><img src=x onerror={RUN}>--!>", f"]]><script>{RUN}</script>", f"</title></style></textarea><script>{RUN}</script>",
    f'" autofocus onfocus={RUN} x="', f"' onmouseover='{RUN}", f"`><img src=x onerror=`{RUN}`>", f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"&lt;img src=x onerror={RUN}&gt;", f"&#60;script&#62;{RUN}&#60;/script&#62;", f"<template><script>{RUN}</script></template>",
    f"<a href='javascript:{RUN}'>x</a>", f"<xmp><p title='</xmp><img src=x onerror={RUN}>'>", f"<svg/onload={RUN}>", f"<body onload={RUN}>",
    f"<select><iframe><script>{RUN}</script>", "<meta http-equiv=refresh content='0;url=javascript:1'>", "<base href='https://x.invalid'>",
]  # fmt: skip


class Page(HTMLParser):
    """Elements and attributes of a page, as a parser that is not ours has them."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def hostile(archive: Archive, add_article: AddArticle, out: Path) -> Path:
    """A page of passages, notes, tags and titles that are all attacks."""
    article = add_article(
        archive,
        "\n".join(MUTATIONS),
        title=MUTATIONS[6],
        byline=(MUTATIONS[7],),
        publisher=MUTATIONS[4],
        url=f"javascript:{RUN}",
    )
    for place, attack in enumerate(MUTATIONS):
        start, end = annotate.find_quote(archive, article, attack)
        annotate.mark(
            archive, article, start, end, note=attack, tags=(MUTATIONS[place - 1].replace("/", "|"),), author=attack
        )
    choice = Choice(context=Context.PARAGRAPH, author=True, definitions=True)
    packet = packing.pack(archive, choice, choosing.choose(archive, choice), title=MUTATIONS[6])
    html.write(packet, out, Progress())
    page = out.with_suffix(".html")
    out.rename(page)
    return page


def test_attacks_stay_words(hostile: Path) -> None:
    page = Page(hostile)
    assert {tag for tag, _ in page.tags} <= set(
        "html head meta title style body header h1 h2 p main section article blockquote mark span sup a ul li div b i ol footer br".split()
    )
    assert not any(
        name.startswith("on") or name in ("style", "src", "srcdoc") for _, said in page.tags for name in said
    )
    for link in page.all("a"):
        assert re.match(r"#[nr]\d+$|https?://", link["href"] or ""), link
    assert sorted(quoted.words for quoted in proof.in_html(hostile.read_text("utf-8"))) == sorted(MUTATIONS)


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_no_attack_runs_in_a_browser(hostile: Path, tmp_path: Path) -> None:
    # Without its policy, so that the words themselves are what is tried; and a page that shows that the trial works.
    naked = tmp_path / "naked.html"
    naked.write_text(re.sub(r"<meta http-equiv[^>]*>", "", hostile.read_text("utf-8")), "utf-8")
    assert "data-ran" not in dom(naked, tmp_path / "profile").split(">", 2)[1]
    naked.write_text("<html><body>" + MUTATIONS[0].split('"')[1] + "</body></html>", "utf-8")
    assert 'data-ran="1"' in dom(naked, tmp_path / "profile")


def test_the_page_asks_for_nothing(make_packet: MakePacket, out: Path) -> None:
    html.write(make_packet(definitions=True), out, Progress())
    page = Page(out)
    assert not {"script", "link", "img", "iframe", "object", "form"} & {tag for tag, _ in page.tags}
    text = out.read_text("utf-8")
    assert "url(" not in text and "@import" not in text
    policy = next(meta["content"] or "" for meta in page.all("meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and "unsafe" not in policy


def test_every_quote_carries_its_proof(coded: Archive, make_packet: MakePacket, out: Path) -> None:
    packet = make_packet(context=Context.SENTENCE)
    html.write(packet, out, Progress())
    quoted = list(proof.in_html(out.read_text("utf-8")))
    excerpts = list(packet.excerpts())
    assert [each.words for each in quoted] == [proof.shown(excerpt.exact) for excerpt in excerpts]
    assert [each.proof for each in quoted] == [proof.of(excerpt) for excerpt in excerpts]
    assert any("\n" in each.words for each in quoted)
    listed = coded.store.articles.list(ArticleScope(), Sort.TITLE, limit=None, offset=0)
    originals = {each.id: coded.store.editions.get(each.edition).original.sha512 for each in listed}
    for each, excerpt in zip(quoted, excerpts, strict=True):
        assert each.proof is not None and each.proof.original == originals[excerpt.work.id]


def test_notes_lead_there_and_back(make_packet: MakePacket, out: Path) -> None:
    html.write(make_packet(grouping=Grouping.TAG), out, Progress())
    page = Page(out)
    ids = [said["id"] for _, said in page.tags if "id" in said]
    assert len(ids) == len(set(ids))
    leads = [link["href"] for link in page.all("a") if (link["href"] or "").startswith("#")]
    assert leads and {f"#{id}" for id in ids} >= set(leads)
    assert sum(1 for lead in leads if (lead or "").startswith("#n")) == sum(
        1 for lead in leads if (lead or "").startswith("#r")
    )


def test_languages_and_directions_are_told(make_packet: MakePacket, out: Path) -> None:
    html.write(make_packet(), out, Progress())
    quotes = Page(out).all("blockquote")
    assert {quote.get("lang") for quote in quotes} == {"en", "ko"}
    assert all(quote["dir"] == "auto" for quote in quotes)


def test_a_redacted_page_says_so_and_so_does_each_quote(make_packet: MakePacket, out: Path) -> None:
    packet = make_packet()
    html.write(
        replace(packet, choice=replace(packet.choice, redact=True), held_back=("1 article was left out: internal.",)),
        out,
        Progress(),
    )
    text = out.read_text("utf-8")
    assert all(each.proof is not None and each.proof.redacted for each in proof.in_html(text))
    assert "1 article was left out: internal." in text and "Words were replaced" in text


@pytest.mark.skipif(CHROMIUM is None or PDFTOTEXT is None, reason="Chromium or pdftotext is not installed")
def test_it_prints_with_words_and_notes_and_without_what_leads_back(make_packet: MakePacket, tmp_path: Path) -> None:
    packet = make_packet(context=Context.SENTENCE)
    page, printed = tmp_path / "page.html", tmp_path / "page.pdf"
    html.write(packet, page, Progress())
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--print-to-pdf={printed}", "--no-pdf-header-footer", page.as_uri()]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    told = subprocess.run([str(PDFTOTEXT), str(printed), "-"], capture_output=True, text=True, check=True).stdout
    words = " ".join(told.split())
    assert "The ferry left at dawn with 14 people aboard." in words and "First sight of it." in words
    assert words.count("para. 1") >= 3 and "Works cited" in words and "↩" not in words
