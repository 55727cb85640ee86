"""What somebody writes about a whole note before it is theirs: reasons, attestations and addenda."""

from enum import StrEnum

from scribe_desktop.notes.rights import Action


class Unsigned(StrEnum):
    """Kept in the store under these names; they never change, and no section of a note has such a key."""

    REASON = "unsigned-reason"
    """Why a note goes back to its scribe."""
    ATTESTATION = "unsigned-attestation"
    """The provider's own wording in place of the one that is offered."""
    ADDENDUM = "unsigned-addendum"

    @property
    def takes(self) -> Action:
        """What somebody must be allowed to do with it in the end."""
        return _TAKES[self]


_TAKES = {
    Unsigned.REASON: Action.RETURN,
    Unsigned.ATTESTATION: Action.SIGN,
    Unsigned.ADDENDUM: Action.ADD_ADDENDUM,
}
