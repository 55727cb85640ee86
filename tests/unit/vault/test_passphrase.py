"""The hint while somebody types a new passphrase."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.vault.passphrase import normalised, why_refused


@pytest.mark.parametrize(
    "passphrase",
    [
        "walnut umbrella fjord 7",
        "my dog barks at the mail carrier",
        "patient otters juggle granite",
        "kT9#vLq2!zR8&wXp",
        "?#%&*+/=~^|<>()[]{}",
        "Grüße aus Ångström",
        "русский язык хорош",
        "医療記録の暗号化に使う長い合言葉",
        "🐢🎻🌋🧊🪁🥝🚲🪴🧲🦜🎈🍋🧵🪵🛶",
        "   leading and trailing   ",
        "the password of the blue kettle",
    ],
)
def test_long_and_unpredictable_is_fine_whatever_the_characters(passphrase: str) -> None:
    assert why_refused(passphrase, context=("Ana Torres", "Harbor Street Clinic")) == ""


@pytest.mark.parametrize(
    ("passphrase", "reason"),
    [
        ("", "15 more to go"),
        ("fourteen chars", "1 more to go"),
        ("x" * 1025, "1 too many"),
        ("correct horse battery staple", "common"),
        ("Correct-Horse-Battery-Staple!", "common"),
        ("P@ssw0rdP@ssw0rd1", "common"),
        ("passwordpassword", "repeats"),
        ("iloveyouforever!", "common"),
        ("Welcome123456789", "row"),
        ("Hospital2024!!!!", "common"),
        ("aaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("abcabcabcabcabcabc", "repeats"),
        ("...............", "repeats"),
        ("                    ", "repeats"),
        ("aaaabbbbccccddddeeee", "repeats"),
        ("1234567890123456", "row"),
        ("abcdefghijklmnop", "row"),
        ("ponmlkjihgfedcba", "row"),
        ("qwertyuiopasdfgh", "row"),
        ("1qaz2wsx3edc4rfv", "row"),
        ("1q2w3e4r5t6y7u8i", "row"),
        ("20202021202220232024", "year"),
        ("ana torres 12345", "name"),
        ("ana 12345 654321", "row"),
        ("Torres Ana Torres", "name"),
        ("Harbor Street 7!", "name"),
        ("Scribe-Desktop-1!", "name"),
        ("fifteen chars \ud800 here", "not every machine"),
        ("fifteen chars \U000e0fff here", "not every machine"),
    ],
)
def test_the_reason_of_a_refusal_is_given(passphrase: str, reason: str) -> None:
    assert reason in why_refused(passphrase, context=("Ana Torres", "Harbor Street Clinic"))


def test_length_counts_code_points_after_normalisation() -> None:
    decomposed = unicodedata.normalize("NFD", "üäöéèñçåüäöéèñ")
    assert len(decomposed) == 28
    assert "1 more to go" in why_refused(decomposed)
    assert why_refused("zq🐢vw🎻kx🌋jy🧊hp🪁") == ""


def test_long_passphrases_are_accepted_up_to_the_limit() -> None:
    words = " ".join(f"w{number:x}q" for number in range(500))
    assert why_refused(words[:64]) == why_refused(words[:1024]) == ""


def test_refusals_never_repeat_the_passphrase() -> None:
    assert "harbor" not in why_refused("harbor street 7!", context=("Harbor Street",)).casefold()


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_gets_an_answer_that_its_normal_form_gets_too(text: str, context: list[str]) -> None:
    assert why_refused(text, context=context) == why_refused(normalised(text), context=context)
