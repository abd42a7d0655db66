"""The tab "Figures": a list of series, the chosen one on a time axis, its figures in a table, and findings beside them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from archive.model.figure import Figure, Finding, Series
from desktop.context import Context
from desktop.turns import Turns, painted_after
from desktop.views.figures.acts import Entry, FigureActs
from desktop.views.figures.words import publisher, rests_on, series_name, value
from desktop.views.library.empty import EmptyState, Offer
from desktop.views.statistics.filter import Filter
from desktop.views.statistics.tab import Tab
from desktop.widgets import charts
from desktop.wording import counted

from .cards import FindingsPanel
from .comparing import ComparingLine
from .layout import Body, list_foot, list_head
from .loading import FiguresLoader, Listed, Shown
from .points import ringed, rings
from .readings import Readings
from .serieslist import SeriesList
from .table import FiguresTable

_NONE = "No article claims a number yet. Select words in the reader and choose “Add figure” to enter one."
_NO_ARTICLES = "Import articles, and what they claim in numbers is laid side by side here."


class Figures(Tab):
    """Filled by `refresh`; the chart is made once what draws it has been imported in the background."""

    touched_by = ("figure", "series", "judgement", "article", "edition", "archive", "tag", "passage")

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("figures", "Figures", context, parent)
        self._uid = ""  # the series that is chosen
        self._early = ""  # the one that is read beside the list
        self._shown: Shown | None = None
        self._ringed: list[Finding] = []
        self._listed: Listed | None = None
        self.chart: charts.TimeChart | None = None
        self._loading_charts = False
        self.loader = FiguresLoader(context, self)
        self.stack = QStackedWidget(self)
        self.body = Body(self, self.stack)
        side, under = self.body.side, self.body.under
        self.list = SeriesList(context.theme, side)
        self.list_head = list_head(side)
        self.list_foot = list_foot(side)
        self.comparing = ComparingLine(self.loader.comparer, side)
        self.acts = FigureActs(context, self)
        self.table = FiguresTable(context.theme, under)
        self.readings = Readings(context.theme, self.acts, under)
        self.findings = FindingsPanel(self.body.across)
        self.body.fill()
        self.empty = EmptyState(self.stack)
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.empty)
        self._turns = Turns(self)
        self._choosing = QTimer(self, interval=0, singleShot=True)
        self._choosing.timeout.connect(lambda: self.loader.show(self._uid))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)
        self._connect()

    def _connect(self) -> None:
        self.loader.listed.connect(self._show_list)
        self.loader.shown.connect(self._show)
        self.loader.gone.connect(self._gone)
        self.list.chosen.connect(self._choose)
        self.list.dropped.connect(lambda uids, series: self.acts.move(uids, series))
        self.list.asked.connect(self._asked_of_series)
        self.list.menu_asked.connect(self._series_menu)
        self.body.more.clicked.connect(
            lambda: self._series_menu(self.body.more.mapToGlobal(self.body.more.rect().bottomLeft()))
        )
        table = self.table
        table.open_asked.connect(self._open)
        table.asked.connect(self._asked_of_figures)
        table.menu_asked.connect(self._figures_menu)
        table.left.connect(self._enter_chart)
        table.selectionModel().currentRowChanged.connect(lambda *_: self._follow_table())
        self.findings.read_asked.connect(self.read_finding)
        self.findings.judge_asked.connect(self._judge_menu)
        self.findings.look_asked.connect(self.acts.unsilence)
        self.readings.open_asked.connect(self._open)
        self.readings.closed.connect(self._close_readings)

    # What is asked for

    def refresh(self, filter: Filter) -> None:
        if self.chart is None and not self._loading_charts:
            self._loading_charts = True
            self.context.jobs.run(charts.load, done=lambda _: self._make_chart(), owner=self)
        narrowed = filter != self.loader.filter
        self.loader.list(filter)
        self._early = self._uid if narrowed and self._shown is not None else ""
        if self._early:
            self.loader.show(self._early)  # read beside the list: under most filters the series is still there
        if self.chart is not None:
            self.chart.expect()

    def take_focus(self) -> None:
        way_on = self.stack.currentWidget() is self.empty
        (self.empty if way_on else self.list).setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def panes(self) -> dict[str, QWidget]:
        """What can be seen of series, chart, what is under it, and findings."""
        found: dict[str, QWidget] = {"series": self.list}
        if self.chart is not None:
            found["chart"] = self.chart
        current = self.body.under.currentWidget()
        if current is not None:
            found["lower"] = current
        found["findings"] = self.findings
        return found

    def state(self) -> dict[str, Any]:
        return {"series": self._uid, "sizes": self.body.sizes() if not self.body.folded else None}

    def restore(self, state: dict[str, Any]) -> None:
        if isinstance(state.get("series"), str):
            self._uid = state["series"]
        self.body.restore(state.get("sizes"))

    def offer(self, menu: QMenu) -> None:
        if self.chart is not None and self._shown is not None:
            for action in self.chart.menu.actions():
                menu.addAction(action)

    def show_series(self, uid: str) -> None:
        """Shows a series by its uid or key."""
        self._uid = uid
        self.loader.show(uid)

    # What was found

    def _make_chart(self) -> None:
        made = charts.TimeChart(self.context.theme, "", self, noun=charts.Noun("figure", "figures"))
        made.setObjectName("figures_chart")
        made.let_save(self.saving.ask)
        made.picked.connect(self._picked)
        made.ring_picked.connect(lambda index: self.read_finding(self._ringed[index]))
        self.body.chart_place.addWidget(made)
        self.chart = made
        if self._shown is not None:
            self._draw(self._shown)

    def _show_list(self, listed: Listed) -> None:
        self._listed = listed
        early, self._early = self._early, ""
        if not listed.series:
            self._shown = None
            # Said before it is shown: the keyboard goes along to what the state offers.
            self.empty.show_state(*self._nothing(listed))
            self.stack.setCurrentWidget(self.empty)
            return
        self.stack.setCurrentWidget(self.body)
        self.list_foot.setText(f"{listed.more:,} more series: narrow the filter to see them." if listed.more else "")
        self.list_foot.setVisible(listed.more > 0)
        there = any(each.uid == self._uid for each in listed.series)
        if not self._uid:
            self._uid = listed.series[0].uid
        # A series that a person has just named or merged has another uid now: it is found by the one it had.
        like = self._shown.figures[0].uid if self._shown is not None and not there else ""
        if not there or early != self._uid:
            self.loader.show(self._uid, like)  # read while the list is laid out
        self.list.show_listed(listed, self._uid)

    def _nothing(self, listed: Listed) -> tuple[str, Sequence[Offer]]:
        if self.loader.filter.narrowed:
            everything = ("show_everything", "Show everything", lambda: self.narrow_requested.emit(Filter()))
            return "No figure passes the filter.", [everything]
        if not listed.articles:
            trigger = self.context.actions.trigger
            return _NO_ARTICLES, [("import_files", "Import files…", lambda: trigger("import.files"))]
        if listed.pending:
            verb = "is" if listed.pending == 1 else "are"
            return (
                f"{counted(listed.pending, 'article')} {verb} still being read; figures appear as they are found.",
                [],
            )
        return _NONE, []

    def _gone(self, uid: str) -> None:
        if self._early:
            self._early = ""
            return  # the list that comes says what there is instead
        if uid == self._uid and self._listed is not None and self._listed.series:
            first = self._listed.series[0].uid
            if first != uid:
                self.list.choose(first)
                self._choose(first)

    def _show(self, shown: Shown) -> None:
        before = self._shown
        another = before is None or before.series.uid != shown.series.uid
        self._shown, self._uid = shown, shown.series.uid
        if self.list.current is None or self.list.current.uid != self._uid:
            self.list.choose(self._uid)
        more = f" · the first {len(shown.figures):,}" if shown.more else ""
        self.body.say_series(series_name(shown.series), rests_on(shown.figures) + more, shown.series.meaning)
        number = len([each for each in shown.findings if each.silenced is None])
        self.body.name_findings(number)
        drawn = partial(self._draw, shown)
        drawing = drawn if self.chart is None else painted_after(self.chart, drawn)
        listing = partial(self.table.show_figures, shown.figures, shown.headings)
        self._turns.anew([drawing, listing, partial(self._judge, shown, another=another)])

    def _judge(self, shown: Shown, *, another: bool) -> None:
        """Findings and what is read under the chart."""
        self.findings.show_findings(shown.findings, writable=self.acts.writable, untold=shown.untold)
        self._follow_finding(shown, another=another)

    def _draw(self, shown: Shown) -> None:
        if self.chart is None:
            return
        chosen = self.chart.key(self.chart.chosen) if self.chart.chosen is not None else None
        drawn = shown.drawn
        keys = [each.key for each in drawn]
        self._ringed = ringed(shown.findings, keys)
        self.chart.title = series_name(shown.series)
        self.chart.setAccessibleName(self.chart.title)
        groups = sorted({publisher(each) for each in shown.figures}, key=str.casefold)
        nothing = "Every figure of this series was rejected."
        self.chart.show_points(drawn, rings(self._ringed, keys), groups=groups, nothing=nothing)
        if chosen is not None and self.chart.hasFocus():
            self.chart.choose_key(chosen)

    def _follow_finding(self, shown: Shown, *, another: bool) -> None:
        """Keeps the sentences that are being read in view, as they are judged now."""
        if self.body.under.currentWidget() is not self.readings:
            return
        reading = self.readings.uids
        found = next((each for each in shown.findings if sorted(each.figures) == sorted(reading)), None)
        told = [shown.told[uid] for uid in reading if uid in shown.told]
        if found is not None:
            self.readings.show_finding(found, shown)
        elif another or not told:
            self.body.show_lower("table")
        else:
            self.readings.show_same(told, shown.headings)

    # Choosing

    def _choose(self, uid: str) -> None:
        if uid != self._uid:
            self._uid = uid
            self.body.show_lower("table")
            self._choosing.start()

    def _picked(self, key: object) -> None:
        """A point on the chart leads to its sentence."""
        self.table.choose(key)
        figure = self._figure(key)
        if figure is not None:
            self._open(figure)

    def _figure(self, uid: object) -> Figure | None:
        figures = self._shown.figures if self._shown is not None else ()
        return next((each for each in figures if each.uid == uid), None)

    def _follow_table(self) -> None:
        current = self.table.current
        if current is not None and self.chart is not None and self.table.hasFocus():
            self.chart.choose_key(current.uid)

    def _enter_chart(self) -> None:
        if self.chart is not None:
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, figure: Figure) -> None:
        if figure.stale:
            self.context.alerts.toast("The article opens where these words used to stand.")
        self.open_requested.emit(figure.article, figure.start, figure.end)

    # Findings

    def read_finding(self, finding: Finding) -> None:
        """Sets its sentences side by side under the chart."""
        if self._shown is not None:
            self.body.show_lower("readings")
            self.readings.show_finding(finding, self._shown)
            self.readings.take_focus()

    def _close_readings(self) -> None:
        finding = self.readings.finding
        self.body.show_lower("findings" if self.body.folded else "table")
        if finding is not None:
            self.findings.point_out(finding.uid)
        else:
            self.table.setFocus()

    def _judge_menu(self, finding: Finding, point: QPoint) -> None:
        self.judge_menu(finding).popup(point)

    def judge_menu(self, finding: Finding) -> QMenu:
        """What can be said of a finding: that it needs no look, or that one of its figures is wrong."""
        menu = QMenu(self)
        menu.setObjectName("judge_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Needs no look…").triggered.connect(lambda: self.acts.silence(finding))
        menu.addSeparator()
        told = self._shown.told if self._shown is not None else {}
        for uid in finding.figures:
            figure = told.get(uid)
            if figure is not None:
                inside = menu.addMenu(f"{value(figure)} · {publisher(figure)}".replace("&", "&&"))
                self.acts.fill(inside, [figure], keys=False)
        return menu

    # Menus and keys

    def _asked_of_figures(self, what: str) -> None:
        chosen = self.table.chosen()
        uids = [each.uid for each in chosen]
        if not chosen:
            return
        if what == "locate" and self.chart is not None:
            self.chart.choose_key(chosen[0].uid)
            self._enter_chart()
        elif what == "confirm":
            self.acts.confirm(uids)
        elif what == "reject":
            self.acts.reject(uids)
        elif what == "doubt":
            self.acts.doubt(chosen)
        elif what == "move":
            self.acts.ask_series(chosen)
        elif what == "correct":
            self.acts.correct(chosen[0])
        elif what == "note":
            self.acts.note(chosen[0])

    def _figures_menu(self, point: QPoint) -> None:
        current = self.table.current
        if current is not None:
            self.figures_menu(current).popup(point)

    def figures_menu(self, current: Figure) -> QMenu:
        """What can be done with the chosen figures."""
        menu = QMenu(self)
        menu.setObjectName("figures_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first: list[Entry] = [("Read the sentence\tReturn", lambda: self._open(current))]
        first.append(("Show on the chart\tG", lambda: self._asked_of_figures("locate")))
        self.acts.fill(menu, self.table.chosen() or [current], first)
        return menu

    def _asked_of_series(self, what: str) -> None:
        current = self.list.current
        if what == "enter":
            self._enter_chart()
        elif current is not None and what == "rename":
            self.acts.rename(current)
        elif current is not None and what == "explain":
            self.acts.explain(current)
        elif current is not None and what == "merge":
            self.acts.merge(self.list.selected())

    def _series_menu(self, point: QPoint) -> None:
        current = self.list.current
        if current is not None:
            self.series_menu(current).popup(point)

    def series_menu(self, current: Series) -> QMenu:
        """What can be done with the chosen series."""
        menu = QMenu(self)
        menu.setObjectName("series_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        several = len(self.list.selected()) > 1
        entries: list[Entry] = [
            ("Rename…\tF2", lambda: self.acts.rename(current)),
            ("Write what it means…\tN", lambda: self.acts.explain(current)),
            ("Merge the chosen\tM" if several else "Merge with…\tM", lambda: self.acts.merge(self.list.selected())),
            ("Counts the same as…", lambda: self.acts.count_the_same(current)),
        ]
        if current.made:
            entries.append(("Take apart again", lambda: self.acts.split(current.uid)))
        for words, act in entries:
            action = menu.addAction(words)
            action.setEnabled(self.acts.writable)
            action.triggered.connect(lambda _=False, act=act: act())
        menu.addSeparator()
        menu.addAction("Lexicon…").triggered.connect(lambda: self.context.actions.trigger("go.lexicon"))
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.body.fit(self.width())
