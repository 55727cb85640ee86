"""What is found, in whose notes, and that no typing can break the search."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scribe_desktop.store.search import MARK_OFF, MARK_ON, MOST, expression
from scribe_desktop.store.store import Store
from tests.helpers.charts import AS_SCRIBE, MORNING, Chart, patient, typed


def found(store: Store, words: str, patient_id: str = "") -> list[tuple[str, str]]:
    """Patient and section of each hit."""
    return [(hit.patient.name, hit.key) for hit in store.search.find(words, patient_id=patient_id)]


@pytest.fixture
def jane(store: Store) -> Chart:
    chart = Chart.opened(store, patient("M-1", name="Jane Roe"))
    chart.write(hpi="Crushing chest pain since noon, no fever.", plan="Café au lait spots; aspirin 324 mg.")
    return chart


@pytest.fixture
def joe(store: Store) -> Chart:
    chart = Chart.opened(store, patient("M-2", name="Joe Doe"), started_at=MORNING + timedelta(hours=1))
    chart.write(hpi="Chest wall is tender. Back pain.")
    return chart


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("chest", [("Joe Doe", "hpi"), ("Jane Roe", "hpi")]),
        ("CHEST pain ", [("Joe Doe", "hpi"), ("Jane Roe", "hpi")]),
        ('"chest pain"', [("Jane Roe", "hpi")]),
        ("chest -fever", [("Joe Doe", "hpi")]),
        ('pain -"chest pain"', [("Joe Doe", "hpi")]),
        ("tend", [("Joe Doe", "hpi")]),
        ("tend ", []),
        ("cafe", [("Jane Roe", "plan")]),
        ("aspirin 324", [("Jane Roe", "plan")]),
        ("pain spots", []),
        ("-fever", []),
        ("", []),
        ("  *** ", []),
    ],
)
def test_all_words_are_sought_and_the_latest_visit_comes_first(
    store: Store, jane: Chart, joe: Chart, words: str, hits: list[tuple[str, str]]
) -> None:
    assert found(store, words) == hits


def test_one_patients_notes_alone_are_looked_at_when_asked_for(store: Store, jane: Chart, joe: Chart) -> None:
    assert found(store, "chest", jane.encounter.patient.id) == [("Jane Roe", "hpi")]
    assert found(store, "spots", joe.encounter.patient.id) == []


def test_a_hit_says_where_it_is_and_shows_the_words(store: Store, jane: Chart) -> None:
    (hit,) = store.search.find("fever")
    assert (hit.encounter_id, hit.note_id) == (jane.encounter.id, jane.id)
    assert (hit.patient, hit.started_at, hit.note_type) == (jane.encounter.patient, MORNING, "soap_visit")
    assert f"no {MARK_ON}fever{MARK_OFF}." in hit.snippet


def test_changed_text_is_found_by_its_new_words_only(store: Store, jane: Chart) -> None:
    jane.write(hpi="Dizzy.")
    assert found(store, "crushing") == []
    assert found(store, "dizzy") == [("Jane Roe", "hpi")]


def test_signed_notes_and_addenda_are_found(store: Store, jane: Chart) -> None:
    jane.sign()
    jane.append("Troponin came back negative.")
    assert found(store, "crushing") == [("Jane Roe", "hpi")]
    assert found(store, "troponin") == [("Jane Roe", "")]
    assert found(store, "troponin", jane.encounter.patient.id) == [("Jane Roe", "")]


def test_no_more_are_told_than_anybody_reads(store: Store) -> None:
    for number in range(MOST + 5):
        Chart.opened(store, patient(f"M-{number}"), MORNING + timedelta(days=number)).write(hpi="cough")
    hits = store.search.find("cough")
    assert len(hits) == MOST
    assert hits[0].started_at == MORNING + timedelta(days=MOST + 4)


@given(st.text(st.characters() | st.sampled_from('"-*():^ andNOT+ '), max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_whatever_is_typed_is_a_question_and_no_syntax_error(store: Store, words: str) -> None:
    store.search.find(words)


@given(st.lists(st.sampled_from(["pain", "chest", "fever", "Ödem"]), min_size=1, max_size=4))
def test_every_word_is_asked_for(words: list[str]) -> None:
    assert expression(" ".join(words) + " ") == " AND ".join(f'"{word}"' for word in words)


def test_a_save_that_fails_leaves_the_index_as_the_text_is(store: Store, jane: Chart) -> None:
    jane.sign()
    with pytest.raises(Exception, match="signed"):
        store.drafts.save(jane.id, {"hpi": typed("Zebra")}, AS_SCRIBE)
    assert found(store, "zebra") == []
