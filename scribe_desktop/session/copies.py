"""A store's copies, which are backups and what restores moved aside: which hold a visit, and their end."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scribe_desktop.durable import shred_folder, sync_folder
from scribe_desktop.errors import StoreNotWritable
from scribe_desktop.session import backup_file, swap
from scribe_desktop.store.backups import MadeBackup
from scribe_desktop.store.store import Store

_CONDEMNED = "copies.condemned"
"""Setting: names of folders that a restore made and a purge wants destroyed."""


@dataclass(frozen=True)
class Holding:
    """Copies that may hold a visit, and go with it when it is purged."""

    backups: tuple[MadeBackup, ...]
    set_aside: tuple[str, ...]
    """Names of folders in the profile."""


class Copies:
    """Any thread may call; destroying takes a while."""

    def __init__(self, store: Store, folder: Path) -> None:
        """`folder`: of the profile that this store is, or will be, in."""
        self._store, self._folder = store, folder

    def holding(self, note_ids: Iterable[str]) -> Holding:
        """All but those that the audit trail has before the beginning of every one of these notes."""
        made, aside = self._store.backups.all(), swap.set_aside(self._folder)
        without = self._in_none_of(note_ids)
        return Holding(
            tuple(one for one in made if one.id not in without),
            tuple(name for name in aside if name not in without),
        )

    def condemn(self, note_ids: Iterable[str]) -> None:
        """Have what holds these notes destroyed, as soon as it is in reach."""
        found = self.holding(note_ids)
        with self._store.together():
            self._store.backups.condemn(made.id for made in found.backups)
            names = dict.fromkeys([*self._condemned_folders(), *found.set_aside])
            self._store.settings.put(_CONDEMNED, " ".join(names))

    def destroy_condemned(self, tell: Callable[[str], None]) -> tuple[str, ...]:
        """Destroy what is in reach; returns the paths of what is not.

        Args:
            tell: gets the id or the name of each copy that is gone, in the commit that forgets it.
        """
        for made in self._condemned_backups():
            if self._without_twins(made):
                self.destroyed(made, tell)
        for name in self._condemned_folders():
            self._destroy_folder(name, tell)
        return self.condemned()

    def condemned(self) -> tuple[str, ...]:
        """The paths of what is to be destroyed and is not yet."""
        folders = (str(self._folder / name) for name in self._condemned_folders())
        return (*(made.path for made in self._condemned_backups()), *folders)

    def destroyed(self, made: MadeBackup, tell: Callable[[str], None] = lambda _id: None) -> bool:
        """Destroy a backup; whether it is gone for sure now: its folder is there, and it is not in it."""
        path = Path(made.path)
        try:
            if path.exists():
                backup_file.destroy(path)
        except StoreNotWritable:
            return False
        if not path.parent.is_dir():
            return False
        with self._store.together():
            self._store.backups.forget(made.id)
            tell(made.id)
        return True

    @staticmethod
    def _without_twins(made: MadeBackup) -> bool:
        """Destroy what is the same backup under another name in the same folder; whether none is left."""
        path = Path(made.path)
        try:
            for twin in backup_file.all_in(path.parent):
                if twin.manifest.id == made.id and twin.path != path:
                    backup_file.destroy(twin.path)
        except StoreNotWritable:
            return False
        return True

    def _destroy_folder(self, name: str, tell: Callable[[str], None]) -> None:
        try:
            shred_folder(self._folder / name)
            sync_folder(self._folder)
        except OSError:
            return  # it stays condemned, and whoever asked is told
        with self._store.together():
            left = [other for other in self._condemned_folders() if other != name]
            self._store.settings.put(_CONDEMNED, " ".join(left))
            tell(name)

    def _condemned_backups(self) -> list[MadeBackup]:
        return [made for made in self._store.backups.all() if made.condemned]

    def _condemned_folders(self) -> list[str]:
        return self._store.settings.get(_CONDEMNED).split()

    def _in_none_of(self, note_ids: Iterable[str]) -> frozenset[str]:
        earlier = [self._store.backups.made_before(note_id) for note_id in note_ids]
        return frozenset.intersection(*earlier) if earlier else frozenset()
