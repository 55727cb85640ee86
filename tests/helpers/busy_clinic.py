"""An emergency department with a scribe who has several charts open at the real window."""

from scribe_desktop.views.chart_view import ChartView
from tests.helpers.clinic import Visitor
from tests.helpers.clinic_day import ClinicDay

IMOGEN = Visitor("M-1", "Imogen Hartley", "04/23/1989", "F", "ED bed 3")
CASEY = Visitor("M-2", "Casey Okonkwo", "01/02/1950", "M", "ED bed 12")
ROBIN = Visitor("M-3", "Robin Castellane", "05/05/1971", "F", "Hall 2")
DANA = Visitor("M-4", "Dana Merriweather", "07/23/1989", "F", "ED bed 7")
TOMAS = Visitor("M-5", "Tomas Lindqvist", "06/23/1966", "M", "Trauma 1")
SISTER = Visitor("M-6", "Dana Castellane", "08/08/1999", "F", "ED bed 8")
EVERYBODY = (IMOGEN, CASEY, ROBIN, DANA, TOMAS, SISTER)


class BusyDay(ClinicDay):
    """Charts are brought to the front without picking them by name, unless said otherwise."""

    def encounter_id(self, visitor: Visitor) -> str:
        rows = self.workspace.session.charting.encounters()
        return next(row.encounter.id for row in rows if row.encounter.patient.mrn == visitor.mrn)

    def bring(self, *visitors: Visitor, by_name: bool = False) -> ChartView:
        """Bring one chart after the other to the front; returns the last one."""
        for visitor in visitors:
            wanted = self.encounter_id(visitor)
            self.workspace.open(wanted, by_name=by_name)
            self.hands.wait(f"{visitor.name}'s chart", lambda: self.workspace.charts.front_id == wanted)  # noqa: B023
        return self.chart

    @property
    def front(self) -> str:
        """Name of the patient in front; empty when there is none."""
        chart = self.workspace.chart
        return chart.chart.encounter.patient.name if chart is not None else ""

    @property
    def in_strip(self) -> list[str]:
        return [entry.encounter.patient.name for entry in self.workspace.charts.all]

    def view(self, visitor: Visitor) -> ChartView:
        """The open chart of this visitor, in front or not."""
        wanted = self.encounter_id(visitor)
        return next(view for view in self.workspace.charts.views if view.chart.encounter.id == wanted)

    def says(self, visitor: Visitor, key: str = "cc") -> str:
        """What the window has in a section of this visitor's open note."""
        return self.view(visitor).editor.editor(key).toPlainText()

    def stored(self, visitor: Visitor, key: str = "cc") -> str:
        """What the encrypted store has there."""
        session = self.workspace.session
        note = session.desk.store.notes.for_encounter(self.encounter_id(visitor))
        passage = session.desk.store.drafts.load(note.id).get(key)
        return passage.text if passage else ""

    def save_all(self) -> None:
        self.hands.wait(
            "everything saved", lambda: all(v.autosave.is_clean for v in self.workspace.charts.views)
        )
