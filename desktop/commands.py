"""Every command of the window, declared once. Menus, toolbars, palette and the shortcut page all read this list.

A command without a handler is shown nowhere: there is no dead entry. `actions.py` turns commands into QActions.
"""

from dataclasses import dataclass

GROUPS = ("Archive", "Edit", "Article", "Passage", "Find", "Reading", "Codebook", "View", "Go", "Help")


@dataclass(frozen=True, slots=True)
class Command:
    """`shortcuts`: portable key sequences, the first is shown. `checkable`: has an on state."""

    id: str
    label: str
    group: str
    icon: str
    help: str
    shortcuts: tuple[str, ...] = ()
    checkable: bool = False

    @property
    def by_letter(self) -> bool:
        """Whether a key without Ctrl or Alt does it to articles: to those that are chosen, or to the one that is read."""
        about = self.group in ("Article", "Passage", "Reading") or self.id in ("go.next_article", "go.previous_article")
        return about and any("Ctrl" not in keys and "Alt" not in keys for keys in self.shortcuts)


_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

COMMANDS: tuple[Command, ...] = (
    Command("archive.new", "New archive…", "Archive", "file-plus", "Starts an empty archive in a file of its own.", ("Ctrl+Shift+N",)),
    Command("archive.open", "Open archive…", "Archive", "folder-open", "Opens another archive in this window.", ("Ctrl+O",)),
    Command("import.files", "Import files…", "Archive", "download-simple", "Takes saved articles in: text, web pages, PDF, Word, OpenDocument, RTF, EPUB, mail, tables, ZIP.", ("Ctrl+I",)),
    Command("import.folder", "Import folder…", "Archive", "folder-notch-plus", "Takes in every article in a folder and the folders inside it.", ("Ctrl+Shift+I",)),
    Command("import.paste", "Quick add from clipboard…", "Archive", "clipboard-text", "Shows the text or page on the clipboard as it will be read, and adds it; files are imported.", ("Ctrl+Shift+V",)),
    Command("import.review", "Review imports…", "Archive", "check-square-offset", "Shows what imports brought and refused: correct titles, bylines and dates there, with the original beside them, and accept it.", ("Ctrl+Shift+R",)),
    Command("import.starter", "Add starter collection", "Archive", "books", "Adds the short articles that come with the program."),
    Command("archive.backups", "Backups…", "Archive", "clock-counter-clockwise", "Shows the backups of this archive, how each differs from it, and goes back to one."),
    Command("archive.back_up", "Back up now", "Archive", "hard-drives", "Makes a whole, checked copy of the archive where its backups lie, while you go on."),
    Command("archive.check", "Check archive…", "Archive", "shield-check", "Checks every text, original and index entry, and offers repair."),
    Command("archive.rebuild_index", "Rebuild search index", "Archive", "arrows-clockwise", "Drops the search index and builds it again in the background."),
    Command("archive.export", "Export…", "Archive", "export", "Takes passages and articles out as a document, a table or another program's file, with their context and citations.", ("Ctrl+Shift+S",)),
    Command("archive.verify", "Verify a packet…", "Archive", "circle-wavy-check", "Says of each quote in a web page, Word file or OpenDocument text that was exported whether it stands in this archive word for word."),
    Command("archive.bundle", "Bundle work…", "Archive", "package", "Writes articles with everything that people said of them into one signed file, for somebody to merge."),
    Command("archive.merge", "Merge…", "Archive", "git-merge", "Joins a bundle or another archive with this one; what both sides changed waits for you to decide."),
    Command("article.print", "Print…", "Archive", "printer", "Prints the article as it is set.", ("Ctrl+P",)),
    Command("app.preferences", "Preferences…", "Archive", "gear", "Theme, text, author's name and confirmations.", ("Ctrl+,",)),
    Command("app.watched", "Watched folders…", "Archive", "eye", "Chooses folders from which new files come in by themselves."),
    Command("archive.new_encrypted", "New encrypted archive…", "Archive", "lock-key", "Starts an empty archive under a passphrase."),
    Command("archive.protect", "Passphrase and encryption…", "Archive", "shield", "Encrypts the archive, changes its passphrase, shows its recovery code, or takes the encryption off."),
    Command("archive.lock", "Lock now", "Archive", "lock", "Saves everything, forgets the key and asks for the passphrase again. Only an encrypted archive can be locked.", ("F12",)),
    Command("app.quick_exit", "Quick exit", "Archive", "door", "Saves everything, locks and is gone within a second; also where a dialog is open.", ("Ctrl+Shift+Q",)),
    Command("app.quit", "Quit", "Archive", "sign-out", "Saves everything and closes the window.", ("Ctrl+Q",)),

    Command("edit.undo", "Undo", "Edit", "arrow-counter-clockwise", "Takes back the last change.", ("Ctrl+Z",)),
    Command("edit.redo", "Redo", "Edit", "arrow-clockwise", "Does again what was taken back.", ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("edit.copy", "Copy", "Edit", "copy", "Copies the selected words.", ("Ctrl+C",)),
    Command("edit.copy_cited", "Copy with citation", "Edit", "quotes", "Copies the selected words with author, title, publisher, date and paragraph.", ("Ctrl+Shift+C",)),
    Command("edit.copy_citation", "Copy citation", "Edit", "bookmark-simple", "Copies only the citation of the article.", ("Ctrl+Alt+C",)),
    Command("edit.select_all", "Select all", "Edit", "selection-all", "Selects the article's text, or every article in the list.", ("Ctrl+A",)),

    Command("article.star", "Star", "Article", "star", "Stars the chosen articles, or takes their star away.", ("S",), True),
    Command("article.read", "Mark as read", "Article", "check-circle", "Marks the chosen articles as read or unread.", ("U",), True),
    Command("article.edit", "Edit details…", "Article", "pencil-simple", "Edits title, byline, publisher, dates and language.", ("Ctrl+E",)),
    Command("article.note", "Note…", "Article", "note-pencil", "Writes a note on the article as a whole. In the text, with words selected or the caret in a passage, N is the passage's.", ("N",)),
    Command("article.memo", "Write a memo on the article", "Article", "notebook", "Begins a memo about the article that is shown."),
    Command("article.tag", "Tag…", "Article", "tag", "Adds or takes away tags of the chosen articles. In the text T tags a passage.", ("T", "Shift+T")),
    Command("article.collect", "Add to collection…", "Article", "folder-simple-plus", "Puts the chosen articles into a collection.", ("C",)),
    Command("article.uncollect", "Take out of collection", "Article", "folder-simple-minus", "Takes the chosen articles out of the collection that is shown."),
    Command("article.rights", "Rights…", "Article", "lock-simple", "Says of the chosen articles what may be done with them, how sensitive they are and until when they may not leave."),
    Command("article.encoding", "Read again in encoding…", "Article", "text-aa", "Reads the original again in an encoding that you choose."),
    Command("library.one_of_each", "One of each origin", "Article", "selection-foreground", "Lists, of copies, excerpts and updates of one origin, only the article that stands for them.", (), True),
    Command("article.open_original", "Open the original", "Article", "file-text", "Shows the file that the article was made from, as it was imported; nothing in it is run or loaded.", ("Ctrl+Shift+U",)),
    Command("article.open_elsewhere", "Open original with the system's program…", "Article", "arrow-square-out", "Hands a copy of the original to the system's program, after a warning."),
    Command("article.original", "Export original…", "Article", "file-arrow-down", "Writes the file exactly as it was imported."),
    Command("article.check_original", "Check original", "Article", "circle-wavy-check", "Says whether the original is, byte for byte, what was imported."),
    Command("article.recognise", "Read the scanned pages…", "Article", "frame-corners", "Has Tesseract read the pages of a PDF that are pictures of text, where it is installed."),
    Command("article.duplicates", "Duplicates of this article", "Article", "intersect", "Shows the articles that are, or may be, of one origin with the one that is read."),
    Command("article.versions", "Compare editions", "Article", "git-diff", "Holds two editions of the article that is read side by side, and shows what changed."),
    Command("article.trash", "Move to trash", "Article", "trash", "Moves the chosen articles to the trash. In the text, with words selected or the caret in a passage, Del removes the passage.", ("Del",)),
    Command("article.restore", "Restore from trash", "Article", "arrow-u-up-left", "Puts the chosen articles back.", ("Ctrl+Shift+Del",)),
    Command("article.purge", "Purge…", "Article", "eraser", "Removes the chosen articles without trace: text, original and index.", ("Shift+Del",)),
    Command("trash.empty", "Empty trash…", "Article", "trash-simple", "Purges every article in the trash, without trace."),
    Command("collection.new", "New collection…", "Article", "folder-plus", "Starts a collection, inside the one that is shown if there is one."),
    Command("collection.rename", "Rename collection…", "Article", "pencil-line", "Renames the collection that is shown."),
    Command("collection.move", "Move collection…", "Article", "folder-notch", "Moves the collection that is shown into another, or to the top."),
    Command("collection.memo", "Write a memo on the collection", "Article", "notebook", "Begins a memo about the collection that is shown."),
    Command("collection.delete", "Delete collection", "Article", "folder-minus", "Deletes the collection that is shown; its articles stay."),

    Command("passage.highlight", "Highlight", "Passage", "highlighter-circle", "Marks the selected words, or the sentence at the caret; on a passage, changes its colour.", ("H",)),
    Command("passage.tag", "Tag passage…", "Passage", "tag", "Tags the selected words, the passage under the caret, or the sentence there. In the text: T.", ("Alt+T",)),
    Command("passage.note", "Note on passage…", "Passage", "note-pencil", "Writes a note on the selected words or the passage under the caret. In the text: N.", ("Alt+N",)),
    Command("passage.repeat", "Repeat last tag", "Passage", "repeat", "Puts on the tag that was put on last.", (".",)),
    Command("passage.new_tag", "Make the words a tag", "Passage", "text-t", "Makes the selected words a new tag, and tags them with it.", ("Q",)),
    Command("passage.cycle", "Next overlapping passage", "Passage", "stack", "Chooses the next of the passages that overlap at the caret.", ("O",)),
    Command("passage.edges", "Edit edges", "Passage", "arrows-out-line-horizontal", "Moves the edges of the passage with the arrow keys; Enter keeps them.", ("E",)),
    Command("passage.remove", "Remove passage", "Passage", "eraser", "Removes the passage under the caret. In the text: Del.", ("Alt+Del",)),
    Command("passage.extend", "Extend selection", "Passage", "arrow-line-right", "Selects the word at the caret, then one word, sentence or paragraph more.", ("Alt+Shift+Right",)),
    Command("passage.shrink", "Shrink selection", "Passage", "arrow-line-left", "Takes the last word, sentence or paragraph out of the selection.", ("Alt+Shift+Left",)),
    Command("passage.widen", "Select word, sentence, paragraph", "Passage", "arrow-line-up", "Selects the word at the caret, then its sentence, then its paragraph.", ("Alt+Shift+Up",)),
    Command("passage.narrow", "Select less again", "Passage", "arrow-line-down", "Goes back from the paragraph to the sentence and the word.", ("Alt+Shift+Down",)),
    Command("passage.next", "Next passage", "Passage", "caret-circle-down", "Chooses the next passage of the article and brings it into view.", ("]",)),
    Command("passage.previous", "Previous passage", "Passage", "caret-circle-up", "Chooses the passage before.", ("[",)),
    *(
        Command(f"passage.favourite_{digit}", f"Favourite tag {digit}", "Passage", f"number-{_WORDS[digit]}", "Puts a favourite tag on the selected words, the passage under the caret, or the sentence there.", (str(digit),))
        for digit in range(1, 10)
    ),
    Command("passage.suggest", "Suggestions while reading", "Passage", "lightbulb", "Underlines sentences that resemble those tagged before; nothing is applied unasked.", (), True),

    Command("search.focus", "Search articles", "Find", "magnifying-glass", "Goes to the search box.", ("Ctrl+L", "/")),
    Command("search.clear", "Clear search", "Find", "x-circle", "Empties the search box and shows every article.", ("Ctrl+Shift+L",)),
    Command("search.save", "Save search…", "Find", "floppy-disk", "Keeps this search in the sidebar under a name.", ("Ctrl+S",)),
    Command("search.rename", "Rename saved search…", "Find", "pencil-line", "Renames the saved search that is shown."),
    Command("search.delete", "Delete saved search", "Find", "backspace", "Forgets the saved search that is shown."),
    Command("passages.match", "Tag every match…", "Find", "highlighter-circle", "Finds words, a phrase or a pattern in every article and tags what you choose.", ("Ctrl+Shift+M",)),
    Command("passages.compare", "Compare authors…", "Find", "users", "Says how far two authors agree on what they tagged."),
    Command("event.add", "Add event…", "Passage", "calendar-plus", "Enters an event: from the selected words, or from nothing.", ("Ctrl+Shift+E",)),
    Command("event.show", "What a date means", "Passage", "calendar-check", "Shows how the date under the caret, or the next one, was read.", ("Ctrl+.",)),
    Command("figure.add", "Add figure…", "Passage", "hash", "Enters a number that the selected words claim.", ("Ctrl+Shift+F",)),
    Command("find.open", "Find in article", "Find", "file-search", "Finds words in the article that is open.", ("Ctrl+F",)),
    Command("find.next", "Next hit", "Find", "caret-down", "Goes to the next hit in the article.", ("F3", "Ctrl+G")),
    Command("find.previous", "Previous hit", "Find", "caret-up", "Goes to the previous hit in the article.", ("Shift+F3", "Ctrl+Shift+G")),

    Command("reading.larger", "Larger text", "Reading", "magnifying-glass-plus", "Makes the article's letters larger.", ("Ctrl++", "Ctrl+=")),
    Command("reading.smaller", "Smaller text", "Reading", "magnifying-glass-minus", "Makes the article's letters smaller.", ("Ctrl+-",)),
    Command("reading.reset", "Usual text size and measure", "Reading", "text-t", "Sets size, measure and line height back.", ("Ctrl+0",)),
    Command("reading.wider", "Wider column", "Reading", "arrows-out-line-horizontal", "Fits more letters in a line.", ("Ctrl+]",)),
    Command("reading.narrower", "Narrower column", "Reading", "arrows-in-line-horizontal", "Fits fewer letters in a line.", ("Ctrl+[",)),
    Command("reading.face", "Sans-serif text", "Reading", "text-aa", "Sets the article in Source Sans instead of Source Serif.", ("Ctrl+Shift+T",), True),
    Command("reading.numbers", "Paragraph numbers", "Reading", "paragraph", "Shows the number of each paragraph in the margin.", ("P",), True),
    Command("reading.pages", "Page numbers", "Reading", "file", "Shows in the margin where each page of a PDF begins.", (), True),
    Command("reading.pictures", "Pictures", "Reading", "image", "Shows the pictures that the original holds, at their place in the text.", (), True),
    Command("reading.picture", "Open picture…", "Reading", "frame-corners", "Shows the next picture in view larger; from there it can be copied and exported.", ("I",)),
    Command("reading.go_to_page", "Go to page…", "Reading", "arrow-bend-down-right", "Goes to where a page of the PDF begins."),
    Command("reading.dates", "Underline dates", "Reading", "calendar-blank", "Underlines every date in the article; a click tells what it means.", (), True),
    Command("reading.figures", "Underline figures", "Reading", "hash", "Underlines every number that the article claims.", (), True),
    Command("reading.set_aside", "Show set-aside text", "Reading", "eye", "Shows, in grey, what the import set aside; from there it can be put back.", ("B",), True),
    Command("reading.next_part", "Next part of a long article", "Reading", "caret-double-right", "Turns to the next part of an article that is set in parts.", ("Ctrl+PgDown",)),
    Command("reading.previous_part", "Previous part of a long article", "Reading", "caret-double-left", "Turns to the part before.", ("Ctrl+PgUp",)),
    Command("versions.next", "Next change", "Reading", "caret-down", "Goes to the next change between two texts side by side.", ("F7",)),
    Command("versions.previous", "Previous change", "Reading", "caret-up", "Goes to the change before.", ("Shift+F7",)),
    Command("reading.beside", "Open beside", "Reading", "columns", "Shows a second article beside this one.", ("Ctrl+Return",), True),

    Command("tag.new", "New tag…", "Codebook", "plus", "Adds a tag to the codebook; with a / in its name, below another.", ("Ins",)),
    Command("tag.new_child", "New tag below…", "Codebook", "tree-structure", "Adds a tag below the chosen one."),
    Command("tag.rename", "Rename tag", "Codebook", "pencil-line", "Gives the chosen tag another name, in place.", ("F2",)),
    Command("tag.move", "Move tag below…", "Codebook", "arrow-bend-down-right", "Puts the chosen tag, with those below it, below another."),
    Command("tag.move_top", "Move tag to the top", "Codebook", "arrow-line-up", "Takes the chosen tag out from below another."),
    Command("tag.merge", "Merge tag into…", "Codebook", "git-merge", "Makes one tag of two: what carried the chosen one carries the other."),
    Command("tag.split", "Split tag…", "Codebook", "git-fork", "Gives some passages of the chosen tag another one in its place."),
    Command("tag.relate", "Relate tag…", "Codebook", "link", "Says that another tag has to do with the chosen one."),
    Command("tag.memo", "Write a memo on the tag", "Codebook", "notebook", "Begins a memo about the chosen tag."),
    Command("tag.remove", "Remove tag…", "Codebook", "trash", "Removes the chosen tag and asks what happens to its passages."),
    Command("codebook.print", "Print the codebook…", "Codebook", "printer", "Prints the tree of tags with definitions, when to use each and examples. In the codebook: Ctrl+P."),
    Command("tag.starter", "Add starter codebook", "Codebook", "books", "Adds the tags that come with the program and are not there yet."),

    Command("view.sidebar", "Sidebar", "View", "layout", "Shows or hides the sidebar.", ("F9",), True),
    Command("view.list", "Article list", "View", "list-bullets", "Shows or hides the list of articles.", ("Ctrl+F9",), True),
    Command("view.inspector", "Inspector", "View", "info", "Shows or hides the inspector with details and provenance.", ("Shift+F9", "Ctrl+D"), True),
    Command("view.theme_light", "Light theme", "View", "sun", "Ink on white paper.", (), True),
    Command("view.theme_sepia", "Sepia theme", "View", "coffee", "Ink on old paper.", (), True),
    Command("view.theme_dark", "Dark theme", "View", "moon", "For the dark.", (), True),
    Command("view.theme_system", "Theme of the system", "View", "desktop", "Light or dark as the system has it.", (), True),
    Command("view.theme_next", "Next theme", "View", "circle-half", "Goes round light, sepia and dark.", ("Ctrl+T",)),
    Command("view.menu", "Menu", "View", "list", "Opens the menu with every command.", ("F10",)),
    Command("view.full_screen", "Full screen", "View", "corners-out", "Gives the window the whole screen.", ("F11",), True),

    Command("go.library", "Library", "Go", "book-open", "Shows the library.", ("Ctrl+1",)),
    Command("go.passages", "Passages", "Go", "list-dashes", "Shows every marked passage; the memos stand beside them.", ("Ctrl+2",)),
    Command("go.memos", "Memos", "Go", "notebook", "Shows the memos: the research journal.", ("Ctrl+J",)),
    Command("go.codebook", "Codebook", "Go", "tag", "Shows the tree of tags, what they mean and what carries them.", ("Ctrl+3",)),
    Command("go.timeline", "Timeline", "Go", "git-commit", "Lays out in time what the articles tell.", ("Ctrl+4",)),
    Command("go.statistics", "Statistics", "Go", "chart-bar", "Shows what the articles claim in numbers, what the archive holds and what the coding says.", ("Ctrl+5",)),
    Command("go.duplicates", "Duplicates", "Go", "copy-simple", "Shows articles that are, or may be, copies, excerpts or updates of each other, for you to decide.", ("Ctrl+Shift+D",)),
    Command("go.conflicts", "To decide after merging", "Go", "scales", "Shows what both sides of a merge changed, side by side, and tags that may be one."),
    Command("go.lexicon", "Lexicon", "Go", "book-bookmark", "Shows and changes the words by which figures are read and grouped.", ("Ctrl+Shift+K",)),
    Command("go.rules", "Rules for sites", "Go", "graduation-cap", "Shows the rules that you taught: where articles of one site say who wrote them and when."),
    Command("go.redactions", "Redaction list", "Go", "eraser", "Shows and changes the names, places and patterns that are replaced in what leaves, and what that changes."),
    Command("go.history", "History", "Go", "clock-counter-clockwise", "Shows what was changed, when and by whom; takes single acts back.", ("Ctrl+H",)),
    Command("go.next_article", "Next article", "Go", "arrow-down", "Opens the next article of the list.", ("J", "Alt+Down")),
    Command("go.previous_article", "Previous article", "Go", "arrow-up", "Opens the previous article of the list.", ("K", "Alt+Up")),
    Command("go.back", "Back", "Go", "arrow-left", "Goes back to where you were reading.", ("Alt+Left",)),
    Command("go.forward", "Forward", "Go", "arrow-right", "Goes forward again.", ("Alt+Right",)),
    Command("go.next_pane", "Next pane", "Go", "arrow-line-right", "Moves the keyboard to the next pane.", ("F6",)),
    Command("go.previous_pane", "Previous pane", "Go", "arrow-line-left", "Moves the keyboard to the previous pane.", ("Shift+F6",)),

    Command("help.palette", "Command palette", "Help", "command", "Finds any command or article by a few letters.", ("Ctrl+K", "Ctrl+Shift+P")),
    Command("help.shortcuts", "Keyboard shortcuts", "Help", "keyboard", "Shows every command with its keys; can be printed.", ("F1", "?")),
    Command("help.about", "About Waystation", "Help", "question", "Version, licences and the promise to use no network."),
)  # fmt: skip
BY_ID = {command.id: command for command in COMMANDS}
