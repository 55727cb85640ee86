"""How spoken punctuation, numbers, doses and units are written, and what is left alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.language.wording import Heard, Piece, as_recognised, spaced
from scribe_desktop.language.written_form import ContinuedForm, WrittenForm

FORM = WrittenForm.read()


def written(said: str) -> str:
    heard = [Heard(word) for word in said.split()]
    return "".join(spaced(FORM(as_recognised(heard), heard)))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("blood pressure one twenty over eighty, pulse eighty two", "blood pressure 120/80, pulse 82"),
        ("Blood pressure 120 over 80.", "Blood pressure 120/80."),
        ("temperature ninety eight point six.", "temperature 98.6."),
        ("temperature of one oh one point two", "temperature of 101.2"),
        ("heart rate one oh five", "heart rate 105"),
        ("pain is three out of ten", "pain is 3/10"),
        ("strength five out of five", "strength 5/5"),
        ("harsh grade two over six murmur", "harsh grade II/VI murmur"),
        ("cranial nerves two through twelve are intact", "cranial nerves II–XII are intact"),
        ("Cough times three days.", "Cough x 3 days."),
        ("alert and oriented times three", "alert and oriented x 3"),
        ("98 percent on 2L.", "98% on 2 L."),
        ("Blood pressure is 138 over 76.", "Blood pressure is 138/76."),
        ("blood pressure was a hundred and ten over seventy", "blood pressure was 110/70"),
        ("one twenty over eighty to one thirty over eighty five", "120/80 to 130/85"),
        ("blood pressure ninety over palp", "blood pressure 90/palp"),
        ("fever of one oh one point two", "fever of 101.2"),
        ("Fever of one-oh-one point two.", "Fever of 101.2."),
        ("temperature of a hundred and one point two", "temperature of 101.2"),
        ("temp ninety eight six", "temp 98.6"),
        ("potassium four point two chloride one oh two", "potassium 4.2 chloride 102"),
        ("platelets one fifty thousand", "platelets 150,000"),
        ("heart rate in the one twenties", "heart rate in the 120s"),
        ("strength is four plus out of five", "strength is 4+/5"),
        ("two plus pitting edema", "2+ pitting edema"),
        ("Vomiting times 3.", "Vomiting x 3."),
        ("spo two ninety nine percent", "SpO2 99%"),
        ("o two sat ninety four percent", "O2 sat 94%"),
        ("a one c is eight point one", "A1c is 8.1"),
        ("weight one eighty two pounds", "weight 182 lb"),
        ("a sixty five year old man", "a 65-year-old man"),
        ("cranial nerves 2-12 intact", "cranial nerves II–XII intact"),
    ],
)
def test_measurements_are_written_as_the_field_writes_them(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Give point five milligrams of lorazepam", "Give 0.5 mg of lorazepam"),
        ("one point zero milligrams", "1 mg"),
        (".5 mg daily", "0.5 mg daily"),
        ("5.0 mg daily", "5 mg daily"),
        ("two to four milligrams", "2–4 mg"),
        ("fifteen milligrams per kilogram", "15 mg/kg"),
        ("five micrograms per kilogram per minute", "5 mcg/kg/min"),
        ("insulin ten units", "insulin 10 units"),
        ("heparin five thousand units", "heparin 5,000 units"),
        ("1,000 milligrams", "1,000 mg"),
        ("1000 milligrams", "1,000 mg"),
        ("potassium 5.0", "potassium 5.0"),
        ("Give .5mg/kg.", "Give 0.5 mg/kg."),
        ("1.0 mg/kg every", "1 mg/kg every"),
        ("1.0mg/kg", "1 mg/kg"),
        ("5.0 mcg/kg/min", "5 mcg/kg/min"),
        ("a 2.0cm lesion", "a 2.0 cm lesion"),
        ("hemoglobin 10.0 grams per deciliter", "hemoglobin 10.0 g/dL"),
        ("ceftriaxone 1.0 g IV", "ceftriaxone 1 g IV"),
        ("5.0 mEq", "5 mEq"),
        ("5.0-10.0 mg", "5–10 mg"),
        ("a hundred and five milligrams", "105 mg"),
        ("One-hundred and twenty-five mcg.", "125 mcg."),
        ("a thousand five hundred milligrams", "1,500 mg"),
        ("oh point five milligrams", "0.5 mg"),
        ("five mics per kilo per minute", "5 mcg/kg/min"),
        ("two to three percent", "2–3%"),
        ("between two and four milligrams", "between 2 and 4 mg"),
        ("two or three milligrams", "2 or 3 mg"),
        ("one and a half to two milligrams", "1.5–2 mg"),
        ("from ten to twenty milligrams", "from 10 to 20 mg"),
        ("pupils three to two millimeters", "pupils 3 to 2 mm"),
        ("one unit of packed red cells", "1 unit of packed red cells"),
        ("vitamin d three fifty thousand units", "vitamin D3 50,000 units"),
        ("vitamin d two thousand units", "vitamin d 2,000 units"),
        ("b i d", "BID"),
        ("i v q six hours", "IV q6h"),
    ],
)
def test_doses_have_no_zero_behind_and_one_in_front(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    "said",
    [
        "give 500 mg over 30 minutes",
        "3 times a day",
        "last menstrual period was in March",
        "a long period of time",
        "colon cancer screening",
        "polyps in the ascending colon",
        "a bullet wound",
        "she was in a coma",
        "twenty twenty vision",
        "the patient may first try ibuprofen",
        "take half a tablet",
        "one and a half tablets daily",
        "two thirds of the colon",
        "at three thirty",
        "heart rate was at one twenty",
        "the third of three doses",
        "2 out of 10 patients",
        "two children",
        "in the postictal period he was confused",
        "it was a difficult period for her",
        "a regular period of rest",
        "over a three day period",
        "a new line was placed in the right internal jugular",
        "New line placed today.",
        "the retained bullet in the pelvis",
        "porcelain caps on her teeth",
        "a c t scan",
        "the patient s two children",
        "heart rate one twenty two hours ago",
        "pulse eighty two hours ago",
        "at this point five patients",
        "at that point two milligrams were given",
        "in twenty fifteen minute intervals",
        "a deep slash wound",
    ],
)
def test_words_that_mean_something_else_stay_words(said: str) -> None:
    assert written(said) == said


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("seen march third twenty twenty six", "seen March 3, 2026"),
        ("on may 3 2026", "on May 3, 2026"),
        ("since may second", "since May 2"),
        ("january first two thousand and five.", "January 1, 2005."),
        ("the fifth of may", "May 5"),
        ("December twenty fifth,", "December 25,"),
        ("in twenty twenty six", "in 2026"),
        ("since nineteen ninety eight", "since 1998"),
        ("at eight thirty a m", "at 8:30 AM"),
        ("at 8 oh five p.m.", "at 8:05 PM."),
        ("at three pm", "at 3 PM"),
        ("At 3 p.m. she left", "At 3 PM she left"),
        ("at oh eight hundred", "at 0800"),
        ("surgery march two thousand nineteen", "surgery March 2019"),
        ("July thirteenth, two thousand and four", "July 13, 2004"),
        ("the year two thousand and two", "the year 2002"),
        ("june fifteen twenty twenty five", "June 15, 2025"),
        ("last seen march third", "last seen March 3"),
        ("at seven o'clock", "at 7 o'clock"),
        ("eight fifteen in the evening", "8:15 in the evening"),
    ],
)
def test_days_and_times_are_written_in_figures(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("a two and a half centimeter laceration", "a 2.5 cm laceration"),
        ("half a milligram of lorazepam", "0.5 mg of lorazepam"),
        ("one half milligram", "0.5 mg"),
        ("two and three quarters liters", "2.75 L"),
        ("a two by three centimeter mass", "a 2 x 3 cm mass"),
        ("pain seven to eight out of ten", "pain 7–8/10"),
        ("l four l five disc", "L4 L5 disc"),
        ("s one and s two are normal", "S1 and S2 are normal"),
        ("two l of oxygen", "2 L of oxygen"),
        ("vitamin c one gram", "vitamin c 1 g"),
        ("c n two through twelve intact", "CN II–XII intact"),
        ("grade three out of six systolic murmur", "grade III/VI systolic murmur"),
        ("type two diabetes", "type 2 diabetes"),
        ("stage three chronic kidney disease", "stage 3 chronic kidney disease"),
    ],
)
def test_fractions_levels_and_grades_are_written_as_the_field_writes_them(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("take one twenty milligram tablet", "take one 20 mg tablet"),
        ("two five hundred milligram tablets", "two 500 mg tablets"),
        ("take one eighty one milligram aspirin", "take one eighty one milligram aspirin"),
        ("a one eighty two pound woman", "a one eighty two pound woman"),
        ("nineteen eighty four milligrams", "nineteen eighty four milligrams"),
        ("lasix twenty two times a day", "lasix twenty two times a day"),
        ("gabapentin three hundred three times a day", "gabapentin three hundred three times a day"),
        ("potassium was four point two two days ago", "potassium was 4.2 two days ago"),
        ("creatinine one point four one week ago", "creatinine 1.4 one week ago"),
        ("seven point five two units transfused", "seven point five two units transfused"),
        ("120 over eighty two hours ago", "120 over eighty two hours ago"),
    ],
)
def test_a_number_that_could_be_a_count_and_a_dose_is_never_made_into_one(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("acetaminophen six fifty milligrams", "650 mg"),
        ("amiodarone one fifty milligrams over ten minutes", "150 mg"),
        ("saline at one twenty five milliliters per hour", "125 mL/hour"),
    ],
)
def test_a_dose_said_without_its_hundred_is_asked_about(said: str, text: str) -> None:
    heard = [Heard(word) for word in said.split()]
    (asked,) = [piece for piece in FORM(as_recognised(heard), heard) if piece.risk]
    assert (asked.text, asked.risk) == (text, "dose")
    assert asked.instead == " ".join(said.split()[asked.first : asked.last])


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("no fever comma no chills period next", "no fever, no chills. Next"),
        ("No fever, comma, no chills.", "No fever, no chills."),
        ("Clear. New paragraph. heart regular", "Clear.\n\nHeart regular"),
        ("Plan colon new line bullet aspirin next bullet rest", "Plan:\n- Aspirin\n- Rest"),
        ("open paren left close paren", " (left)"),
        ("any pain question mark no", "any pain? No"),
        ("Cough for 3 days. Period.", "Cough for 3 days."),
        ("cough for three days period no fever period", "cough for three days. No fever."),
        ("heart is regular period lungs are clear period", "heart is regular. Lungs are clear."),
        ("he is well period in the clinic", "he is well. In the clinic"),
        ("physical exam colon normal", "physical exam: normal"),
        ("she said quote never unquote today", "she said “never” today"),
        ("post dash op day two", "post-op day two"),
        ("CT hyphen guided", "CT-guided"),
        ("and forward slash or", "and/or"),
    ],
)
def test_spoken_marks_take_the_place_of_those_the_recogniser_set(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("the caps on north wing caps off clinic", "the North Wing clinic"),
        ("all caps on do not resuscitate. all caps off He", "DO NOT RESUSCITATE. He"),
        ("called all caps mrsa today", "called MRSA today"),
        ("Dr. spell that k-r-o-l", "Dr. krol"),
        ("spelled c, e, l, e", "cele"),
        ("spell it kilo romeo", "kr"),
        ("spell that k e double p r a", "keppra"),
        ("she can spell it", "she can spell it"),
    ],
)
def test_capitals_and_letters_can_be_asked_for(said: str, text: str) -> None:
    assert written(said) == text


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("elevated p s a", "elevated PSA"),
        ("has a u t i", "has a UTI"),
        ("with a d h d", "with ADHD"),
        ("B M P, C B C, blood culture", "BMP, CBC, blood culture"),
        ("the m r i i saw", "the MRI i saw"),
        ("hepatitis c r n a", "hepatitis c r n a"),
        ("yeah i i i did", "yeah i i i did"),
        ("시 가 죠", "시 가 죠"),
        ("m r n one two three four five six", "MRN 123456"),
    ],
)
def test_letters_said_one_by_one_are_the_abbreviation_that_they_make(said: str, text: str) -> None:
    assert written(said) == text


def test_what_was_heard_and_why_it_wants_a_look_goes_into_the_joined_piece() -> None:
    pieces = (Piece("five", 0, 1, heard="hive", risk="corrected"), Piece("milligrams", 1, 2))
    assert FORM(pieces, []) == (Piece("5 mg", 0, 2, heard="hive milligrams", risk="corrected"),)


SAID = """one twenty point five over 120 80. mg units comma period new line times days , 2L"""
WORDS = st.sampled_from(SAID.split())


@given(st.lists(WORDS, max_size=12))
def test_every_heard_word_stands_behind_exactly_one_piece(said: list[str]) -> None:
    heard = [Heard(word) for word in said]
    pieces = FORM(as_recognised(heard), heard)
    covered = [at for piece in pieces for at in range(piece.first, piece.last)]
    assert covered == list(range(len(said)))


@given(st.text(max_size=40))
def test_no_text_is_too_odd(said: str) -> None:
    written(said)


def test_a_clinic_may_bring_rules_of_its_own(tmp_path: Path) -> None:
    rules = tmp_path / "spoken.toml"
    rules.write_text('[class]\n[unit]\n[[rule]]\nsay = "dash"\nwrite = "–"\n', encoding="utf-8")
    form = WrittenForm.read(rules)
    assert [piece.text for piece in form(as_recognised([Heard("dash")]), [])] == ["–"]


def test_capitals_stay_on_over_a_pause_until_they_are_put_off_or_another_dictation_begins() -> None:
    form = ContinuedForm(FORM)

    def say(said: str) -> str:
        heard = [Heard(word) for word in said.split()]
        return "".join(spaced(form(as_recognised(heard), heard)))

    assert say("caps on") == ""
    assert [say("warning signs"), say("caps off"), say("take with food")] == [
        "Warning Signs",
        "",
        "take with food",
    ]
    assert [say("all caps"), say("stat labs")] == ["", "STAT labs"]
    say("all caps on")
    form.begin()
    assert say("no fever") == "no fever"
