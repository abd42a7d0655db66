"""What can be done with the chosen articles: star, read, tag, collect, trash, restore, purge, copy. Every act can be undone but purge."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from archive.model.article import Article
from archive.model.change import Change
from archive.model.ids import ArticleId, CollectionId
from archive.operations import browse, collect, curate
from desktop.context import Context
from desktop.wording import citation, counted, one_line

from .choosers import Chooser, collection_options, confirm, tag_options
from .pane import ListPane

Ids = Callable[[], Sequence[ArticleId]]
_MENU = (
    ("article.star", "article.read", "article.edit", "article.note"),
    ("article.tag", "article.collect", "article.uncollect", "article.rights"),
    ("archive.export", "reading.beside"),
)
_MENU_END = ("article.restore", "article.trash", "article.purge")


class RowActs(QObject):
    """Answers the article commands for the rows that are chosen in the list; when none is, for the article that is read."""

    def __init__(
        self, context: Context, pane: ListPane, being_read: Callable[[], Article | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._pane = pane
        self._being_read = being_read
        self._widget = parent
        self._register()
        pane.selection_changed.connect(self.refresh)
        pane.menu_asked.connect(self.show_menu)

    def _register(self) -> None:
        actions, some = self._context.actions, self._writable
        actions.on("article.star", self.star, owner=self, enabled=some, checked=self._all_starred)
        actions.on("article.read", self.mark_read, owner=self, enabled=some, checked=self._all_read)
        actions.on("article.tag", self.tag, owner=self, enabled=some)
        actions.on("article.collect", self.choose_collection, owner=self, enabled=some)
        actions.on(
            "article.uncollect", self.uncollect, owner=self, enabled=lambda: some() and self._collection is not None
        )
        actions.on("article.trash", self.trash, owner=self, enabled=lambda: some() and not self._in_trash)
        actions.on("article.restore", self.restore, owner=self, enabled=lambda: some() and self._in_trash)
        actions.on("article.purge", self.purge, owner=self, enabled=some)
        actions.on("trash.empty", self.empty_trash, owner=self, enabled=lambda: not self._context.archive.read_only)

    def refresh(self) -> None:
        """The chosen rows, or what is known of them, changed."""
        self._context.actions.refresh(*(each for group in (*_MENU, _MENU_END) for each in group))

    # What is chosen

    @property
    def rows(self) -> int:
        """How many rows are chosen."""
        return sum(end - start for start, end in self._pane.table.chosen_ranges())

    @property
    def count(self) -> int:
        """How many articles the commands are about."""
        return self.rows or int(self._being_read() is not None)

    @property
    def ids(self) -> Ids:
        """A function, to be called off the interface thread, that gives the articles that the commands are about."""
        return self._ids()

    def _ids(self) -> Ids:
        read = self._being_read()
        if self.rows or read is None:
            return self._pane.lister.ids_in(self._pane.table.chosen_ranges())
        return lambda: [read.id]

    def _loaded(self) -> list[Article]:
        """The chosen articles, as far as their pages are here."""
        read = self._being_read()
        if not self.rows and read is not None:
            return [read]
        model = self._pane.lister.model
        ranges = self._pane.table.chosen_ranges()
        rows = (row for start, end in ranges for row in range(start, min(end, start + 200)))
        return [hit.article for row in rows if (hit := model.hit(row)) is not None]

    def _writable(self) -> bool:
        return self.count > 0 and not self._context.archive.read_only

    def _all_starred(self) -> bool:
        chosen = self._loaded()
        return bool(chosen) and all(article.starred for article in chosen)

    def _all_read(self) -> bool:
        chosen = self._loaded()
        return bool(chosen) and all(article.read for article in chosen)

    @property
    def _in_trash(self) -> bool:
        if self.rows:
            return self._pane.wanted.place.trashed
        read = self._being_read()
        return read is not None and read.trashed_at is not None

    @property
    def _collection(self) -> int | None:
        return self._pane.wanted.place.collection

    # Acts

    def _do(self, work: Callable[[], Change], *, toast: bool = False) -> None:
        self._context.run_change(work, toast=toast)

    def star(self) -> None:
        """Stars the chosen, or takes the stars away when all have one."""
        archive, ids, starred = self._context.archive, self._ids(), not self._all_starred()
        self._do(lambda: curate.star(archive, ids(), starred))

    def mark_read(self) -> None:
        archive, ids, read = self._context.archive, self._ids(), not self._all_read()
        self._do(lambda: curate.read(archive, ids(), read))

    def trash(self) -> None:
        """Moves the chosen to the trash; a toast offers to undo it."""

        def move() -> None:
            self._do(lambda: curate.trash(archive, ids()), toast=True)

        archive, ids = self._context.archive, self._ids()
        if self._context.settings["confirm.trash"]:
            question = f"Move {counted(self.count, 'article')} to the trash?"
            confirm(self._widget, question, "They can be put back from there.", "Move to trash", move)
        else:
            move()

    def restore(self) -> None:
        archive, ids = self._context.archive, self._ids()
        self._do(lambda: curate.restore(archive, ids()), toast=True)

    def purge(self) -> None:
        """Removes the chosen without trace, after asking: this cannot be undone."""
        self._purge(self._ids(), self.count)

    def empty_trash(self) -> None:
        """Purges everything in the trash, after asking; says so when there is nothing in it."""
        archive = self._context.archive

        def ask(found: list[ArticleId]) -> None:
            if found:
                self._purge(lambda: found, len(found))
            else:
                self._context.alerts.toast("The trash is empty.")

        self._context.jobs.run(lambda _: browse.trashed(archive), done=ask, owner=self)

    def _purge(self, ids: Ids, count: int) -> None:
        archive = self._context.archive

        def remove() -> None:
            self._do(lambda: curate.purge(archive, ids()), toast=True)

        if self._context.settings["confirm.purge"]:
            question = f"Purge {counted(count, 'article')}?"
            detail = "Text, original and index entries are removed without trace. This cannot be undone."
            confirm(self._widget, question, detail, "Purge", remove)
        else:
            remove()

    # Tags and collections

    def tag(self) -> None:
        """Opens the tag box over the list."""
        archive, ids, count = self._context.archive, self._ids(), self.count
        carried: dict[str, int] = {}

        def fill(found: tuple[dict[str, int], dict[str, int]]) -> None:
            carried.update(found[1])
            chooser.show_options(tag_options(found[0], found[1], count))

        def toggle(path: str) -> None:
            verb = collect.untag if carried.get(path, 0) >= count else collect.tag
            self._do(lambda: verb(archive, ids(), path))

        chooser = self._open("tag-box", "Add a tag")
        chooser.taken.connect(toggle)
        chooser.made.connect(lambda path: self._do(lambda: collect.tag(archive, ids(), path)))
        self._context.jobs.run(
            lambda _: (browse.tags(archive), browse.tags_of(archive, ids())), done=fill, owner=chooser
        )

    def choose_collection(self) -> None:
        """Opens the collection box over the list."""
        archive, ids = self._context.archive, self._ids()
        chooser = self._open("collection-box", "Add to a collection")
        chooser.taken.connect(
            lambda value: self._do(lambda: collect.add(archive, CollectionId(int(value)), ids()), toast=True)
        )
        chooser.made.connect(lambda name: self._do(lambda: collect.create_with(archive, name, ids()), toast=True))
        self._context.jobs.run(
            lambda _: browse.collections(archive),
            done=lambda found: chooser.show_options(collection_options(found)),
            owner=chooser,
        )

    def uncollect(self) -> None:
        archive, ids, collection = self._context.archive, self._ids(), self._collection
        if collection is not None:
            self._do(lambda: collect.remove(archive, CollectionId(collection), ids()), toast=True)

    def _open(self, name: str, prompt: str) -> Chooser:
        chooser = Chooser(name, prompt, self._widget)
        table = self._pane.table
        box = table.visualRect(table.currentIndex())
        corner = box.bottomLeft() if table.viewport().rect().intersects(box) else QPoint(0, 0)
        chooser.open_at(table.viewport().mapToGlobal(corner + QPoint(12, 0)))
        return chooser

    # Copying

    def copy_titles(self) -> None:
        _copy("\n".join(one_line(article.title) for article in self._loaded()))

    def copy_citations(self) -> None:
        _copy("\n".join(citation(article) for article in self._loaded()))

    def show_whereabouts(self) -> None:
        """Says where the chosen articles' files lay when they were imported, and offers to copy that."""
        archive, ids = self._context.archive, self._ids()

        def show(paths: list[str]) -> None:
            known = [path for path in paths if path]
            text = (
                known[0] if len(known) == 1 else counted(len(known), "path") if known else "These were pasted: no file."
            )
            label = "Copy" if known else ""
            self._context.alerts.toast(text, action_label=label, action=lambda: _copy("\n".join(known)))

        self._context.jobs.run(lambda _: browse.whereabouts(archive, ids()), done=show, owner=self)

    # The menu

    def menu(self) -> QMenu:
        """The context menu of the chosen rows."""
        actions = self._context.actions
        self.refresh()
        menu = QMenu(self._widget)
        menu.setObjectName("article-menu")
        for group in _MENU:
            for command in group:
                if actions.handles(command) and (command != "article.uncollect" or self._collection is not None):
                    menu.addAction(actions.action(command))
            menu.addSeparator()
        menu.addAction("Copy citation").triggered.connect(self.copy_citations)
        menu.addAction("Copy title").triggered.connect(self.copy_titles)
        menu.addAction("Show where the file lay").triggered.connect(self.show_whereabouts)
        menu.addSeparator()
        for command in _MENU_END:
            if actions.action(command).isEnabled():
                menu.addAction(actions.action(command))
        return menu

    def show_menu(self, point: QPoint) -> None:
        if self.rows:
            menu = self.menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(point)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
