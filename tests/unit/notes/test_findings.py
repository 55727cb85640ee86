from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.findings import Finding, Findings, Mark, notation, one_line, parse

texts = st.text(max_size=12).map(one_line)
names = texts.filter(bool)
findings = st.builds(
    Findings,
    st.lists(st.builds(Finding, names, st.sampled_from(Mark), texts), max_size=4).map(tuple),
    texts,
)


@given(findings)
def test_what_is_written_in_the_notation_is_read_back(said: Findings) -> None:
    assert parse(notation(said)) == said


@given(st.text(max_size=40))
def test_whatever_stands_there_is_read_and_none_of_it_lost(value: str) -> None:
    said = parse(value)
    assert parse(notation(said)) == said
    letters = [c for c in value if c.isalnum()]
    kept = "".join(f.name + f.detail for f in said.marked) + said.text
    assert [c for c in kept if c.isalnum()] == letters


def test_the_notation_is_readable() -> None:
    said = Findings(
        (Finding("chest pain", Mark.POSITIVE, "on stairs"), Finding("dyspnea", Mark.NEGATIVE)),
        "worse at night",
    )
    assert notation(said) == "+chest pain (on stairs); -dyspnea; worse at night"


def test_an_item_is_marked_in_its_place_or_behind_the_others_and_unmarked_again() -> None:
    said = parse("+cough; -fever")
    changed = said.having(Finding("cough", Mark.NEGATIVE)).having(Finding("rash", Mark.POSITIVE))
    assert notation(changed) == "-cough; -fever; +rash"
    assert notation(changed.without("fever")) == "-cough; +rash"
    assert parse("").of("cough") is None
