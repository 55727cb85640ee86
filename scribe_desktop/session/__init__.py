"""The use cases in the user's words: set up, log in, open, dictate, submit, return, sign, send."""
