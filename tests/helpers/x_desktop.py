"""A real X server without a screen, and somebody at its keyboard who sees what is painted."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_GLANCE = 0.05
_CALM = 0.4
"""Seconds without news after which a picture is taken for finished."""
_CARET = 300
"""Pixels: what changes less is a blinking caret, no news."""
_PAGE = 60_000
"""Pixels that change at least when another page is shown; a button that is pressed stays below."""


class XDesktop:
    """One X server's screen and keyboard; there is no window manager and no mouse."""

    def __init__(self, number: int, screen: Path) -> None:
        self.display = f":{number}"
        self._screen = screen

    def environment(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The same, for a program that is to paint on this screen."""
        there = {name: value for name, value in environment.items() if name != "QT_QPA_PLATFORM"}
        return {**there, "DISPLAY": self.display}

    @contextmanager
    def running(self, *command: str, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
        """A program on this screen, its first window painted and with the keyboard; killed if still there."""
        before = self.look()
        program = subprocess.Popen(
            command, env=self.environment(environment), stderr=subprocess.PIPE, text=True
        )
        with program:
            try:
                self._wait_for_picture(before)
                self._xdotool("search", "--sync", "--onlyvisible", "--class", "scribe", "windowfocus")
                yield program
            finally:
                program.kill()

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "8", text)

    def press(self, *keys: str) -> None:
        """Press keys in X's notation, one after the other: "ctrl+n", "Tab"."""
        self._xdotool("key", "--delay", "20", *keys)

    def focus(self, name: str) -> None:
        """Give the keyboard to the visible window of the program with this name."""
        self._xdotool("search", "--sync", "--onlyvisible", "--class", name, "windowfocus", "--sync")

    def focused(self) -> str:
        """Title of the window that has the keyboard; empty while none has it."""
        command = ["xdotool", "getwindowfocus", "getwindowname"]
        there = {**os.environ, "DISPLAY": self.display}
        return subprocess.run(command, env=there, capture_output=True, text=True, check=False).stdout.strip()

    @contextmanager
    def new_page(self, *, when: Callable[[], bool] = lambda: True) -> Iterator[None]:
        """Wait at the end until `when` is so and what was begun inside shows a finished new page."""
        before = self.look()
        yield
        _wait(when, "what the new page needs")
        self._wait_for_picture(before)

    def look(self) -> NDArray[np.uint8]:
        """The screen now, as rows of bytes (four a pixel)."""
        dump = self._screen.read_bytes()
        header = np.frombuffer(dump, ">u4", 25)
        start, height, row = int(header[0] + 12 * header[19]), int(header[5]), int(header[12])
        return np.frombuffer(dump, np.uint8, height * row, start).reshape(height, row)

    def _wait_for_picture(self, before: NDArray[np.uint8]) -> None:
        """Until the screen differs from `before` by a page, and has been calm."""
        _wait(lambda: _difference(before, self.look()) >= _PAGE, "a new page")
        last, since = self.look(), time.monotonic()

        def calm() -> bool:
            nonlocal last, since
            now = self.look()
            if _difference(last, now) > _CARET:
                last, since = now, time.monotonic()
            return time.monotonic() - since > _CALM

        _wait(calm, "a calm picture")

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env={**os.environ, "DISPLAY": self.display}, check=True)


@contextmanager
def x_desktop(folder: Path) -> Iterator[XDesktop]:
    """Start Xvfb on a display number that is free; it keeps its screen in `folder`."""
    screen = ["-screen", "0", "1440x900x24", "-fbdir", str(folder)]
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", *screen]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with server:
        try:
            assert server.stdout
            yield XDesktop(int(server.stdout.readline()), folder / "Xvfb_screen0")
        finally:
            server.terminate()


def _difference(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
    """How many pixels are not the same."""
    return int(np.count_nonzero((one != other).reshape(one.shape[0], -1, 4).any(axis=2)))


def _wait(until: Callable[[], bool], what: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(_GLANCE)
