"""Chinese official documents and government gazettes as linked data."""

__version__ = "0.1.0"
