from scribe_desktop.desktop.chords import Chords, chord

INSERT = chord(("Ctrl", "Alt"), "V")
FRONT = chord((), "F11")


def heard(*keys: str) -> list[str]:
    """What is heard of keys going down ("+v") and up ("-v")."""
    said: list[str] = []
    chords = Chords({INSERT: lambda: said.append("insert"), FRONT: lambda: said.append("front")})
    for key in keys:
        (chords.press if key[0] == "+" else chords.release)(key[1:])
    return said


def test_a_combination_counts_when_all_of_it_is_let_go() -> None:
    keys = ("+ctrl", "+alt", "+v", "-v", "-alt")
    assert heard(*keys) == []
    assert heard(*keys, "-ctrl") == ["insert"]


def test_the_keyboards_repeats_count_once() -> None:
    assert heard("+f11", "+f11", "+f11", "-f11") == ["front"]


def test_another_modifier_makes_it_another_combination() -> None:
    assert heard("+ctrl", "+v", "-v", "-ctrl") == []
    assert heard("+ctrl", "+alt", "+shift", "+v", "-v", "-shift", "-alt", "-ctrl") == []


def test_a_key_whose_release_was_missed_does_not_block_the_others() -> None:
    assert heard("+x", "+f11", "-f11") == ["front"]


def test_the_same_keys_count_again_the_next_time() -> None:
    assert heard("+f11", "-f11", "+f11", "-f11") == ["front", "front"]
