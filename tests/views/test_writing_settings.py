"""One's own words and rules in the settings: kept, brought in and given out; rules that are not applied."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from scribe_desktop.qt.jobs import Jobs
from scribe_desktop.session.session import Session
from scribe_desktop.views.writing_settings import WritingSettings


@pytest.fixture
def card(qtbot: QtBot, session: Session, jobs: Jobs) -> WritingSettings:
    session.replacements.keep({"left": "right", "new mumia": "pneumonia"})
    card = WritingSettings()
    qtbot.addWidget(card)
    card.attach(session, jobs)
    card.show()
    assert jobs.wait(30_000)
    return card


def test_a_rule_that_is_not_applied_is_named_with_the_reason_until_it_is_gone(
    card: WritingSettings, jobs: Jobs
) -> None:
    why = "Not applied, because what is heard means something by itself: "
    assert card.idle_rules.isVisible()
    assert card.idle_rules.text() == f"{why}left → right."
    card.rules.setPlainText("no -> new\nmet forming -> metformin")
    card.save.click()
    assert jobs.wait(30_000)
    assert card.message.text() == "Saved."
    assert card.rules.toPlainText() == "met forming → metformin\nno → new"
    assert card.idle_rules.text() == f"{why}no → new."
    card.rules.setPlainText("met forming → metformin")
    card.save.click()
    assert jobs.wait(30_000)
    assert not card.idle_rules.isVisible()


def test_what_was_written_beside_it_is_kept_when_a_file_is_brought_in_or_given_out(
    card: WritingSettings, jobs: Jobs, session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_text("\ufeffCOVID-19\r\nXqz@line\r\n", encoding="utf-8")
    card.words.setPlainText("Zebrafix brace")
    card.rules.appendPlainText("met forming -> metformin")
    card.import_from(path)
    assert jobs.wait(30_000)
    assert card.message.text().startswith("words.txt, line 2: “Xqz@line” has “@” in it. Nothing was added.")
    path.write_text("\ufeffCOVID-19\r\n", encoding="utf-8")
    card.import_from(path)
    assert jobs.wait(30_000)
    assert card.message.text() == "words.txt brought 1 new word or term."
    assert card.words.toPlainText() == "COVID-19\nZebrafix brace"
    assert session.replacements.rules["met forming"] == "metformin"
    card.words.appendPlainText("5-HT3 antagonist")
    card.export_to(path)
    assert jobs.wait(30_000)
    assert card.message.text() == "words.txt has 3 words and terms."
    assert path.read_text(encoding="utf-8") == "5-HT3 antagonist\nCOVID-19\nZebrafix brace\n"
