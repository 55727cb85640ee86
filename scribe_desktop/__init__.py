"""A medical scribe workstation: dictation, hotkey templates, SOAP notes, review and EHR delivery."""

__version__ = "0.1.0"
