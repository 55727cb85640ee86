"""Values with units: read as people write them, converted, and told apart from what is no value."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.notes.units import converted, dimension_of, dimensions, with_unit, without_unit

SYMBOLS = [(one, unit.symbol) for one in dimensions() for unit in one.units]


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("38.2 C", "°F", "100.8"),
        ("38.2°C", "°F", "100.8"),
        ("98.6 F", "°C", "37"),
        ("101 fahrenheit", "°C", "38.3"),
        ("150 lb", "kg", "68"),
        ("150lbs.", "kg", "68"),
        ("7 lb 4 oz", "kg", "3.29"),
        ("7lb4oz", "kg", "3.29"),
        ("7 lb 4", "kg", "3.29"),
        ("3400 g", "kg", "3.4"),
        ("154.3 kg", "lb", "340.2"),
        ("5'7\"", "cm", "170.2"),
        ("5’7”", "cm", "170.2"),
        ("5'7", "cm", "170.2"),
        ("5 ft 7 in", "cm", "170.2"),
        ("5 ft", "cm", "152.4"),
        ("67 in", "cm", "170.2"),
        ("1.72 m", "cm", "172"),
        ("172.5cm", "in", "67.9"),
        ("16/10.7 kPa", "mmHg", "120/80"),
        ("120/80 mm Hg", "kPa", "16/10.7"),
        ("172.5cm", "cm", "172.5"),
        ("172.50 cm", "cm", "172.50"),
    ],
)
def test_a_value_that_names_its_unit_is_converted(typed: str, unit: str, expected: str) -> None:
    assert converted(typed, unit) == expected


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("98.6", "°F"), ("120/80", "mmHg"), ("", "kg"), ("tall", "cm"), ("5'7\" tall", "cm"), ("5 7", "cm"),
        ("38,2 C", "°F"), ("80 kg 4", "kg"), ("120/", "mmHg"), ("/80 mmHg", "mmHg"), ("7 oz 4 lb", "kg"),
        ("120 mmHg/80", "mmHg"), ("1/2/3 mmHg", "mmHg"), ("80 C", "kg"), ("82", "/min"),
    ],
)  # fmt: skip
def test_what_names_no_unit_or_says_something_else_is_left_alone(typed: str, unit: str) -> None:
    assert converted(typed, unit) is None


@pytest.mark.parametrize(
    ("typed", "unit", "stored"),
    [
        ("98.6", "°F", "98.6 °F"),
        ("36.5", "°C", "36.5 °C"),
        ("120/80 left arm", "mmHg", "120/80 left arm mmHg"),
        ("5'7\" tall", "cm", "5'7\" tall"),
        ("150 lb", "kg", "150 lb"),
        ("", "kg", ""),
        ("82", "/min", "82"),
    ],
)
def test_a_stored_value_always_has_its_unit(typed: str, unit: str, stored: str) -> None:
    assert with_unit(typed, unit) == stored


@given(st.sampled_from(SYMBOLS), st.decimals(0, 400, places=1).map(lambda number: f"{number:f}"))
def test_a_unit_put_behind_a_number_comes_off_again(unit: tuple[object, str], number: str) -> None:
    stored = with_unit(number, unit[1])
    assert stored != number
    assert without_unit(stored, unit[1]) == number
    assert with_unit(stored, unit[1]) == stored


@given(st.data(), st.decimals(1, 400, places=1).map(Fraction))
def test_there_and_back_is_off_by_rounding_alone(data: st.DataObject, number: Fraction) -> None:
    dimension = data.draw(st.sampled_from(dimensions()))
    here, there = data.draw(st.permutations(dimension.choices)), data.draw(st.sampled_from(dimension.choices))
    text = f"{here[0].write(number)} {here[0].symbol}"
    way = converted(text, there.symbol)
    assert way is not None
    back = dimension.read(f"{way} {there.symbol}", here[0].symbol)
    start = dimension.read(text, here[0].symbol)
    assert back is not None
    assert start is not None
    assert abs(back.numbers[0] - start.numbers[0]) <= there.factor * Fraction(6, 10 ** (there.decimals + 1))


@given(st.text(max_size=20))
def test_any_text_can_be_typed(text: str) -> None:
    for symbol in ("°F", "kg", "cm", "mmHg"):
        converted(text, symbol)
        stored = with_unit(text, symbol)
        assert stored.startswith(text.strip())


def test_what_cannot_be_converted_has_no_dimension() -> None:
    assert [dimension_of(symbol) for symbol in ("/min", "%", "/10", "")] == [None] * 4
