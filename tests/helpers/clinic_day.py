"""A clinic's people at one workstation: they set it up, take turns at it, and hand notes to each other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget

from scribe_desktop.notes.delivery import DeliveryState
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.people_view import PeopleView
from scribe_desktop.views.proof_row import ProofRow
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.settings_view import SettingsView
from scribe_desktop.views.setup_view import SetupView
from scribe_desktop.views.welcome_view import WelcomeView
from tests.helpers.clinic import Someone, Visitor
from tests.helpers.workstation import Workstation

_Form = TypeVar("_Form", bound=QWidget)

_LONGEST_WAY = 80
"""More presses of Tab than any page has stops."""


class ClinicDay(Workstation):
    """One workstation from its first start to the evening; every step ends where the next one begins."""

    def go_to(self, widget: QWidget) -> None:
        """Press Tab until this widget has the focus."""
        for _ in range(_LONGEST_WAY):
            if widget.hasFocus():
                return
            self.hands.press("Tab")
        raise AssertionError(f"Tab never reaches {widget.objectName() or widget}")

    def fill(self, widget: QWidget, text: str) -> None:
        """Go there and type over what stands there; in a list, type the beginning of an entry."""
        self.go_to(widget)
        if not isinstance(widget, QComboBox):
            self.hands.press("Ctrl+A")
        self.hands.type(text)

    def push(self, button: QAbstractButton) -> None:
        self.go_to(button)
        self.hands.press("Space")

    def set_up(self, first: Someone, desk: str, outgoing: Path) -> str:
        """From the first start to the empty workspace by the real form; returns the recovery code."""
        self.push(self.page(WelcomeView).set_up)
        form = self.page(SetupView)
        self.fill(form.name, first.name)
        self.fill(form.credentials, first.credentials)
        self.fill(form.role, first.role.label)
        self.fill(form.workstation, desk)
        self.fill(form.secret.passphrase, first.passphrase)
        self.fill(form.secret.repeat, first.passphrase)
        self.fill(form.outgoing, str(outgoing))
        self.hands.press("Return")
        self.hands.wait("the recovery code", lambda: self.window.findChild(RecoveryCodeView))
        page = self.page(RecoveryCodeView)
        code = "-".join(page.code.text().split())
        self.fill(page.last_group, code.rpartition("-")[2])
        self.hands.press("Return")
        self.hands.wait("the workspace", lambda: self.window.workspace)
        return code

    def prove(self, row: ProofRow, by: Someone, done: Callable[[], bool]) -> None:
        """Type the passphrase of whoever is here, if it is asked for, and wait until that was enough."""
        self.hands.wait("the question, or the end", lambda: row.isVisible() or done())
        if not done():
            self.fill(row.passphrase, by.passphrase)
            self.hands.press("Return")
            self.hands.wait("the end", done)

    def add_person(self, person: Someone, *, by: Someone) -> None:
        """By way of the settings, and back to the chart."""
        self.push(self._settings().people)
        people = self._form(PeopleView)
        self.hands.wait("the list of people", people.name.isVisible)
        self.fill(people.name, person.name)
        self.fill(people.credentials, person.credentials)
        self.fill(people.role, person.role.label)
        self.fill(people.secret.passphrase, person.passphrase)
        self.fill(people.secret.repeat, person.passphrase)
        self.push(people.add)
        self.prove(people.own_to_add, by, lambda: "can log in here now" in people.error.text())
        self.hands.press("Escape")
        self.hands.wait("the settings", lambda: isinstance(self._form_shown, SettingsView))
        self.hands.press("Escape")

    def send_to(self, fhir: str, *, by: Someone) -> None:
        """Try and switch on the FHIR destination on its card in the settings."""
        view = self._settings()
        self.hands.wait("the destinations", lambda: "fhir" in view.cards)
        card = view.cards["fhir"]
        self.push(card.on)
        self.fill(card.fields["base_url"], fhir)
        self.push(card.test)
        self.hands.wait("the server's answer", lambda: "FHIR 4.0.1" in card.message.text())
        self.push(card.save)
        self.prove(card.own, by, lambda: "Saved." in card.message.text())
        self.hands.press("Escape")

    def use_vosk(self, model: Path) -> None:
        """Choose Vosk and its model's folder in the settings."""
        view = self._settings().dictation
        self.hands.wait("the engines", view.engine.count)
        self.fill(view.engine, "Vosk")
        self.fill(view.model, str(model))
        self.push(view.save)
        self.hands.wait("the engine kept", lambda: "aved" in view.message.text())
        self.hands.press("Escape")

    def lock(self) -> None:
        self.hands.press("Ctrl+L")
        self.hands.wait("the log-in", lambda: self.window.findChild(LoginView))

    def ask_to_enter(self, person: Someone) -> LoginView:
        """Choose this name at the log-in, type the passphrase and press Return."""
        page = self.page(LoginView)
        self.fill(page.person, person.name.split()[0])  # a space would unfold the list
        self.fill(page.passphrase, person.passphrase)
        self.hands.press("Return")
        return page

    def enter(self, person: Someone) -> None:
        self.ask_to_enter(person)
        self.hands.wait("the workspace", lambda: self.window.workspace)

    def begin(self, visitor: Visitor) -> str:
        """Begin an encounter; returns the id of its note, which is open then."""
        former = self.workspace.chart
        self.hands.press("Ctrl+N")
        form = self.workspace.new_view
        self.hands.wait("the form", form.mrn.hasFocus)
        for field, text in (
            (form.mrn, visitor.mrn),
            (form.name, visitor.name),
            (form.birth_date, visitor.birth_date),
            (form.sex, visitor.sex),
            (form.location, visitor.location),
        ):
            self.fill(field, text)
        self.hands.press("Return")
        self.hands.wait("the empty note", lambda: self.workspace.chart not in (None, former))
        return self.chart.chart.note.id

    def open(self, name: str, *, queue: bool = False) -> None:
        """Find a patient in today's encounters, or in the review queue, and open the chart."""
        panel, former = self.workspace.encounters, self.workspace.chart
        self.hands.press("Ctrl+Shift+R" if queue else "Ctrl+E")
        self.hands.wait("the list", lambda: panel.shows_queue is queue)
        self.hands.wait("its rows", panel.list.model().rowCount)
        self.fill(panel.filter, name)
        self.hands.wait("one row", lambda: panel.list.model().rowCount() == 1)
        self.hands.press("Return")
        self.hands.wait("the chart", lambda: self.workspace.chart not in (None, former))
        assert self.chart.chart.encounter.patient.name == name

    def write_what_is_required(self) -> None:
        """Type into every section that the note cannot be submitted without, but for the first one."""
        for number, section in enumerate(self.chart.chart.note_type.sections):
            if number and section.required and not self.chart.editor.editor(section.key).toPlainText():
                self.hands.press(f"Ctrl+{number + 1}" if number < 9 else f"Alt+{number - 8}")
                self.hands.type("As told.")
        self.hands.press("Ctrl+1")

    def submit(self) -> None:
        """Hand over the note, completed if need be, and again if the note check asks."""
        self.write_what_is_required()
        self.hands.press("Ctrl+Return")
        asked, state = self.chart.review.error, NoteState.SUBMITTED
        self.hands.wait("an answer", lambda: self.chart.chart.state is state or "Before" in asked.text())
        if asked.isVisible():
            self.hands.press("Ctrl+Return")
        self.wait_for_state(NoteState.SUBMITTED)

    def give_back(self, reason: str) -> None:
        self.hands.press("Ctrl+Shift+B")
        self.hands.type(reason)
        self.push(self.chart.review.confirm_return)
        self.wait_for_state(NoteState.RETURNED)

    def sign_as(self, person: Someone) -> None:
        self.hands.press("Ctrl+Shift+S")
        self.hands.wait("the attestation", self.chart.review.attestation.toPlainText)
        self.hands.type(person.passphrase)
        self.hands.press("Return")
        self.wait_for_state(NoteState.SIGNED)

    def add_addendum(self, text: str, person: Someone) -> None:
        before = len(self.chart.chart.addenda)
        self.hands.press("Ctrl+Shift+A")
        self.hands.type(text)
        self.fill(self.chart.signed.passphrase, person.passphrase)
        self.hands.press("Return")
        self.hands.wait("the addendum", lambda: len(self.chart.chart.addenda) == before + 1)

    def wait_for_state(self, state: NoteState) -> None:
        self.hands.wait(f"the note {state.value}", lambda: self.chart.chart.state is state)

    def wait_for_receipts(self, count: int) -> None:
        """Until the note shows this many documents as arrived."""
        shown = self.chart.signed.deliveries
        self.hands.wait("the receipts on the note", lambda: shown.text().count("Arrived at") == count)
        deliveries = self.workspace.session.courier.for_note(self.chart.chart.note.id)
        assert [delivery.state for delivery in deliveries] == [DeliveryState.DELIVERED] * count

    @property
    def _form_shown(self) -> QWidget:
        return self.workspace.pages.currentWidget()

    def _settings(self) -> SettingsView:
        self.hands.press("Ctrl+,")
        return self._form(SettingsView)

    def _form(self, kind: type[_Form]) -> _Form:
        form = self._form_shown
        assert isinstance(form, kind)
        return form


@contextmanager
def at_chart(profile: Profile, who: Someone, patient: Visitor, *keys: str) -> Iterator[ClinicDay]:
    """Somebody's day, from where this patient's chart is open and these keys were pressed."""
    day = ClinicDay(profile, profile.folder.parent / "pictures")
    day.enter(who)
    day.open(patient.name)
    day.hands.press(*keys)
    yield day
    day.close()
