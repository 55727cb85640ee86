"""What a guess of a passphrase costs where a test is about something else."""

from scribe_desktop.vault.wrap import Cost

CHEAP = Cost(memory_kib=8192, passes=1, lanes=1)
"""So that the time goes into what is tested; what a guess costs for real has tests of its own."""
