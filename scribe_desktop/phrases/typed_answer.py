"""An answer that somebody types letter by letter though it is in a list: which row that is so far."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class TypedAnswer:
    answers: tuple[str, ...]
    """All that may be answered, in the order of the list."""
    text: str = ""
    """What was typed of it."""

    @property
    def row(self) -> int | None:
        """The answer that was typed, else the first that begins so; None where there is neither."""
        begun = [row for row, answer in enumerate(self.answers) if self._begins(answer)]
        whole = (row for row in begun if len(self.answers[row]) == len(self.text))
        return next(whole, begun[0]) if self.text and begun else None

    @property
    def is_none(self) -> bool:
        """Whether what was typed is no answer, and the beginning of none."""
        return bool(self.text) and self.row is None

    @property
    def is_whole(self) -> bool:
        return self.row is not None and len(self.answers[self.row]) == len(self.text)

    def takes(self, more: str) -> bool:
        """Whether an answer goes on like this."""
        return self.and_then(more).row is not None

    def and_then(self, more: str) -> "TypedAnswer":
        return replace(self, text=self.text + more)

    def shorter(self) -> "TypedAnswer":
        """Without the last letter."""
        return replace(self, text=self.text[:-1])

    def _begins(self, answer: str) -> bool:
        return answer[: len(self.text)].casefold() == self.text.casefold()
