"""Dot phrases: reading the libraries and expanding a trigger into text with blanks."""
