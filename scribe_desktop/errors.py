"""Everything the environment or the user can do to us; a Python exception outside this tree is our own bug.

ScribeError                     `str()` says what happened, `remedy` what to do about it
├── BadInput                    a file, field or setting that cannot be used as it is
├── NotAllowed                  this person may not do this
│   └── Restricted              nor open this chart, unless it is an emergency
├── WrongState                  the note has moved on: submitted, signed, returned meanwhile
├── NoDesktopKeys               keys cannot be heard outside our own windows here
├── AudioError
│   ├── NoMicrophone            none there, or the sound system is missing
│   ├── MicrophoneLost          it went away or fell silent while recording
│   ├── SoundNotKept            the disk takes no sound: it is recognised from memory alone
│   ├── NoSound                 what was said cannot be heard again: discarded, never kept, no loudspeaker
│   └── UnreadableAudio         a file that is no audio, is empty or breaks off
├── EngineError
│   ├── NoModel                 no speech model for this engine on this machine
│   ├── EngineFailed            the recogniser's process could not start or keep running
│   ├── BadModel                a file or folder that is no speech model, or a damaged one
│   ├── UnconfirmedModel        nobody has said yet that a model's file is the right one
│   └── DownloadFailed          no answer, or cut short: what is there is kept
├── VaultError
│   ├── WrongPassphrase
│   ├── PassphraseNeeded        nobody has shown lately that it is still the same person
│   ├── CodeNeeded              the passphrase is right; the code of the second factor is missing
│   ├── WrongCode               it is not the code of now, or was used before
│   ├── MustWait                too soon after a wrong one
│   ├── LockedOut               too many wrong ones in a row
│   ├── WeakPassphrase
│   ├── DeviceKeyMissing        this machine's keyring does not hold the key that the store is bound to
│   ├── PlaintextKeyring        the keyring chosen on this machine keeps keys in the open: nothing is opened
│   ├── NotInForce              an older key file was put back: what it holds was replaced or removed since
│   └── DamagedKeyFile
├── BackupError
│   ├── UnreadableBackup        no backup, damaged, altered, or sealed with other keys
│   └── BackupStopped           somebody stopped it before it was complete
├── StoreError
│   ├── StoreInUse              another copy of the program has it open
│   ├── NewerStore              written by a newer version of the program
│   ├── DamagedStore            not readable with this key, or a page fails its check
│   └── StoreNotWritable        disk full, folder read-only or gone
└── DeliveryError
    ├── Unreachable             no answer, or an answer cut short: tried again by itself
    └── Refused                 the receiver said no: a person has to look
"""

from functools import partial
from math import ceil


class ScribeError(Exception):
    """What happened, in the user's words, and what they can do about it."""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), str(self), self.remedy), self.__dict__

    def in_full(self) -> str:
        """The message and its remedy as one sentence or two, for a label or a terminal."""
        return f"{self} {self.remedy}".strip()


def _rebuild(kind: type[ScribeError], message: str, remedy: str) -> ScribeError:
    return kind(message, remedy=remedy)


class BadInput(ScribeError):
    pass


class NotAllowed(ScribeError):
    pass


class Restricted(NotAllowed):
    """`encounter_id` is the chart that was asked for."""

    def __init__(self, message: str, *, remedy: str = "", encounter_id: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.encounter_id = encounter_id


class WrongState(ScribeError):
    pass


class NoDesktopKeys(ScribeError):
    pass


class AudioError(ScribeError):
    pass


class NoMicrophone(AudioError):
    pass


class MicrophoneLost(AudioError):
    pass


class SoundNotKept(AudioError):
    pass


class NoSound(AudioError):
    pass


class UnreadableAudio(AudioError):
    pass


class EngineError(ScribeError):
    pass


class NoModel(EngineError):
    pass


class EngineFailed(EngineError):
    pass


class BadModel(EngineError):
    pass


class UnconfirmedModel(EngineError):
    """`sha256` is that of the file: what has to be compared and confirmed."""

    def __init__(self, message: str, *, remedy: str = "", sha256: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.sha256 = sha256

    def __reduce__(self) -> tuple[object, ...]:
        return partial(UnconfirmedModel, remedy=self.remedy, sha256=self.sha256), (str(self),)


class DownloadFailed(EngineError):
    pass


class VaultError(ScribeError):
    """`wait` is how many seconds must pass until another try is made at all."""

    def __init__(self, message: str, *, remedy: str = "", wait: float = 0.0) -> None:
        super().__init__(message, remedy=remedy)
        self.wait = wait

    def in_full(self) -> str:
        wait = ceil(self.wait)
        return f"{super().in_full()} Wait {wait} s before the next try." if wait else super().in_full()


class WrongPassphrase(VaultError):
    pass


class CodeNeeded(VaultError):
    pass


class PassphraseNeeded(VaultError):
    pass


class WrongCode(VaultError):
    pass


class MustWait(VaultError):
    pass


class LockedOut(VaultError):
    pass


class WeakPassphrase(VaultError):
    pass


class DeviceKeyMissing(VaultError):
    pass


class PlaintextKeyring(VaultError):
    pass


class NotInForce(VaultError):
    pass


class DamagedKeyFile(VaultError):
    pass


class BackupError(ScribeError):
    pass


class UnreadableBackup(BackupError):
    pass


class BackupStopped(BackupError):
    pass


class StoreError(ScribeError):
    pass


class StoreInUse(StoreError):
    pass


class NewerStore(StoreError):
    pass


class DamagedStore(StoreError):
    pass


class StoreNotWritable(StoreError):
    pass


class DeliveryError(ScribeError):
    pass


class Unreachable(DeliveryError):
    pass


class Refused(DeliveryError):
    pass
