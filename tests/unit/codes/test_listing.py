from pathlib import Path

import pytest

from scribe_desktop.codes.code import Code, CodeSystem
from scribe_desktop.codes.listing import read
from scribe_desktop.errors import BadInput


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        "99213,Office visit\n0001F,Heart failure assessed\n",
        "Code,Description\r\n99213,Office visit\r\n\r\n0001f,  Heart failure   assessed\r\n",
        '\ufeff"99213","Office visit"\n0001F,Heart failure assessed',
        "99213\tOffice visit\n0001F\tHeart failure assessed\n",
        "Code;Description\n99213;Office visit\n0001F;Heart failure assessed\n",
    ],
)
def test_lists_as_programs_write_them_are_read(tmp_path: Path, content: str) -> None:
    expected = (Code("99213", "Office visit"), Code("0001F", "Heart failure assessed"))
    assert read(written(tmp_path, content), CodeSystem.CPT) == expected


def test_a_comma_in_an_unquoted_description_belongs_to_it(tmp_path: Path) -> None:
    (code,) = read(written(tmp_path, "J1100,Dexamethasone, 1 mg\n"), CodeSystem.HCPCS)
    assert code.title == "Dexamethasone, 1 mg"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("99213,Visit\n9921,Short\n", "line 2: “9921” is no CPT code such as 99213"),
        ("99213,Visit\n99214,\n", "line 2: 99214 has no description"),
        ("99213,Visit\n99214,More\n99213,Again\n", "line 3: 99213 is already in line 1"),
        ('99213,"Visit\n', "line 1"),
        (b"99213,Visit\n99214,caf\xe9\n", "line 2: a character is not in UTF-8"),
        ("", "has no codes"),
        ("code,description\n", "has no codes"),
        ("99213,Visit\n" + "x1,y\n" * 9, "and 4 more"),
        ("J1100,Dexamethasone\n", "line 1: “J1100” is no CPT code"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, content: str | bytes, told: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        read(written(tmp_path, content), CodeSystem.CPT)
    assert told in str(refusal.value)
    assert refusal.value.remedy


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read(tmp_path / "none.csv", CodeSystem.CPT)
