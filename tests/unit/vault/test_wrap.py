"""Sealing and unsealing the data key."""

from dataclasses import replace

import pytest

from scribe_desktop.vault.wrap import Cost, Wrap, seal, unseal

DATA_KEY, DEVICE_KEY = bytes(range(32)), bytes(range(32, 64))
SECRET = b"walnut umbrella fjord 7"
PURPOSE = ("passphrase", "key", "ana", "scribe")

WRITTEN_BY_0_1_0 = Wrap(
    cost=Cost(memory_kib=65_536, passes=3, lanes=4),
    salt=bytes.fromhex("1c5e800fd841682b31df74fcca8dcdfa"),
    nonce=bytes.fromhex("e66a8af28f1af639e08c5b5f"),
    sealed=bytes.fromhex(
        "b00dad4f99a93b637de30533235f0b4dff94166ceeae66f32847ef828018e427046a0cbb5504dc8a84db7f52f440e1a2"
    ),
    device="98bc3f8deaced04c4a9b98b8a1234a02",
)


def test_what_earlier_versions_sealed_opens() -> None:
    assert unseal(WRITTEN_BY_0_1_0, SECRET, PURPOSE, DEVICE_KEY) == DATA_KEY


@pytest.mark.parametrize("device_key", [b"", DEVICE_KEY])
def test_what_is_sealed_opens_and_no_two_seals_are_alike(device_key: bytes) -> None:
    one, two = (seal(DATA_KEY, SECRET, PURPOSE, device_key) for _ in range(2))
    assert unseal(one, SECRET, PURPOSE, device_key) == unseal(two, SECRET, PURPOSE, device_key) == DATA_KEY
    assert one.salt != two.salt
    assert one.nonce != two.nonce
    assert one.sealed != two.sealed


@pytest.mark.parametrize(
    ("wrap", "secret", "purpose", "device_key"),
    [
        (WRITTEN_BY_0_1_0, SECRET + b" ", PURPOSE, DEVICE_KEY),
        (WRITTEN_BY_0_1_0, SECRET, PURPOSE, b""),
        (WRITTEN_BY_0_1_0, SECRET, PURPOSE, bytes(32)),
        (WRITTEN_BY_0_1_0, SECRET, ("passphrase", "key", "bo", "scribe"), DEVICE_KEY),
        (WRITTEN_BY_0_1_0, SECRET, ("passphrase", "key", "ana", "provider"), DEVICE_KEY),
        (WRITTEN_BY_0_1_0, SECRET, ("recovery", "key"), DEVICE_KEY),
        (WRITTEN_BY_0_1_0, SECRET, ("passphrase", "other", "ana", "scribe"), DEVICE_KEY),
        (replace(WRITTEN_BY_0_1_0, device=""), SECRET, PURPOSE, DEVICE_KEY),
        (replace(WRITTEN_BY_0_1_0, salt=bytes(16)), SECRET, PURPOSE, DEVICE_KEY),
        (replace(WRITTEN_BY_0_1_0, nonce=bytes(12)), SECRET, PURPOSE, DEVICE_KEY),
        (replace(WRITTEN_BY_0_1_0, sealed=bytes(48)), SECRET, PURPOSE, DEVICE_KEY),
        (replace(WRITTEN_BY_0_1_0, cost=Cost(65_536, 2, 4)), SECRET, PURPOSE, DEVICE_KEY),
    ],
)
def test_everything_it_was_sealed_with_has_to_match(
    wrap: Wrap, secret: bytes, purpose: tuple[str, ...], device_key: bytes
) -> None:
    assert unseal(wrap, secret, purpose, device_key) is None
