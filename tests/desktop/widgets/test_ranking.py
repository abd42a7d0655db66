"""Which command a few letters mean."""

from desktop.widgets.ranking import Entry, rank

ENTRIES = (
    Entry("open", "Open archive…", "Opens another archive."),
    Entry("paste", "Import from clipboard", "Takes in the clipboard."),
    Entry("shortcuts", "Keyboard shortcuts", "Shows every key."),
)


def first(query: str) -> str | None:
    found = rank(query, ENTRIES)
    return found[0].id if found else None


def test_the_beginning_of_any_word_finds_a_command() -> None:
    assert (first("op"), first("clip"), first("short")) == ("open", "paste", "shortcuts")


def test_initials_and_a_slip_of_the_finger_find_a_command() -> None:
    assert (first("ks"), first("shrotcuts")) == ("shortcuts", "shortcuts")


def test_nothing_like_it_finds_nothing() -> None:
    assert first("zebra") is None


def test_without_letters_recent_commands_come_first() -> None:
    assert [entry.id for entry in rank("", ENTRIES, ["shortcuts"])] == ["shortcuts", "open", "paste"]
