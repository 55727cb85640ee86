"""What can be asked for by name at this moment: commands, sections, encounters, dot phrases."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from scribe_desktop.notes.encounter import EncounterSummary
from scribe_desktop.qt.actions import Actions
from scribe_desktop.qt.key_names import native
from scribe_desktop.session.commands import Command, CommandId, Where
from scribe_desktop.session.palette import Entry
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.encounter_list import two_lines
from scribe_desktop.views.workspace import Workspace

_NOT_OFFERED = (CommandId.PALETTE, CommandId.CANCEL)


def here(actions: Actions, workspace: Workspace) -> list[Entry]:
    """All that needs no look into the store."""
    found = [*_commands(actions), *_open_charts(actions, workspace)]
    if workspace.chart is not None and workspace.place in Where.NOTE:
        found += _sections(actions, workspace.chart)
        if workspace.chart.writable:
            found += _phrases(actions, workspace.chart)
    return found


def encounters(rows: Sequence[EncounterSummary], workspace: Workspace, now: datetime) -> list[Entry]:
    """The charts that could be opened; those that are open are left out."""
    return [
        Entry(
            f"encounter:{row.encounter.id}",
            row.encounter.patient.name,
            f"open the chart · {two_lines(row, now)[0]}",
            partial(workspace.open, row.encounter.id, by_name=True),
        )
        for row in rows
        if row.encounter.id not in workspace.charts
    ]


def _open_charts(actions: Actions, workspace: Workspace) -> Iterator[Entry]:
    keys = actions.keys(CommandId.CHART_BY_NUMBER)
    for number, entry in enumerate(workspace.charts.all):
        encounter = entry.encounter
        if encounter.id != workspace.charts.front_id:
            where = " · ".join(filter(None, (encounter.visit_type, encounter.location)))
            go = partial(workspace.open, encounter.id, by_name=True)
            shown = native(keys[number]) if number < len(keys) else ""
            title = encounter.patient.name
            yield Entry(f"encounter:{encounter.id}", title, f"open chart · {where}", go, shown)


def _commands(actions: Actions) -> Iterator[Entry]:
    for command in actions.answering():
        if _can_be_named(command):
            keys = actions.keys(command.id)
            yield Entry(
                f"command:{command.id}",
                command.title.rstrip("…"),
                command.help,
                actions.action(command.id).trigger,
                native(keys[0]) if keys else "",
            )


def _can_be_named(command: Command) -> bool:
    lasts = command.hold and not command.menu
    return not (command.numbered or lasts or command.id in _NOT_OFFERED)


def _sections(actions: Actions, chart: ChartView) -> Iterator[Entry]:
    keys = actions.keys(CommandId.SECTION_BY_NUMBER)
    for number, section in enumerate(chart.chart.note_type.sections):
        if chart.editor.shows(section.key):
            shown = native(keys[number]) if number < len(keys) else ""
            go = partial(chart.editor.go_to, section.key)
            yield Entry(f"section:{section.key}", section.title, "go to the section", go, shown)


def _phrases(actions: Actions, chart: ChartView) -> Iterator[Entry]:
    answering = {extra.keys for extra in actions.extras()}
    for phrase in chart.phrases.library.all():
        run = partial(chart.phrases.insert, phrase)
        keys = native(phrase.keys) if phrase.keys in answering else ""
        yield Entry(f"phrase:{phrase.name}", f".{phrase.name}", f"{phrase.title} · dot phrase", run, keys)
