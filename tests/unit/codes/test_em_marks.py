"""What was marked of a visit's level is kept as text and comes back from it."""

from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.codes.em import tables
from scribe_desktop.codes.em_marks import Marks, parse

ITEMS = [item.key for item in tables().items]
SETTINGS = [setting.key for setting in tables().settings]
marks = st.builds(
    Marks,
    st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 99)),
    st.sampled_from(["", *SETTINGS]),
    st.integers(0, 600),
)


@given(marks)
def test_marks_come_back_as_they_were(marked: Marks) -> None:
    assert parse(marked.text) == marked


@given(st.text())
def test_whatever_stands_there_is_read_without_a_fault(text: str) -> None:
    assert parse(parse(text).text) == parse(text)


def test_no_item_goes_by_a_name_that_means_something_else() -> None:
    assert not {"setting", "minutes"} & set(ITEMS)
