"""The bundled English model's two halves, run by onnxruntime: sound to features, these to the next token."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]

FIRST, LAST = 1, 2
"""Tokens that begin and end every text."""


@dataclass(frozen=True)
class Heard:
    """What the first half makes of a stretch of sound."""

    mask: npt.NDArray[np.int64]
    features: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Memory:
    """What the second half keeps between two tokens: of the sound once, of the text for each path."""

    sound: dict[str, npt.NDArray[np.float32]]
    text: dict[str, npt.NDArray[np.float32]]


class AcousticModel:
    """Any threads may ask at once; `threads` are those of the arithmetic inside each answer."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")

        def session(name: str) -> Any:
            return onnxruntime.InferenceSession(
                str(folder / name), options, providers=["CPUExecutionProvider"]
            )

        self._encoder, self._decoder = session("encoder_model.ort"), session("decoder_model_merged.ort")
        pasts = [entry for entry in self._decoder.get_inputs() if entry.name.startswith("past_key_values.")]
        self._empty = {
            past.name: np.zeros((1, past.shape[1], 0, past.shape[3]), np.float32) for past in pasts
        }
        self._of_text = [name for name in self._empty if ".decoder." in name]
        self._of_sound = [name for name in self._empty if ".encoder." in name]
        self._tail = ["logits", *(_present(name) for name in self._of_text)]

    def hear(self, samples: Samples) -> Heard:
        """Take in mono samples at 16 kHz between -1 and 1."""
        mask = np.ones((1, len(samples)), np.int64)
        (features,) = self._encoder.run(None, {"input_values": samples[None], "attention_mask": mask})
        return Heard(mask, features)

    def begin(self, heard: Heard) -> tuple[Scores, Memory]:
        """Scores of the first token, of shape (1, tokens)."""
        names = [*self._tail, *(_present(name) for name in self._of_sound)]
        logits, *rest = self._decoder.run(names, self._inputs(heard, [FIRST], False) | self._empty)
        text = dict(zip(self._of_text, rest, strict=False))
        return _log_softmax(logits[:, -1]), Memory(
            dict(zip(self._of_sound, rest[len(text) :], strict=True)), text
        )

    def go_on(
        self, heard: Heard, memory: Memory, parents: Sequence[int], tokens: Sequence[int]
    ) -> tuple[Scores, Memory]:
        """Add a token to each chosen path; scores of the next, of shape (paths, tokens).

        Args:
            parents: for each new path, which one of the memory's it goes on from.
            tokens: what it goes on with.
        """
        chosen = np.asarray(parents)
        text = {name: kept[chosen] for name, kept in memory.text.items()}
        inputs = self._inputs(heard, tokens, True) | text | memory.sound
        logits, *rest = self._decoder.run(self._tail, inputs)
        return _log_softmax(logits[:, -1]), Memory(memory.sound, dict(zip(self._of_text, rest, strict=True)))

    def _inputs(self, heard: Heard, tokens: Sequence[int], cached: bool) -> dict[str, npt.NDArray[Any]]:
        return {
            # one of each is enough for all paths: the arithmetic inside spreads it over them
            "encoder_attention_mask": heard.mask,
            "encoder_hidden_states": heard.features,
            "input_ids": np.asarray(tokens, np.int64)[:, None],
            "use_cache_branch": np.array([cached]),
        }


def read_pieces(path: Path) -> list[str]:
    """The text of each token, with ▁ where a word begins; what is no text of its own is empty."""
    content, position, pieces = path.read_bytes(), 0, []
    while position < len(content):
        length = content[position]
        position += 1
        if length >= 128:
            length += 128 * (content[position] - 1)
            position += 1
        pieces.append(content[position : position + length].decode("utf-8", errors="replace"))
        position += length
    return pieces


def _present(name: str) -> str:
    return name.replace("past_key_values", "present")


def _log_softmax(logits: Scores) -> Scores:
    logits -= logits.max(axis=-1, keepdims=True)
    logits -= np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return logits
