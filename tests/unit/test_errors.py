import pickle

import pytest

from scribe_desktop import errors
from scribe_desktop.errors import Refused, ScribeError


def kinds(base: type[ScribeError]) -> list[type[ScribeError]]:
    return [base, *(kind for child in base.__subclasses__() for kind in kinds(child))]


@pytest.mark.parametrize("kind", kinds(ScribeError))
def test_an_error_crosses_to_another_process_whole(kind: type[ScribeError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("It failed.", remedy="Try again.")))
    assert type(copy) is kind
    assert copy.in_full() == "It failed. Try again."


def test_an_error_without_a_remedy_is_just_its_message() -> None:
    assert Refused("No.").in_full() == "No."


def test_every_kind_is_drawn_in_the_tree() -> None:
    drawn = errors.__doc__ or ""
    assert [kind.__name__ for kind in kinds(ScribeError) if kind.__name__ not in drawn] == []
