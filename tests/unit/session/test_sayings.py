"""What is listed of all that can be said is what is understood."""

from scribe_desktop.language.wording import Heard, as_recognised, spaced
from scribe_desktop.language.written_form import WrittenForm
from scribe_desktop.session.sayings import Saying, sayings
from scribe_desktop.session.voice import SpokenPhrase, SpokenRoute, Voice
from tests.helpers.note_types import SOAP
from tests.helpers.phrases import STARTER

ALL = sayings(SOAP, STARTER)
VOICE = Voice(STARTER)


def listed(group: str) -> list[Saying]:
    return [one for one in ALL if one.group == group]


def test_every_section_that_is_listed_is_gone_to_by_each_of_its_names() -> None:
    titles = {section.key: section.title for section in SOAP.sections}
    rows = listed("Sections by voice")
    assert len(rows) == len(SOAP.sections)
    for row in rows:
        for said in row.said:
            meaning = VOICE.meaning(f"go to {said}", SOAP)
            assert isinstance(meaning, SpokenRoute), said
            assert titles[meaning.section] == row.title


def test_every_phrase_that_is_listed_is_put_in() -> None:
    rows = [row for row in listed("Phrases by voice") if "…" not in row.said[0]]
    assert len(rows) > 10
    for said in (said for row in rows for said in row.said):
        meaning = VOICE.meaning(said, SOAP)
        assert isinstance(meaning, SpokenPhrase), said
        assert meaning.certain


def test_marks_and_layout_are_those_of_the_rules() -> None:
    rows = {said: row.what for row in listed("Marks and layout by voice") for said in row.said}
    assert {"period", "comma", "new paragraph", "caps on", "all caps off", "spell that …"} <= rows.keys()
    form = WrittenForm.read()
    for said in ("period", "comma", "question mark", "semicolon"):
        heard = [Heard(word) for word in ("pain", *said.split())]
        assert f"Writes {''.join(spaced(form(as_recognised(heard), heard)))[4:]}" == rows[said]
    assert all(what[:7] != "Writes " or what[7:].strip() for what in rows.values())


def test_without_a_note_no_sections_are_listed() -> None:
    assert {one.group for one in sayings(None, STARTER)} == {"Phrases by voice", "Marks and layout by voice"}
