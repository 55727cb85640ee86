"""The visit itself: set up, chart, dictate, submit, sign, deliver, in the sample clinic."""

import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from scribe_desktop import app, assets
from scribe_desktop.errors import BadInput, StoreNotWritable
from scribe_desktop.notes.delivery import DeliveryState
from scribe_desktop.notes.dictated import flagged
from scribe_desktop.notes.lifecycle import NoteState
from scribe_desktop.notes.people import Role
from scribe_desktop.session import sample_clinic
from scribe_desktop.session.dictation import DictationState
from scribe_desktop.session.profile import Profile
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.login_view import LoginView
from scribe_desktop.views.main_window import MainWindow
from scribe_desktop.views.workspace import Workspace
from scribe_desktop.walk.hands import Hands

_TIMES = "timings.json"
_MISHEARD = {"warmly,": "warm tea,"}
"""What recognition may make of the sample dictation, and what is said there."""
_VITALS = ("118/76", "88", "16", "100.9", "98", "64.5", "168", "4")


def run(out: Path) -> int:
    """Go through the visit and leave pictures, times and the delivered note in `out`; returns 0.

    Raises:
        BadInput: `out` holds something else than a former walk.
        StoreNotWritable: it cannot be made.
    """
    _make_room(out)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qInstallMessageHandler(_pass_on)
    profile = Profile(out / "profile")
    built = app.build(profile)
    built.window.resize(1440, 900)
    built.window.show()
    hands = Hands(built.window, out / "pictures")
    visit = Visit(built.window, hands)
    try:
        hands.take_keyboard()
        for step in visit.steps():
            visit.take(step)
    finally:
        built.window.close()
        built.close()
    _report(out, visit.seconds, profile.sample.outgoing)
    return 0


class Visit:
    """One step a method, in the order of `steps`; each leaves the window where the next one begins."""

    def __init__(self, window: MainWindow, hands: Hands) -> None:
        self._window = window
        self._hands = hands
        self.seconds: dict[str, float] = {}

    def steps(self) -> tuple[Callable[[], None], ...]:
        return (
            self.first_start,
            self.set_up_form,
            self.sample_clinic,
            self.log_in_as_scribe,
            self.new_encounter,
            self.type_and_expand,
            self.vital_signs,
            self.dictate,
            self.look_at_flagged_words,
            self.note_check,
            self.submit,
            self.log_in_as_physician,
            self.review,
            self.sign,
            self.deliver,
            self.dark_and_large,
        )

    def take(self, step: Callable[[], None]) -> None:
        began = time.monotonic()
        step()
        name = step.__name__.replace("_", " ")
        self.seconds[name] = round(time.monotonic() - began, 2)
        print(f"  {name:<22} {self.seconds[name]:6.2f} s", flush=True)

    def first_start(self) -> None:
        self._window.start()
        self._hands.picture("first-start")

    def set_up_form(self) -> None:
        self._hands.press("Return")
        self._hands.type("Jordan Avery")
        self._hands.press("Tab")
        self._hands.type("CMSS")
        self._hands.picture("set-up")
        self._hands.press("Escape")

    def sample_clinic(self) -> None:
        self._hands.press("Tab", "Return")
        self._hands.wait("the sample clinic's log-in", lambda: self._window.findChild(LoginView))
        self._hands.picture("log-in")

    def log_in_as_scribe(self) -> None:
        self._log_in(Role.SCRIBE)
        self._hands.picture("encounters")

    def new_encounter(self) -> None:
        self._hands.press("Ctrl+N")
        self._hands.wait("the form", lambda: self._workspace.new_view.mrn.hasFocus())
        self._hands.type("HS-100555")
        self._hands.press("Tab")
        self._hands.type("Imogen Hartley")
        self._hands.press("Tab")
        self._hands.type("04/23/1989")
        self._hands.press("Tab")
        self._hands.choose("F")
        self._hands.press("Tab", "Tab", "Tab", "Tab")
        self._hands.type("Room 2")
        self._hands.picture("new-encounter")
        self._hands.press("Return")
        self._hands.wait("the empty note", lambda: self._workspace.chart)

    def type_and_expand(self) -> None:
        self._hands.press("Ctrl+1")
        self._hands.type("Sore throat for three days.")
        self._hands.press("Ctrl+8")
        self._hands.type(".nkda")
        self._hands.picture("dot-phrase")
        self._hands.press("Tab")
        self._fill_blanks("the patient")
        self._hands.press("Ctrl+9")
        self._hands.type(".ros ")
        self._hands.picture("blanks")
        self._fill_blanks("sore throat, felt feverish", "cough, runny nose, shortness of breath", "nothing")
        self._hands.press("Alt+9")
        self._hands.type(".followup ")
        self._fill_blanks("Dr. Lindqvist", "one week", "trouble breathing or swallowing", "nothing")

    def vital_signs(self) -> None:
        self._hands.press("Alt+1")
        for value in _VITALS:
            self._hands.type(value)
            self._hands.press("Tab")
        self._hands.picture("vital-signs")

    def dictate(self) -> None:
        recording = assets.resource("samples", "dictation.flac")
        self._hands.press("Ctrl+2")
        self._workspace.dictate_file(recording)
        control, editor = self._workspace.control, self._chart.editor.section_editor("hpi")
        self._hands.wait("the first dictated words", editor.toPlainText, 60)
        self._hands.picture("dictation")
        self._hands.wait("the whole dictation", lambda: control.state is DictationState.IDLE, 120)
        self._hands.wait("everything saved", lambda: self._chart.autosave.is_clean)
        self._hands.picture("dictated")

    def look_at_flagged_words(self) -> None:
        """Each dictated word that is in doubt is confirmed, or typed anew if it was misheard."""
        editor = self._chart.editor.section_editor("hpi")
        self._hands.press("F3")
        self._hands.picture("flagged-word")
        while any(flagged(editor.passage())):
            meant = _MISHEARD.get(editor.textCursor().selectedText())
            if meant is not None:
                self._hands.type(meant)
                self._hands.press("F3")
            else:
                self._hands.press("Ctrl+F3")
        self._hands.picture("all-looked-at")

    def note_check(self) -> None:
        """The check finds what the note still needs, and goes there."""
        self._hands.press("Ctrl+Return")
        panel = self._chart.checking.panel
        self._hands.wait("the findings", panel.isVisible)
        self._hands.picture("note-check")
        self._hands.type("Acute pharyngitis.")
        self._hands.press("Escape")

    def submit(self) -> None:
        self._hands.press("Ctrl+Return")
        self._hands.wait("the note in review", lambda: self._chart.chart.state is NoteState.SUBMITTED)
        self._hands.picture("submitted")
        self._hands.press("Ctrl+L")
        self._hands.wait("the log-in", lambda: self._window.findChild(LoginView))

    def log_in_as_physician(self) -> None:
        self._log_in(Role.PROVIDER)

    def review(self) -> None:
        self._hands.press("Ctrl+Shift+R")
        self._hands.wait("the queue", lambda: self._workspace.encounters.list.model().rowCount() == 1)
        self._hands.press("Ctrl+Shift+R", "Return")
        self._hands.wait("the note", lambda: self._workspace.chart)
        self._hands.picture("review")

    def sign(self) -> None:
        self._hands.press("Ctrl+Shift+S")
        panel = self._chart.review
        self._hands.wait("the attestation", panel.attestation.toPlainText)
        self._hands.type(_passphrase(Role.PROVIDER))
        self._hands.picture("sign")
        self._hands.press("Return")
        self._hands.wait("the signature", lambda: self._chart.chart.state is NoteState.SIGNED)

    def deliver(self) -> None:
        def arrived() -> bool:
            deliveries = self._workspace.session.courier.for_note(self._chart.chart.note.id)
            return bool(deliveries) and all(d.state is DeliveryState.DELIVERED for d in deliveries)

        self._hands.wait("the delivery", arrived)
        self._hands.wait("the receipt on the note", lambda: "Arrived" in self._chart.signed.deliveries.text())
        self._hands.picture("signed-and-delivered")

    def dark_and_large(self) -> None:
        self._hands.press("Ctrl+Shift+L", "Ctrl++", "Ctrl++")
        self._hands.picture("dark-and-large")
        self._hands.press("Ctrl+0", "Ctrl+Shift+L", "F1")
        self._hands.picture("keyboard")
        self._hands.press("Escape")

    @property
    def _workspace(self) -> Workspace:
        workspace = self._window.workspace
        assert workspace is not None
        return workspace

    @property
    def _chart(self) -> ChartView:
        chart = self._workspace.chart
        assert chart is not None
        return chart

    def _log_in(self, role: Role) -> None:
        roles = [sample.role for sample in sample_clinic.logins()]
        self._hands.press(*["Tab"] * roles.index(role), "Return", "Return")
        self._hands.wait("the workspace", lambda: self._window.workspace)
        self._hands.wait("the encounters", lambda: self._workspace.encounters.list.model().rowCount())

    def _fill_blanks(self, *answers: str) -> None:
        for answer in answers:
            self._hands.type(answer)
            self._hands.press("F2")


def _make_room(out: Path) -> None:
    """Remove a former walk, which its times give away, and nothing else."""
    times = out / _TIMES
    try:
        if times.exists():
            for former in (out / "profile", out / "pictures"):
                shutil.rmtree(former, ignore_errors=True)
        elif out.exists() and any(out.iterdir()):
            raise BadInput(f"{out} is not empty.", remedy="Name a new folder for the walk: --out DIR.")
        out.mkdir(parents=True, exist_ok=True)
        times.write_text("{}\n", encoding="utf-8")
    except OSError as error:
        raise StoreNotWritable(
            f"{out} cannot be used: {error.strerror}.", remedy="Name another folder: --out DIR."
        ) from error


def _pass_on(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's own messages, but for what windows without a screen cannot do."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)


def _passphrase(role: Role) -> str:
    return next(sample.passphrase for sample in sample_clinic.logins() if sample.role is role)


def _report(out: Path, seconds: dict[str, float], delivered: Path) -> None:
    (out / _TIMES).write_text(json.dumps(seconds, indent=2) + "\n", encoding="utf-8")
    print(f"\nPictures:       {out / 'pictures'}")
    print(f"Delivered note: {delivered}")
    for path in sorted(path for path in delivered.rglob("*") if path.is_file()):
        print(f"                {path.relative_to(delivered)}")
    print(f"Timings:        {out / _TIMES}")
