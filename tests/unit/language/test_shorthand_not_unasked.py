"""Sentences in which a short form must not be written out unasked, and such in which it goes on being."""

import pytest

from scribe_desktop.language.shorthand import find
from scribe_desktop.language.typed_shorthand import just_completed
from tests.unit.language.test_shorthand import TABLE, written_out

NOT_UNASKED = [
    ("CT: 3 mm stone", "hpi", "mm"),
    ("CKD stage IV", "hpi", "IV"),
    ("500 MG tylenol", "hpi", "MG"),
    ("ESRD on HD", "pmh", "HD"),
    ("1 tab daily", "pmh", "tab"),
    ("SAW HE AND BED", "pmh", "HE"),
    ("SAW HE AND BED", "pmh", "BED"),
    ("SEEN BY AN INTERN", "pmh", "AN"),
    ("JOHN DOE", "hpi", "DOE"),
    ("2 PPD tests", "results", "PPD"),
    ("lispro 5 units ac", "medications", "ac"),
    ("lispro 5 units ac", "plan_medications", "ac"),
    ("Vitamin K", "ed_course", "K"),
    ("Vitamin K", "results", "K"),
    ("ESRD on PD", "pmh", "PD"),
    ("s/p ICD", "problems", "ICD"),
    ("SBP 180", "pmh", "SBP"),
    ("SBP 180", "problems", "SBP"),
    ("PSA 4.5", "pmh", "PSA"),
    ("STD testing", "results", "STD"),
    ("STD testing", "tests", "STD"),
    ("Denies SI", "exam", "SI"),
    ("ASD closure", "pmh", "ASD"),
    ("ASD closure", "problems", "ASD"),
    ("stent to PDA", "pmh", "PDA"),
    ("PCP prophylaxis", "hpi", "PCP"),
    ("pos for PCP", "results", "PCP"),
    ("MAC infection", "hpi", "MAC"),
    ("hep B vaccine", "medications", "hep"),
    ("MR brain", "hpi", "MR"),
    ("pain dt fall", "hpi", "dt"),
    ("appy 2010", "pmh", "appy"),
    ("ST elevation", "hpi", "ST"),
    ("LS spine", "hpi", "LS"),
    ("LES tone", "hpi", "LES"),
    ("pv exam", "problems", "pv"),
    ("CN III, IV intact", "exam", "IV"),
    ("IV placed", "hpi", "IV"),
    ("2 hr later", "vitals", "hr"),
    ("120/80 mm Hg", "hpi", "Hg"),
    ("on NPH 20 units", "hpi", "NPH"),
    ("on Robitussin DM", "medications", "DM"),
    ("INH for TB", "medications", "INH"),
    ("ICA stenosis", "results", "ICA"),
    ("COVID Ag negative", "results", "Ag"),
    ("oxycodone IR", "plan_medications", "IR"),
    ("Adderall XR", "results", "XR"),
    ("APAP at night", "medications", "APAP"),
    ("ASA class III", "anesthesia", "ASA"),
    ("GBS positive", "problems", "GBS"),
    ("OM of the foot", "pmh", "OM"),
    ("wait in aVR", "hpi", "aVR"),
    ("Lisa aka Liz", "hpi", "aka"),
    ("lives with 2 dtrs", "social", "dtrs"),
    ("seen by several MDs", "hpi", "MDs"),
    ("CEA elevated", "pmh", "CEA"),
    ("takes PEG daily", "pmh", "PEG"),
    ("MRI with gad", "hpi", "gad"),
    ("occ EtOH", "social", "occ"),
    ("strong pulses 2/2", "exam", "2/2"),
    ("asthma VS COPD", "hpi", "VS"),
    ("s/p renal tx", "hpi", "tx"),
    ("urine c/s", "hpi", "c/s"),
    ("cor pulmonale", "exam", "cor"),
    ("prox fib fx", "results", "fib"),
]


@pytest.mark.parametrize(("text", "section", "short"), NOT_UNASKED)
def test_what_may_be_something_else_is_not_written_out_unasked(text: str, section: str, short: str) -> None:
    """Neither by the key nor while it is typed."""
    start = text.index(short)
    end = start + len(short)
    unasked = [one for one in find(text, (section,), TABLE) if one.certain]
    assert not [one for one in unasked if one.start < end and start < one.end]
    typed = just_completed(text[:end], (section,), TABLE)
    assert typed is None or not typed.certain


@pytest.mark.parametrize(
    ("short", "section", "meaning"),
    [
        ("HD", "pmh", "hemodialysis"),
        ("PD", "pmh", "peritoneal dialysis"),
        ("ac", "medications", "before meals"),
        ("ASD", "problems", "atrial septal defect"),
        ("PDA", "pmh", "posterior descending artery"),
        ("PCP", "hpi", "Pneumocystis pneumonia"),
        ("PCP", "results", "phencyclidine"),
        ("MAC", "hpi", "Mycobacterium avium complex"),
        ("appy", "pmh", "appendectomy"),
        ("ICD", "problems", "implantable cardioverter-defibrillator"),
        ("SBP", "pmh", "systolic blood pressure"),
        ("PSA", "pmh", "prostate-specific antigen"),
        ("STD", "results", "sexually transmitted disease"),
        ("SI", "exam", "suicidal ideation"),
        ("ppd", "pmh", "packs per day"),
        ("MR", "hpi", "magnetic resonance"),
        ("dt", "hpi", "due to"),
    ],
)
def test_what_it_may_mean_is_among_the_answers(short: str, section: str, meaning: str) -> None:
    (found,) = find(f"the {short}", (section,), TABLE)
    assert meaning in found.meanings


@pytest.mark.parametrize(
    ("text", "section", "full"),
    [
        ("pt c/o SOB", "hpi", "Patient complains of shortness of breath"),
        (
            "the pt has h/o HTN, DM2",
            "pmh",
            "the patient has history of hypertension, type 2 diabetes mellitus",
        ),
        ("HTN 2010, CABG 2012", "pmh", "Hypertension 2010, coronary artery bypass graft 2012"),
        ("HTN HLD COPD", "pmh", "Hypertension hyperlipidemia chronic obstructive pulmonary disease"),
        ("CT: normal", "hpi", "Computed tomography: normal"),
        ("20 mg po bid, 2 tabs prn", "medications", "20 mg by mouth twice daily, 2 tablets as needed"),
        ("3 wks ago", "hpi", "3 weeks ago"),
        ("BP 120/80 w/o SOB", "hpi", "Blood pressure 120/80 without shortness of breath"),
        ("Gen: NAD. PERRL", "exam", "Gen: no acute distress. Pupils equal, round and reactive to light"),
        ("PATIENT HAS HTN", "hpi", "PATIENT HAS hypertension"),
        ("smokes 1 ppd", "social", "smokes 1 pack per day"),
        ("smokes 1-2 ppd", "social", "smokes 1-2 packs per day"),
        ("smokes 1.5 PPD", "pmh", "smokes 1.5 packs per day"),
        ("1/2ppd x 20 yrs", "social", "1/2 pack per day for 20 years"),
        ("fever x 3d ago", "hpi", "fever 3 days ago"),
        ("x1 wk ago, x2wk", "hpi", "1 week ago, for 2 weeks"),
    ],
)
def test_what_can_mean_one_thing_goes_on_being_written_out(text: str, section: str, full: str) -> None:
    assert written_out(text, section) == full


@pytest.mark.parametrize(
    "text",
    [
        "NYHA class IV",
        "cranial nerves III, IV and VI",
        "stages III-IV",
        "type IV",
        "CN II, III, IV",
        "stage: IVb",
    ],
)
def test_roman_numerals_are_no_short_forms(text: str) -> None:
    assert not [one for one in find(text, ("hpi",), TABLE) if text[one.start : one.end].startswith("IV")]


@pytest.mark.parametrize("text", ["has MS and RA", "Assessment: MS", "HTN, MS, CAD", "PMH: MS. Walks"])
def test_capitals_among_short_forms_and_small_letters_are_asked_about(text: str) -> None:
    start = text.index("MS")
    assert [one.certain for one in find(text, ("pmh",), TABLE) if one.start == start] == [False]
