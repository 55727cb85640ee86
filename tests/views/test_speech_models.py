"""Speech models in the settings: installed from a real file, chosen, removed, by keyboard alone."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from scribe_desktop.notes.audit import AuditFilter
from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.speech_models import SpeechModelsCard
from tests.helpers.keyboard import Key, Keyboard
from tests.helpers.models import korean_zip, made_up_zip
from tests.helpers.recordings import KOREAN_MODEL

NAME = "vosk-model-small-ko-0.22"
PATIENCE = 240_000
"""Milliseconds; unpacking and loading a real model takes four seconds on a machine that is free."""


@pytest.fixture
def card(session: Session, jobs: Jobs) -> SpeechModelsCard:
    card = SpeechModelsCard()
    card.attach(session.speech_models, jobs)
    return card


@pytest.fixture
def keyboard(qtbot: QtBot, card: SpeechModelsCard, jobs: Jobs) -> Keyboard:
    keyboard = Keyboard(qtbot, card)
    assert jobs.wait(20_000)
    return keyboard


def choose(card: SpeechModelsCard, name: str) -> None:
    names = [card.model.itemData(row).name for row in range(card.model.count())]
    card.model.setCurrentIndex(names.index(name))


def install_file(keyboard: Keyboard, path: Path) -> None:
    keyboard.mnemonic(Key.Key_Z)
    keyboard.replace(str(path))
    keyboard.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Space)


def test_every_model_on_offer_says_what_it_is_good_for(card: SpeechModelsCard, keyboard: Keyboard) -> None:
    choose(card, "vosk-model-small-en-us-0.15")
    assert "40 MB" in card.detail.text()
    assert "Apache-2.0" in card.detail.text()
    assert "checksum" not in card.detail.text()
    choose(card, "vosk-model-en-us-0.22-lgraph")
    assert "checksum is not known" in card.detail.text()
    assert card.install.isEnabled()
    assert not card.use.isEnabled()
    assert not card.remove.isEnabled()


def test_a_model_from_a_file_is_confirmed_installed_used_and_removed(
    qtbot: QtBot, card: SpeechModelsCard, keyboard: Keyboard, session: Session, jobs: Jobs, tmp_path: Path
) -> None:
    path = korean_zip(tmp_path / "model.zip", NAME)
    install_file(keyboard, path)
    qtbot.waitUntil(card.confirm.isVisible, timeout=PATIENCE)
    assert "SHA-256" in card.message.text()
    assert card.confirm.hasFocus()
    with qtbot.waitSignal(card.changed, timeout=PATIENCE):
        keyboard.press(Key.Key_Space)
        assert card.cancel.isVisible()
    assert card.message.property("role") == "ok"
    assert not card.cancel.isVisible()
    assert jobs.wait(PATIENCE)
    assert card.model.currentData().name == NAME
    with qtbot.waitSignal(card.changed, timeout=PATIENCE):
        card.use.setFocus()
        keyboard.press(Key.Key_Space)
    assert jobs.wait(PATIENCE)
    assert session.preferences.speech_engine == "vosk"
    assert session.engine().name == "vosk"
    assert card.model.currentText().endswith("in use")
    session.preferences.set_speech(engine="clinical", vosk_model="", microphone=None)
    card.renew()
    assert jobs.wait(PATIENCE)
    assert card.model.currentText().endswith("installed"), "another engine was chosen"
    session.speech_models.use(NAME)
    with qtbot.waitSignal(card.changed, timeout=PATIENCE):
        card.remove.setFocus()
        keyboard.press(Key.Key_Space)
    assert jobs.wait(PATIENCE)
    assert not (session.profile.models / NAME).exists()
    assert session.engine().name == "clinical"
    trail = session.desk.store.audit.page(AuditFilter(), limit=50)
    told = [(entry.kind, entry.outcome, entry.detail) for entry in reversed(trail) if "model" in entry.kind]
    assert told == [
        ("speech.model-installed", "ok", "model.zip"),
        ("speech.model-installed", "failed", "model.zip"),
        ("speech.model-installed", "ok", "model.zip"),
        ("speech.model-chosen", "ok", NAME),
        ("speech.model-chosen", "ok", NAME),
        ("speech.model-removed", "ok", NAME),
    ]


def test_what_is_no_model_is_refused_before_its_checksum_is_asked_about(
    qtbot: QtBot, card: SpeechModelsCard, keyboard: Keyboard, tmp_path: Path
) -> None:
    path = made_up_zip(tmp_path / "model.zip", without=["am/final.mdl"])
    install_file(keyboard, path)
    qtbot.waitUntil(lambda: card.message.property("role") == "error", timeout=PATIENCE)
    assert "no Vosk model" in card.message.text()
    assert not card.confirm.isVisible()


def test_an_empty_field_is_answered_at_once(card: SpeechModelsCard, keyboard: Keyboard) -> None:
    card.bring.setFocus()
    keyboard.press(Key.Key_Space)
    assert "No file is chosen" in card.message.text()


def test_stopping_installs_nothing(
    qtbot: QtBot, card: SpeechModelsCard, keyboard: Keyboard, session: Session, jobs: Jobs
) -> None:
    install_file(keyboard, KOREAN_MODEL)
    qtbot.waitUntil(card.cancel.isVisible, timeout=PATIENCE)
    assert card.cancel.hasFocus()
    keyboard.press(Key.Key_Space)
    qtbot.waitUntil(lambda: card.message.text().startswith("Stopped"), timeout=PATIENCE)
    assert session.speech_models.entries()[0].installed is None
    assert [path.name for path in session.profile.models.iterdir()] == [".lock"]


def test_the_installation_stops_when_the_card_goes(qtbot: QtBot, session: Session, jobs: Jobs) -> None:
    page = QWidget()
    card = SpeechModelsCard(page)
    card.attach(session.speech_models, jobs)
    keyboard = Keyboard(qtbot, page)
    gone: list[object] = []
    card.destroyed.connect(lambda: gone.append(True))
    install_file(keyboard, KOREAN_MODEL)
    qtbot.waitUntil(card.cancel.isVisible, timeout=PATIENCE)
    card.deleteLater()
    qtbot.waitUntil(lambda: bool(gone), timeout=5000)
    assert jobs.wait(PATIENCE)
    assert session.speech_models.entries()[0].installed is None
