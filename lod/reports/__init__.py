"""Reports: diagnostics as people and programs read them, one module for each format."""

FORMATS = ("text", "json")
