"""Files and folders that are gone are overwritten first."""

from pathlib import Path

from scribe_desktop.durable import shred, shred_folder

CONTENT = b"Mrs Quartermain fell. " * 100_000


def test_a_shredded_file_is_gone_and_shredding_twice_is_fine(tmp_path: Path) -> None:
    path, twin = tmp_path / "file", tmp_path / "twin"
    path.write_bytes(CONTENT)
    twin.hardlink_to(path)
    shred(path)
    shred(path)
    assert not path.exists()
    after = twin.read_bytes()
    assert len(after) == len(CONTENT)
    assert b"Quartermain" not in after


def test_a_shredded_folder_takes_all_in_it_along_and_nothing_that_it_only_points_to(tmp_path: Path) -> None:
    folder, elsewhere, twin = tmp_path / "folder", tmp_path / "elsewhere", tmp_path / "twin"
    (folder / "inner").mkdir(parents=True)
    elsewhere.mkdir()
    for path in (folder / "inner" / "notes", elsewhere / "kept"):
        path.write_bytes(CONTENT)
    twin.hardlink_to(folder / "inner" / "notes")
    (folder / "link").symlink_to(elsewhere)
    (folder / "to-file").symlink_to(elsewhere / "kept")
    shred_folder(folder)
    shred_folder(folder)
    assert not folder.exists()
    assert b"Quartermain" not in twin.read_bytes()
    assert (elsewhere / "kept").read_bytes() == CONTENT
