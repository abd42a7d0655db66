"""Who takes off what one put on takes nothing off that another one put there, by itself; what one has from the other goes with it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.model.change import Change
from archive.operations import (
    acts,
    annotate,
    codebook,
    collect,
    comparing,
    events,
    figures,
    grouping,
    judging,
    memos,
    origins,
)
from archive.operations.exchange import bundling, foreign
from tests.archive.exchanged import said
from tests.archive.operations.exchange.copies import Authors, join
from tests.archive.operations.exchange.steps import archived, articles
from tests.archive.times import Rules

Put = Callable[[Archive], Change]
Fact = tuple[str, ...]


@pytest.fixture
def authors(tmp_path: Path, rules: Rules) -> Iterator[Authors]:
    with ExitStack() as stack:
        yield Authors(tmp_path, stack)


def _passage(archive: Archive) -> str:
    return sorted(each.uid for each in annotate.passages(archive, limit=None))[0]


def _nook(archive: Archive) -> int:
    return next(each.id for each in archive.store.collections.list() if each.name == "Nook")


def _date(archive: Archive) -> str:
    return str(archive.store.connections.value("SELECT min(uid) FROM mentions"))


def _silence(archive: Archive) -> Change:
    comparing.settle(archive)
    return grouping.silence(archive, min(each.uid for each in comparing.findings(archive)), "Known.")


def _event_tag(archive: Archive) -> Change:
    return events.tag(archive, [_date(archive)], "coal")


PUTS: dict[str, Put] = {
    "tag on an article": lambda a: collect.tag(a, articles(a)[:1], "coal"),
    "tag on a passage": lambda a: annotate.tag(a, [_passage(a)], "coal"),
    "tag on an event": _event_tag,
    "article in a collection": lambda a: collect.add(a, _nook(a), articles(a)[1:2]),
    "tags that belong together": lambda a: codebook.relate(a, "coal", "night"),
    "link of a memo": lambda a: memos.link(a, memos.memos(a)[0].uid, ("article", archived(a, 0))),
    "same origin": lambda a: origins.link(a, *articles(a)[:2]),
    "note on a finding": _silence,
}


@pytest.fixture(params=PUTS)
def put(request: pytest.FixtureRequest, authors: Authors) -> Put:
    first, *others = authors.archives
    if request.param == "tag on an event":
        # Of a date that nobody touched each makes an event of its own.
        events.confirm(first, [_date(first)])
    elif request.param == "note on a finding":
        # A bundle tells of figures that somebody judged, and of what they say of each other.
        judging.confirm(first, [each.uid for each in figures.figures(first)])
    for other in others:
        join(other, first)
    return PUTS[request.param]


def back(archive: Archive, change: Change) -> None:
    assert change.inverse is not None
    acts.perform(archive, change.inverse)


def facts(archive: Archive) -> set[Fact]:
    """What is there, and what is in or on it."""
    told = said(archive)
    return set(told) | {(*key, element) for key, each in told.items() for element in each.get("elements", ())}


def test_what_one_put_there_and_took_off_stays_where_another_put_it_too(authors: Authors, put: Put) -> None:
    ada, ben, cleo = authors.archives
    before = facts(ben)
    back(ada, put(ada))
    put(ben)
    gained = facts(ben) - before
    assert gained
    assert gained <= facts(authors.agreed())
    assert not gained & facts(cleo)


def test_who_has_it_from_the_one_who_takes_it_off_loses_it(authors: Authors, put: Put) -> None:
    ada, ben, cleo = authors.archives
    before = facts(ada)
    change = put(ada)
    gained = facts(ada) - before
    join(ben, ada)
    join(cleo, ben)
    assert gained and gained <= facts(cleo)
    back(ada, change)
    assert not gained & facts(authors.agreed())


def test_who_knew_of_both_takes_both_off(authors: Authors, put: Put) -> None:
    ada, ben, cleo = authors.archives
    before = facts(cleo)
    change = put(ada)
    put(ben)
    gained = facts(ada) - before
    join(ada, ben)
    back(ada, change)
    assert gained and not gained & facts(authors.agreed())


def test_put_there_again_by_each_it_stays_when_one_takes_it_off_again(authors: Authors, put: Put) -> None:
    ada, ben, _ = authors.archives
    before = facts(ada)
    change = put(ada)
    gained = facts(ada) - before
    join(ben, ada)
    back(ada, change)
    join(ben, ada)
    assert gained and not gained & facts(ben)
    back(ada, put(ada))
    put(ben)
    assert gained <= facts(authors.agreed())


def test_a_bundle_tells_it_too(authors: Authors, put: Put, tmp_path: Path) -> None:
    ada, ben, cleo = authors.archives
    before = facts(ben)
    change = put(ada)
    bundling.bundle(ada, tmp_path / "Ada")
    foreign.bring(cleo, tmp_path / "Ada")
    put(ben)
    gained = facts(ben) - before
    back(ada, change)
    bundling.bundle(ada, tmp_path / "Ada later")
    foreign.bring(cleo, tmp_path / "Ada later")
    assert not gained & facts(cleo)
    bundling.bundle(ben, tmp_path / "Ben")
    foreign.bring(cleo, tmp_path / "Ben")
    assert gained and gained <= facts(cleo)
    foreign.bring(cleo, tmp_path / "Ada later")
    assert gained <= facts(cleo)
