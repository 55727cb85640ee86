"""Billing codes: found by words, abbreviations and misspellings; offered to the provider, never decided."""
