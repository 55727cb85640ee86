"""What the measurement of keystrokes counts, and how it reckons other ways."""

import pytest
import yaml

from scribe_desktop.phrases.espanso import written
from scribe_desktop.phrases.expansion import Expansion, Pulled
from scribe_desktop.phrases.reader import read
from tests.bench.keystrokes import typed_out, with_espanso
from tests.helpers.scripted_scribe import LIBRARY, Count, Script, Step, answered, written_out

TEXT = "{side: left|right} knee for ***, {+hot|red|stiff}, {no|mild|***} limp{?, since ***}; {=side} only."


def reckoned(text: str, *answers: str, pulled: tuple[Pulled, ...] = (), at_best: bool = False) -> int:
    """espanso's presses for a form, without its trigger and the submission of the note."""
    script = Script("t", "n", "b", "F", (Step(phrase="x", answers=answers),))
    return with_espanso(script, {0: Expansion(text, 0, pulled)}, at_best=at_best) - len(".x") - 1


def test_a_script_answers_open_places_as_the_window_asks_them() -> None:
    places = list(answered(TEXT, ("#2", "2 days", "#1,3", "=slight", "#1", "noon")))
    assert places[-1].text == ("right knee for 2 days, hot and stiff, slight limp, since noon; right only.")
    assert [place.chosen for place in places[:4]] == [("right",), ("2 days",), ("hot", "stiff"), ("slight",)]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("{a|b}", ("word",)),
        ("***", ("#1",)),
        ("{a|b}", ()),
        ("{a|b}", ("#1", "#1")),
        ("no question", ("#1",)),
    ],
)
def test_a_script_that_does_not_fit_its_phrase_is_refused(text: str, answers: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="answer"):
        list(answered(text, answers))


def test_what_is_marked_already_is_taken_as_it_is() -> None:
    (place,) = answered("{+a|=b|=c}", ("#",))
    assert place.text == "b and c"


def test_a_chord_and_a_capital_are_one_press_and_strictly_more() -> None:
    count = Count()
    count.characters("Ab: 1/2")
    assert (count.presses, count.modifiers) == (7, 2)
    count.chord("Ctrl+Shift+W")
    count.chord("Tab")
    count.chord("Ctrl++")
    assert (count.presses, count.modifiers) == (10, 5)


@pytest.mark.parametrize(
    ("text", "answers", "presses"),
    [
        ("no question", (), 0),
        ("***", ("abc",), 3 + 1),
        ("{a|b}", ("#1",), 0 + 1),
        ("{right|left}", ("#2",), 1 + 1),
        ("{no a|no b|no c|no d}", ("#4",), 3 + 1),
        ("{a|***}", ("=own",), 3 + 2 + 1),
        ("{+a|b}", ("#1,2",), 4 + 1),
        ("{s: a|b} {if s = a: *** }{=s}", ("#1", "x"), 0 + 1 + 1 + 1),
        ("{?so ***}", ("#1", "x"), 1 + 1 + 1 + 1),
    ],
)
def test_a_form_of_espanso_takes_its_fields_the_way_between_them_and_one_key(
    text: str, answers: tuple[str, ...], presses: int
) -> None:
    assert reckoned(text, *answers) == presses


def test_at_best_each_answer_of_a_list_has_a_field() -> None:
    assert reckoned("{+a long answer|another|none}", "#1,2") == len("a long answer, another") + 1
    assert reckoned("{+a long answer|another|none}", "#1,2", at_best=True) == 2 + 2 + 1
    assert reckoned("{+a|b}", "#1", at_best=True) == 1 + 1


def test_espanso_is_told_a_fact_once_and_a_date_never() -> None:
    pulled = (Pulled(0, 4, "@NAME@"), Pulled(5, 9, "@NAME@"), Pulled(10, 15, "@TODAY@"))
    assert reckoned("Jane Jane today", pulled=pulled) == 4 + 1


def test_typing_it_all_takes_the_same_jumps() -> None:
    steps = (Step(go="Ctrl+1", text="ab"), Step(go="Alt+1", fields=("1", "22")))
    assert typed_out(Script("t", "n", "b", "F", steps), {"cc": "ab", "x": "1", "y": "22"}) == 5 + 2 + 1 + 1


def test_each_phrase_of_the_scripts_is_a_match_of_espanso_with_a_form_for_what_it_asks() -> None:
    phrases = read(LIBRARY)
    matches = yaml.safe_load(written(phrases, lambda _name: None).text)["matches"]
    assert [match["trigger"] for match in matches] == [f".{phrase.name}" for phrase in phrases]
    assert all(match["vars"][-1]["type"] == "form" for match in matches)


def test_shorthand_is_written_out_as_the_program_does() -> None:
    assert written_out("HTN, metformin 500 mg po bid", "medications") == (
        "Hypertension, metformin 500 mg by mouth twice daily"
    )
