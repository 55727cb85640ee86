"""The recovery code: 130 random bits to keep on paper, and a check that tells a slip from a wrong code."""

import secrets

from scribe_desktop.errors import BadInput

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U."""
_VALUE = {symbol: number for number, symbol in enumerate(_ALPHABET)}
_READ_AS = str.maketrans("OIL", "011", " \t\r\n-–—_")
_RANDOM, _CHECK, _GROUP = 26, 2, 4
# A prime just under 32²: every single wrong symbol and every two swapped neighbours change the remainder.
_PRIME = 1021

_REMEDY = "Compare it symbol by symbol with the printed code."


def new_code() -> str:
    """A fresh code as printed: seven groups of four, the last two symbols a check."""
    number = secrets.randbits(5 * _RANDOM)
    symbols = _symbols(number << 10 | (1 - (number << 10)) % _PRIME)
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def read_code(typed: str) -> str:
    """The code's 28 symbols from what somebody typed: any case, O for 0, I or L for 1, any grouping.

    Raises:
        BadInput: it is mistyped, so no code at all can look like this.
    """
    symbols = typed.upper().translate(_READ_AS)
    stray = next((symbol for symbol in symbols if symbol not in _VALUE), None)
    if stray is not None:
        raise BadInput(f"A recovery code never contains “{stray}”.", remedy=_REMEDY)
    if len(symbols) != _RANDOM + _CHECK:
        raise BadInput(
            f"A recovery code has {_RANDOM + _CHECK} letters and digits; these are {len(symbols)}.",
            remedy=_REMEDY,
        )
    if _number(symbols) % _PRIME != 1:
        raise BadInput("The recovery code has a typing slip in it.", remedy=_REMEDY)
    return symbols


def _number(symbols: str) -> int:
    number = 0
    for symbol in symbols:
        number = number << 5 | _VALUE[symbol]
    return number


def _symbols(number: int) -> str:
    count = _RANDOM + _CHECK
    return "".join(_ALPHABET[number >> 5 * (count - 1 - at) & 31] for at in range(count))
