"""The index in its home: what is found, what is pending, and what happens when something goes wrong."""

from collections.abc import Callable
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.base.errors import Cancelled
from archive.index import codec
from archive.index import index as index_module
from archive.index.index import Index
from archive.model.ids import ArticleId
from archive.model.search import Document

Fill = Callable[..., Index]


def found(index: Index, query: str) -> list[int]:
    return sorted(index.search(query).articles)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("defector", [1, 2]),
        ('"defectors"', [1]),
        ('"defector"', [2]),
        ('"defectors crossed"', [1]),
        ('"crossed defectors"', []),
        ("1047", [1]),
        ("1,047", [1]),
        ("6000", [1]),
        ("$6,000", [1]),
        ("62.1", [2]),
        ("62", []),
        ("US", [2]),
        ("U.S.", [2]),
        ("redefection", [2]),
        ("re-defection", [2]),
        ("chaeran", [2]),
        ('"nine year old"', [2]),
        ("cafe", [3]),
        ("café", [3]),
        ("탈북자", [3]),
        ("북자", [3]),
        ("강", [3]),
        ("탈북자 cafe", [3]),
        ('"강을 건넌"', [3]),
        ("defec*", [1, 2]),
        ("defecter~", [2]),
        ("dfectors~2", [1, 2]),
        ("river -people", [3]),
        ("NOT river", [2]),
        ("river OR officials", [1, 2, 3]),
        ("", [1, 2, 3]),
        ("korea’s", [2]),
    ],
)
def test_query_finds(filled: Fill, query: str, expected: list[int]) -> None:
    index = filled(
        "The defectors crossed the river. 1,047 people; $6,000 each.",
        "A defector of North Korea's Chae-ran, a nine-year-old; re-defection. U.S. officials: 62.1 percent.",
        "강을 건넌 탈북자들의 이야기, café river",
    )
    assert found(index, query) == expected


@pytest.mark.parametrize("query", ["rare", "rar*", "rarex~", '"rare river"', "river", "nowhere"])
@pytest.mark.parametrize("gone", [(), (2,)], ids=["whole", "deleted"])
def test_one_word_finds_the_same_with_or_without_an_array_of_all_articles(
    filled: Fill, memory, query: str, gone: tuple[int, ...]
) -> None:
    index = filled(*("rare river" if number in (1, 8) else "a river " * (1 + number % 3) for number in range(12)))
    memory.remove(*gone)
    index.catch_up()
    for allowed in (None, {ArticleId(2), ArticleId(3), ArticleId(12)}):
        alone = index.search(query, allowed=allowed)
        together = index.search(f"{query} OR elsewhere", allowed=allowed)
        assert (alone.articles, alone.scores) == (together.articles, together.scores)
        assert set(gone).isdisjoint(alone.articles)
        assert bool(alone.articles) == (query != "nowhere" and (allowed is None or query == "river" or 2 not in gone))


def test_fields_and_dates_narrow_the_search(index: Index, memory) -> None:
    memory.save(
        Document(
            ArticleId(1),
            "River",
            "snow",
            "Kim Chae-ran",
            "Daily NK",
            "en",
            (737060, 737424),
            "my note",
            ("people/escape",),
        ),
        Document(ArticleId(2), "Snow", "river", "Lee", "Times", "ko", None),
    )
    index.catch_up()
    for query, expected in {
        "title:river": [1],
        "body:river": [2],
        "by:chae-ran": [1],
        "publisher:(daily nk)": [1],
        "lang:ko": [2],
        "note:note": [1],
        "tag:escape": [1],
        "tag:people/escape": [1],
        "tag:people": [1],
        "tag:people/*": [1],
        "tag:escape/*": [],
        "tag:peop*": [1],
        "tag:scape": [],
        "escape": [1],
        "has:note": [1],
        "has:tag": [1],
        "-has:tag": [2],
        "published:2019": [1],
        "published:2018..": [1],
        "published:..2018": [],
        "published:2019-05-05 river": [1],
        "-published:2019": [2],
        "en": [],
    }.items():
        assert found(index, query) == expected, query
    assert index.search("river").articles == (1, 2)  # a title weighs more than a text


def test_prefixes_score_the_same_for_every_hit(filled: Fill) -> None:
    ranked = filled("defector defector defected", "defects").search("defec*")
    assert ranked.scores[0] == ranked.scores[1]
    assert ranked.articles == (2, 1)


def test_a_misspelt_word_is_answered_with_a_word_as_it_is_written(filled: Fill) -> None:
    index = filled("the defectors crossed the frozen river", "the river froze")
    assert index.search("defectros river").did_you_mean == "defectors river"
    assert index.search("river").did_you_mean is None
    assert index.search("xqzvw").did_you_mean is None


def test_looking_for_what_was_meant_is_left_out_or_cancelled(filled: Fill) -> None:
    index, polls = filled("the defectors crossed the frozen river"), []

    def cancelled() -> bool:
        polls.append(None)
        return len(polls) > enough

    enough = 1_000
    assert index.ranking("defectros", cancelled=cancelled, suggest=False).did_you_mean is None
    # So often it is asked by what answers the query: only then it is meant.
    enough = len(polls)
    polls.clear()
    with pytest.raises(Cancelled):
        index.ranking("defectros", cancelled=cancelled)


def test_scope_limit_and_cancelling(filled: Fill) -> None:
    index = filled("river", "river", "river")
    assert index.search("river", allowed={1, 3}).articles == (3, 1)
    assert index.search("river", limit=1).articles == (3,)
    with pytest.raises(Cancelled):
        index.search("river", cancelled=lambda: True)


def test_pending_counts_until_the_batch_is_done(index: Index, memory) -> None:
    memory.save(*(Document(ArticleId(number), "", "river") for number in range(1, 6)))
    assert (index.pending(), found(index, "river")) == (5, [])
    assert index.index_batch(2) == 2
    assert (index.pending(), found(index, "river")) == (3, [1, 2])
    assert index.catch_up() == 3
    assert (index.pending(), found(index, "river"), index.verify()) == (0, [1, 2, 3, 4, 5], [])


def test_changed_and_removed_articles_are_found_as_they_are_now(filled: Fill, memory) -> None:
    index = filled("river", "sea", "lake")
    memory.save(Document(ArticleId(2), "", "mountain"))
    memory.remove(3)
    index.catch_up()
    assert [found(index, word) for word in ("river", "sea", "lake", "mountain")] == [[1], [], [], [2]]
    assert index.verify() == []


def test_another_reader_sees_a_commit_at_once(filled: Fill, memory, open_index) -> None:
    index = filled("river")
    other = open_index()
    assert found(other, "river") == [1]
    memory.save(Document(ArticleId(2), "", "river"))
    index.catch_up()
    assert found(other, "river") == [1, 2]


def test_many_small_commits_leave_few_segments_and_lose_nothing(index: Index, memory) -> None:
    for number in range(1, 130):
        memory.save(Document(ArticleId(number), "", f"river word{number}"))
        index.index_batch()
    assert len(memory.chunks.files) <= 2 * 20 + 1
    assert found(index, "river") == list(range(1, 130))
    assert found(index, "word77") == [77]


def test_a_failure_between_writing_and_commit_changes_nothing(
    filled: Fill, memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled("river")
    memory.save(Document(ArticleId(2), "", "river"))
    before = dict(memory.chunks.files)

    def fail(rows: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(memory.outbox, "done", fail)
        with pytest.raises(OSError, match="disk full"):
            index.index_batch()
    assert memory.chunks.files == before
    assert (found(index, "river"), index.pending()) == ([1], 1)
    index.catch_up()
    assert found(index, "river") == [1, 2]


def test_a_rolled_back_generation_is_not_mistaken_for_the_next(filled: Fill, memory) -> None:
    index = filled("river", "sea")
    with pytest.raises(RuntimeError), memory.atomic():
        index.expunge([ArticleId(1)])
        index.expunge([ArticleId(2)])
        raise RuntimeError
    assert found(index, "river OR sea") == [1, 2]
    memory.remove(2)
    index.catch_up()
    assert found(index, "river OR sea") == [1]


def test_an_article_edited_while_its_segment_is_made_is_indexed_as_edited(index: Index, memory) -> None:
    memory.save(Document(ArticleId(1), "", "secret"))

    def edit() -> None:
        memory.outbox.taken = lambda: None
        memory.save(Document(ArticleId(1), "", "harmless"))

    memory.outbox.taken = edit
    index.catch_up()
    assert (found(index, "secret"), found(index, "harmless")) == ([], [1])
    assert not any(b"secret" in data for data, _ in memory.chunks.files.values())


def test_no_term_of_a_purged_article_remains(filled: Fill, memory) -> None:
    index = filled("river zanzibar", "river common", "lonely")
    memory.remove(1, 3)
    with memory.atomic():
        index.expunge([ArticleId(1), ArticleId(3)])
    assert not any(b"zanzibar" in data or b"lonely" in data for data, _ in memory.chunks.files.values())
    assert found(index, "river") == [2]
    index.catch_up()
    assert index.verify() == []


def test_a_purge_rewrites_before_its_transaction_and_not_inside(filled: Fill, memory, monkeypatch) -> None:
    index = filled("river zanzibar", "river")
    ready = index.without([ArticleId(1)])
    monkeypatch.setattr(codec, "merge", lambda parts: pytest.fail("rewritten while others wait"))
    memory.remove(1)
    with memory.atomic():
        index.expunge([ArticleId(1)], ready)
    assert not any(b"zanzibar" in data for data, _ in memory.chunks.files.values())
    assert found(index, "river") == [2]


def test_a_segment_that_changed_before_the_purge_is_rewritten_as_it_is_now(filled: Fill, memory) -> None:
    index = filled("river zanzibar", "river", "river sea")
    ready = index.without([ArticleId(1)])
    memory.remove(3)
    index.catch_up()
    memory.remove(1)
    with memory.atomic():
        index.expunge([ArticleId(1)], ready)
    assert not any(b"zanzibar" in data for data, _ in memory.chunks.files.values())
    index.catch_up()
    assert (found(index, "river"), index.verify()) == ([2], [])


def test_a_loaded_index_is_not_read_again_by_the_first_search(filled: Fill, memory, open_index, monkeypatch) -> None:
    filled("river", "sea")
    index = open_index()
    index.load()
    monkeypatch.setattr(memory.chunks, "get", lambda name: pytest.fail("read twice"))
    assert found(index, "river") == [1]


def test_nothing_is_written_outside_the_archive(filled: Fill, memory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    monkeypatch.setattr("tempfile.gettempdir", refuse)
    assert found(filled(*("river words and more words" for _ in range(30))), "river") == list(range(1, 31))


def test_searches_and_commits_of_several_threads_do_not_disturb_each_other(filled: Fill, memory) -> None:
    index = filled(*(f"river word{number}" for number in range(20)))
    wrong: list[object] = []

    def search() -> None:
        for number in range(20):
            if index.search(f"word{number} river").articles != (number + 1,):
                wrong.append(number)

    threads = [Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@given(query=st.text(max_size=40))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_query_can_be_searched(filled: Fill, memory, query: str) -> None:
    index = filled() if memory.documents else filled("river crossing 1,047", "강을 건넌 café")
    assert set(index.search(query).articles) <= {1, 2}


def test_batches_are_bounded(index: Index, memory) -> None:
    memory.save(*(Document(ArticleId(number), "", "x") for number in range(1, index_module.BATCH + 2)))
    assert index.index_batch(10_000) == index_module.BATCH


def test_articles_without_a_single_word_are_indexed_and_merged_too(index: Index, memory) -> None:
    for number in range(1, 13):
        memory.save(Document(ArticleId(number), "", "…" if number % 2 else ""))
        index.index_batch()
    assert (found(index, ""), found(index, "river"), index.verify()) == (list(range(1, 13)), [], [])
    memory.remove(*range(1, 13))
    index.catch_up()
    assert (found(index, ""), index.verify()) == ([], [])
