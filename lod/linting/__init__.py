"""Linting as a person asks for it: files found, settings heeded, what is suppressed left out, results kept."""
