"""Everything that the program writes, killed (SIGKILL) at random moments and looked at afterwards.

`python -m tests.kills --kills 1000` is the long run; tests/end2end/test_kills.py is a short one of each kind.
"""
