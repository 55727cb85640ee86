"""Each rule: what it finds, where, and what it leaves alone."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop import assets
from scribe_desktop.checks.do_not_use import misreadable
from scribe_desktop.checks.finding import Finding, Severity, Subject, blanks
from scribe_desktop.checks.rules import RULES, check
from scribe_desktop.notes.copied import CopiedFrom, confirmed
from scribe_desktop.notes.encounter import Encounter
from scribe_desktop.notes.note_type import FieldSpec, NoteType, SectionSpec
from scribe_desktop.notes.passage import Origin, Passage, Source
from scribe_desktop.notes.patient import Patient, Sex
from scribe_desktop.notes.provenance import OTHER_PATIENT, OUTSIDE
from scribe_desktop.phrases import expansion
from tests.helpers.note_types import BUILT_IN, SOAP

VISIT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
BORN = date(1972, 1, 5)
"""54 years old at the visit."""
LONG = "The patient was counselled on diet and exercise and will keep a diary of home readings."


def found(
    rule: str,
    *,
    sex: Sex = Sex.FEMALE,
    born: date = BORN,
    fields: dict[str, str] | None = None,
    note_type: str = SOAP.key,
    **texts: str,
) -> list[Finding]:
    """What one rule finds in a note with these sections."""
    source = Source(Origin.TYPED, "scribe")
    content = {key: Passage.of(text, source) for key, text in (texts | (fields or {})).items()}
    encounter = Encounter("e", Patient("p", "Jane Roe", born, sex, "1"), "Office visit", "d", VISIT)
    others = {other.id for other in RULES} - {rule}
    return list(check(Subject(BUILT_IN.of_note(note_type, content), content, encounter), off=others))


FINDS = [
    ("blank", {"hpi": "Pain for *** days"}, ["***"]),
    ("other-sex", {"hpi": "A 54-year-old man with chest pain."}, ["man"]),
    ("other-age", {"hpi": "Ms. Roe is a 45 y.o. female who presents with cough."}, ["45"]),
    ("sex-specific", {"exam": "Prostate enlarged."}, ["Prostate"]),
    ("complaint-denied", {"cc": "Cough", "ros": "Respiratory: denies fever, cough."}, ["cough"]),
    ("complaint-denied", {"cc": "SOB", "ros": "No dyspnea. No fever."}, ["dyspnea"]),
    ("complaint-denied", {"cc": "CP x 2d", "ros": "Denies chest pain"}, ["chest pain"]),
    ("complaint-denied", {"cc": "Chest pain", "ros": "Denies CP, SOB"}, ["CP"]),
    ("complaint-denied", {"cc": "N/V", "ros": "Denies vomiting"}, ["vomiting"]),
    ("complaint-denied", {"cc": "ST since Monday", "ros": "No sore throat"}, ["sore throat"]),
    ("complaint-denied", {"cc": "Left leg pain", "ros": "Denies leg pain"}, ["leg pain"]),
    ("complaint-denied", {"cc": "Confusion", "ros": "Neuro: no confusion"}, ["confusion"]),
    ("complaint-denied", {"cc": "Blood in stool", "ros": "GI: denies rectal bleeding"}, ["rectal bleeding"]),
    ("sides", {"hpi": "Left knee pain.", "exam": "Right knee: swelling."}, ["Right"]),
    ("sides", {"hpi": "Pain in her right lower leg.", "tests": "X-ray left leg"}, ["left"]),
    ("sides", {"hpi": "Left chest pain.", "exam": "Right chest wall tender."}, ["Right"]),
    ("sides", {"hpi": "Right lower quadrant pain.", "exam": "Abdomen: LLQ tender."}, ["LLQ"]),
    ("sides", {"hpi": "Cut her left index finger.", "problems": "Laceration of right finger"}, ["right"]),
    ("sides", {"hpi": "Stubbed left toe.", "exam": "Right great toe bruised."}, ["Right"]),
    ("sides", {"hpi": "Lump in the left cheek.", "exam": "Mass of the right cheek."}, ["right"]),
    ("sides", {"hpi": "Swollen left lower extremity.", "exam": "Right leg swollen."}, ["Right"]),
    ("sides", {"hpi": "Left-sided chest pain.", "exam": "Right chest tender."}, ["Right"]),
    ("sides", {"hpi": "Left-sided weakness.", "exam": "Right-sided weakness."}, ["Right"]),
    ("sides", {"hpi": "L knee pain.", "exam": "R knee swollen."}, ["R"]),
    ("sides", {"hpi": "Pain in the knee on the left.", "exam": "Right knee swollen."}, ["Right"]),
    ("sides", {"hpi": "Left knee pain.", "exam": "Knee (right) swollen."}, ["right"]),
    (
        "sides",
        {"hpi": "Left knee pain.", "exam": "Left knee swollen.", "tests": "X-ray right knee"},
        ["right"],
    ),
    ("none-known", {"allergies": "NKDA", "hpi": "She is allergic to penicillin."}, ["NKDA"]),
    ("none-known", {"allergies": "No known allergies. Allergic to latex."}, ["No known allergies"]),
    ("none-known", {"allergies": "No known allergies\nPeanuts"}, ["No known allergies"]),
    ("none-known", {"allergies": "No known allergies / Peanuts"}, ["No known allergies"]),
    ("none-known", {"allergies": "NKA", "pmh": "Asthma\nPeanut allergy"}, ["NKA"]),
    ("none-known", {"allergies": "NKA\nAllergies: peanuts"}, ["NKA"]),
    ("none-known", {"allergies": "NKA", "pmh": "Anaphylaxis to bee stings"}, ["NKA"]),
    ("allergic", {"allergies": "Penicillin (hives)", "plan_medications": "Augmentin 875 mg"}, ["Augmentin"]),
    ("allergic", {"allergies": "PCN", "plan_medications": "Amoxicillin 500 mg"}, ["Amoxicillin"]),
    ("allergic", {"allergies": "Sulfa", "problems": "UTI. Start Bactrim DS twice daily."}, ["Bactrim"]),
    ("no-unit", {"plan_medications": "Metoprolol 25 twice daily"}, ["25"]),
    ("no-unit", {"medications": "lisinopril 10"}, ["10"]),
    ("no-unit", {"medications": "ticagrelor 90 bid\nsacubitril 24 bid"}, ["90", "24"]),
    ("no-unit", {"medications": "Entresto 24 by mouth twice daily"}, ["24"]),
    ("no-unit", {"medications": "insulin glargine 10\nToprol XL 50 daily"}, ["10", "50"]),
    ("no-unit", {"plan_medications": "amoxicillin 500 x 7 days\nprednisone 40 x5d"}, ["500", "40"]),
    ("no-unit", {"medications": "Metformin: 500\nDigoxin 0.125 daily"}, ["500", "0.125"]),
    ("trailing-zero", {"plan_medications": "warfarin 1.0 mg"}, ["1.0"]),
    ("leading-zero", {"plan_medications": "digoxin .125 mg"}, [".125"]),
    (
        "do-not-use",
        {"plan_medications": "10U insulin, 5 IU vitamin D, qd, Q.O.D., MS, MSO4 and MgSO4"},
        ["U", "IU", "qd", "Q.O.D.", "MS", "MSO4", "MgSO4"],
    ),
    ("no-such-day", {"hpi": "Surgery on 02/30/2021."}, ["02/30/2021"]),
    ("future", {"hpi": "Admitted on 12/30/2027."}, ["12/30/2027"]),
    ("future", {"hpi": "Seen 12/31/27. Fell on March 3, 2027."}, ["12/31/27", "March 3, 2027"]),
    ("future", {"pmh": "Stroke 03/2028, again Sept 2029"}, ["03/2028", "Sept 2029"]),
    ("no-such-day", {"hpi": "Surgery on February 30, 2021."}, ["February 30, 2021"]),
    ("future", {"problems": "DOB 2027-01-05"}, ["2027-01-05"]),
    ("repeated", {"problems": f"{LONG}\n\nAsthma.\n{LONG}"}, [LONG]),
    ("phrase-name", {"hpi": ".hpicough"}, [".hpicough"]),
    ("phrase-name", {"exam": "Heart regular. .exlung\n.abd soft"}, [".exlung", ".abd"]),
]

LEAVES_ALONE = [
    ("other-sex", {"hpi": "A 54-year-old woman with chest pain."}),
    ("other-age", {"hpi": "A 54-year-old with pain. Her husband is a 60-year-old man who is well."}),
    (
        "other-age",
        {"hpi": "She has a 9-year-old brother who is well. Former 34+3-week-old twin with a cough."},
    ),
    ("other-age", {"hpi": "She has been well since she was a 20-year-old woman."}),
    ("sex-specific", {"family": "Father: prostate cancer.", "hpi": "Her husband has prostate cancer."}),
    ("complaint-denied", {"cc": "Follow-up of cough", "ros": "Denies cough."}),
    ("complaint-denied", {"cc": "Cough", "ros": "Reports cough. Denies fever."}),
    ("complaint-denied", {"cc": "First St. clinic", "ros": "Denies sore throat"}),
    ("complaint-denied", {"cc": "CP x 2d", "ros": "Denies cough"}),
    ("complaint-denied", {"cc": "Shortness of breath", "ros": "Denies dyspnea on exertion."}),
    ("sides", {"hpi": "Left knee pain.", "exam": "Left knee swollen. Right knee normal."}),
    ("sides", {"hpi": "Left knee pain, right knee replaced.", "exam": "Right knee scar."}),
    ("sides", {"hpi": "Left knee pain.", "exam": "Right knee normal."}),
    ("sides", {"hpi": "Left knee pain.", "exam": "Right knee: no effusion, non-tender."}),
    ("sides", {"hpi": "Left knee pain.", "exam": "Swollen compared with the right knee."}),
    ("sides", {"hpi": "Left knee pain.", "exam": "Left and right knee tender.", "tests": "X-ray right knee"}),
    ("sides", {"hpi": "Left hip pain.", "exam": "She left her hip brace at home. Heart rate right now 80."}),
    ("sides", {"hpi": "Pain of both knees, worse on the left.", "exam": "Right knee tender."}),
    ("sides", {"hpi": "L knee pain after L5 surgery.", "exam": "Left knee tender. R. Smith knee clinic."}),
    ("none-known", {"allergies": "No known drug allergies. Allergies to pollen."}),
    ("none-known", {"allergies": "NKDA"}),
    ("none-known", {"allergies": "NKDA", "pmh": "Peanut allergy"}),
    ("none-known", {"allergies": "No known allergies\nReviewed by nursing\nTolerates penicillin"}),
    ("none-known", {"allergies": "NKA", "pmh": "No peanut allergy. Seasonal allergies. Allergy test"}),
    ("none-known", {"allergies": "NKA", "hpi": "Her son has a peanut allergy. Denies hives after nuts."}),
    ("allergic", {"allergies": "Penicillin", "problems": "Avoid amoxicillin because of allergy."}),
    ("allergic", {"allergies": "No allergy to penicillin", "problems": "Amoxicillin 500 mg"}),
    ("no-unit", {"plan_medications": "Metoprolol 25 mg twice daily; aspirin 81mg; insulin 10 units"}),
    ("no-unit", {"medications": "1. Metformin\n2. Lisinopril\n3"}),
    ("no-unit", {"hpi": "Sodium 135, potassium 4.1. Prevnar 20 given. Started ticagrelor 2019"}),
    ("no-unit", {"medications": "amoxicillin 500 mg x 7 days; insulin glargine 10 units; senna 2 tabs"}),
    ("trailing-zero", {"results": "Creatinine 1.0 mg/dL", "plan_medications": "10 mg, 0.5 mg"}),
    ("leading-zero", {"plan_medications": "digoxin 0.125 mg"}),
    ("do-not-use", {"results": "ALT 34 U/L, TSH 2 mIU/L, CA-125 20 U/mL", "medications": "U-100, MS Contin"}),
    ("do-not-use", {"hpi": "Ms. Roe, an MS3, U/S and UA done, EMS, IUD, qid, aqd", "exam": "lesion 1.0 cm"}),
    ("no-such-day", {"hpi": "Surgery on 02/28/2021, ratio 130/80."}),
    ("no-such-day", {"hpi": "Seen in 02/2021 and on March 3rd, 2021; 13/45/20; BP 120/2000"}),
    ("future", {"hpi": "Seen 03/02/26, 12/31/72, in March 2026. DOB 01/05/27", "pmh": "Since June 3, 1990"}),
    ("future", {"hpi": "Surgery is scheduled for 12/30/2027.", "follow_up": "Return 04/01/2026"}),
    ("repeated", {"hpi": LONG, "problems": LONG}),
    ("phrase-name", {"hpi": "Well ... then, see note.pdf and .profile/x. Then.so"}),
]


@pytest.mark.parametrize(("rule", "texts", "quotes"), FINDS)
def test_a_rule_points_at_what_is_wrong(rule: str, texts: dict[str, str], quotes: list[str]) -> None:
    findings = found(rule, fields=texts)
    assert [finding.quote for finding in findings] == quotes
    assert all(texts[finding.key][finding.start : finding.end] == finding.quote for finding in findings)


@pytest.mark.parametrize(("rule", "texts"), LEAVES_ALONE)
def test_a_rule_leaves_alone_what_is_right(rule: str, texts: dict[str, str]) -> None:
    assert found(rule, fields=texts) == []


def test_every_rule_is_tried_here_but_those_about_keys_fields_and_sources() -> None:
    apart = {"required", "vitals", "copied", "dictation", "other-patient"}
    assert {rule.id for rule in RULES} - {row[0] for row in FINDS} == apart


def test_required_sections_stop_a_note_that_leaves_them_empty() -> None:
    findings = found("required", cc="Cough", hpi="  \n")
    assert [finding.key for finding in findings] == ["hpi", "problems"]
    assert {finding.severity for finding in findings} == {Severity.STOPS}


def test_required_fields_stop_a_note_that_leaves_them_empty_whatever_else_the_section_says() -> None:
    asked = FieldSpec("wound.length", "Length", required=True), FieldSpec("wound.depth", "Depth")
    wound = NoteType("w", "Wound", "", "", (SectionSpec("wound", "Wound", "O", required=True, fields=asked),))

    def told(**texts: str) -> list[tuple[str, str]]:
        said = {
            key.replace("_", "."): Passage.of(text, Source(Origin.TYPED, "s")) for key, text in texts.items()
        }
        encounter = Encounter(
            "e", Patient("p", "Jane Roe", BORN, Sex.FEMALE, "1"), "Office visit", "d", VISIT
        )
        return [(one.key, one.message) for one in check(Subject(wound, said, encounter))]

    missing = [("wound.length", "Length is not filled in, and the note needs it")]
    assert told() == told(wound="Clean.", wound_depth="2") == told(wound_length=" ") == missing
    assert told(wound_length="4") == []


@pytest.mark.parametrize(
    ("born", "pulse", "doubted"),
    [
        (BORN, "82", False),
        (BORN, "230", True),
        (BORN, "eighty", True),
        (date(2026, 2, 20), "160", False),
        (date(2026, 2, 20), "60", True),
        (date(2025, 6, 1), "60", True),
        (date(2019, 6, 1), "60", False),
    ],
)
def test_vital_signs_are_judged_by_age(born: date, pulse: str, doubted: bool) -> None:
    findings = found("vitals", born=born, fields={"vitals.heart_rate": pulse})
    assert [finding.quote for finding in findings] == [pulse] * doubted


@pytest.mark.parametrize(
    ("value", "doubted"), [("120/80", False), ("80/120", True), ("120/130", True), ("120/120", True)]
)
def test_the_diastolic_pressure_is_below_the_systolic_one(value: str, doubted: bool) -> None:
    findings = found("vitals", fields={"vitals.blood_pressure": value})
    assert [finding.quote for finding in findings] == [value] * doubted
    told = found("vitals", hpi=f"At home her BP was {value}.")
    assert [finding.quote for finding in told] == [value] * doubted


@pytest.mark.parametrize(
    ("rule", "key", "text", "fixed"),
    [
        ("trailing-zero", "plan_medications", "warfarin 5.0 mg", "warfarin 5 mg"),
        ("leading-zero", "plan_medications", "digoxin .125 mg", "digoxin 0.125 mg"),
        ("do-not-use", "plan_medications", "Aspirin 81 mg Q.D. Recheck.", "Aspirin 81 mg daily. Recheck."),
        ("do-not-use", "plan_medications", "every other: qod", "every other: every other day"),
        ("do-not-use", "plan_medications", "10U at night", "10 units at night"),
        ("do-not-use", "medications", "vitamin D 400 IU", "vitamin D 400 international units"),
        ("other-age", "hpi", "A 45-year-old woman.", "A 54-year-old woman."),
        ("repeated", "problems", f"{LONG}\n{LONG}", f"{LONG}\n"),
    ],
)
def test_a_fix_settles_its_finding(rule: str, key: str, text: str, fixed: str) -> None:
    (finding,) = found(rule, fields={key: text})
    assert finding.fix is not None
    assert text[: finding.start] + finding.fix + text[finding.end :] == fixed
    assert found(rule, fields={key: fixed}) == []


def test_no_side_is_written_over_the_examiners() -> None:
    (finding,) = found("sides", hpi="Left knee pain.", exam="Right knee swollen.")
    assert finding.fix is None
    assert "see which is right" in finding.message


def test_an_unknown_sex_contradicts_nothing() -> None:
    assert found("sex-specific", sex=Sex.OTHER, exam="Prostate and uterus.") == []


def test_what_stops_comes_first() -> None:
    source = Source(Origin.TYPED, "scribe")
    content = {"hpi": Passage.of("A 45-year-old woman took .5 mg for *** days.", source)}
    encounter = Encounter("e", Patient("p", "Jane Roe", BORN, Sex.FEMALE, "1"), "Office visit", "d", VISIT)
    findings = check(Subject(SOAP, content, encounter))
    assert [finding.rule for finding in findings] == [
        "required",
        "blank",
        "required",
        "other-age",
        "leading-zero",
    ]


def test_a_blank_is_what_phrases_leave() -> None:
    assert list(blanks(f"a {expansion.BLANK} b")) == [(2, 5)]


def test_an_open_blank_is_told_by_the_words_beside_it() -> None:
    text = "Location and radiation: ***\n*** of 10, {left|right} side\n***"
    assert [finding.message for finding in found("blank", hpi=text)] == [
        "An open blank after “Location and radiation:”: fill it or delete it",
        "An open blank before “of 10,”: fill it or delete it",
        "An open blank: fill it or delete it",
    ]


def test_ids_are_plain_words_and_used_once() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z-]+", name) for name in ids)


@pytest.mark.parametrize("text", ["no " * 50_000, "a" * 1_000_000, "1.0" * 100_000, ".,;" * 100_000])
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    began = datetime.now(UTC)
    check(
        Subject(
            SOAP,
            {key: Passage.of(text, Source(Origin.PASTED, "x")) for key in ("cc", "hpi", "ros")},
            Encounter("e", Patient("p", "Jane Roe", BORN, Sex.FEMALE, "1"), "Office visit", "d", VISIT),
        )
    )
    assert (datetime.now(UTC) - began).total_seconds() < 30


def test_the_words_are_lower_case() -> None:
    words = Path(assets.resource("checks", "words.toml")).read_text(encoding="utf-8")
    listed = re.findall(r'"([^"]+)"', "\n".join(line for line in words.splitlines() if line[:1] != "#"))
    assert [word for word in listed if word != word.casefold()] == []


@pytest.mark.parametrize(
    ("rule", "note_type", "texts", "quote"),
    [
        (
            "sides",
            "procedure_note",
            {"consent": "Left knee.", "technique": "Right knee."},
            "Right",
        ),
        (
            "sides",
            "trauma",
            {"mechanism": "Struck left leg.", "imaging": "Right leg broken."},
            "Right",
        ),
        ("allergic", "ed_visit", {"allergies": "Penicillin", "treatment": "Amoxicillin 1 g."}, "Amoxicillin"),
        ("allergic", "consult", {"allergies": "Penicillin", "plan": "Amoxicillin 1 g."}, "Amoxicillin"),
        ("other-sex", "consult", {"referral_reason": "54-year-old man with chest pain."}, "man"),
        ("required", "trauma", {"hpi": "-"}, ""),
        ("future", "trauma", {"mechanism": "Fell on 12/31/2027."}, "12/31/2027"),
        ("future", "trauma", {"imaging": "CT of 12/31/2027: clear."}, "12/31/2027"),
        ("future", "trauma", {"prehospital": "Intubated 12/31/2027."}, "12/31/2027"),
        ("future", "consult", {"records": "Letter of 12/31/2027."}, "12/31/2027"),
        ("future", "inpatient_progress", {"interval": "Fever on 12/31/2027."}, "12/31/2027"),
        ("future", "ed_visit", {"ed_course": "Given 12/31/2027."}, "12/31/2027"),
    ],
)
def test_rules_read_the_sections_that_other_note_types_have(
    rule: str, note_type: str, texts: dict[str, str], quote: str
) -> None:
    assert quote in [finding.quote for finding in found(rule, note_type=note_type, fields=texts)]


def about_sources(rule: str, *pieces: tuple[str, Source]) -> list[Finding]:
    content = {"pmh": Passage.join(pieces), "vitals.heart_rate": Passage.join(pieces[-1:])}
    encounter = Encounter("e", Patient("p", "Jane Roe", BORN, Sex.FEMALE, "1"), "Office visit", "d", VISIT)
    return list(check(Subject(SOAP, content, encounter), off={other.id for other in RULES} - {rule}))


def test_copied_text_is_pointed_at_once_a_section_until_it_is_confirmed() -> None:
    earlier = CopiedFrom("n", "v", date(2026, 2, 1), "Ada Okafor, MD")
    waits = Source(Origin.COPIED, "scribe", earlier.detail)
    typed = Source(Origin.TYPED, "scribe")
    first, second = about_sources(
        "copied", ("Today: ", typed), ("asthma\neczema", waits), (".", typed), ("78", waits)
    )
    assert (first.key, first.quote) == ("pmh", "asthma")
    told = "Copied from the note of 02/01/2026 by Ada Okafor, MD, not confirmed"
    assert first.message == f"{told} (2 more in this section)"
    assert (second.key, second.quote, second.message) == ("vitals.heart_rate", "78", told)
    assert {first.severity, second.severity} == {Severity.LOOK}
    read = confirmed(waits, "scribe", VISIT)
    assert about_sources("copied", ("asthma", read), ("78", read)) == []


def test_text_of_another_patient_is_pointed_at() -> None:
    strange, outside = (Source(Origin.PASTED, "scribe", detail) for detail in (OTHER_PATIENT, OUTSIDE))
    [found] = about_sources("other-patient", ("Letter: ", outside), ("diabetes", strange), ("78", outside))
    assert (found.key, found.quote, found.severity) == ("pmh", "diabetes", Severity.LOOK)


def test_the_list_of_the_joint_commission_is_always_checked() -> None:
    always = {rule.id for rule in RULES if rule.always}
    assert always == {"do-not-use", "trailing-zero", "leading-zero"}
    encounter = Encounter("e", Patient("p", "Jane Roe", BORN, Sex.FEMALE, "1"), "Office visit", "d", VISIT)
    content = {"plan_medications": Passage.of("warfarin 5.0 mg qd", Source(Origin.TYPED, "x"))}
    findings = check(Subject(SOAP, content, encounter), off={rule.id for rule in RULES})
    assert {finding.rule for finding in findings} == {"do-not-use", "trailing-zero"}


@pytest.mark.parametrize(
    ("text", "choices"), [("on MS now", 6), ("MSO4 2 mg", 2), ("MgSO4 1 g", 2), ("qd", 1)]
)
def test_only_a_person_can_say_which_sulfate_is_meant(text: str, choices: int) -> None:
    (one,) = misreadable(text)
    assert len(one.write) == choices


@given(st.text(alphabet="MSOIUQD.qodu0154 g/\n", max_size=60))
def test_whatever_the_text_what_is_misreadable_lies_in_it(text: str) -> None:
    for one in misreadable(text):
        assert 0 <= one.start < one.end <= len(text)
        assert not text[one.start : one.end].isspace()
