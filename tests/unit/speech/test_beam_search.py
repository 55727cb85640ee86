"""The search on real speech with the real models, and how it takes tokens apart."""

from pathlib import Path

import numpy as np
import pytest

from scribe_desktop import assets
from scribe_desktop.speech.acoustic_model import AcousticModel, Samples, read_pieces
from scribe_desktop.speech.audio_file import AudioFile
from scribe_desktop.speech.beam_search import BeamSearch, Piece, Weights, loops, piece_of, repeats
from scribe_desktop.speech.language_model import LanguageModel
from scribe_desktop.speech.moonshine import model_folder
from tests.helpers.recordings import TWO_CITIES, beginning, recall, spoken


@pytest.fixture(scope="module")
def search() -> BeamSearch:
    folder = model_folder()
    language = LanguageModel(assets.resource("vocabulary", "words.npz"))
    return BeamSearch(AcousticModel(folder), read_pieces(folder / "tokenizer.bin"), language)


def led_in(path: Path) -> Samples:
    with AudioFile.open(path) as audio:
        sound = np.frombuffer(b"".join(audio.blocks()), np.int16).astype(np.float32) / 32768
    return np.concatenate([np.zeros(16_000, np.float32), sound])


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("▁Hist", Piece(begins=True, letters="hist", ends=False, stops=False)),
        ("ory", Piece(begins=False, letters="ory", ends=False, stops=False)),
        ("'s", Piece(begins=False, letters="s", ends=False, stops=False)),
        ("-", Piece(begins=False, letters="", ends=True, stops=False)),
        (".", Piece(begins=False, letters="", ends=True, stops=True)),
        ("▁", Piece(begins=True, letters="", ends=False, stops=False)),
        ("▁пер", None),
        ("<<ST_7>>", None),
        ("", None),
    ],
)
def test_a_token_is_taken_apart_for_the_language_model(text: str, piece: Piece | None) -> None:
    assert piece_of(text) == piece


@pytest.mark.parametrize(
    ("tokens", "looping"),
    [
        ((1, 2, 3, 1, 2, 3, 1, 2, 3), True),
        ((7,) * 5, True),
        ((7, 7), False),
        ((1, 2, 1, 2, 1, 2), False),
        ((), False),
    ],
)
def test_what_repeats_itself_over_and_over_is_a_loop(tokens: tuple[int, ...], *, looping: bool) -> None:
    assert loops(tokens) is looping


def test_a_phrase_of_five_words_is_not_said_twice_in_a_row() -> None:
    assert repeats("it was the age of foolishness it was the age of foolishness")
    assert not repeats("it was the age of wisdom it was the age of foolishness")
    assert not repeats("no fever no chills no no no")


def test_clinical_words_that_the_model_alone_gets_wrong_are_found(search: BeamSearch, tmp_path: Path) -> None:
    said = (
        "The patient denies chest pain, shortness of breath, nausea or vomiting. "
        "Lungs are clear to auscultation bilaterally."
    )
    sound = led_in(spoken(said, tmp_path / "clip.wav"))
    text = search.text(search.best([sound], Weights(), longest=80)[0])
    assert recall(said, text) > 0.95


def test_the_best_comes_first_and_all_differ(search: BeamSearch, tmp_path: Path) -> None:
    found = search.best([led_in(beginning(TWO_CITIES, 5, tmp_path / "clip.wav"))], Weights(), longest=60)
    merits = [path.merit(Weights()) for path in found]
    assert merits == sorted(merits, reverse=True)
    assert len({path.tokens for path in found}) == len(found) > 1
    assert recall("it was the best of times it was the worst of times", search.text(found[0])) == 1


def test_words_carry_probabilities_and_join_up_to_the_text(search: BeamSearch, tmp_path: Path) -> None:
    best = search.best([led_in(beginning(TWO_CITIES, 5, tmp_path / "clip.wav"))], Weights(), longest=60)[0]
    words = search.words(best)
    assert " ".join(word for word, _ in words) == search.text(best)
    assert all(0 < confidence <= 1 for _, confidence in words)
    assert np.mean([confidence for _, confidence in words]) > 0.8


def test_too_few_words_count_only_where_there_is_nothing_else(search: BeamSearch, tmp_path: Path) -> None:
    sound = led_in(beginning(TWO_CITIES, 5, tmp_path / "clip.wav"))
    free, enough, never = (search.best([sound], Weights(), longest=60, fewest=least) for least in (0, 12, 99))
    assert [path.words >= 12 for path in enough] == sorted(
        (path.words >= 12 for path in enough), reverse=True
    )
    assert free[0].tokens == enough[0].tokens == never[0].tokens
