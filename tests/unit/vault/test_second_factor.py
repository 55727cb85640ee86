"""Codes from an authenticator app and from paper: which count, and that each counts once."""

import base64
from urllib.parse import parse_qs, urlparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe_desktop.vault.second_factor import PAPER_CODES, SKEW, STEP, SecondFactor, new

# RFC 6238, appendix B, SHA-1: the last six of its eight digits
RFC = SecondFactor(b"12345678901234567890", -1, ())
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("at", "code"), VECTORS)
def test_it_knows_the_codes_of_the_standard(at: int, code: str) -> None:
    assert RFC.accept(code, at) is not None
    assert RFC.accept(f"{code[:3]} {code[3:]}", at) is not None


@pytest.mark.parametrize("steps", range(-3, 4))
def test_clocks_may_be_one_step_apart(steps: int) -> None:
    at, code = VECTORS[1]
    assert (RFC.accept(code, at + steps * STEP) is not None) is (abs(steps) <= SKEW)


def test_a_code_counts_once_and_voids_those_before_it() -> None:
    at, code = VECTORS[2]
    before = RFC.accept(VECTORS[1][1], VECTORS[1][0])
    used = RFC.accept(code, at)
    assert used is not None
    assert before is not None
    assert used.accept(code, at) is None
    assert used.accept(VECTORS[1][1], at) is None
    assert SecondFactor.read(used.stored()).accept(code, at) is None


@pytest.mark.parametrize("typed", ["", "28708", "2870823", "287 08a", "٢٨٧٠٨٢", "----", "000000"])
def test_what_is_no_code_does_not_count(typed: str) -> None:
    assert RFC.accept(typed, 59) is None


def test_each_paper_code_opens_once() -> None:
    factor, codes = new().with_new_paper()
    assert len(set(codes)) == PAPER_CODES
    for code in codes:
        used = factor.accept(code.upper().replace("-", " "), 0)
        assert used is not None
        assert used.accept(code, 0) is None
        factor = used
    assert factor.paper == ()


def test_renewed_paper_voids_the_old() -> None:
    factor, old = new().with_new_paper()
    renewed, _ = factor.with_new_paper()
    assert all(renewed.accept(code, 0) is None for code in old)


def test_the_app_is_told_the_secret_and_whose_it_is() -> None:
    factor = new()
    address = urlparse(factor.address("Ana Torres at Triage 2"))
    told = {key: value[0] for key, value in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert base64.b32decode(told["secret"]) == factor.secret
    assert base64.b32decode(factor.spelled.replace(" ", "")) == factor.secret
    assert "Ana%20Torres" in address.path


@given(st.binary(min_size=20, max_size=20), st.integers(-1, 2**40), st.lists(st.text(), max_size=3))
def test_what_is_stored_comes_back(secret: bytes, step: int, paper: list[str]) -> None:
    factor = SecondFactor(secret, step, tuple(paper))
    assert SecondFactor.read(factor.stored()) == factor
