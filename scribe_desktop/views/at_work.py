"""What the window's commands do while somebody is logged in, and the forms that they open."""

from collections.abc import Callable, Mapping

from scribe_desktop.notes.rights import Action, may
from scribe_desktop.qt.actions import Actions
from scribe_desktop.qt.appearance import Appearance
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.commands import COMMANDS, CommandId, Where
from scribe_desktop.session.device_keys import LOOKING
from scribe_desktop.session.sayings import sayings
from scribe_desktop.session.session import Session
from scribe_desktop.vault.vault import Successor
from scribe_desktop.views.audit_view import AuditView
from scribe_desktop.views.backup_control import BackupControl
from scribe_desktop.views.backup_view import BackupView
from scribe_desktop.views.chart_view import ChartView
from scribe_desktop.views.clipboard_guard import ClipboardGuard
from scribe_desktop.views.credentials_view import CredentialsView
from scribe_desktop.views.finder import Finder
from scribe_desktop.views.help_view import HelpView
from scribe_desktop.views.keys_view import KeysView
from scribe_desktop.views.outbox_view import OutboxView
from scribe_desktop.views.own_keys import OwnKeys
from scribe_desktop.views.people_view import PeopleView
from scribe_desktop.views.phrase_keys import PhraseKeysControl
from scribe_desktop.views.phrases_view import PhrasesView
from scribe_desktop.views.recovery_code_view import RecoveryCodeView
from scribe_desktop.views.renew_recovery_view import RenewRecoveryView
from scribe_desktop.views.retention_view import RetentionView
from scribe_desktop.views.rules_view import RulesView
from scribe_desktop.views.search_view import SearchView
from scribe_desktop.views.second_factor_view import SecondFactorView
from scribe_desktop.views.settings_view import SettingsView
from scribe_desktop.views.workspace import Workspace


class AtWork:
    """The workspace of one session, as the window's commands and menus know it."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        actions: Actions,
        appearance: Appearance,
        keyring_note: Callable[[], str],
        rekey: Callable[[Successor], None],
    ) -> None:
        """`rekey`: closes the session and puts a new data key in force."""
        self._rekey = rekey
        self._session, self._jobs = session, jobs
        self._actions, self._appearance = actions, appearance
        self._keyring_note = keyring_note
        self._paused = False
        self.workspace = Workspace(session, jobs)
        self.workspace.place_changed.connect(self._place_changed)
        self.workspace.chart_made.connect(lambda view: view.editor.on_each(actions.reserve_keys))
        self.workspace.dictation.outbox.clicked.connect(self._show_outbox)
        self._finder = Finder(session, jobs, actions, self.workspace)
        self._keys = OwnKeys(session, jobs, actions, self.workspace)
        self._phrase_keys = PhraseKeysControl(session, actions, self.workspace)
        self._clipboard = ClipboardGuard(session, jobs, self.workspace)
        self._backups = BackupControl(session, jobs, self.workspace)
        self._backups.warned.connect(self.workspace.dictation.show_error)
        self._keys.changed.connect(self._phrase_keys.renew)
        self.workspace.spoken.commanded.connect(self.do)
        self._forms: Mapping[CommandId, Callable[[], None]] = {
            CommandId.SETTINGS: self._show_settings,
            CommandId.OUTBOX: self._show_outbox,
            CommandId.SEARCH: self._show_search,
            CommandId.AUDIT: self._show_audit,
            CommandId.HELP: self._show_help,
            CommandId.SAYINGS: lambda: self._show_help("say “"),
            CommandId.PALETTE: self._finder.ask,
            CommandId.SHORTCUTS: self._show_shortcuts,
            CommandId.PHRASES: self._show_phrases,
        }

    def enter(self) -> None:
        """Begin, once the workspace is shown."""
        self._place_changed(self.workspace.place)
        self._backups.begin()
        self._jobs.store(self._session.credentials.reminder, self._remind, owner=self.workspace)
        if may(self._session.person, Action.OPEN_ENCOUNTER):
            self.workspace.focus_first()
        else:
            self._show_settings()

    def leave(self) -> None:
        """Give back what this person brought: their keys."""
        self._phrase_keys.close()
        self._keys.close()
        self._backups.close()
        self._clipboard.close()

    def _remind(self, reminder: str) -> None:
        if reminder:
            self.workspace.dictation.show_hint(f"{reminder} See Credentials in the settings.")

    def pause(self) -> None:
        """The window is locked over the workspace: no key does anything in it."""
        self._keys.pause()
        self._clipboard.leave()
        self._actions.enter(Where.LOGIN)
        self._paused = True

    def resume(self) -> None:
        """Whoever paused is back."""
        self._paused = False
        self._keys.resume()
        self._place_changed(self.workspace.place)
        self.workspace.on_chart(lambda view: view.editor.resume())

    def do(self, command: CommandId) -> None:
        """What this command asks for."""
        if command in self._forms:
            self._forms[command]()
        elif command in _IN_WORKSPACE:
            _IN_WORKSPACE[command](self.workspace)
        elif command in _ON_CHART:
            self.workspace.on_chart(_ON_CHART[command])
        else:
            self.workspace.when_quiet(_ON_QUIET_CHART[command])

    def do_numbered(self, command: CommandId, number: int) -> None:
        """What this command asks for with this number, counted from 0."""
        if command is CommandId.CHART_BY_NUMBER:
            self.workspace.charts.go_to_number(number)
        else:
            self.workspace.on_chart(lambda view: view.go_to_number(number))

    def _place_changed(self, place: Where) -> None:
        if self._paused:
            return
        self._actions.enter(place)
        self.workspace.dictation.toggle.setEnabled(self.workspace.may_dictate)
        for command, action in _NEEDS.items():
            self._actions.allow(command, may(self._session.person, action))

    def _show_settings(self) -> None:
        settings = SettingsView(
            self._session,
            self._jobs,
            LOOKING,
            theme=self._appearance.theme,
            scale=self._appearance.scale,
        )
        self._jobs.background(self._keyring_note, settings.keyring.setText, owner=settings)
        settings.shortcuts_asked.connect(self._show_shortcuts)
        settings.people_asked.connect(self._show_people)
        settings.recovery_asked.connect(self._renew_recovery)
        settings.backups_asked.connect(self._show_backups)
        settings.keys_asked.connect(self._show_keys)
        settings.retention_asked.connect(self._show_retention)
        settings.rules_asked.connect(self._show_rules)
        settings.second_factor_asked.connect(self._show_second_factor)
        settings.credentials_asked.connect(self._show_credentials)
        settings.policy_changed.connect(self.workspace.policy_changed)
        settings.speech_changed.connect(self.workspace.control.renew)
        settings.writing_changed.connect(self.workspace.renew_writing)
        settings.appearance_changed.connect(self._appearance.use)
        settings.close_asked.connect(self.workspace.close_page)
        self.workspace.show_form(settings)

    def _show_people(self) -> None:
        people = PeopleView(self._session, self._jobs)
        people.close_asked.connect(self._show_settings)
        self.workspace.show_form(people)

    def _show_second_factor(self) -> None:
        page = SecondFactorView(self._session, self._jobs)
        page.close_asked.connect(self._show_settings)
        self.workspace.show_form(page)

    def _show_credentials(self) -> None:
        page = CredentialsView(self._session, self._jobs)
        page.close_asked.connect(self._show_settings)
        self.workspace.show_form(page)

    def _show_backups(self) -> None:
        page = BackupView(self._session, self._jobs, self._backups)
        page.close_asked.connect(self._show_settings)
        self.workspace.show_form(page)

    def _show_keys(self) -> None:
        page = KeysView(self._session, self._jobs)
        page.close_asked.connect(self._show_settings)
        page.succeeded.connect(self._show_successor)
        self.workspace.show_form(page)

    def _show_successor(self, successor: Successor) -> None:
        """The new code first; the new key comes into force when it has been written down."""
        page = RecoveryCodeView(successor.code, self._session.people, self._jobs)
        page.done.connect(lambda: self._rekey(successor))
        self.workspace.show_form(page)

    def _show_retention(self) -> None:
        charts = self.workspace.charts
        page = RetentionView(
            self._session,
            self._jobs,
            lambda encounter_id: encounter_id in {one.encounter.id for one in charts.all},
        )
        page.close_asked.connect(self._show_settings)
        self.workspace.show_form(page)

    def _show_rules(self) -> None:
        rules = RulesView(self._session, self._jobs)
        rules.close_asked.connect(self._show_settings)
        rules.changed.connect(lambda: self.workspace.on_chart(lambda view: view.checking.renew()))
        self.workspace.show_form(rules)

    def _show_phrases(self) -> None:
        page = PhrasesView(self._session, self._jobs, self._actions.keymap)
        page.changed.connect(self._phrase_keys.renew)
        page.close_asked.connect(self.workspace.close_page)
        self.workspace.show_form(page)

    def _show_audit(self) -> None:
        audit = AuditView(self._session, self._jobs)
        audit.close_asked.connect(self.workspace.close_page)
        self.workspace.show_form(audit)

    def _show_outbox(self) -> None:
        outbox = OutboxView(self._session, self._jobs)
        outbox.close_asked.connect(self.workspace.close_page)
        outbox.open_asked.connect(self.workspace.open)
        outbox.send_asked.connect(self.workspace.delivery.deliver)
        self.workspace.delivery.progressed.connect(outbox.refresh)
        self.workspace.show_form(outbox)

    def _show_search(self) -> None:
        chart = self.workspace.chart
        page = SearchView(self._session, self._jobs, chart.chart.encounter.patient if chart else None)
        page.close_asked.connect(self.workspace.close_page)
        page.open_asked.connect(self._open_found)
        self.workspace.show_form(page)

    def _open_found(self, encounter_id: str) -> None:
        self.workspace.close_page()
        self.workspace.open(encounter_id, by_name=True)

    def _renew_recovery(self) -> None:
        page = RenewRecoveryView(self._session, self._jobs)
        page.close_asked.connect(self._show_settings)
        page.renewed.connect(self._show_new_code)
        self.workspace.show_form(page)

    def _show_new_code(self, code: str) -> None:
        page = RecoveryCodeView(code, self._session.people, self._jobs)
        page.done.connect(self._keep_new_code)
        self.workspace.show_form(page)

    def _keep_new_code(self) -> None:
        self._jobs.store(self._session.people.code_is_written_down)
        self._show_settings()

    def _show_help(self, about: str = "") -> None:
        chart = self.workspace.chart
        note_type = chart.chart.note_type if chart is not None else None
        library = chart.phrases.library if chart is not None else self._session.phrases
        can_be_said = sayings(note_type, library)
        page = HelpView(COMMANDS, self._actions.keymap, self._phrase_keys.now.answering, can_be_said)
        page.search.setText(about)
        page.close_asked.connect(self.workspace.close_page)
        self.workspace.show_form(page)

    def _show_shortcuts(self) -> None:
        self.workspace.show_form(self._keys.page())


_NEEDS = {
    CommandId.NEW_ENCOUNTER: Action.CREATE_ENCOUNTER,
    CommandId.OUTBOX: Action.DELIVER,
    CommandId.SEARCH: Action.OPEN_ENCOUNTER,
    CommandId.SUBMIT: Action.SUBMIT,
    CommandId.SIGN: Action.SIGN,
    CommandId.RETURN: Action.RETURN,
    CommandId.ADDENDUM: Action.ADD_ADDENDUM,
    CommandId.SEND_AGAIN: Action.SEND_AGAIN,
    CommandId.CONFIRM_ROW: Action.CONFIRM_ORDER,
    CommandId.RESTRICT: Action.RESTRICT,
    CommandId.AUDIT: Action.READ_AUDIT,
}

_IN_WORKSPACE: dict[CommandId, Callable[[Workspace], object]] = {
    CommandId.NEW_ENCOUNTER: Workspace.start_new,
    CommandId.ENCOUNTERS: lambda w: w.show_list(queue=False),
    CommandId.REVIEW_QUEUE: lambda w: w.show_list(queue=True),
    CommandId.NEXT_CHART: lambda w: w.charts.step(1),
    CommandId.PREVIOUS_CHART: lambda w: w.charts.step(-1),
    CommandId.CLOSE_CHART: Workspace.close_chart,
    CommandId.RESTRICT: Workspace.toggle_restriction,
    CommandId.DICTATE: Workspace.toggle_dictation,
    CommandId.DICTATE_FILE: Workspace.dictate_file,
    CommandId.HEAR_COMPUTER: lambda w: w.dictating.hear_computer(),
    CommandId.CANCEL: Workspace.escape,
    CommandId.REPLAY: Workspace.replay,
}


def _writing(do: Callable[[ChartView], object]) -> Callable[[ChartView], object]:
    """What changes the text waits until it is beyond doubt whose note it is."""
    return lambda view: view.editor.gate(lambda: do(view)) if view.writable else None


_ON_CHART: dict[CommandId, Callable[[ChartView], object]] = {
    CommandId.SAVE: lambda v: v.autosave.flush(),
    CommandId.UNDO: _writing(lambda v: v.editor.journal.undo()),
    CommandId.REDO: _writing(lambda v: v.editor.journal.redo()),
    CommandId.NEXT_BLANK: lambda v: v.step_blank(forward=True),
    CommandId.PREVIOUS_BLANK: lambda v: v.step_blank(forward=False),
    CommandId.NEXT_FIELD: lambda v: v.step_field(forward=True),
    CommandId.PREVIOUS_FIELD: lambda v: v.step_field(forward=False),
    CommandId.SCRATCH: _writing(lambda v: v.dictated.scratch()),
    CommandId.NEXT_FINDING: lambda v: v.checking.step(1),
    CommandId.PREVIOUS_FINDING: lambda v: v.checking.step(-1),
    CommandId.FIX_FINDING: _writing(ChartView.fix),
    CommandId.CORRECT_SPELLING: _writing(lambda v: v.corrections.spell()),
    CommandId.ALTERNATIVES: _writing(lambda v: v.alternatives.ask()),
    CommandId.NEXT_MISSPELT: lambda v: v.corrections.next_misspelt(),
    CommandId.ADD_WORD: lambda v: v.corrections.add_word(),
    CommandId.NEXT_FLAG: lambda v: v.flags.step(1),
    CommandId.PREVIOUS_FLAG: lambda v: v.flags.step(-1),
    CommandId.CONFIRM_FLAG: _writing(lambda v: v.flags.confirm()),
    CommandId.CONFIRM_FLAGS: _writing(lambda v: v.flags.confirm_all()),
    CommandId.MAKE_RULE: lambda v: v.flags.make_rule(),
    CommandId.FINDINGS: lambda v: v.checking.toggle(),
    CommandId.PASTE_NOTE: _writing(lambda v: v.whole.paste()),
    CommandId.COPY_NOTE: lambda v: v.whole.copy(),
    CommandId.COPY_FORWARD: _writing(ChartView.copy_forward),
    CommandId.CONFIRM_COPIED: _writing(lambda v: v.provenance.confirm()),
    CommandId.NEXT_COPIED: lambda v: v.provenance.next(),
    CommandId.PROVENANCE: lambda v: v.provenance.toggle(),
    CommandId.NOTE_TYPE: ChartView.ask_note_type,
    CommandId.EXPAND_SHORTHAND: _writing(ChartView.expand_shorthand),
    CommandId.FIND_CODE: _writing(ChartView.find_code),
    CommandId.EM_LEVEL: lambda v: v.level.ask(),
    CommandId.IMPORT_ROWS: _writing(ChartView.import_rows),
    CommandId.CONFIRM_ROW: _writing(ChartView.confirm_row),
    CommandId.PICK_PHRASE: _writing(lambda v: v.phrases.pick()),
    CommandId.REFRESH_FACTS: _writing(lambda v: v.phrases.refresh_facts()),
    CommandId.NEXT_SECTION: lambda v: v.editor.step_section(1),
    CommandId.PREVIOUS_SECTION: lambda v: v.editor.step_section(-1),
    CommandId.FIND_SECTION: ChartView.find_section,
    CommandId.SECTION_FORM: lambda v: v.editor.forms.toggle(v.editor.current_section),
    CommandId.MARK_REST: lambda v: v.editor.forms.mark_rest(v.editor.current_section),
    CommandId.WRITE_ANEW: lambda v: v.editor.forms.write_anew(v.editor.current_section),
    CommandId.ADDENDUM: lambda v: v.signed.ask_addendum(),
    CommandId.SEND_AGAIN: lambda v: v.signed.send_wanted.emit(),
}

_ON_QUIET_CHART: dict[CommandId, Callable[[ChartView], object]] = {
    CommandId.SUBMIT: lambda v: v.handover.submit(),
    CommandId.SIGN: lambda v: v.review.ask_signature(),
    CommandId.RETURN: lambda v: v.review.ask_reason(),
}
