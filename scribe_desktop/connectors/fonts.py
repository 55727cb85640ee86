"""Finds a font that draws as much of Unicode as this machine can, for the PDF."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_DIRECTORIES = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    f"{os.environ.get('WINDIR', 'C:/Windows')}/Fonts",
)
_FAMILIES = (
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("segoeui.ttf", "segoeuib.ttf"),
    ("Arial Unicode.ttf", "Arial Bold.ttf"),
    ("arial.ttf", "arialbd.ttf"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
)


@dataclass(frozen=True)
class Typeface:
    """Two registered font names and the code points that both of them draw."""

    regular: str
    bold: str
    drawable: frozenset[int]

    def spelled(self, text: str) -> str:
        """The text with every character that cannot be drawn as [U+XXXX]."""
        return "".join(char if ord(char) in self.drawable else f"[U+{ord(char):04X}]" for char in text)


@cache
def typeface() -> Typeface:
    """The first known family on this machine; reportlab's own Vera where there is none."""
    regular, bold = (TTFont(path.stem, path) for path in next(_pairs()))
    pdfmetrics.registerFont(regular)
    pdfmetrics.registerFont(bold)
    drawable = frozenset(regular.face.charToGlyph) & frozenset(bold.face.charToGlyph)
    return Typeface(regular.fontName, bold.fontName, drawable - frozenset(range(0x20)))


def _pairs() -> Iterator[tuple[Path, Path]]:
    installed = _installed()
    for regular, bold in _FAMILIES:
        if regular in installed and bold in installed:
            yield installed[regular], installed[bold]
    own = Path(reportlab.__file__).parent / "fonts"
    yield own / "Vera.ttf", own / "VeraBd.ttf"


def _installed() -> dict[str, Path]:
    roots = (Path(directory).expanduser() for directory in _DIRECTORIES)
    return {path.name: path for root in roots for path in root.rglob("*.ttf")}
