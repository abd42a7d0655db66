"""Markdown becomes an article: front matter as metadata, blocks in their kinds, marks as runs, nothing lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.importers import markdown
from archive.model.article import BlockKind, Imported, RunKind, Source

ARTICLE = """---
title: "The harbour reopens"
author: [Jane Doe, "John Roe"]
date: 2021-03-05
source: Harbour Gazette
url: https://example.org/a
lang: en-GB
---

# The harbour reopens

![Ships at the quay](x.png)

The harbour *reopened* on **Monday** after a [long closure](https://example.org/b) that kept
the fleet in port for weeks.

## What comes next

> It was a long winter, said the harbour master.

1. First the small boats will leave.
2. Then the ferries.

- one
  - two

| a | b |
|---|---|
| c | d |

```
some code here
```

---

The council will meet again in May to decide on the new pier and its cost.

[ref]: https://example.org
"""


def read(text: str) -> Imported:
    return markdown.read(Source(text.encode(), "saved.md"))


def shown(imported: Imported) -> list[tuple[str, int, str]]:
    assert imported.text is not None
    return [
        (block.kind.value, block.level, imported.text.text[block.start : block.end]) for block in imported.text.blocks
    ]


def assert_whole(imported: Imported) -> None:
    assert imported.text is not None and imported.decoded is not None
    position = 0
    for start, end in sorted(
        [block.source for block in imported.text.blocks] + [(line.start, line.end) for line in imported.text.set_aside]
    ):
        assert not imported.decoded[position:start].strip()
        assert position <= start < end
        position = end
    assert not imported.decoded[position:].strip()
    assert (
        "\n".join(imported.text.text[block.start : block.end] for block in imported.text.blocks) == imported.text.text
    )
    for block in imported.text.blocks:
        assert all(block.start <= run.start < run.end <= block.end for run in block.runs)


def test_front_matter_is_metadata_with_evidence() -> None:
    imported = read(ARTICLE)
    metadata = imported.metadata
    assert (metadata.title, metadata.byline, metadata.publisher) == (
        "The harbour reopens",
        ("Jane Doe", "John Roe"),
        "Harbour Gazette",
    )
    assert (metadata.published, metadata.url, metadata.language) == ("2021-03-05", "https://example.org/a", "en")
    for field in ("title", "publisher", "published", "url"):
        evidence = metadata.evidence[field]
        assert ARTICLE[evidence.start : evidence.end] == evidence.value


def test_blocks_keep_their_kinds() -> None:
    assert shown(read(ARTICLE)) == [
        ("heading", 1, "The harbour reopens"),
        ("caption", 0, "Ships at the quay"),
        ("paragraph", 0, "The harbour reopened on Monday after a long closure that kept the fleet in port for weeks."),
        ("heading", 2, "What comes next"),
        ("quote", 1, "It was a long winter, said the harbour master."),
        ("item", 1, "1. First the small boats will leave."),
        ("item", 1, "2. Then the ferries."),
        ("item", 1, "one"),
        ("item", 2, "two"),
        ("paragraph", 0, "a | b"),
        ("paragraph", 0, "c | d"),
        ("paragraph", 0, "some code here"),
        ("paragraph", 0, "The council will meet again in May to decide on the new pier and its cost."),
    ]


def test_emphasis_and_links_are_runs_over_the_text() -> None:
    imported = read(ARTICLE)
    assert imported.text is not None
    runs = [
        (run.kind, imported.text.text[run.start : run.end], run.target)
        for block in imported.text.blocks
        for run in block.runs
    ]
    assert runs == [
        (RunKind.EMPHASIS, "reopened", None),
        (RunKind.STRONG, "Monday", None),
        (RunKind.LINK, "long closure", "https://example.org/b"),
    ]


def test_nothing_of_the_file_is_lost() -> None:
    assert_whole(read(ARTICLE))


def test_toml_front_matter_and_lists_are_read() -> None:
    toml = read('+++\ntitle = "The quay"\ndate = 2020-01-02\n+++\n\nThe quay is empty in winter and full in summer.\n')
    assert (toml.metadata.title, toml.metadata.published) == ("The quay", "2020-01-02")
    listed = read(
        "---\nauthors:\n  - Jane Doe\n  - '[[John Roe]]'\n---\nThe quay is empty in winter and full in summer.\n"
    )
    assert listed.metadata.byline == ("Jane Doe", "John Roe")


def test_a_front_matter_that_never_ends_is_text() -> None:
    imported = read("---\ntitle: no\n\nThe quay is empty in winter and full in summer.")
    assert_whole(imported)
    assert any("quay" in text for _, _, text in shown(imported))


def test_the_first_heading_is_the_title_when_no_front_matter_tells_it() -> None:
    imported = read(
        "Menu\n\n# Why the tide turns\n\nBy Jane Doe\n\nThe tide turns twice a day because of the moon and the sun.\n"
    )
    assert (imported.metadata.title, imported.metadata.byline) == ("Why the tide turns", ("Jane Doe",))


def test_site_lines_in_markdown_are_set_aside() -> None:
    imported = read(
        "# The tide\n\n[Share on Facebook](https://example.org)\n\nThe tide turns twice a day because of the moon.\n\nSubscribe to our newsletter\n"
    )
    assert imported.text is not None
    assert [line.text for line in imported.text.set_aside] == ["Share on Facebook", "Subscribe to our newsletter"]


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "> " * 3_000 + "a", "*a " * 10_000, "a" * 1_000_000, "\r\n\r\n# a\r\rb", "a\0b"]
)
def test_monstrous_markdown_is_read_whole(text: str) -> None:
    assert_whole(read(text))


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab #>*_-`[]()!|\n\r\t1.:~<&;\\\"'=+é항\u2028"), max_size=200))
def test_nothing_is_lost_of_any_markdown(text: str) -> None:
    imported = read(text)
    assert_whole(imported)
    assert BlockKind.META not in {block.kind for block in imported.text.blocks} or imported.text  # type: ignore[union-attr]
