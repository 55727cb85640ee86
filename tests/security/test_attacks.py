"""The attacker's list is about tests that there are."""

import ast
from pathlib import Path

import pytest

from tests.security.attacks import ATTACKS

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("attack", ATTACKS)
def test_every_attack_is_still_tried(attack: str) -> None:
    assert ATTACKS[attack]
    for test in ATTACKS[attack]:
        path, _, name = test.partition("::")
        tree = ast.parse((TESTS / path).read_text(encoding="utf-8"))
        names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in names, test
