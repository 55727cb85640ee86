"""The body mass index, computed from the weight and height that were entered."""

from collections.abc import Mapping

from scribe_desktop.notes.units import dimension_of

WEIGHT, HEIGHT = "vitals.weight", "vitals.height"
_LEAST_CM = 40


def body_mass_index(fields: Mapping[str, str]) -> str:
    """Weight over squared height, as "24.8 kg/m² (computed)"; empty unless both are there.

    Args:
        fields: values as they are stored, by key; in kilograms and centimetres where they name no unit.
    """
    kilograms, centimetres = _number(fields.get(WEIGHT, ""), "kg"), _number(fields.get(HEIGHT, ""), "cm")
    if not kilograms or not centimetres or centimetres < _LEAST_CM:
        return ""
    return f"{kilograms / (centimetres / 100) ** 2:.1f} kg/m² (computed)"


def _number(text: str, unit: str) -> float | None:
    dimension = dimension_of(unit)
    reading = dimension.read(text, unit) if dimension and text.strip() else None
    return None if reading is None or len(reading.numbers) != 1 else float(reading.numbers[0])
