"""Suggestions are underlined, offered on Enter and taken on the second; never applied unasked, and gone when switched off."""

import pytest
from PySide6.QtCore import Qt

from archive.operations import coding
from archive.operations.coding import Suggested


@pytest.fixture
def suggested(monkeypatch, reader, page, text, context, settle):
    """One sentence that is suggested for a tag, on the page."""
    at = text.index("A lantern stood")
    one = Suggested("night", at, at + len("A lantern stood on each post."), 0.8)
    monkeypatch.setattr(coding, "suggestions", lambda *_args, **_options: [one])
    suggesting = reader.markings._pages[reader.active][2]
    suggesting.refresh()
    settle()
    return suggesting


def test_a_suggestion_is_underlined_and_changes_nothing(suggested, page, passages):
    assert page.canvas.suggested == ((suggested.found[0].start, suggested.found[0].end),)
    assert passages() == []


def test_enter_offers_the_tag_and_enter_again_takes_it(suggested, page, put_caret, passages, settle, qtbot):
    put_caret("lantern stood")
    qtbot.keyClick(page.surface, Qt.Key.Key_Return)
    assert page.bar.isVisible() and "night" in page.bar.offer.text() and passages() == []
    qtbot.keyClick(page.surface, Qt.Key.Key_Return)
    settle()
    (made,) = passages()
    assert made.anchor.exact == "A lantern stood on each post." and made.tags[0].path == "night"
    assert page.canvas.suggested == ()


def test_esc_leaves_the_offer(suggested, page, put_caret, passages, settle, qtbot):
    put_caret("lantern stood")
    qtbot.keyClick(page.surface, Qt.Key.Key_Return)
    qtbot.keyClick(page.surface, Qt.Key.Key_Escape)
    settle()
    assert not page.bar.isVisible() and passages() == []


def test_suggestions_go_when_they_are_switched_off(suggested, page, context, settle):
    context.actions.trigger("passage.suggest")
    settle()
    assert page.canvas.suggested == () and not context.settings["marking.suggest"]
