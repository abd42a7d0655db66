"""What is done with tags: made, renamed, moved, merged, split, removed, described. Every act can be undone."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from archive.model.article import Article
from archive.model.change import Change
from archive.model.ids import ArticleId
from archive.model.passage import Passage, PassageFilter, Tag
from archive.operations import annotate, browse, codebook, examples, starters
from archive.operations.codebook import Removal
from desktop.models.tags import TagBook
from desktop.widgets.print_dialogs import show_preview
from desktop.widgets.tag_box import Asking, TagBox

from .dialogs import RemoveDialog, SplitDialog
from .printing import CodebookDocument, Printed, read

if TYPE_CHECKING:
    from .codebook import Codebook

_STARTER = "north-korea"
_OF_ONE = ("new_child", "rename", "move", "move_top", "merge", "split", "remove", "relate", "memo")
Answer = Callable[[str], object]


class TagActs(QObject):
    """Answers the commands, the tree, the detail pane and the menu of one codebook view."""

    def __init__(self, view: "Codebook", book: TagBook, box: TagBox) -> None:
        super().__init__(view)
        self._view, self._book, self._box = view, book, box
        self._context = view.context
        self._archive = view.context.archive
        self._chosen: Answer = lambda path: None
        self._created: Answer = lambda path: None
        box.chosen.connect(lambda path: self._chosen(path))
        box.created.connect(lambda path: self._created(path))
        self._connect()
        self._register()

    def _connect(self) -> None:
        model, tree, detail = self._view.model, self._view.tree, self._view.detail
        model.rename_asked.connect(self.rename)
        model.move_asked.connect(self._dropped)
        tree.asked.connect(self._asked)
        tree.menu_asked.connect(self.show_menu)
        detail.menu_asked.connect(self._menu_below_button)
        detail.described.connect(self.describe)
        detail.coloured.connect(lambda role: self._on_tag(lambda tag: codebook.recolour(self._archive, tag.path, role)))
        detail.shortcut_chosen.connect(
            lambda digit: self._on_tag(lambda tag: codebook.set_shortcut(self._archive, tag.path, digit))
        )
        detail.relate_asked.connect(self.relate)
        detail.unrelate_asked.connect(
            lambda path: self._on_tag(lambda tag: codebook.unrelate(self._archive, tag.path, path))
        )
        detail.kept.connect(lambda uids: self._on_tag(lambda tag: codebook.confirm_uses(self._archive, tag.path, uids)))
        detail.exemplified.connect(
            lambda uid, chosen: self._on_tag(lambda tag: examples.choose(self._archive, tag.path, uid, chosen))
        )
        detail.untagged.connect(lambda uids: self._on_tag(lambda tag: annotate.untag(self._archive, uids, tag.path)))

    def _register(self) -> None:
        on = self._context.actions.on
        on("tag.new", self.new, owner=self, enabled=self._can_make)
        on("tag.starter", self.add_starter, owner=self, enabled=self._can_make)
        on(
            "codebook.print",
            self.print_all,
            owner=self,
            enabled=lambda: bool(self._book.tags) and self._view.isVisible(),
        )
        for name in _OF_ONE:
            on(f"tag.{name}", getattr(self, f"{name}_chosen"), owner=self, enabled=partial(self._can, name))

    def refresh(self) -> None:
        """The chosen tag changed."""
        self._context.actions.refresh("tag.new", "tag.starter", "codebook.print", *(f"tag.{name}" for name in _OF_ONE))

    def _can_make(self) -> bool:
        return not self._archive.read_only and self._view.isVisible()

    def _can(self, name: str) -> bool:
        tag = self._view.tag
        if tag is None or not self._can_make():
            return False
        if name == "move_top":
            return "/" in tag.path
        return tag.passages > 0 if name == "split" else True

    def _do(self, work: Callable[[], Change], *, toast: bool = False, then: str | None = None) -> None:
        """Runs an act; `then` is the path to go to once it is done."""
        if then is not None:
            self._view.wish(then)
        self._context.run_change(work, toast=toast)

    def _on_tag(self, work: Callable[[Tag], Change]) -> None:
        tag = self._view.detail.tag
        if tag is not None:
            self._do(lambda: work(tag))

    def _ask(
        self,
        prompt: str,
        chosen: Answer,
        *,
        asking: Asking = Asking.PICK,
        created: Answer | None = None,
        typed: str = "",
        but: tuple[str, ...] = (),
    ) -> None:
        self._chosen, self._created = chosen, created or chosen
        self._book.ask(self._box, self._view.box_place(), asking=asking, prompt=prompt, typed=typed, but=but)

    # Making

    def new(self, below: str = "") -> None:
        """Asks for a path in the tag box; one that is there is gone to."""
        self._ask(
            "Name of the new tag",
            self._view.go_to,
            asking=Asking.MAKE,
            created=lambda path: self._do(lambda: codebook.add(self._archive, path), then=path),
            typed=f"{below}/" if below else "",
        )

    def new_child_chosen(self) -> None:
        tag = self._view.tag
        self.new(tag.path if tag is not None else "")

    def add_starter(self) -> None:
        """Adds the codebook that comes with the program."""
        self._do(lambda: starters.add_starter(self._archive, _STARTER), toast=True)

    # Printing

    def print_all(self) -> None:
        """Shows the codebook's pages and prints them."""

        def show(book: Printed) -> None:
            pages = CodebookDocument(book, self._context.theme)
            show_preview(self._view, "Print the codebook", pages.print_to)

        self._context.jobs.run(lambda _: read(self._archive), done=show, owner=self)

    # Changing

    def describe(self, part: str, words: str) -> None:
        """Gives the tag at hand a new version of its definition."""
        self._on_tag(lambda tag: codebook.define(self._archive, tag.path, **{part: words}))

    def rename(self, tag: Tag, name: str) -> None:
        self._do(lambda: codebook.rename(self._archive, tag.path, name))

    def rename_chosen(self) -> None:
        self._view.tree.rename()

    def _dropped(self, tag_id: int, parent: str | None) -> None:
        tag = next((tag for tag in self._book.tags if tag.id == tag_id), None)
        if tag is not None:
            self._do(lambda: codebook.move(self._archive, tag.path, parent), toast=True)

    def move_chosen(self) -> None:
        tag = self._view.tag
        if tag is not None:
            self._ask(
                f"Put “{tag.name}” below",
                lambda path: self._do(lambda: codebook.move(self._archive, tag.path, path), toast=True),
                but=(tag.path,),
            )

    def move_top_chosen(self) -> None:
        tag = self._view.tag
        if tag is not None:
            self._do(lambda: codebook.move(self._archive, tag.path, None), toast=True)

    def merge_chosen(self) -> None:
        tag = self._view.tag
        if tag is not None:
            self._ask(
                f"Merge “{tag.name}” into",
                lambda path: self._do(lambda: codebook.merge(self._archive, tag.path, path), toast=True, then=path),
                but=(tag.path,),
            )

    def relate(self) -> None:
        tag = self._view.detail.tag
        if tag is not None:
            self._ask(
                f"“{tag.name}” has to do with",
                lambda path: self._do(lambda: codebook.relate(self._archive, tag.path, path)),
                but=(tag.path,),
            )

    relate_chosen = relate

    def memo_chosen(self) -> None:
        self._view.memos.write()

    def split_chosen(self) -> None:
        """Reads the passages of the very tag, then asks which of them get another."""
        tag, archive = self._view.tag, self._archive
        if tag is None:
            return

        def read(_: object) -> tuple[list[Passage], dict[ArticleId, Article]]:
            found = annotate.passages(archive, PassageFilter(tags=(tag.path,), below=False), limit=None)
            return found, browse.articles(archive, list({passage.article for passage in found}))

        def split(path: str, uids: list[str]) -> None:
            self._do(lambda: codebook.split(archive, tag.path, {path: uids}), toast=True, then=path)

        def ask(found: tuple[list[Passage], dict[ArticleId, Article]]) -> None:
            near = self._book.new_repeats
            SplitDialog(tag, *found, accepted_with=split, parent=self._view, near=near).open()

        self._context.jobs.run(read, done=ask, owner=self._view)

    def remove_chosen(self) -> None:
        """Removes a tag that nothing carries at once (it can be undone); else asks what happens to what carries it."""
        tag = self._view.tag
        if tag is None:
            return
        below = [other for other in self._book.tags if other.path.startswith(f"{tag.path}/")]

        def remove(what: Removal) -> None:
            above = tag.path.rpartition("/")[0]
            self._do(lambda: codebook.remove(self._archive, tag.path, what), toast=True, then=above or None)

        if tag.passages_below or tag.used or any(other.used for other in below):
            RemoveDialog(tag, len(below), remove, self._view).open()
        else:
            remove("untag")

    # Menus

    def _asked(self, what: str) -> None:
        self._context.actions.trigger(f"tag.{what}")

    def _menu_below_button(self) -> None:
        button = self._view.detail.more
        self.show_menu(self._view.detail.tag, button.mapToGlobal(QPoint(0, button.height())))

    def show_menu(self, tag: Tag | None, point: QPoint) -> None:
        self.menu_for(tag).popup(point)

    def menu_for(self, tag: Tag | None) -> QMenu:
        """The context menu of a tag, or of the empty part of the tree."""
        menu = QMenu(self._view)
        menu.setObjectName("tag-menu")
        menu.aboutToHide.connect(menu.deleteLater)
        self.refresh()
        action = self._context.actions.action
        menu.addAction(action("tag.new"))
        if tag is None:
            menu.addAction(action("tag.starter"))
            menu.addAction(action("codebook.print"))
            return menu
        for name in _OF_ONE:
            if name in ("rename", "relate"):
                menu.addSeparator()
            menu.addAction(action(f"tag.{name}"))
        menu.addSeparator()
        menu.addAction(action("archive.export"))
        menu.addAction(action("codebook.print"))
        return menu
