"""Bundling, merging and deciding in the window: seen first, done by the keyboard, taken back, and said to others."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from archive.archive import Archive
from archive.operations import annotate, codebook, curate
from archive.operations.exchange import bundling, foreign, offering, resolving
from desktop.offers import of_articles
from desktop.views.exchange.bundling import BundlePage
from desktop.views.exchange.cards import ConflictCard
from desktop.views.exchange.conflicts import ConflictsPage
from desktop.views.exchange.merging import MergePage
from tests.desktop import bench as benches

ARTICLES = (("The lock", "Tarn Courier", "2024-05-03", "The lock opened at six. Nobody was there."),)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[benches.Bench]:
    with benches.opened(benches.Bench, tmp_path) as made:
        made.add(ARTICLES)
        yield made


@pytest.fixture
def work(bench: benches.Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A bundle of somebody who had a copy, and the passage whose note both of them changed."""
    (article,) = bench.archive.store.articles.headings()
    passage, _ = annotate.mark(bench.archive, article, 9, 17, note="start")
    codebook.add(bench.archive, "lock")
    bench.archive.checkpoint()
    path, out = tmp_path / "Theirs.waystation", tmp_path / "Theirs.waystation-bundle"
    shutil.copy(bench.archive.path, path)
    with Archive.open(path) as theirs, monkeypatch.context() as elsewhere:
        elsewhere.setenv("WAYSTATION_HOME", str(tmp_path / "elsewhere"))
        elsewhere.setenv("WAYSTATION_AUTHOR", "Bo")
        annotate.set_note(theirs, passage.uid, "theirs")
        codebook.add(theirs, "locks")
        bundling.bundle(theirs, out)
        bundling.bundle(theirs, tmp_path / "Secret.waystation-bundle", passphrase="words and words")
    annotate.set_note(bench.archive, passage.uid, "mine")
    return out, passage.uid


def show(page: QWidget, bench: benches.Bench, qtbot: QtBot) -> None:
    qtbot.addWidget(page)
    page.resize(1000, 640)
    with qtbot.waitExposed(page):
        page.show()
    bench.settle()


def note(bench: benches.Bench, uid: str) -> str:
    return annotate.find(bench.archive, uid).note


def test_ones_own_key_is_told_as_such(bench: benches.Bench, tmp_path: Path, qtbot: QtBot) -> None:
    own = tmp_path / "Own.waystation-bundle"
    bundling.bundle(bench.archive, own)
    page = MergePage(bench.context)
    show(page, bench, qtbot)
    page.look(own)
    bench.settle()
    assert page.signed.text().endswith("This key is your own.")


def test_a_bundle_is_looked_at_before_it_is_merged_and_undone_as_one_act(
    bench: benches.Bench, work: tuple[Path, str], qtbot: QtBot
) -> None:
    path, _ = work
    page = MergePage(bench.context)
    show(page, bench, qtbot)
    asked: list[bool] = []
    page.conflicts_asked.connect(lambda: asked.append(True))
    page.path.setText(str(path))
    qtbot.keyClick(page.path, Qt.Key.Key_Return)
    bench.settle()
    assert "1 article" in page.whence.text() and "key is new here" in page.signed.text()
    assert resolving.conflicts(bench.archive) == []
    assert page.focusWidget() is page.merging
    qtbot.keyClick(page.merging, Qt.Key.Key_Space)
    bench.settle()
    assert "waits for you to decide" in page.result.text()
    assert len(resolving.conflicts(bench.archive)) == 1
    qtbot.keyClick(page.deciding, Qt.Key.Key_Space)
    assert asked == [True]
    bench.context.history.undo()
    bench.settle()
    assert resolving.conflicts(bench.archive) == [] and note(bench, work[1]) == "mine"
    page.hide()
    bench.settle()


def test_a_merge_counts_when_its_page_is_closed_meanwhile(
    bench: benches.Bench, work: tuple[Path, str], qtbot: QtBot
) -> None:
    page = MergePage(bench.context)
    page.look(work[0])
    bench.settle()
    page.merge()
    page.deleteLater()
    bench.settle()
    assert len(resolving.conflicts(bench.archive)) == 1 and bench.problems == []
    bench.context.history.undo()
    bench.settle()
    assert resolving.conflicts(bench.archive) == []


def test_an_encrypted_bundle_asks_for_its_passphrase(
    bench: benches.Bench, work: tuple[Path, str], qtbot: QtBot
) -> None:
    page = MergePage(bench.context)
    show(page, bench, qtbot)
    page.look(work[0].with_name("Secret.waystation-bundle"))
    bench.settle()
    assert page.focusWidget() is page.passphrase and "encrypted" in page.trouble.text()
    for given, told in (("wrong", "does not open"), ("words and words", "")):
        page.passphrase.setText(given)
        qtbot.keyClick(page.passphrase, Qt.Key.Key_Return)
        bench.settle()
        assert told in page.trouble.text() and page.whence.isVisibleTo(page) is not bool(told)
    page.hide()
    bench.settle()


def test_what_is_no_bundle_is_told_in_a_sentence(bench: benches.Bench, tmp_path: Path, qtbot: QtBot) -> None:
    page = MergePage(bench.context)
    show(page, bench, qtbot)
    (tmp_path / "x").write_bytes(b"PK\x03\x04 and nothing else")
    page.look(tmp_path / "x")
    bench.settle()
    assert "no bundle" in page.trouble.text() and not page.merging.isVisibleTo(page)
    page.hide()
    bench.settle()


@pytest.fixture
def deciding(bench: benches.Bench, work: tuple[Path, str], qtbot: QtBot) -> Iterator[ConflictsPage]:
    foreign.bring(bench.archive, work[0])
    page = ConflictsPage(bench.context)
    show(page, bench, qtbot)
    yield page
    page.hide()
    bench.settle()


def press(page: ConflictsPage, bench: benches.Bench, qtbot: QtBot, beginning: str) -> None:
    (button,) = [b for card in page.cards for name, b in card.buttons.items() if name.startswith(beginning)]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    bench.settle()


def test_sides_stand_beside_each_other_and_are_taken_by_the_keyboard(
    deciding: ConflictsPage, bench: benches.Bench, work: tuple[Path, str], qtbot: QtBot
) -> None:
    (conflict,) = resolving.conflicts(bench.archive)
    theirs = conflict.mine.index(False)
    press(deciding, bench, qtbot, f"take_passage_{work[1][:12]}_note_{theirs}")
    assert note(bench, work[1]) == "theirs" and resolving.conflicts(bench.archive) == []
    bench.context.history.undo()
    bench.settle()
    assert any(name.startswith("take_") for card in deciding.cards for name in card.buttons)


def test_the_keyboard_stays_when_nothing_is_left_and_comes_back_with_undo(
    deciding: ConflictsPage, bench: benches.Bench, qtbot: QtBot
) -> None:
    for beginning in ("apart_", "both_"):
        press(deciding, bench, qtbot, beginning)
    assert deciding.cards == [] and deciding.hasFocus()
    bench.context.history.undo()
    bench.settle()
    assert deciding.focusWidget() in deciding.cards[0].buttons.values()


def test_dates_are_shown_in_words(bench: benches.Bench, tmp_path: Path, qtbot: QtBot) -> None:
    (article,) = bench.archive.store.articles.headings()
    bench.archive.checkpoint()
    path = tmp_path / "Theirs.waystation"
    shutil.copy(bench.archive.path, path)
    with Archive.open(path) as theirs:
        curate.edit(theirs, article, published="2024-05-04")
    curate.edit(bench.archive, article, published="2024-05-05")
    foreign.bring(bench.archive, path)
    page = ConflictsPage(bench.context)
    show(page, bench, qtbot)
    told = {each.text() for each in page.findChildren(QLabel)}
    assert {"4 May 2024", "5 May 2024", "Before: 3 May 2024"} <= told
    page.hide()
    bench.settle()


def test_both_are_kept_or_another_is_written(
    deciding: ConflictsPage, bench: benches.Bench, work: tuple[Path, str], qtbot: QtBot
) -> None:
    press(deciding, bench, qtbot, "both_")
    assert sorted(note(bench, work[1]).split("\n\n")) == ["mine", "theirs"]
    bench.context.history.undo()
    bench.settle()
    deciding.resize(500, 400)
    press(deciding, bench, qtbot, "own_")
    field = deciding.findChild(QPlainTextEdit)
    assert field is not None
    assert field.visibleRegion().boundingRect().height() == field.height(), "scrolled to, with what saves it"
    field.setPlainText("a third")
    press(deciding, bench, qtbot, "save_")
    assert note(bench, work[1]) == "a third"


def test_a_tag_that_came_is_joined_or_kept_apart(deciding: ConflictsPage, bench: benches.Bench, qtbot: QtBot) -> None:
    assert {tag.path for tag in codebook.tree(bench.archive)} == {"lock", "locks"}
    press(deciding, bench, qtbot, "join_")
    assert {tag.path for tag in codebook.tree(bench.archive)} == {"lock"}
    bench.context.history.undo()
    bench.settle()
    press(deciding, bench, qtbot, "apart_")
    assert offering.offers(bench.archive) == []


def test_nothing_to_decide_is_said(bench: benches.Bench, qtbot: QtBot) -> None:
    page = ConflictsPage(bench.context)
    show(page, bench, qtbot)
    assert page.empty.isVisibleTo(page) and page.cards == []
    page.hide()
    bench.settle()


def test_a_bundle_is_written_with_a_passphrase(bench: benches.Bench, tmp_path: Path, qtbot: QtBot) -> None:
    page = BundlePage(bench.context)
    show(page, bench, qtbot)
    assert page.choosing.isHidden()
    out = tmp_path / "out.waystation-bundle"
    page.path.setText(str(out))
    page.encrypts.setChecked(True)
    page.choosing.first.line.setText("words and words")
    assert not page.writing.isEnabled()
    page.choosing._measure()
    bench.settle()
    assert "somebody who has the file" in page.choosing.words.text()
    page.choosing.again.line.setText("words and words")
    qtbot.keyClick(page.writing, Qt.Key.Key_Space)
    bench.settle()
    assert "1 article" in page.result.text() and "fingerprint" in page.result.text()
    assert foreign.look(bench.archive, out, passphrase="words and words").counts["article"] == 1
    page.hide()
    bench.settle()


def test_only_what_carries_a_tag_goes(
    bench: benches.Bench, work: tuple[Path, str], tmp_path: Path, qtbot: QtBot
) -> None:
    page = BundlePage(bench.context)
    show(page, bench, qtbot)
    page.choose("tag")
    page.path.setText(str(tmp_path / "out.waystation-bundle"))
    assert not page.writing.isEnabled()
    page.words.setText("lock")
    page.write()
    bench.settle()
    assert "No article has this tag" in page.trouble.text()
    annotate.tag(bench.archive, [work[1]], "lock")
    page.words.setText("lock, lock ")
    with qtbot.waitSignal(page._asking.timeout):
        pass
    bench.settle()
    assert page.coming.text().startswith("1 article, 1 passage")
    page.write()
    bench.settle()
    assert ": 1 article" in page.result.text()
    page.hide()
    bench.settle()


def test_how_much_goes_along_is_told_before_anything_is_written(
    bench: benches.Bench, tmp_path: Path, qtbot: QtBot
) -> None:
    bench.add([(f"Ferry {number}", "Tarn Courier", "2024-05-03", "It crossed.") for number in range(3)])
    ids = sorted(bench.archive.store.articles.headings())
    offers = [of_articles("The 2 chosen articles", ids[:2]), of_articles("The 3 articles of the list", ids[:3])]
    page = BundlePage(bench.context, offers)
    show(page, bench, qtbot)
    page.path.setText(str(tmp_path / "out.waystation-bundle"))
    assert page.coming.text().startswith("2 articles, 0 passages, originals of ")
    for what, told in (("offer1", "3 articles"), ("all", "4 articles")):
        page.choose(what)
        bench.settle()
        assert page.coming.text().startswith(told)
    curate.set_rights(bench.archive, [ids[0]], sensitivity="confidential")
    page.choose("offer0")
    bench.settle()
    assert "1 article" in page.coming.text() and "left out: confidential" in page.coming.text()
    page.write()
    bench.settle()
    assert foreign.look(bench.archive, tmp_path / "out.waystation-bundle").counts["article"] == 1
    page.hide()
    bench.settle()


def test_what_nothing_is_of_cannot_be_written(bench: benches.Bench, tmp_path: Path, qtbot: QtBot) -> None:
    (article,) = bench.archive.store.articles.headings()
    curate.set_rights(bench.archive, [article], sensitivity="confidential")
    page = BundlePage(bench.context)
    show(page, bench, qtbot)
    page.path.setText(str(tmp_path / "out.waystation-bundle"))
    assert "Nothing would go along" in page.coming.text()
    assert not page.writing.isEnabled()
    page.hide()
    bench.settle()


def test_of_what_was_removed_here_the_card_says_so_and_keeps_first(
    bench: benches.Bench, tmp_path: Path, qtbot: QtBot
) -> None:
    (article,) = bench.archive.store.articles.headings()
    passage, _ = annotate.mark(bench.archive, article, 0, 8)
    bench.archive.checkpoint()
    theirs = tmp_path / "Removed.waystation"
    shutil.copy(bench.archive.path, theirs)
    with Archive.open(theirs) as other:
        annotate.set_note(other, passage.uid, "changed there")
    annotate.unmark(bench.archive, [passage.uid])
    foreign.bring(bench.archive, theirs)
    page = ConflictsPage(bench.context)
    show(page, bench, qtbot)
    (card,) = [each for each in page.cards if isinstance(each, ConflictCard) and not each.conflict.field]
    assert card.accessibleName().endswith("removed here, changed by others")
    assert [each.accessibleName().partition(":")[0] for each in card.buttons.values()] == [
        "Kept, as others changed it",
        "Removed, as it was here",
    ]
    page.hide()
    bench.settle()
