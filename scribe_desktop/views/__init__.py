"""Windows and widgets, one module a form."""
