"""A rule-driven document generator for Swedish public administration."""

__version__ = "0.1.0"
