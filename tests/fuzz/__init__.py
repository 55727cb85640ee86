"""Files from strangers, thrown at everything that reads one: `make fuzz` for ten minutes and more.

tests/security/test_hostile_files.py does the same for a moment in every test run.
"""
