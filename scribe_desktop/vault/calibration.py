"""How much Argon2id this machine can do in half a second: measured when a workstation is set up."""

import time

import psutil

from scribe_desktop.vault.wrap import DEFAULT_COST, KEY_LENGTH, SALT_LENGTH, Cost

TARGET = 0.5
"""Seconds that one unlocking should take."""
_MOST_MEMORY_KIB = 1 << 20
_SHARE_OF_MEMORY = 16
"""One guess takes no more than this part of what the machine has."""
_MOST_PASSES = 16


def calibrated(target: float = TARGET) -> Cost:
    """The dearest cost within the target; never less than `DEFAULT_COST`, however slow the machine is.

    Memory first, because it is what makes guessing on special hardware dear (RFC 9106, section 4).
    """
    cost, taken = DEFAULT_COST, seconds(DEFAULT_COST)
    most = min(_MOST_MEMORY_KIB, psutil.virtual_memory().total // 1024 // _SHARE_OF_MEMORY)
    while taken * 2 <= target and cost.memory_kib * 2 <= most:
        dearer = Cost(cost.memory_kib * 2, cost.passes, cost.lanes)
        longer = seconds(dearer)
        if longer > target:
            break
        cost, taken = dearer, longer
    passes = min(max(int(cost.passes * target / taken), cost.passes), _MOST_PASSES)
    return Cost(cost.memory_kib, passes, cost.lanes)


def seconds(cost: Cost) -> float:
    """How long one guess takes here and now."""
    from argon2.low_level import Type, hash_secret_raw

    start = time.perf_counter()
    hash_secret_raw(
        b"measured",
        bytes(SALT_LENGTH),
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        hash_len=KEY_LENGTH,
        type=Type.ID,
    )
    return time.perf_counter() - start
