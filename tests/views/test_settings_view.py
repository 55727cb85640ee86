from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.recording import Channel
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.preferences import Retention
from scribe_desktop.session.session import Session
from scribe_desktop.views.settings_view import SettingsView
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.recordings import TWO_CITIES, beginning
from tests.helpers.virtual_microphone import VirtualMicrophone
from tests.views.conftest import Clinic

NOTE = "No keyring on this computer."


@pytest.fixture
def view(session: Session, jobs: Jobs) -> SettingsView:
    return SettingsView(session, jobs, NOTE, theme="light", scale=1.24)


@pytest.fixture
def keyboard(qtbot: QtBot, view: SettingsView, jobs: Jobs) -> Keyboard:
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    return keyboard


def test_appearance_applies_while_it_is_chosen(qtbot: QtBot, view: SettingsView, keyboard: Keyboard) -> None:
    assert (view.appearance.theme.currentData(), view.appearance.text_size.currentText()) == (
        "light",
        "125 %",
    )
    with qtbot.waitSignal(view.appearance_changed, timeout=1000) as told:
        keyboard.press(Key.Key_Down)
    assert told.args == ["dark", 1.25]
    keyboard.press(Key.Key_Tab)
    with qtbot.waitSignal(view.appearance_changed, timeout=1000) as told:
        keyboard.press(Key.Key_End)
    assert told.args == ["dark", 2.0]


def test_every_engine_is_offered_and_the_one_in_use_is_named(view: SettingsView, keyboard: Keyboard) -> None:
    engine = view.dictation.engine
    titles = [engine.itemText(at) for at in range(engine.count())]
    assert any("Moonshine" in title for title in titles)
    assert any("Vosk" in title and "not ready" in title for title in titles)
    assert view.dictation.engine_detail.text().startswith("Now: Clinical English")


def test_the_chosen_engine_is_kept(
    qtbot: QtBot, view: SettingsView, keyboard: Keyboard, session: Session
) -> None:
    keyboard.mnemonic(Key.Key_G)
    keyboard.type("Moon")
    keyboard.mnemonic(Key.Key_S)
    with qtbot.waitSignal(view.speech_changed, timeout=5000):
        pass
    assert session.preferences.speech_engine == "moonshine"
    assert view.dictation.message.property("role") == "ok"


def test_a_folder_without_a_model_is_refused_with_the_reason_and_not_kept(
    view: SettingsView, keyboard: Keyboard, session: Session, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    keyboard.mnemonic(Key.Key_O)
    keyboard.type(str(tmp_path))
    keyboard.mnemonic(Key.Key_S)
    qtbot.waitUntil(view.dictation.message.isVisible, timeout=5000)
    assert str(tmp_path) in view.dictation.message.text()
    assert view.dictation.model.text() == str(tmp_path)
    assert jobs.wait(5000)
    assert session.preferences.vosk_model == ""


def test_a_microphone_that_is_there_can_be_chosen(
    qtbot: QtBot, virtual_microphone: VirtualMicrophone, session: Session, jobs: Jobs
) -> None:
    view = SettingsView(session, jobs, NOTE)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    box = view.dictation.microphone
    assert not view.dictation.microphone_detail.isVisible()
    keyboard.mnemonic(Key.Key_M)
    keyboard.press(Key.Key_Down)
    keyboard.mnemonic(Key.Key_S)
    with qtbot.waitSignal(view.speech_changed, timeout=5000):
        pass
    assert session.preferences.microphone == box.currentData() is not None


def test_a_chosen_microphone_stays_chosen_while_it_is_away(
    qtbot: QtBot, session: Session, jobs: Jobs
) -> None:
    session.preferences.set_speech(engine=None, vosk_model="", microphone="Headset")
    view = SettingsView(session, jobs, NOTE)
    qtbot.addWidget(view)
    assert jobs.wait(20_000)
    box = view.dictation.microphone
    assert (box.currentText(), box.currentData()) == ("Headset (not there now)", "Headset")


def test_a_microphone_is_tried_for_five_seconds_and_played_back(
    qtbot: QtBot, virtual_microphone: VirtualMicrophone, session: Session, jobs: Jobs, tmp_path: Path
) -> None:
    view = SettingsView(session, jobs, NOTE)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    said = view.dictation.test_said
    virtual_microphone.play(beginning(TWO_CITIES, 7, tmp_path / "clip.wav"))
    view.dictation.test_microphone.setFocus()
    keyboard.press(Key.Key_Space)
    assert said.isVisible()
    qtbot.waitUntil(lambda: "This is how it sounds" in said.text(), timeout=15_000)
    assert said.text().startswith("Good")
    qtbot.waitUntil(lambda: "sounds" not in said.text(), timeout=15_000)
    assert view.dictation.test_microphone.text() == "Test for five seconds"


def test_a_muted_microphone_is_told_apart_and_a_test_can_be_ended(
    qtbot: QtBot, virtual_microphone: VirtualMicrophone, session: Session, jobs: Jobs
) -> None:
    view = SettingsView(session, jobs, NOTE)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    said = view.dictation.test_said
    view.dictation.test_microphone.setFocus()
    keyboard.press(Key.Key_Space)
    keyboard.press(Key.Key_Space)
    assert not said.isVisible()
    assert jobs.wait(10_000)
    keyboard.press(Key.Key_Space)
    qtbot.waitUntil(lambda: "Nothing was heard" in said.text(), timeout=15_000)
    keyboard.press(Key.Key_Space)
    assert not said.isVisible()
    assert jobs.wait(10_000)


def test_a_microphone_that_goes_during_its_test_is_told_with_words_of_its_own(
    qtbot: QtBot, virtual_microphone: VirtualMicrophone, session: Session, jobs: Jobs, tmp_path: Path
) -> None:
    view = SettingsView(session, jobs, NOTE)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    form = view.dictation
    silent = form.level.grab().toImage()
    virtual_microphone.play(beginning(TWO_CITIES, 7, tmp_path / "clip.wav"))
    form.test_microphone.setFocus()
    keyboard.press(Key.Key_Space)
    qtbot.waitUntil(lambda: form.level.grab().toImage() != silent, timeout=10_000)
    virtual_microphone.take_out()
    qtbot.waitUntil(lambda: form.test_microphone.text() == "Test for five seconds", timeout=15_000)
    assert "during the test" in form.test_said.text()
    assert "kept" not in form.test_said.text()
    keyboard.mnemonic(Key.Key_S)
    qtbot.waitUntil(lambda: form.message.property("role") == "ok", timeout=5000)
    assert not form.test_said.isVisible()


def test_looking_for_microphones_by_key_leaves_the_focus_and_records_nothing(
    qtbot: QtBot, view: SettingsView, keyboard: Keyboard, jobs: Jobs
) -> None:
    form = view.dictation
    form.refresh.setFocus()
    keyboard.press(Key.Key_Space, Key.Key_Space)
    assert not form.test_said.isVisible()
    assert jobs.wait(20_000)
    assert (keyboard.focus, form.refresh.isEnabled()) == (form.refresh, True)
    assert not form.test_said.isVisible()


def test_the_choice_of_a_microphone_has_a_key(view: SettingsView, keyboard: Keyboard) -> None:
    keyboard.mnemonic(Key.Key_M)
    assert keyboard.focus is view.dictation.microphone


def test_how_long_sound_is_kept_can_be_chosen(
    view: SettingsView, keyboard: Keyboard, session: Session, jobs: Jobs
) -> None:
    box = view.sound.retention
    assert box.currentData() == Retention.UNTIL_SIGNED
    assert not view.sound.days.isVisible()
    box.setFocus()
    keyboard.type("After")
    assert view.sound.days.isVisible()
    view.sound.days.setFocus()
    keyboard.press(Key.Key_Up)
    assert jobs.wait(5000)
    kept = session.preferences
    assert (kept.sound_retention, kept.sound_days) == (Retention.FOR_DAYS, 15)
    assert view.sound.message.property("role") == "ok"
    assert view.sound.message.text() == "Saved. It applies at the next signing, dictation or log-in."


def test_a_destination_is_tried_switched_on_with_the_passphrase_and_still_there_next_time(
    qtbot: QtBot,
    view: SettingsView,
    keyboard: Keyboard,
    session: Session,
    clinic: Clinic,
    jobs: Jobs,
    tmp_path: Path,
) -> None:
    card = view.cards["folder"]
    card.on.setFocus()
    keyboard.press(Key.Key_Space, Key.Key_Tab)
    keyboard.type(str(tmp_path))
    keyboard.press(Key.Key_Tab, Key.Key_Return)
    assert card.test.text() == "Testing…"
    qtbot.waitUntil(lambda: card.message.property("role") == "ok")
    keyboard.press(Key.Key_Tab, Key.Key_Return)
    assert jobs.wait(20_000)
    assert "Type it once more" in card.message.text()
    assert session.preferences.destinations() == ()
    keyboard.type(clinic.physician_passphrase)
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "go here" in card.message.text()
    assert not card.own.isVisible()
    assert session.preferences.destinations() == ("folder",)
    assert session.preferences.values("folder") == {"folder": str(tmp_path)}
    again = SettingsView(session, jobs, NOTE)
    qtbot.addWidget(again)
    assert jobs.wait(20_000)
    assert again.cards["folder"].on.isChecked()
    assert again.cards["folder"].fields["folder"].text() == str(tmp_path)


@pytest.mark.parametrize("button", ["test", "save"])
def test_a_destination_that_cannot_be_right_is_refused_in_its_own_card(
    view: SettingsView, keyboard: Keyboard, session: Session, jobs: Jobs, button: str
) -> None:
    card = view.cards["folder"]
    card.on.setFocus()
    keyboard.press(Key.Key_Space, Key.Key_Tab)
    keyboard.type("not/a/full/path")
    getattr(card, button).setFocus()
    keyboard.press(Key.Key_Return)
    assert jobs.wait(5000)
    assert (card.message.isVisible(), card.message.property("role")) == (True, "error")
    assert not view.cards["fhir"].message.isVisible()
    assert session.preferences.destinations() == ()


def test_a_token_of_another_host_is_forgotten_and_that_is_said(
    view: SettingsView, keyboard: Keyboard, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    session.preferences.set_destination(
        "fhir",
        {"base_url": "https://ehr.example/fhir", "token": "a-secret"},
        on=True,
        own_passphrase=clinic.physician_passphrase,
    )
    card = view.cards["fhir"]
    card.show_values(session.preferences.values("fhir"), on=True)
    card.fields["base_url"].setText("https://elsewhere.example/fhir")
    card.save.setFocus()
    keyboard.press(Key.Key_Return)
    assert jobs.wait(20_000)
    assert "Access token: forgotten" in card.message.text()
    assert card.fields["token"].text() == ""


def test_a_weaker_policy_takes_the_passphrase_and_a_stronger_one_none(
    view: SettingsView, keyboard: Keyboard, session: Session, clinic: Clinic, jobs: Jobs
) -> None:
    policy = view.policy
    policy.credentials.setFocus()
    keyboard.press(Key.Key_Space)
    assert jobs.wait(20_000)
    assert (policy.message.text(), session.policies.now.credentials) == ("Kept.", True)
    keyboard.press(Key.Key_Space)
    assert jobs.wait(20_000)
    assert "Nothing is changed yet" in policy.message.text()
    assert session.policies.now.credentials
    for typed in ("not the right one", clinic.physician_passphrase):
        keyboard.type(typed)
        keyboard.press(Key.Key_Return)
        assert jobs.wait(20_000)
    assert (policy.message.text(), session.policies.now.credentials) == ("Kept.", False)
    assert not policy.own.isVisible()


def test_secrets_are_not_shown(view: SettingsView, keyboard: Keyboard) -> None:
    fields = view.cards["fhir"].fields
    assert fields["token"].echoMode() is QLineEdit.EchoMode.Password
    assert fields["base_url"].echoMode() is QLineEdit.EchoMode.Normal


def test_where_the_key_is_kept_is_said(view: SettingsView, keyboard: Keyboard) -> None:
    assert view.keyring.text() == NOTE


def test_the_people_of_this_workstation_are_a_key_away(
    qtbot: QtBot, view: SettingsView, keyboard: Keyboard
) -> None:
    with qtbot.waitSignal(view.people_asked, timeout=1000):
        keyboard.mnemonic(Key.Key_P)


def test_escape_closes(qtbot: QtBot, view: SettingsView, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(view.close_asked, timeout=1000):
        keyboard.press(Key.Key_Escape)


def test_room_and_computer_can_be_listened_to_as_two_channels(
    qtbot: QtBot, virtual_microphone: VirtualMicrophone, session: Session, jobs: Jobs
) -> None:
    view = SettingsView(session, jobs, NOTE)
    keyboard = Keyboard(qtbot, view)
    assert jobs.wait(20_000)
    form = view.dictation
    assert not form.loudspeaker.isVisible()
    form.listening.setFocus()
    keyboard.press(Key.Key_Down)
    assert form.loudspeaker.count() == 2
    assert form.loudspeaker.isVisible()
    assert "headset" in form.loudspeaker_detail.text()
    assert all(not form.microphone.itemText(at).startswith("What ") for at in range(form.microphone.count()))
    keyboard.mnemonic(Key.Key_S)
    with qtbot.waitSignal(view.speech_changed, timeout=5000):
        pass
    assert [ear.channel for ear in session.preferences.ears()] == [Channel.ROOM, Channel.COMPUTER]


def test_where_nothing_hears_the_computer_that_is_said(view: SettingsView, keyboard: Keyboard) -> None:
    view.dictation.listening.setFocus()
    keyboard.press(Key.Key_End)
    view.dictation._offer_microphones(())
    assert "PulseAudio" in view.dictation.loudspeaker_detail.text()
