"""Zip files of speech models: the real Korean one, and made-up ones with the same layout."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.helpers.recordings import KOREAN_MODEL

LAYOUT: Mapping[str, bytes] = {
    "am/final.mdl": b"no model",
    "conf/model.conf": b"--beam=10\n",
    "graph/HCLG.fst": b"no graph",
    "graph/words.txt": b"word 1\n",
}


def korean_zip(path: Path, name: str = "vosk-model-small-ko-0.22") -> Path:
    """The real model as its vendor would pack it."""
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(KOREAN_MODEL.rglob("*")):
            if file.is_file():
                archive.write(file, f"{name}/{file.relative_to(KOREAN_MODEL).as_posix()}")
    return path


def made_up_zip(
    path: Path,
    *,
    top: str = "vosk-model-xx-0.1/",
    without: Iterable[str] = (),
    extra: Mapping[str, bytes] | None = None,
    infos: Iterable[tuple[zipfile.ZipInfo, bytes]] = (),
) -> Path:
    """A zip file with a model's layout that no engine could load, and whatever else is asked for."""
    files = {name: data for name, data in LAYOUT.items() if name not in without} | dict(extra or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{top}{name}", data)
        for info, data in infos:
            archive.writestr(info, data)
    return path
