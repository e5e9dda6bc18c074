"""Engines: statements and rules to findings. All of them give equal findings, so any can stand in for another."""
