"""What is done to figures, series and findings: each is one act in the background that can be undone."""

from collections.abc import Callable, Sequence, Set
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from archive.archive import Archive
from archive.model.change import Change
from archive.model.figure import Figure, FigureStatus, Finding, Series
from archive.operations import figures as reading
from archive.operations import grouping, judging, lexicon
from archive.operations.annotate import Span
from desktop.context import Context
from desktop.views.lexicon.editor import LexiconEditor
from desktop.wording import counted, one_line

from .asking import SeriesDialog, TextDialog
from .editor import Entered, FigureEditor
from .words import series_name, value

Entry = tuple[str, Callable[[], object]]
_OFFERED = 2_000  # series to choose from, the largest first


class FigureActs(QObject):
    """Acts on what it is told; its questions come from `over`."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context, self._over = context, over

    @property
    def writable(self) -> bool:
        return not self._context.archive.read_only

    def _run(self, act: Callable[[Archive], Change], *, toast: bool = False) -> None:
        archive = self._context.archive
        if self.writable:
            self._context.run_change(lambda: act(archive), toast=toast)

    # Judging

    def confirm(self, uids: Sequence[str]) -> None:
        if uids:
            self._run(lambda archive: judging.confirm(archive, uids))

    def reject(self, uids: Sequence[str]) -> None:
        if uids:
            self._run(lambda archive: judging.reject(archive, uids), toast=True)

    def reopen(self, uids: Sequence[str]) -> None:
        if uids:
            self._run(lambda archive: judging.reopen(archive, uids))

    def doubt(self, figures: Sequence[Figure]) -> None:
        """Asks why, and marks them as doubtful."""
        if not figures or not self.writable:
            return
        uids = [each.uid for each in figures]
        told = f"“{one_line(figures[0].exact)}”" if len(figures) == 1 else counted(len(figures), "figure")
        TextDialog(
            "doubt_dialog",
            "Mark as doubtful",
            f"Why is {told} doubtful? It stays on the chart, faded, and makes no conflict.",
            figures[0].note if len(figures) == 1 else "",
            lambda text: self._run(lambda archive: judging.doubt(archive, uids, note=text), toast=True),
            self._over,
            verb="Mark as doubtful",
        ).open()

    def note(self, figure: Figure) -> None:
        """Asks for the note on a figure."""
        if self.writable:
            TextDialog(
                "figure_note_dialog",
                "Note on figure",
                f"“{one_line(figure.exact)}”",
                figure.note,
                lambda text: self._run(lambda archive: judging.set_note(archive, figure.uid, text)),
                self._over,
            ).open()

    def remove(self, uid: str) -> None:
        self._run(lambda archive: judging.remove(archive, uid), toast=True)

    def correct(self, figure: Figure) -> FigureEditor | None:
        """Opens the dialog on a figure."""
        if not self.writable:
            return None
        archive, editor = self._context.archive, FigureEditor(self._over, figure=figure)

        def work(entered: Entered) -> Change:
            if entered.said:
                return judging.correct(archive, figure.uid, note=entered.note, **entered.said)
            return judging.set_note(archive, figure.uid, entered.note)

        def change(entered: Entered) -> None:
            editor.carry_out(self._context, lambda: work(entered))

        editor.entered.connect(change)
        return editor.opened()

    def add(self, span: Span, words: str) -> FigureEditor | None:
        """Opens the dialog for a figure that the selected words tell."""
        if not self.writable:
            return None
        archive, editor = self._context.archive, FigureEditor(self._over, words=words)

        def enter(entered: Entered) -> None:
            editor.carry_out(
                self._context, lambda: judging.add(archive, span, note=entered.note, **entered.said)[1], toast=True
            )

        editor.entered.connect(enter)
        return editor.opened()

    # Series

    def rename(self, series: Series) -> None:
        """Asks what a series is called."""
        if self.writable:
            TextDialog(
                "series_name_dialog",
                "Rename series",
                "What does the series measure? Empty: the name that its figures give it.",
                series.name,
                lambda text: self._run(lambda archive: grouping.name_series(archive, series.uid, text)),
                self._over,
                line=True,
            ).open()

    def explain(self, series: Series) -> None:
        """Asks what a series means."""
        if self.writable:
            TextDialog(
                "series_meaning_dialog",
                "What the series means",
                f"What do figures of “{series_name(series)}” count, and what not?",
                series.meaning,
                lambda text: self._run(lambda archive: grouping.write_meaning(archive, series.uid, text)),
                self._over,
            ).open()

    def merge(self, chosen: Sequence[Series]) -> None:
        """Makes one series of those chosen; with one only, asks for the other."""
        if not self.writable or not chosen:
            return
        if len(chosen) > 1:
            uids = [each.uid for each in chosen]
            self._run(lambda archive: grouping.merge_series(archive, uids), toast=True)
            return
        one = chosen[0]
        self._choose_series(
            "Merge",
            f"Which series measures the same as “{series_name(one)}”?",
            {one.uid},
            lambda uid: self._run(lambda archive: grouping.merge_series(archive, [one.uid, uid]), toast=True),
        )

    def count_the_same(self, series: Series) -> None:
        """Asks which series counts the same, and offers to keep their words in the lexicon, so that later figures join too."""
        if not self.writable:
            return
        archive, over, context = self._context.archive, self._over, self._context

        def chosen(uid: str) -> None:
            context.jobs.run(
                lambda _: lexicon.counting_the_same(archive, series.uid, uid),
                done=lambda entry: LexiconEditor(context, entry, over).open(),
                failed=context.alerts.show,
                owner=self,
            )

        told = f"What counts the same as “{series_name(series)}”? Figures of both, also those to come, are grouped together."
        self._choose_series("Choose", told, {series.uid}, chosen)

    def split(self, series: str, uids: Sequence[str] = ()) -> None:
        """Takes figures out into a series of their own; without any, takes a merged series apart."""
        self._run(lambda archive: grouping.split_series(archive, series, uids), toast=True)

    def move(self, uids: Sequence[str], series: str | None) -> None:
        """Puts figures into another series; None: back where they belong."""
        if uids:
            self._run(lambda archive: grouping.move_figure(archive, uids, series), toast=True)

    def ask_series(self, figures: Sequence[Figure]) -> None:
        """Asks which series figures belong to."""
        if figures and self.writable:
            uids, here = [each.uid for each in figures], {each.series for each in figures}
            told = f"Which series does {_named(figures)} belong to?"
            self._choose_series("Move", told, here, lambda uid: self.move(uids, uid))

    def _choose_series(self, title: str, told: str, but: Set[str], chosen: Callable[[str], object]) -> None:
        """Reads the series there are now, and asks for one of them."""
        archive, over = self._context.archive, self._over

        def ask(found: Sequence[Series]) -> None:
            SeriesDialog(title, told, [each for each in found if each.uid not in but], chosen, over).open()

        self._context.jobs.run(lambda _: reading.series(archive, limit=_OFFERED), done=ask, owner=self)

    # Findings

    def silence(self, finding: Finding) -> None:
        """Asks why a finding needs no look, and puts it aside."""
        if self.writable:
            TextDialog(
                "silence_dialog",
                "Needs no look",
                "Why does this need no look? It stays in the list, put aside, with your words.",
                finding.silenced or "",
                lambda text: self._run(lambda archive: grouping.silence(archive, finding.uid, text), toast=True),
                self._over,
                needed=True,
                verb="Put aside",
            ).open()

    def unsilence(self, finding: Finding) -> None:
        self._run(lambda archive: grouping.unsilence(archive, finding.uid))

    # A menu

    def fill(self, menu: QMenu, figures: Sequence[Figure], first: Sequence[Entry] = (), *, keys: bool = True) -> None:
        """What can be done with these figures; `first` entries stand on top. With `keys` their letters stand beside."""

        def add(words: str, key: str, act: Callable[[], object]) -> None:
            action = menu.addAction(f"{words}\t{key}" if keys and key else words)
            action.triggered.connect(lambda _=False: act())

        for words, act in first:
            add(words, "", act)
        if not self.writable or not figures:
            return
        uids = [each.uid for each in figures]
        menu.addSeparator()
        add("Confirm", "C", partial(self.confirm, uids))
        add("Mark as doubtful…", "D", partial(self.doubt, figures))
        add("Reject", "X", partial(self.reject, uids))
        if any(each.status is not FigureStatus.FOUND for each in figures):
            add("Take the judgement back", "", partial(self.reopen, uids))
        if len(figures) == 1:
            add("Correct…", "E", partial(self.correct, figures[0]))
            add("Note…", "N", partial(self.note, figures[0]))
        menu.addSeparator()
        add("Move to another series…", "M", partial(self.ask_series, figures))
        if len({each.series for each in figures}) == 1:
            add("Make it a series of its own", "", partial(self.split, figures[0].series, uids))
        if any(each.series != each.key for each in figures):
            add("Put back where it belongs", "", partial(self.move, uids, None))
        if len(figures) == 1 and figures[0].rule == "entered":
            add("Remove figure", "", partial(self.remove, uids[0]))


def _named(figures: Sequence[Figure]) -> str:
    return f"“{value(figures[0])}”" if len(figures) == 1 else f"these {len(figures)} figures"
