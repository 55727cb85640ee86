"""From recognised words to clinical text."""
